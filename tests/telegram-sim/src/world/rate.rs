//! Telegram's limits per bot, each as one named number.
//!
//! A call that goes over a limit is refused with 429 and freezes that chat for that bot; whatever is sent there before
//! the time is over is refused with what remains. Both are violations.

use std::collections::{BTreeMap, VecDeque};

use super::{Key, UserId};

/// The limits in force.
#[derive(Debug, Clone)]
pub struct Limits {
    /// Messages and topic operations a minute in one group, all topics together.
    pub group_per_minute: usize,
    /// Messages a second in one private chat, on average.
    pub private_per_second: f64,
    /// Messages that pass at once in one private chat (inferred).
    pub private_burst: f64,
    /// Messages a second in all chats together.
    pub overall_per_second: usize,
    /// Calls a second of one uncounted method in one chat, on average (inferred).
    pub guard_per_second: f64,
    /// Uncounted calls that pass at once (inferred).
    pub guard_burst: f64,
}

/// What a call costs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Cost {
    /// So many messages.
    Units(usize),
    /// Nothing, but it must not come in floods either.
    Guarded,
}

/// A limit that was hit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Hit {
    /// Whole seconds to wait.
    pub(crate) retry_after: i64,
    /// Which limit; `None` when an earlier 429 was still in force.
    pub(crate) limit: Option<String>,
}

#[derive(Debug, Clone, Default)]
pub(crate) struct Rates {
    limits: Option<Limits>,
    minutes: BTreeMap<(UserId, Key), VecDeque<i64>>,
    seconds: BTreeMap<UserId, VecDeque<i64>>,
    buckets: BTreeMap<(UserId, Key, String), Bucket>,
    frozen: BTreeMap<(UserId, Key, String), i64>,
    /// Methods of accounts that a scripted flood has frozen.
    methods: BTreeMap<(UserId, String), i64>,
}

#[derive(Debug, Clone, Copy)]
struct Bucket {
    level: f64,
    at: i64,
}

const MINUTE_MS: i64 = 60_000;
const SECOND_MS: i64 = 1_000;
/// The bucket and the freeze of everything that counts, beside those of single uncounted methods.
const COUNTED: &str = "";

// === impl Limits ===

impl Limits {
    /// What Telegram does to one bot.
    #[must_use]
    pub fn telegram() -> Option<Self> {
        Some(Self {
            group_per_minute: 20,
            private_per_second: 1.0,
            private_burst: 3.0,
            overall_per_second: 30,
            guard_per_second: 1.0,
            guard_burst: 5.0,
        })
    }

    /// No limits at all.
    #[must_use]
    pub fn off() -> Option<Self> {
        None
    }
}

// === impl Rates ===

impl Rates {
    pub(crate) fn set(&mut self, limits: Option<Limits>) {
        self.limits = limits;
        self.frozen.clear();
        self.methods.clear();
    }

    /// Freezes a chat for a bot, as a 429 does.
    pub(crate) fn freeze(&mut self, bot: UserId, chat: Key, until: i64) {
        self.frozen.insert((bot, chat, COUNTED.to_owned()), until);
    }

    /// Freezes a method for an account, as a `FLOOD_WAIT` does.
    pub(crate) fn freeze_method(&mut self, account: UserId, method: &str, seconds: i64, now: i64) {
        let until = now.saturating_add(seconds.saturating_mul(SECOND_MS));
        self.methods.insert((account, method.to_owned()), until);
    }

    /// How many seconds a method is frozen for an account yet.
    pub(crate) fn frozen_method(&self, account: UserId, method: &str, now: i64) -> Option<i64> {
        let until = self.methods.get(&(account, method.to_owned()))?;
        (*until > now).then(|| whole_seconds(*until - now))
    }

    /// Takes what a call costs, or says how long to wait.
    pub(crate) fn spend(
        &mut self,
        bot: UserId,
        chat: Key,
        method: &str,
        cost: Cost,
        now: i64,
    ) -> Result<(), Hit> {
        let scope = match cost {
            Cost::Units(_) => COUNTED,
            Cost::Guarded => method,
        };
        let place = (bot, chat, scope.to_owned());
        if let Some(until) = self.frozen.get(&place).copied() {
            if until > now {
                return Err(Hit {
                    retry_after: whole_seconds(until - now),
                    limit: None,
                });
            }
            self.frozen.remove(&place);
        }
        let Some(limits) = self.limits.clone() else {
            return Ok(());
        };
        let wait = match cost {
            Cost::Units(units) => self.count(&limits, bot, chat, units, now),
            Cost::Guarded => self
                .drip(
                    place.clone(),
                    limits.guard_per_second,
                    limits.guard_burst,
                    1.0,
                    now,
                )
                .map(|wait| {
                    (
                        wait,
                        format!("{} a second of {method}", limits.guard_per_second),
                    )
                }),
        };
        let Some((wait, limit)) = wait else {
            return Ok(());
        };
        let retry_after = whole_seconds(wait);
        self.frozen.insert(place, now + retry_after * SECOND_MS);
        Err(Hit {
            retry_after,
            limit: Some(limit),
        })
    }

    fn count(
        &mut self,
        limits: &Limits,
        bot: UserId,
        chat: Key,
        units: usize,
        now: i64,
    ) -> Option<(i64, String)> {
        let group = matches!(chat, Key::Group(_));
        if group {
            let window = self.minutes.entry((bot, chat)).or_default();
            if let Some(wait) = full(window, limits.group_per_minute, units, MINUTE_MS, now) {
                return Some((
                    wait,
                    format!("{} a minute in one group", limits.group_per_minute),
                ));
            }
        }
        let window = self.seconds.entry(bot).or_default();
        if let Some(wait) = full(window, limits.overall_per_second, units, SECOND_MS, now) {
            return Some((
                wait,
                format!("{} a second in all chats", limits.overall_per_second),
            ));
        }
        if !group {
            let place = (bot, chat, COUNTED.to_owned());
            #[expect(clippy::cast_precision_loss, reason = "at most a hundred")]
            let taken = self.drip(
                place,
                limits.private_per_second,
                limits.private_burst,
                units as f64,
                now,
            );
            if let Some(wait) = taken {
                return Some((
                    wait,
                    format!("{} a second in one private chat", limits.private_per_second),
                ));
            }
        }
        if let Some(window) = self.minutes.get_mut(&(bot, chat)) {
            window.extend(std::iter::repeat_n(now, units));
        }
        if let Some(window) = self.seconds.get_mut(&bot) {
            window.extend(std::iter::repeat_n(now, units));
        }
        None
    }

    /// Takes from a bucket that fills at `rate` a second. One call may overdraw it when it is full: an album is one
    /// call.
    fn drip(
        &mut self,
        place: (UserId, Key, String),
        rate: f64,
        burst: f64,
        units: f64,
        now: i64,
    ) -> Option<i64> {
        let bucket = self.buckets.entry(place).or_insert(Bucket {
            level: burst,
            at: now,
        });
        #[expect(clippy::cast_precision_loss, reason = "milliseconds of a test's time")]
        let passed = (now - bucket.at) as f64 / 1000.0;
        bucket.level = (bucket.level + passed * rate).min(burst);
        bucket.at = now;
        if bucket.level >= units.min(burst) {
            bucket.level -= units;
            return None;
        }
        #[expect(clippy::cast_possible_truncation, reason = "seconds to wait")]
        let wait = ((units.min(burst) - bucket.level) / rate * 1000.0).ceil() as i64;
        Some(wait)
    }
}

/// How long until `units` more fit into a window, or `None` when they fit now. More than the limit fits an empty one.
fn full(
    window: &mut VecDeque<i64>,
    limit: usize,
    units: usize,
    length: i64,
    now: i64,
) -> Option<i64> {
    while window.front().is_some_and(|at| now - at >= length) {
        window.pop_front();
    }
    if window.is_empty() || window.len() + units <= limit {
        return None;
    }
    let must_go = (window.len() + units - limit).min(window.len());
    window.get(must_go - 1).map(|at| at + length - now)
}

fn whole_seconds(ms: i64) -> i64 {
    (ms + 999) / 1000
}
