//! Places that could give something right now, in the order in which they may
//! use what the whole identity has: its units and its slots.

use std::collections::BTreeSet;

use super::choose::{Rank, YIELD_EVERY};
use super::place::Key;
use crate::time::Timestamp;

/// Open places, by the order of their picks.
#[derive(Debug, Clone, Default)]
pub(super) struct Open {
    counted: Side,
    free: Side,
    /// Picks in a row that went to the first rank while another waited.
    unyielded: u32,
}

/// Those of calls that take units, or those of free calls.
#[derive(Debug, Clone, Default)]
struct Side {
    by_rank: BTreeSet<(Rank, Timestamp, Key)>,
    /// Without leftovers.
    by_age: BTreeSet<(Timestamp, Rank, Key)>,
}

/// A place that may go next.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Candidate {
    pub(super) key: Key,
    pub(super) rank: Rank,
    entitled_at: Timestamp,
}

// === impl Open ===

impl Open {
    pub(super) fn insert(&mut self, key: Key, rank: Rank, entitled_at: Timestamp) {
        let side = self.side(key);
        side.by_rank.insert((rank, entitled_at, key));
        if !rank.is_leftover() {
            side.by_age.insert((entitled_at, rank, key));
        }
    }

    pub(super) fn remove(&mut self, key: Key, rank: Rank, entitled_at: Timestamp) {
        let side = self.side(key);
        side.by_rank.remove(&(rank, entitled_at, key));
        side.by_age.remove(&(entitled_at, rank, key));
    }

    /// First of the counted and first of the free calls, better one first. Each
    /// stands for its side: what it has to wait for, those behind it wait for
    /// too, so that dear calls do not starve.
    pub(super) fn candidates(&self) -> [Option<Candidate>; 2] {
        let yields = self.unyielded + 1 >= YIELD_EVERY;
        let (counted, free) = (self.counted.first(yields), self.free.first(yields));
        let order = |candidate: &Option<Candidate>| {
            candidate.map(|c| {
                let rank = if yields && !c.rank.is_leftover() {
                    Rank::Operator
                } else {
                    c.rank
                };
                (rank, c.entitled_at, c.key)
            })
        };
        match (order(&counted), order(&free)) {
            (Some(a), Some(b)) if b < a => [free, counted],
            (None, Some(_)) => [free, None],
            _ => [counted, free],
        }
    }

    /// The candidate goes; it is still in.
    pub(super) fn goes(&mut self, candidate: Candidate) {
        let rank = candidate.rank;
        let passed_over = !rank.is_leftover()
            && [&self.counted, &self.free]
                .into_iter()
                .any(|side| side.has_behind(rank))
            && [&self.counted, &self.free]
                .into_iter()
                .all(|side| !side.has_before(rank));
        self.unyielded = if passed_over {
            (self.unyielded + 1).min(YIELD_EVERY)
        } else {
            0
        };
    }

    const fn side(&mut self, key: Key) -> &mut Side {
        if key.is_free {
            &mut self.free
        } else {
            &mut self.counted
        }
    }
}

// === impl Side ===

impl Side {
    fn first(&self, yields: bool) -> Option<Candidate> {
        if yields && let Some((entitled_at, rank, key)) = self.by_age.first().copied() {
            return Some(Candidate {
                key,
                rank,
                entitled_at,
            });
        }
        let (rank, entitled_at, key) = self.by_rank.first().copied()?;
        Some(Candidate {
            key,
            rank,
            entitled_at,
        })
    }

    fn has_before(&self, rank: Rank) -> bool {
        self.by_rank
            .first()
            .is_some_and(|(first, ..)| *first < rank)
    }

    /// Whether a rank behind waits that may not be passed over for ever.
    fn has_behind(&self, rank: Rank) -> bool {
        let after = match rank {
            Rank::Operator => Rank::Customer,
            Rank::Customer => Rank::Upkeep,
            Rank::Upkeep | Rank::Leftover => return false,
        };
        let from = (after, super::BEGINNING, Key::LEAST);
        let to = (Rank::Leftover, super::BEGINNING, Key::LEAST);
        self.by_rank.range(from..to).next().is_some()
    }
}
