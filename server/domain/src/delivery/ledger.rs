//! What a connection's desk has done that a restart must not forget.

use std::collections::BTreeMap;
use std::time::Duration;

use serde::{Deserialize, Serialize};

use super::Transfers;
use super::schedule::Used;
use crate::id::{IdentityId, MessageId};
use crate::time::Timestamp;

/// What a connection's desk has done that a restart must not forget. One row, written with
/// whatever else is.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Ledger {
    /// What is used up of the budgets of each identity.
    #[serde(default)]
    pub used: BTreeMap<IdentityId, Used>,
    /// What General says of the backlog.
    #[serde(default)]
    pub backlog: Backlog,
    /// What topics say of large files on their way.
    #[serde(default)]
    pub transfers: Transfers,
    /// What the clock showed when it was written: one that was put back since shows less.
    #[serde(default)]
    pub written_at: Timestamp,
}

/// What General says of the backlog: one line, as long as something waits.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Backlog {
    /// The line, while there is one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub line: Option<Line>,
    /// Its change waits.
    #[serde(default)]
    pub waits: bool,
}

/// The line in General.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Line {
    /// The message.
    pub message: MessageId,
    /// The wait that it tells of.
    pub told: Duration,
}

/// What waits to be posted into the backend group.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Waiting {
    /// How many messages.
    pub count: u64,
    /// How long the oldest has.
    pub oldest: Duration,
}

/// A wait of so long is told.
const TOLD: Duration = Duration::from_secs(60);

// === impl Ledger ===

impl Ledger {
    /// Whether it says the same, whenever it was written.
    #[must_use]
    pub fn says_the_same(&self, other: &Self) -> bool {
        self.used == other.used
            && self.backlog == other.backlog
            && self.transfers == other.transfers
    }

    /// What is used up of an identity's budgets, by a clock that shows `now`.
    #[must_use]
    pub fn used_by(&self, identity: IdentityId, now: Timestamp) -> Option<Used> {
        let used = self.used.get(&identity)?.clone();
        let back = self.written_at.since(now);
        Some(if back.is_zero() {
            used
        } else {
            used.earlier(back)
        })
    }
}

// === impl Backlog ===

impl Backlog {
    /// Whether the line is not as it should be: it is posted when the wait passes a minute,
    /// changed each time the wait has doubled, since each change costs a unit that a message could have, and goes when
    /// nothing has been waiting for so long any more.
    #[must_use]
    pub fn is_due(&self, waiting: Waiting) -> bool {
        match &self.line {
            None => waiting.oldest >= TOLD,
            Some(line) => self.is_over(waiting) || waiting.oldest >= line.told * 2,
        }
    }

    /// Whether nothing has been waiting for so long any more that it should be told.
    #[must_use]
    pub fn is_over(&self, waiting: Waiting) -> bool {
        waiting.oldest < TOLD
    }

    /// When to look again, if nothing else is heard of the queue until then. `oldest` is when
    /// what waits longest was decided.
    #[must_use]
    pub fn look_at(&self, oldest: Option<Timestamp>, now: Timestamp) -> Option<Timestamp> {
        match (&self.line, oldest) {
            (None, None) => None,
            (None, Some(since)) => Some(since.after(TOLD)),
            (Some(line), Some(since)) => Some(since.after(line.told * 2)),
            (Some(_), None) => Some(now),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn waiting(seconds: u64) -> Waiting {
        Waiting {
            count: 3,
            oldest: Duration::from_secs(seconds),
        }
    }

    fn told(seconds: u64) -> Backlog {
        Backlog {
            line: Some(Line {
                message: MessageId(7),
                told: Duration::from_secs(seconds),
            }),
            waits: false,
        }
    }

    #[test]
    fn it_is_told_after_a_minute_changed_when_the_wait_doubled_and_goes() {
        let table = [
            (Backlog::default(), 59, false),
            (Backlog::default(), 60, true),
            (told(60), 119, false),
            (told(60), 120, true),
            (told(120), 239, false),
            (told(120), 59, true),
        ];
        for (backlog, seconds, is_due) in table {
            assert_eq!(
                backlog.is_due(waiting(seconds)),
                is_due,
                "{backlog:?} {seconds}"
            );
        }
    }
}
