//! What the scheduler knows of a lane: its head, its call under way, and since
//! when it is entitled to the next unit.

use std::sync::Arc;
use std::time::Duration;

use super::choose::Turn;
use super::{BEGINNING, Head, Standing};
use crate::delivery::{Class, Lane};
use crate::time::Timestamp;

/// First contacts stand behind known dialogs that come up to this much later.
const FIRST_CONTACT_YIELDS: Duration = Duration::from_secs(30);
/// Gap between two leftovers of one lane: renames of one topic.
const UPKEEP_GAP: Duration = Duration::from_secs(60);
/// How long a lane is remembered after its last answer. Its next head is offered
/// long before.
pub(super) const REMEMBERED: Duration = UPKEEP_GAP;

/// A lane. At most one call of it is under way.
#[derive(Debug, Clone)]
pub(super) struct LaneState {
    pub(super) waiting: Option<Waiting>,
    pub(super) under_way: Option<UnderWay>,
    /// Its last turn lasted until then: it is entitled to no more before.
    pub(super) turn_over_at: Timestamp,
    /// When its last head was handed out.
    handed_out_at: Option<Timestamp>,
    /// Until when it is remembered without a head.
    pub(super) remembered_until: Timestamp,
}

/// A head that waits.
#[derive(Debug, Clone)]
pub(super) struct Waiting {
    pub(super) head: Head,
    pub(super) stage: Stage,
}

/// What a head waits for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Stage {
    /// The one before it in its lane.
    Behind,
    /// Its topic.
    AwaitsTopic,
    /// A moment.
    Due(Timestamp),
    /// Its turn in its place's queue.
    Queued(Turn),
}

/// A call under way.
#[derive(Debug, Clone)]
pub(super) struct UnderWay {
    pub(super) head: Head,
    /// What `turn_over_at` was before, for when this turn does not count.
    turn_before: Timestamp,
}

// === impl LaneState ===

impl LaneState {
    pub(super) const fn new() -> Self {
        Self {
            waiting: None,
            under_way: None,
            turn_over_at: BEGINNING,
            handed_out_at: None,
            remembered_until: BEGINNING,
        }
    }

    /// When a head of this lane may go at the earliest.
    pub(super) fn due_at(&self, head: &Head) -> Timestamp {
        match self.handed_out_at {
            Some(last) if head.prefers_leftover && head.class != Class::Bulk => {
                head.due_at.max(last.after(UPKEEP_GAP))
            }
            _ => head.due_at,
        }
    }

    /// The head's turn in its queue.
    pub(super) fn turn(&self, lane: Arc<Lane>, head: &Head) -> Turn {
        let since = head.created_at.max(head.due_at).max(self.turn_over_at);
        let is_first_contact =
            head.class == Class::Customer && head.standing == Standing::FirstContact;
        let entitled_at = if is_first_contact {
            since.after(FIRST_CONTACT_YIELDS)
        } else {
            since
        };
        Turn { entitled_at, lane }
    }

    /// The head goes. Its turn lasts `long`: the time in which each of the others
    /// could take as many units as it did.
    pub(super) fn hand_out(&mut self, head: Head, now: Timestamp, long: Duration) {
        self.waiting = None;
        self.under_way = Some(UnderWay {
            head,
            turn_before: self.turn_over_at,
        });
        self.handed_out_at = Some(now);
        self.turn_over_at = now.after(long);
    }

    /// The call is over; `had_its_turn` is false when Telegram never took it, so
    /// that waiting costs no place in the queue.
    pub(super) fn answered(&mut self, now: Timestamp, had_its_turn: bool) -> Option<Head> {
        let UnderWay { head, turn_before } = self.under_way.take()?;
        if !had_its_turn {
            self.turn_over_at = turn_before;
        }
        self.remembered_until = now.after(REMEMBERED);
        Some(head)
    }
}
