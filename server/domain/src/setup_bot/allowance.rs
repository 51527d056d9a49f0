//! How much one person may ask: a bucket that fills with time.

use serde::{Deserialize, Serialize};

use crate::time::Timestamp;

/// So much at once.
const MOST: u32 = 40;
/// With so much left it is over, and the next time is another one.
const CALM: u32 = 10;
/// One more after so many milliseconds.
const EACH_MILLIS: i64 = 1500;

/// What is left.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Allowance {
    left: u32,
    at: Timestamp,
    /// Whether the person was told that it is used up.
    was_told: bool,
}

/// Whether somebody is heard.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Hearing {
    /// Yes.
    Heard,
    /// No, and they have to know.
    Refused,
    /// No, and they know.
    Ignored,
}

// === impl Allowance ===

impl Allowance {
    /// All of it.
    #[must_use]
    pub const fn full(now: Timestamp) -> Self {
        Self {
            left: MOST,
            at: now,
            was_told: false,
        }
    }

    /// Takes one.
    pub(super) fn take(&mut self, now: Timestamp) -> Hearing {
        let grown = now.0.saturating_sub(self.at.0).max(0) / EACH_MILLIS;
        if grown > 0 {
            self.left = MOST.min(
                self.left
                    .saturating_add(u32::try_from(grown).unwrap_or(MOST)),
            );
            self.at = Timestamp(self.at.0.saturating_add(grown.saturating_mul(EACH_MILLIS)));
        }
        if self.left >= CALM {
            self.was_told = false;
        }
        if self.left > 0 {
            self.left -= 1;
            Hearing::Heard
        } else if std::mem::replace(&mut self.was_told, true) {
            Hearing::Ignored
        } else {
            Hearing::Refused
        }
    }
}
