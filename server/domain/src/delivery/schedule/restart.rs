//! After a start: calls that are still in a gateway's hands.

use std::sync::Arc;
use std::time::Duration;

use super::place::{Key, Place};
use super::turn::LaneState;
use super::{Head, Scheduler};
use crate::time::Timestamp;

// === impl Scheduler ===

impl Scheduler {
    /// A call that a gateway still has in hand, such as after a restart of the
    /// server: under way from now on, as if handed out here. Changes nothing when
    /// a call of the lane is under way already.
    pub fn resume(&mut self, head: Head, now: Timestamp) {
        if self
            .lanes
            .get(&head.lane)
            .is_some_and(|state| state.under_way.is_some())
        {
            return;
        }
        let key = Key::of(&head);
        self.withdraw(&head.lane);
        self.place(key).take_again(head.cost.units(), now);
        self.overall.take(head.cost.units());
        self.under_way += 1;
        let lane = Arc::new(head.lane.clone());
        let state = self
            .lanes
            .entry(Arc::clone(&lane))
            .or_insert_with(LaneState::new);
        self.forgetting.remove(&(state.remembered_until, lane));
        state.hand_out(head, now, Duration::ZERO);
        self.refresh(key);
    }

    pub(super) fn place(&mut self, key: Key) -> &mut Place {
        let (limits, own) = (&self.limits, self.rates.get(&key.chat).copied());
        self.places
            .entry(key)
            .or_insert_with(|| Place::new(key, limits, own))
    }
}
