//! What waits, how long and why: for people and metrics.

use std::collections::BTreeSet;
use std::sync::Arc;
use std::time::Duration;

use super::choose::Rank;
use super::place::Key;
use super::turn::{Stage, Waiting};
use super::{Head, Scheduler};
use crate::delivery::{Class, Lane};
use crate::id::ChatId;
use crate::time::Timestamp;

/// Why a lane's head is not handed out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Wait {
    /// No gateway serves the identity.
    Offline,
    /// The one before it in its lane has no answer yet.
    LaneBusy,
    /// The dialog has no topic yet.
    TopicMissing,
    /// It is not to go before then.
    NotDue {
        /// When it is.
        until: Timestamp,
    },
    /// Telegram told the identity to wait.
    IdentityFrozen {
        /// Until when.
        until: Timestamp,
    },
    /// Telegram told to wait with this chat.
    ChatFrozen {
        /// Until when.
        until: Timestamp,
    },
    /// The chat's budget is used up, or spread evenly because it is nearly so.
    ChatBudget {
        /// Until when at the latest, if no other takes what is free then; `None`
        /// while that depends on an answer.
        until: Option<Timestamp>,
    },
    /// The overall budget is used up.
    OverallBudget {
        /// As above.
        until: Option<Timestamp>,
    },
    /// As many calls are under way as the gateway takes.
    Outstanding,
    /// Others are before it.
    Turn,
}

/// How much waits, under way apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Depth {
    /// Lanes with a head of [`Class::Operator`].
    pub operator: usize,
    /// Of [`Class::Customer`].
    pub customer: usize,
    /// Of [`Class::Upkeep`].
    pub upkeep: usize,
    /// Of [`Class::Bulk`].
    pub bulk: usize,
    /// Calls under way.
    pub under_way: usize,
}

/// Waiting heads, counted.
#[derive(Debug, Clone, Default)]
pub(super) struct Counts {
    depth: Depth,
    /// Operators' and customers', by age.
    oldest: BTreeSet<(Timestamp, Arc<Lane>)>,
}

// === impl Counts ===

impl Counts {
    pub(super) fn add(&mut self, lane: &Arc<Lane>, head: &Head) {
        *self.of(head) += 1;
        if matches!(head.class, Class::Operator | Class::Customer) {
            self.oldest.insert((head.created_at, Arc::clone(lane)));
        }
    }

    pub(super) fn remove(&mut self, lane: &Arc<Lane>, head: &Head) {
        let count = self.of(head);
        *count = count.saturating_sub(1);
        self.oldest.remove(&(head.created_at, Arc::clone(lane)));
    }

    const fn of(&mut self, head: &Head) -> &mut usize {
        match head.class {
            Class::Operator => &mut self.depth.operator,
            Class::Customer => &mut self.depth.customer,
            Class::Upkeep => &mut self.depth.upkeep,
            Class::Bulk => &mut self.depth.bulk,
        }
    }
}

// === impl Scheduler ===

impl Scheduler {
    /// How many lanes wait, and how many calls are under way.
    #[must_use]
    pub const fn depth(&self) -> Depth {
        let mut depth = self.counts.depth;
        depth.under_way = self.under_way;
        depth
    }

    /// How long the oldest offered head of an operator's or a customer's lane has
    /// been there. Upkeep and bulk may wait by their nature and do not count.
    #[must_use]
    pub fn oldest_wait(&self, now: Timestamp) -> Option<Duration> {
        self.counts
            .oldest
            .first()
            .map(|(created_at, _)| now.since(*created_at))
    }

    /// Until when nothing goes to this chat, since Telegram said so; a moment past when
    /// nothing holds it.
    #[must_use]
    pub fn frozen_until(&self, chat: ChatId) -> Timestamp {
        self.freezes.chat(chat).max(self.freezes.identity())
    }

    /// Nothing goes out as this identity until then: something is wrong with its way, and
    /// others can do what it would.
    pub fn rest_until(&mut self, until: Timestamp) {
        self.freezes.freeze_identity(until);
    }

    /// Why the lane's head is still there. `None` when nothing holds it (the next
    /// [`Scheduler::next`] may give it) or nothing of it waits.
    #[must_use]
    pub fn why_waits(&self, lane: &Lane, now: Timestamp) -> Option<Wait> {
        let Waiting { head, stage } = self.lanes.get(lane)?.waiting.as_ref()?;
        let identity = self.freezes.identity();
        let chat = self.freezes.chat(head.chat);
        match stage {
            _ if !self.is_online => Some(Wait::Offline),
            Stage::Behind => Some(Wait::LaneBusy),
            Stage::AwaitsTopic => Some(Wait::TopicMissing),
            Stage::Due(until) if *until > now => Some(Wait::NotDue { until: *until }),
            _ if identity > now => Some(Wait::IdentityFrozen { until: identity }),
            _ if chat > now => Some(Wait::ChatFrozen { until: chat }),
            Stage::Due(_) => None,
            Stage::Queued(_) => self.why_queued(head, now),
        }
    }

    fn why_queued(&self, head: &Head, now: Timestamp) -> Option<Wait> {
        let place = self.places.get(&Key::of(head))?;
        let is_leftover = Rank::of(head).is_leftover();
        let until = place.opens_at(head.cost.units(), is_leftover);
        if until.is_none_or(|at| at > now) {
            return Some(Wait::ChatBudget { until });
        }
        if place.queue.best()?.turn.lane.as_ref() != &head.lane {
            return Some(Wait::Turn);
        }
        if self.under_way >= self.limits.max_outstanding.max(1) {
            return Some(Wait::Outstanding);
        }
        let until = self.overall.free_at(head.cost.units());
        if until.is_none_or(|at| at > now) && !head.cost.is_free() {
            return Some(Wait::OverallBudget { until });
        }
        None
    }
}
