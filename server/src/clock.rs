//! The one clock, handed in at the top.

use std::sync::Arc;
use std::time::Duration;

use async_trait::async_trait;
use backline_domain::time::Timestamp;

/// Where time comes from. Tests drive it.
#[async_trait]
pub trait Clock: Send + Sync + 'static {
    /// Now, by the calendar. May jump.
    fn now(&self) -> Timestamp;
    /// Time since some fixed moment; never goes back.
    fn monotonic(&self) -> Duration;
    /// Returns once [`Clock::monotonic`] has reached `until`.
    async fn sleep_until(&self, until: Duration);
}

/// A shared clock.
pub type SharedClock = Arc<dyn Clock>;

/// The machine's clock.
#[derive(Debug)]
pub struct SystemClock {
    started: tokio::time::Instant,
}

// === impl SystemClock ===

impl SystemClock {
    /// The machine's clock; its monotonic time begins now.
    #[must_use]
    #[expect(clippy::disallowed_methods, reason = "this is where the time is read")]
    pub fn start() -> SharedClock {
        Arc::new(Self {
            started: tokio::time::Instant::now(),
        })
    }
}

#[async_trait]
impl Clock for SystemClock {
    #[expect(clippy::disallowed_methods, reason = "this is where the time is read")]
    fn now(&self) -> Timestamp {
        let since = std::time::SystemTime::now()
            .duration_since(std::time::UNIX_EPOCH)
            .unwrap_or_default();
        Timestamp(i64::try_from(since.as_millis()).unwrap_or(i64::MAX))
    }

    fn monotonic(&self) -> Duration {
        self.started.elapsed()
    }

    async fn sleep_until(&self, until: Duration) {
        tokio::time::sleep_until(self.started + until).await;
    }
}
