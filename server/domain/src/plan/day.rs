//! Days, as plans count them.

use serde::{Deserialize, Serialize};

use crate::time::Timestamp;

/// Milliseconds of a day; UTC has no others here.
const MILLIS: i64 = 86_400_000;

/// A day of UTC, counted from 1970. The same for every administrator, wherever they are: what
/// begins anew does so at one moment that can be said in words.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, Default,
)]
#[serde(transparent)]
pub struct Day(pub i64);

// === impl Day ===

impl Day {
    /// The day of a moment.
    #[must_use]
    pub const fn of(at: Timestamp) -> Self {
        Self(at.0.div_euclid(MILLIS))
    }

    /// When it begins.
    #[must_use]
    pub const fn begins(self) -> Timestamp {
        Timestamp(self.0.saturating_mul(MILLIS))
    }

    /// When the next one begins.
    #[must_use]
    pub const fn ends(self) -> Timestamp {
        Self(self.0.saturating_add(1)).begins()
    }

    /// So many days earlier.
    #[must_use]
    pub const fn before(self, days: i64) -> Self {
        Self(self.0.saturating_sub(days))
    }
}
