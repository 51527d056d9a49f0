//! What of the budgets is used up and what is frozen, as it outlives a restart.

use std::collections::BTreeMap;
use std::time::Duration;

use serde::{Deserialize, Serialize};

use super::Scheduler;
use super::place::{Key, LATE};
use crate::id::ChatId;
use crate::time::Timestamp;

/// Budgets of more units than this in their period are as good as none: a restart
/// may forget them, and the row stays small.
const WORTH_KEEPING: u32 = 600;

/// Telegram's waits are taken over a restart for so long at the most: a clock that
/// was put back must not stop an identity for ever.
const LONGEST_FREEZE: Duration = Duration::from_secs(24 * 3600);

/// The used part of an identity's budgets. Small: it ends with the periods.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Used {
    /// Chats of which units are taken.
    chats: Vec<Account>,
    /// Chats that have to be left alone, until when, and whether a 429 said so.
    frozen: Vec<(ChatId, Timestamp, bool)>,
    /// Until when the identity has to be silent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    silent_until: Option<Timestamp>,
}

/// What is taken of one chat's budget.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
struct Account {
    chat: ChatId,
    /// Units of calls without an answer.
    under_way: u32,
    /// Units of answered calls, by the second in which they are free again,
    /// rounded up.
    free_at: Vec<(i64, u32)>,
    /// Units that are left alone after a 429, likewise.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    withheld: Vec<(i64, u32)>,
}

// === impl Used ===

impl Used {
    /// Whether there is nothing to remember.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }

    /// Telegram has just said to leave this chat alone until then.
    pub fn freeze(&mut self, chat: ChatId, until: Timestamp, is_flood: bool) {
        self.frozen.push((chat, until, is_flood));
    }

    /// Telegram has just said to be silent until then.
    pub fn silence(&mut self, until: Timestamp) {
        self.silent_until = self.silent_until.max(Some(until));
    }

    /// The same by a clock that shows so much less.
    #[must_use]
    pub fn earlier(mut self, by: Duration) -> Self {
        let millis = i64::try_from(by.as_millis()).unwrap_or(i64::MAX);
        self.shift(millis.saturating_neg());
        self
    }

    fn shift(&mut self, millis: i64) {
        // Rounded up: on the safe side.
        let seconds = millis.div_euclid(1000).saturating_add(1);
        for account in &mut self.chats {
            let times = account.free_at.iter_mut().chain(&mut account.withheld);
            for (second, _) in times {
                *second = second.saturating_add(seconds);
            }
        }
        let shifted = |until: Timestamp| Timestamp(until.0.saturating_add(millis));
        for (_, until, _) in &mut self.frozen {
            *until = shifted(*until);
        }
        self.silent_until = self.silent_until.map(shifted);
    }
}

// === impl Scheduler ===

impl Scheduler {
    /// What a restart at this moment must not forget. The budgets of free calls and
    /// of the identity as a whole are over within a second and are left out.
    #[must_use]
    pub fn used(&self, now: Timestamp) -> Used {
        let mut chats = Vec::new();
        for (key, place) in &self.places {
            let window = &place.window;
            if key.is_free || window.rate().capacity() > WORTH_KEEPING {
                continue;
            }
            let mut free_at: BTreeMap<i64, u32> = BTreeMap::new();
            for (at, units) in window.releases().filter(|(at, _)| *at > now) {
                *free_at.entry(at.0.div_euclid(1000) + 1).or_default() += units;
            }
            let withheld: Vec<(i64, u32)> = window
                .withheld()
                .filter(|(at, _)| *at > now)
                .map(|(at, units)| (at.0.div_euclid(1000) + 1, units))
                .collect();
            if window.under_way() > 0 || !free_at.is_empty() || !withheld.is_empty() {
                chats.push(Account {
                    chat: key.chat,
                    under_way: window.under_way(),
                    free_at: free_at.into_iter().collect(),
                    withheld,
                });
            }
        }
        Used {
            chats,
            frozen: self.freezes.list(now),
            silent_until: Some(self.freezes.identity()).filter(|until| *until > now),
        }
    }

    /// The clock went forward by this much at once, from `before`: what is used up stays so
    /// for as long as it would have.
    pub fn stepped(&mut self, before: Timestamp, by: Duration) {
        let mut used = self.used(before);
        used.shift(i64::try_from(by.as_millis()).unwrap_or(i64::MAX));
        for account in &mut used.chats {
            // It is known to be under way as it is.
            account.under_way = 0;
        }
        for place in self.places.values_mut() {
            place.window.forget();
        }
        self.take_up(&used, before.after(by));
    }

    /// Takes up what was used before a start. What was under way has no outcome: it may
    /// yet reach Telegram, so it counts as lost now, until a gateway that still holds it
    /// says so ([`Scheduler::resume`]).
    pub fn take_up(&mut self, used: &Used, now: Timestamp) {
        for account in &used.chats {
            let key = Key::counted(account.chat);
            let place = self.place(key);
            let per = place.window.rate().per;
            // A clock that was put back must not make it longer.
            let latest = now.after(LATE).after(per);
            for (second, units) in &account.free_at {
                let at = Timestamp(second.saturating_mul(1000)).min(latest);
                if at > now {
                    place.window.hold(*units, at);
                }
            }
            for (second, units) in &account.withheld {
                let at = Timestamp(second.saturating_mul(1000)).min(now.after(LONGEST_FREEZE));
                if at > now {
                    place.window.withhold(*units, at);
                }
            }
            if account.under_way > 0 {
                place.window.lose(account.under_way, latest);
            }
            self.refresh(key);
        }
        let longest = now.after(LONGEST_FREEZE);
        for (chat, until, is_flood) in &used.frozen {
            self.freezes.resume(*chat, (*until).min(longest), *is_flood);
            self.refresh(Key::counted(*chat));
            self.refresh(Key::free(*chat));
        }
        if let Some(until) = used.silent_until {
            self.freezes.freeze_identity(until.min(longest));
        }
    }
}
