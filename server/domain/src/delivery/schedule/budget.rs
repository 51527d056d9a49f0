//! Budgets: sliding windows of units, counted so that Telegram, which counts a
//! call when it arrives there, never counts more than we do.
//!
//! A unit is taken at hand-out and stays taken until one period after the call's
//! *answer*: the call arrived somewhere between the two, so it has left
//! Telegram's window by then.

use std::collections::BTreeMap;
use std::time::Duration;

use crate::time::Timestamp;

/// How many units fit into how long a time.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Rate {
    /// Units. Zero is taken as one: a budget that is never free is no budget.
    pub units: u32,
    /// The period of the sliding window.
    pub per: Duration,
}

/// What became of a call, as far as its units are concerned.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Settlement {
    /// It was answered.
    Counted,
    /// No answer came: it may reach Telegram up to this much later.
    MayStillCount(Duration),
    /// It never reached Telegram.
    NotCounted,
}

/// The units of one budget.
#[derive(Debug, Clone)]
pub(super) struct Window {
    rate: Rate,
    /// Units of calls that have no answer yet.
    under_way: u32,
    /// When units of answered calls are free again, and how many.
    releases: BTreeMap<Timestamp, u32>,
    /// Their sum.
    answered: u32,
    /// Units that are not used for a while, since Telegram took fewer than we thought:
    /// when each is tried again.
    withheld: BTreeMap<Timestamp, u32>,
    /// Units among `releases` of calls that were under way before a start, and where they
    /// stand there.
    lost: Option<(Timestamp, u32)>,
}

/// Of so many units one more is withheld after each 429.
const WITHHOLD_ONE_OF: u32 = 5;
/// At most so many fifths of a budget are.
const WITHHOLD_AT_MOST: u32 = 3;
/// How long after a 429's time the first of its units is tried again.
const TRUST_AFTER: Duration = Duration::from_mins(5);
/// And how long after that each further one.
const TRUST_STEP: Duration = Duration::from_mins(1);

// === impl Rate ===

impl Rate {
    /// So many units in so many seconds.
    #[must_use]
    pub const fn new(units: u32, seconds: u64) -> Self {
        Self {
            units,
            per: Duration::from_secs(seconds),
        }
    }

    /// The gap between units that are spread evenly.
    #[must_use]
    pub fn pitch(self) -> Duration {
        self.per / self.capacity()
    }

    pub(super) const fn capacity(self) -> u32 {
        if self.units == 0 { 1 } else { self.units }
    }
}

// === impl Window ===

impl Window {
    pub(super) const fn new(rate: Rate) -> Self {
        Self {
            rate,
            under_way: 0,
            releases: BTreeMap::new(),
            answered: 0,
            withheld: BTreeMap::new(),
            lost: None,
        }
    }

    pub(super) const fn rate(&self) -> Rate {
        self.rate
    }

    /// The units that may be used: fewer than the rate's after a 429. At least one.
    pub(super) fn capacity(&self) -> u32 {
        let withheld: u32 = self.withheld.values().sum();
        self.rate.capacity().saturating_sub(withheld).max(1)
    }

    /// Telegram said to wait until then, though there should have been room: a part of the
    /// units is left alone for a while, and comes back one by one.
    pub(super) fn learn(&mut self, until: Timestamp) {
        let all = self.rate.capacity();
        let withheld: u32 = self.withheld.values().sum();
        let most = (all / WITHHOLD_ONE_OF * WITHHOLD_AT_MOST).saturating_sub(withheld);
        let mut at = until.after(TRUST_AFTER);
        for _ in 0..(all / WITHHOLD_ONE_OF).min(most) {
            self.withhold(1, at);
            at = at.after(TRUST_STEP);
        }
    }

    /// Units that are left alone until then.
    pub(super) fn withhold(&mut self, units: u32, until: Timestamp) {
        *self.withheld.entry(until).or_default() += units;
    }

    /// When units that are left alone are tried again, and how many.
    pub(super) fn withheld(&self) -> impl Iterator<Item = (Timestamp, u32)> {
        self.withheld.iter().map(|(at, units)| (*at, *units))
    }

    /// From now on. What is taken stays taken as it was.
    pub(super) const fn set_rate(&mut self, rate: Rate) {
        self.rate = rate;
    }

    pub(super) const fn take(&mut self, units: u32) {
        self.under_way = self.under_way.saturating_add(units);
    }

    /// The call that took `units` is over. More units than the window holds are
    /// freed window by window, so that the mean rate holds.
    pub(super) fn settle(&mut self, units: u32, answered_at: Timestamp, settlement: Settlement) {
        self.under_way = self.under_way.saturating_sub(units);
        let late = match settlement {
            Settlement::NotCounted => return,
            Settlement::Counted => Duration::ZERO,
            Settlement::MayStillCount(late) => late,
        };
        let mut release = answered_at.after(late);
        let mut left = units;
        while left > 0 {
            let some = left.min(self.capacity());
            release = release.after(self.rate.per);
            *self.releases.entry(release).or_default() += some;
            self.answered = self.answered.saturating_add(some);
            left -= some;
        }
    }

    /// Units of calls that have no answer yet.
    pub(super) const fn under_way(&self) -> u32 {
        self.under_way
    }

    /// When units of answered calls are free again, and how many.
    pub(super) fn releases(&self) -> impl Iterator<Item = (Timestamp, u32)> {
        self.releases.iter().map(|(at, units)| (*at, *units))
    }

    /// Nothing was used and nothing is withheld; what is under way stays so.
    pub(super) fn forget(&mut self) {
        self.releases.clear();
        self.withheld.clear();
        self.lost = None;
        self.answered = 0;
    }

    /// Units of calls that were under way before a start: free again then, unless a gateway
    /// still has the call and says so.
    pub(super) fn lose(&mut self, units: u32, until: Timestamp) {
        self.hold(units, until);
        self.lost = Some((until, units));
    }

    /// A call of before the start is under way after all: it counts as that, not twice.
    pub(super) fn find(&mut self, units: u32) {
        let Some((at, lost)) = self.lost else { return };
        let found = units.min(lost);
        if let Some(left) = self.releases.get_mut(&at) {
            *left = left.saturating_sub(found);
            self.answered = self.answered.saturating_sub(found);
            self.lost = Some((at, lost - found));
        }
    }

    /// Units that were taken before and are free again then.
    pub(super) fn hold(&mut self, units: u32, until: Timestamp) {
        *self.releases.entry(until).or_default() += units;
        self.answered = self.answered.saturating_add(units);
    }

    /// Frees what is over.
    pub(super) fn prune(&mut self, now: Timestamp) {
        while let Some(first) = self.releases.first_entry()
            && *first.key() <= now
        {
            self.answered = self.answered.saturating_sub(first.remove());
        }
        while let Some(first) = self.withheld.first_entry()
            && *first.key() <= now
        {
            first.remove();
        }
    }

    /// Free units, as of the last [`Window::prune`].
    pub(super) fn free(&self) -> u32 {
        self.capacity()
            .saturating_sub(self.under_way.saturating_add(self.answered))
    }

    /// From when on `units` are free, if nobody takes any: [`Timestamp::MIN`]
    /// for "already". `None`: not before a call under way is answered. A call
    /// dearer than the whole budget waits until the whole budget is free.
    pub(super) fn free_at(&self, units: u32) -> Option<Timestamp> {
        let need = units.min(self.capacity());
        let taken = self.under_way.saturating_add(self.answered);
        let mut missing = taken.saturating_add(need).saturating_sub(self.capacity());
        if missing == 0 {
            return Some(super::BEGINNING);
        }
        let mut back: Vec<(Timestamp, u32)> = self.releases().chain(self.withheld()).collect();
        back.sort_unstable();
        for (at, units) in back {
            missing = missing.saturating_sub(units);
            if missing == 0 {
                return Some(at);
            }
        }
        None
    }

    /// When the next taken unit is free again: known for answered calls, at the
    /// earliest one period from now for those under way.
    pub(super) fn next_release(&self, now: Timestamp) -> Timestamp {
        self.releases
            .keys()
            .next()
            .copied()
            .unwrap_or_else(|| now.after(self.rate.per))
    }

    /// From when on nothing is taken. `None`: not before an answer.
    pub(super) fn idle_at(&self) -> Option<Timestamp> {
        if self.under_way > 0 {
            return None;
        }
        let last = |units: &BTreeMap<Timestamp, u32>| units.keys().next_back().copied();
        let last = last(&self.releases).max(last(&self.withheld));
        Some(last.unwrap_or(super::BEGINNING))
    }
}
