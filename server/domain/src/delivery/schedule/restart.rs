//! After a start: what the last minutes' calls still hold.

use std::sync::Arc;
use std::time::Duration;

use super::place::{Ended, Key, Place};
use super::turn::LaneState;
use super::{Cost, Head, Scheduler};
use crate::id::ChatId;
use crate::time::Timestamp;

/// A call made before the start, as the store remembers it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Recent {
    /// The chat that it counted against.
    pub chat: ChatId,
    /// What it cost.
    pub cost: Cost,
    /// When it was answered; `None` for one that was started and has no outcome:
    /// it may yet reach Telegram, so it counts as one lost now.
    pub answered_at: Option<Timestamp>,
}

// === impl Scheduler ===

impl Scheduler {
    /// Reads the windows back after a start. Calls of the last minute (of the
    /// backend group's period, where that is longer) are enough; older ones change
    /// nothing. Those whose lease a gateway still holds come through
    /// [`Scheduler::resume`] instead.
    pub fn restore(&mut self, recent: impl IntoIterator<Item = Recent>, now: Timestamp) {
        for Recent {
            chat,
            cost,
            answered_at,
        } in recent
        {
            let key = Key {
                chat,
                is_free: cost.is_free(),
            };
            let ended = if answered_at.is_some() {
                Ended::Answered
            } else {
                Ended::Unknown
            };
            let at = answered_at.unwrap_or(now).min(now);
            let place = self.place(key);
            place.take(cost.units(), at);
            place.settle(cost.units(), at, ended);
            self.overall.take(cost.units());
            self.overall
                .settle(cost.units(), at, ended.settlement(self.limits.overall.per));
            self.refresh(key);
        }
    }

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
        self.place(key).take(head.cost.units(), now);
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

    fn place(&mut self, key: Key) -> &mut Place {
        let (limits, own) = (&self.limits, self.rates.get(&key.chat).copied());
        self.places
            .entry(key)
            .or_insert_with(|| Place::new(key, limits, own))
    }
}
