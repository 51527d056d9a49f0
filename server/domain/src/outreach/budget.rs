//! How much an account may approach people whom it does not know.

use std::time::Duration;

use serde::{Deserialize, Serialize};

use crate::id::ChatId;
use crate::time::Timestamp;

/// Acts within an hour (inferred: Telegram tells no number, and reports of accounts that it
/// restricted begin at a few dozen first messages a day).
pub const HOURLY: u32 = 10;
/// Acts within a day (inferred, see [`HOURLY`]).
pub const DAILY: u32 = 30;
/// How long nothing goes after Telegram said `PEER_FLOOD` (inferred: it names no time, and its
/// restrictions last from hours to days).
pub const REST_AFTER_STOP: Duration = Duration::from_secs(24 * 3600);

const HOUR: Duration = Duration::from_secs(3600);
const DAY: Duration = Duration::from_secs(24 * 3600);
const MINUTE_MS: i64 = 60_000;

/// Acts taken at one time.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
struct Taken {
    at: Timestamp,
    units: u32,
}

/// A group of which the account's own word came that it made it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct MadeGroup {
    /// Its title.
    pub title: String,
    /// The group.
    pub chat: ChatId,
    /// When it was made, by Telegram's clock.
    pub at: Timestamp,
}

/// What an account has used of its budget, and what Telegram said to it. Durable: a restart
/// forgets nothing of it.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Budget {
    /// The acts of the last day.
    #[serde(default)]
    taken: Vec<Taken>,
    /// Telegram asked to wait with such commands.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    resting_until: Option<Timestamp>,
    /// Telegram said `PEER_FLOOD`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    stopped_at: Option<Timestamp>,
    /// The last group that the account's own word told of while one was being made.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub made: Option<MadeGroup>,
}

/// Why an act is not done now.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Shut {
    /// The budget is used up until then.
    UsedUp {
        /// There is room again.
        until: Timestamp,
    },
    /// More at once than ever fits.
    TooMany {
        /// So many do.
        most: u32,
    },
    /// Telegram asked to wait.
    Resting {
        /// Until then.
        until: Timestamp,
    },
    /// Telegram forbade it; a command takes it up again after that time.
    Stopped {
        /// The earliest.
        until: Timestamp,
    },
}

// === impl Budget ===

impl Budget {
    /// Whether there is nothing to remember.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }

    /// Takes so many acts, of a command that a person gave now or else of a message to a
    /// stranger. A command ends a stop that is old enough; a message does not.
    ///
    /// # Errors
    /// When it may not be done now; nothing is taken.
    pub fn admit(&self, now: Timestamp, units: u32, by_command: bool) -> Result<Self, Shut> {
        let most = HOURLY.min(DAILY);
        if units > most {
            return Err(Shut::TooMany { most });
        }
        let mut after = self.clone();
        if let Some(until) = self.stopped_until() {
            if !by_command || now < until {
                return Err(Shut::Stopped { until });
            }
            after.stopped_at = None;
        }
        if let Some(until) = self
            .resting_until
            .filter(|until| by_command && now < *until)
        {
            return Err(Shut::Resting {
                until: whole_minute(until),
            });
        }
        after.resting_until = self.resting_until.filter(|until| now < *until);
        after.taken.retain(|taken| now.since(taken.at) < DAY);
        let room = after.room_from(now, units);
        if room > now {
            return Err(Shut::UsedUp {
                until: whole_minute(room),
            });
        }
        after.taken.push(Taken { at: now, units });
        Ok(after)
    }

    /// Why what waits does not go any more, at its hand-out; `None`: it goes.
    ///
    /// A stop holds until a person ends it with a command. Only commands wait for what
    /// Telegram asked commands to wait for.
    #[must_use]
    pub fn shut_now(&self, now: Timestamp, is_command: bool) -> Option<Shut> {
        if let Some(until) = self.stopped_until() {
            return Some(Shut::Stopped { until });
        }
        let until = self
            .resting_until
            .filter(|until| is_command && now < *until)?;
        Some(Shut::Resting {
            until: whole_minute(until),
        })
    }

    /// Telegram said `PEER_FLOOD`, perhaps not for the first time.
    #[must_use]
    pub fn stopped(&self, now: Timestamp) -> Self {
        Self {
            stopped_at: Some(now),
            ..self.clone()
        }
    }

    /// Telegram asked to wait.
    #[must_use]
    pub fn resting(&self, until: Timestamp) -> Self {
        let before = self.resting_until.unwrap_or(until);
        Self {
            resting_until: Some(until.max(before)),
            ..self.clone()
        }
    }

    /// The account's own word that it made a group while one was being made; `None`: what
    /// came of that is known.
    #[must_use]
    pub fn with_made(&self, made: Option<MadeGroup>) -> Self {
        Self {
            made,
            ..self.clone()
        }
    }

    /// The earliest end of a stop.
    #[must_use]
    pub fn stopped_until(&self) -> Option<Timestamp> {
        let stopped_at = self.stopped_at?;
        Some(whole_minute(stopped_at.after(REST_AFTER_STOP)))
    }

    /// When so many more fit: now, or the earliest moment when enough is old enough.
    fn room_from(&self, now: Timestamp, units: u32) -> Timestamp {
        let is_room = |at: Timestamp| {
            let used = |span: Duration| -> u32 {
                let within = self.taken.iter().filter(|one| at.since(one.at) < span);
                within.map(|one| one.units).sum()
            };
            used(HOUR) + units <= HOURLY && used(DAY) + units <= DAILY
        };
        if is_room(now) {
            return now;
        }
        let ends = self
            .taken
            .iter()
            .flat_map(|one| [one.at.after(HOUR), one.at.after(DAY)]);
        let ends = ends.filter(|end| *end > now && is_room(*end));
        ends.min().unwrap_or_else(|| now.after(DAY))
    }
}

/// The beginning of the next minute: what is said in minutes must not be too early.
fn whole_minute(at: Timestamp) -> Timestamp {
    let part = at.0.rem_euclid(MINUTE_MS);
    if part == 0 {
        at
    } else {
        Timestamp(at.0.saturating_add(MINUTE_MS - part))
    }
}
