//! Whether this gateway may still act for the identities it holds.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use tokio::sync::Notify;

use crate::Clock;
use crate::lock::lock;

/// Without an answered heartbeat for so long, a gateway acts no more. The server
/// gives its identities away 60 s after the last one, so for 20 s nobody acts.
pub(crate) const LIMIT: Duration = Duration::from_secs(40);

/// Allows acting for 40 s after each answered heartbeat.
///
/// Asked before every Telegram call, and after every wake-up: a machine that
/// slept finds itself fenced at the first question. Clones are the same fence.
#[derive(Debug, Clone)]
pub struct Fence(Arc<Inner>);

#[derive(Debug)]
struct Inner {
    clock: Arc<dyn Clock>,
    /// When the last answer came; none yet = fenced.
    answered: Mutex<Option<Duration>>,
    moved: Notify,
}

// === impl Fence ===

impl Fence {
    /// A fence that allows nothing until the first answer.
    #[must_use]
    pub fn new(clock: Arc<dyn Clock>) -> Self {
        Self(Arc::new(Inner {
            clock,
            answered: Mutex::new(None),
            moved: Notify::new(),
        }))
    }

    /// The server answered now: the 40 s begin anew.
    pub fn answered(&self) {
        *lock(&self.0.answered) = Some(self.0.clock.monotonic());
        self.0.moved.notify_waiters();
    }

    /// Whether the gateway may act now.
    #[must_use]
    pub fn allows(&self) -> bool {
        !self.left().is_zero()
    }

    /// Waits until the gateway may not act any more.
    pub async fn tripped(&self) {
        loop {
            let left = self.left();
            if left.is_zero() {
                return;
            }
            self.0.clock.sleep(left).await;
        }
    }

    /// Waits until the gateway may act.
    pub async fn lifted(&self) {
        loop {
            let moved = self.0.moved.notified();
            tokio::pin!(moved);
            // Registered before the question, so that no answer is missed.
            moved.as_mut().enable();
            if self.allows() {
                return;
            }
            moved.await;
        }
    }

    /// How long it may act yet; zero = it may not.
    fn left(&self) -> Duration {
        match *lock(&self.0.answered) {
            None => Duration::ZERO,
            Some(at) => LIMIT.saturating_sub(self.0.clock.monotonic().saturating_sub(at)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Driven;
    use futures::FutureExt as _;

    #[tokio::test]
    async fn allows_for_forty_seconds_after_each_answer() {
        let clock = Driven::new();
        let fence = Fence::new(Arc::new(clock.clone()));
        assert!(!fence.allows(), "nothing before the first answer");
        fence.answered();
        clock.advance(Duration::from_secs(39));
        assert!(fence.allows());
        fence.answered();
        clock.advance(Duration::from_secs(39));
        assert!(fence.allows());
        assert!(fence.tripped().now_or_never().is_none());
        clock.advance(Duration::from_secs(1));
        assert!(!fence.allows());
        fence.tripped().await;
        let lifted = fence.lifted();
        tokio::pin!(lifted);
        assert!(lifted.as_mut().now_or_never().is_none());
        fence.answered();
        lifted.await;
    }
}
