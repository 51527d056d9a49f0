//! Whether this gateway may still act for the identities it holds.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use tokio::sync::Notify;

use crate::Clock;
use crate::lock::lock;

/// Without an answered heartbeat for so long, a gateway acts no more. The server
/// gives its identities away 60 s after the last one, so for 20 s nobody acts.
pub(crate) const LIMIT: Duration = Duration::from_secs(40);

/// A call to Telegram that is under way then ends so long after the last answered
/// heartbeat: before the 60 s, with a little to spare, since afterwards the
/// identity may be another gateway's.
const END: Duration = Duration::from_secs(55);

/// How long a wait for a moment lasts at most before the clock is read again: a
/// timer stands still while the machine sleeps.
const LOOK: Duration = Duration::from_secs(1);

/// Allows acting for 40 s after each answered heartbeat, counted from before the
/// question was sent: the server may have counted from its arrival.
///
/// Asked before every Telegram call, and after every wake-up: a machine that
/// slept finds itself fenced at the first question. Clones are the same fence.
#[derive(Debug, Clone)]
pub struct Fence(Arc<Inner>);

#[derive(Debug)]
struct Inner {
    clock: Arc<dyn Clock>,
    /// When that was asked which was answered last; none yet = fenced.
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

    /// The moment to give to [`Self::answered`], taken before the question is
    /// sent.
    #[must_use]
    pub fn asking(&self) -> Duration {
        self.0.clock.monotonic()
    }

    /// The server answered what was asked at that moment: the 40 s count from
    /// there. Answers that overtook each other move nothing back.
    pub fn answered(&self, asked: Duration) {
        {
            let mut answered = lock(&self.0.answered);
            *answered = (*answered).max(Some(asked));
        }
        self.0.moved.notify_waiters();
    }

    /// Whether the gateway may act now.
    #[must_use]
    pub fn allows(&self) -> bool {
        !self.left(LIMIT).is_zero()
    }

    /// Waits until the gateway may not act any more.
    pub async fn tripped(&self) {
        self.past(LIMIT).await;
    }

    /// Waits until what is under way has to end as well: the server may give the
    /// identity to another gateway soon. Every call to Telegram ends by then.
    pub async fn lapsed(&self) {
        self.past(END).await;
    }

    async fn past(&self, limit: Duration) {
        loop {
            let left = self.left(limit);
            if left.is_zero() {
                return;
            }
            self.0.clock.sleep(left.min(LOOK)).await;
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

    /// How long until so much time has passed since the last answer; zero = it
    /// has.
    fn left(&self, limit: Duration) -> Duration {
        match *lock(&self.0.answered) {
            None => Duration::ZERO,
            Some(at) => limit.saturating_sub(self.0.clock.monotonic().saturating_sub(at)),
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
        fence.answered(fence.asking());
        clock.advance(Duration::from_secs(39));
        assert!(fence.allows());
        fence.answered(fence.asking());
        clock.advance(Duration::from_secs(39));
        assert!(fence.allows());
        assert!(fence.tripped().now_or_never().is_none());
        clock.advance(Duration::from_secs(1));
        assert!(!fence.allows());
        fence.tripped().await;
        let lifted = fence.lifted();
        tokio::pin!(lifted);
        assert!(lifted.as_mut().now_or_never().is_none());
        fence.answered(fence.asking());
        lifted.await;
    }

    #[tokio::test]
    async fn counts_from_the_question_and_not_from_its_answer() {
        let clock = Driven::new();
        let fence = Fence::new(Arc::new(clock.clone()));
        let asked = fence.asking();
        clock.advance(Duration::from_secs(30));
        fence.answered(asked);
        clock.advance(Duration::from_secs(9));
        assert!(fence.allows());
        clock.advance(Duration::from_secs(1));
        assert!(!fence.allows(), "40 s after it was asked");
        // A late answer to an older question moves nothing back.
        let asked_later = fence.asking();
        fence.answered(asked_later);
        fence.answered(asked);
        assert!(fence.allows());
    }

    #[tokio::test]
    async fn what_is_under_way_ends_before_the_servers_lease_does() {
        let clock = Driven::new();
        let fence = Fence::new(Arc::new(clock.clone()));
        fence.answered(fence.asking());
        clock.advance(Duration::from_secs(54));
        assert!(!fence.allows(), "nothing is begun");
        assert!(fence.lapsed().now_or_never().is_none());
        clock.advance(Duration::from_secs(1));
        assert!(fence.lapsed().now_or_never().is_some());
    }
}
