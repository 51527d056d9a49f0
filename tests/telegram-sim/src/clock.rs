//! Time, handed in: the real one, or one that a test drives.
//!
//! Dates, rates, the 24 hours of kept updates and long polls all ask this one clock.

use std::{fmt, sync::Arc, time::Duration};

use futures::future::BoxFuture;
use tokio::sync::watch;

/// What the simulated Telegram needs of a clock. A test whose own clock is driven implements this for it, so that one
/// `advance` moves everything.
pub trait Time: Send + Sync + 'static {
    /// Time since the Unix epoch.
    fn now(&self) -> Duration;
    /// Resolves once `now()` has reached `at`. MUST NOT resolve earlier.
    fn until(&self, at: Duration) -> BoxFuture<'static, ()>;
}

/// A shared handle on a [`Time`].
#[derive(Clone)]
pub struct Clock(Arc<dyn Time>);

/// Time that moves only when told to. Clones share the same time.
#[derive(Clone)]
pub struct ManualClock(Arc<watch::Sender<Duration>>);

struct Real;

/// 2026-01-01T00:00:00Z, where a driven clock starts.
const START: Duration = Duration::from_secs(1_767_225_600);

// === impl Clock ===

impl Clock {
    /// The machine's time.
    #[must_use]
    pub fn real() -> Self {
        Self(Arc::new(Real))
    }

    /// Any other time.
    #[must_use]
    pub fn new(time: impl Time) -> Self {
        Self(Arc::new(time))
    }

    /// Milliseconds since the Unix epoch.
    #[must_use]
    pub fn now_ms(&self) -> i64 {
        i64::try_from(self.0.now().as_millis()).unwrap_or(i64::MAX)
    }

    /// Resolves at that moment, given in milliseconds since the Unix epoch.
    pub fn until_ms(&self, at: i64) -> BoxFuture<'static, ()> {
        self.0
            .until(Duration::from_millis(u64::try_from(at).unwrap_or(0)))
    }
}

impl Default for Clock {
    fn default() -> Self {
        Self::real()
    }
}

impl From<&ManualClock> for Clock {
    fn from(manual: &ManualClock) -> Self {
        Self::new(manual.clone())
    }
}

impl fmt::Debug for Clock {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Clock({} ms)", self.now_ms())
    }
}

// === impl ManualClock ===

impl ManualClock {
    /// A clock that stands at 2026-01-01T00:00:00Z.
    #[must_use]
    pub fn new() -> Self {
        Self(Arc::new(watch::Sender::new(START)))
    }

    /// Moves time forward and wakes whoever waited for a moment that is now past.
    pub fn advance(&self, by: Duration) {
        self.0.send_modify(|now| *now += by);
    }
}

impl Default for ManualClock {
    fn default() -> Self {
        Self::new()
    }
}

impl Time for ManualClock {
    fn now(&self) -> Duration {
        *self.0.borrow()
    }

    fn until(&self, at: Duration) -> BoxFuture<'static, ()> {
        let mut now = self.0.subscribe();
        // The sender lives inside this future too, so that the wait can end only by time.
        let keep = Arc::clone(&self.0);
        Box::pin(async move {
            let _ = now.wait_for(|now| *now >= at).await;
            drop(keep);
        })
    }
}

// === impl Real ===

impl Time for Real {
    #[allow(
        clippy::disallowed_methods,
        reason = "the one place where the machine's time comes in"
    )]
    fn now(&self) -> Duration {
        std::time::SystemTime::now()
            .duration_since(std::time::UNIX_EPOCH)
            .unwrap_or_default()
    }

    #[allow(
        clippy::disallowed_methods,
        reason = "the one place where the machine's time comes in"
    )]
    fn until(&self, at: Duration) -> BoxFuture<'static, ()> {
        let wait = at.saturating_sub(self.now());
        Box::pin(tokio::time::sleep(wait))
    }
}
