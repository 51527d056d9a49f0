//! Places: what shares one budget. A chat is two of them, one for calls that
//! Telegram counts and one for free calls, which are kept to one a second.

use std::time::Duration;

use super::budget::{Settlement, Window};
use super::choose::{Pick, Queue, Rank};
use super::pace::Pace;
use super::{BEGINNING, Head, Limits, Rate};
use crate::id::ChatId;
use crate::time::Timestamp;

/// The part of a budget that leftovers leave untouched.
const LEFT_ALONE: u32 = 4;
/// How much later than its lost answer a call may still reach Telegram.
pub(super) const LATE: Duration = Duration::from_secs(60);

/// Which place.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Key {
    pub(super) chat: ChatId,
    pub(super) is_free: bool,
}

/// Budget and queue of one place.
#[derive(Debug, Clone)]
pub(super) struct Place {
    pub(super) window: Window,
    /// Groups only.
    pace: Option<Pace>,
    pub(super) queue: Queue,
    /// Where it is in the scheduler's books.
    pub(super) entry: Entry,
}

/// Where a place is in the scheduler's books: in exactly one of them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Entry {
    /// In none: an answer has to come first.
    Waits,
    /// Something may go from this moment on.
    Opens(Timestamp),
    /// Something may go: by whose right, since when it is entitled.
    Open(Rank, Timestamp),
    /// Nothing waits: to be forgotten then.
    Fades(Timestamp),
}

// === impl Key ===

impl Key {
    /// Before all others in order.
    pub(super) const LEAST: Self = Self {
        chat: ChatId(i64::MIN),
        is_free: false,
    };

    /// Where a head's call counts.
    pub(super) const fn of(head: &Head) -> Self {
        Self {
            chat: head.chat,
            is_free: head.cost.is_free(),
        }
    }

    pub(super) const fn counted(chat: ChatId) -> Self {
        Self {
            chat,
            is_free: false,
        }
    }

    pub(super) const fn free(chat: ChatId) -> Self {
        Self {
            chat,
            is_free: true,
        }
    }
}

// === impl Place ===

impl Place {
    /// `own`: the chat's own rate instead of the usual one.
    pub(super) fn new(key: Key, limits: &Limits, own: Option<Rate>) -> Self {
        let is_group = key.chat.0 < 0;
        let (rate, is_paced) = match (key.is_free, is_group) {
            (true, _) => (limits.free_calls, false),
            (false, true) => (own.unwrap_or(limits.group), true),
            (false, false) => (own.unwrap_or(limits.private_chat), false),
        };
        Self {
            window: Window::new(rate),
            pace: is_paced.then(Pace::new),
            queue: Queue::default(),
            entry: Entry::Waits,
        }
    }

    pub(super) const fn set_rate(&mut self, rate: Rate) {
        self.window.set_rate(rate);
    }

    /// From when on this pick may go, the freeze of the chat apart. `None`: not
    /// before an answer.
    pub(super) fn opens_at(&self, units: u32, is_leftover: bool) -> Option<Timestamp> {
        let units = counted(units);
        let need = if is_leftover {
            units.saturating_add(self.window.capacity() / LEFT_ALONE)
        } else {
            units
        };
        let paced = self.pace.map_or(BEGINNING, |pace| pace.at(is_leftover));
        Some(self.window.free_at(need)?.max(paced))
    }

    /// Takes the pick's units; gives how long its lane's turn lasts: for each unit, one
    /// round in which everybody else who waits gets one. What its lane has to say
    /// meanwhile waits for that, and goes as one message then, where it can be merged.
    pub(super) fn hand_out(&mut self, pick: &Pick, now: Timestamp) -> Duration {
        self.queue.take(pick);
        let units = self.take(pick.cost.units(), now);
        let others = u32::try_from(self.queue.wanting()).unwrap_or(u32::MAX);
        let further = units.saturating_sub(1);
        let round = self.window.rate().pitch().saturating_mul(others);
        let own = self.window.rate().pitch().saturating_mul(further);
        round.saturating_mul(units).saturating_add(own)
    }

    /// Takes units without a pick, for calls that somebody else handed out.
    pub(super) fn take(&mut self, units: u32, now: Timestamp) -> u32 {
        let units = counted(units);
        self.window.prune(now);
        self.window.take(units);
        if let Some(pace) = &mut self.pace {
            pace.handed_out(now, &self.window);
        }
        units
    }

    /// The same for a call that was under way before a start.
    pub(super) fn take_again(&mut self, units: u32, now: Timestamp) {
        self.window.find(counted(units));
        self.take(units, now);
    }

    /// A call is over.
    pub(super) fn settle(&mut self, units: u32, at: Timestamp, ended: Ended) {
        self.window
            .settle(counted(units), at, ended.settlement(LATE));
        if let (Ended::NotSent, Some(pace)) = (ended, &mut self.pace) {
            *pace = Pace::new();
        }
    }

    /// Telegram took fewer calls than there was room for.
    pub(super) fn learn(&mut self, until: Timestamp) {
        self.window.learn(until);
    }

    /// From when on there is nothing worth remembering. `None`: not before an
    /// answer.
    pub(super) fn idle_at(&self) -> Option<Timestamp> {
        Some(
            self.window
                .idle_at()?
                .max(self.pace.map_or(BEGINNING, |pace| pace.at(true))),
        )
    }
}

/// How a call ended, for budgets.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Ended {
    Answered,
    Unknown,
    NotSent,
}

impl Ended {
    pub(super) const fn settlement(self, late: Duration) -> Settlement {
        match self {
            Self::Answered => Settlement::Counted,
            Self::Unknown => Settlement::MayStillCount(late),
            Self::NotSent => Settlement::NotCounted,
        }
    }
}

/// What leftovers leave free of a budget.
pub(super) const fn left_alone(rate: Rate) -> u32 {
    rate.capacity() / LEFT_ALONE
}

/// Free calls have a window too, in which each takes one.
const fn counted(units: u32) -> u32 {
    if units == 0 { 1 } else { units }
}
