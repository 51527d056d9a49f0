//! A permutation of places that differs for each connection.

use sha2::{Digest as _, Sha256};

use super::Sort;
use crate::id::ConnectionId;

/// Rounds of the network. Four are enough to look random; two more cost nothing.
const ROUNDS: u64 = 6;

/// What a permutation is made from. No secret: what it hides is who came when, from people who see
/// names and nothing else.
pub(super) struct Key(u64);

// === impl Key ===

impl Key {
    pub(super) fn of(connection: &ConnectionId, sort: Sort) -> Self {
        let digest = Sha256::new()
            .chain_update(connection.as_str())
            .chain_update(match sort {
                Sort::Person => b"person",
                Sort::Chat => b"chat..",
            })
            .finalize();
        let bytes = digest.iter().take(8);
        Self(bytes.fold(0, |key, byte| (key << 8) | u64::from(*byte)))
    }

    /// Where this one of `count` places goes. No two go to the same.
    ///
    /// A Feistel network over the least power of four that holds them all; what falls outside is sent
    /// through again until it falls inside (cycle walking), at most a few times.
    pub(super) fn place(&self, from: usize, count: usize) -> usize {
        let bits = usize::BITS - count.saturating_sub(1).leading_zeros();
        let half = bits.div_ceil(2).max(1);
        let mut place = from as u64;
        loop {
            place = self.network(place, half);
            match usize::try_from(place) {
                Ok(place) if place < count => return place,
                _ => {}
            }
        }
    }

    fn network(&self, value: u64, half: u32) -> u64 {
        let mask = (1 << half) - 1;
        let (mut left, mut right) = (value >> half & mask, value & mask);
        for round in 0..ROUNDS {
            let mixed = mix(self.0 ^ mix(right ^ round << 56)) & mask;
            (left, right) = (right, left ^ mixed);
        }
        left << half | right
    }
}

/// The finaliser of `SplitMix64`: every bit of the input moves every bit of the output.
const fn mix(value: u64) -> u64 {
    let value = (value ^ value >> 30).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    let value = (value ^ value >> 27).wrapping_mul(0x94D0_49BB_1331_11EB);
    value ^ value >> 31
}
