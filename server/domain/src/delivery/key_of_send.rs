//! Idempotency keys of what is sent over MTProto.
//!
//! Telegram remembers the `random_id` of each message that an account or bot sends there to a chat, and
//! answers the same again with the message that there is. So an attempt of which nobody
//! knows how it ended is simply made once more, under the same keys.

use sha2::{Digest as _, Sha256};

use super::{Delivery, LaneKind};

// === impl Delivery ===

impl Delivery {
    /// The keys of the messages that its next call makes, in their order, where it goes over
    /// MTProto: the Bot API knows none.
    ///
    /// They are the same for every attempt, whoever makes it and whenever. Towards the team
    /// they are others once it carries something else: what waits there takes in edits and
    /// what came since, and must not be taken for what an earlier attempt brought. Towards a
    /// customer nothing changes that once was begun ([`Delivery::is_begun`]).
    ///
    /// # Errors
    /// The action cannot be written down.
    pub fn random_ids(&self, messages: usize) -> serde_json::Result<Vec<i64>> {
        let mut seed = Sha256::new();
        seed.update(serde_json::to_vec(&(
            &self.key.lane.connection,
            self.key.sequence,
            self.progress.turn,
        ))?);
        if self.key.lane.kind != LaneKind::ToCustomer {
            seed.update(serde_json::to_vec(&self.action)?);
        }
        let ids = (0..messages).map(|place| {
            let place = u64::try_from(place).unwrap_or(u64::MAX);
            let digest = seed.clone().chain_update(place.to_be_bytes()).finalize();
            let mut first = [0; 8];
            first.copy_from_slice(&digest[..8]);
            // 0 means "none".
            match i64::from_be_bytes(first) {
                0 => 1,
                id => id,
            }
        });
        Ok(ids.collect())
    }
}
