//! A clock for tests: it moves when it is told to.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use futures::FutureExt as _;
use futures::future::BoxFuture;
use tokio::sync::oneshot;

use super::Clock;
use crate::lock::lock;

/// A clock that stands still until [`Driven::advance`] moves it. Clones show the
/// same time.
#[derive(Debug, Clone, Default)]
pub struct Driven(Arc<Mutex<State>>);

#[derive(Debug, Default)]
struct State {
    now: Duration,
    sleepers: Vec<(Duration, oneshot::Sender<()>)>,
}

// === impl Driven ===

impl Driven {
    /// A clock at 2026-01-01 00:00 UTC.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Moves time on and wakes whoever waited for a moment up to then.
    pub fn advance(&self, duration: Duration) {
        let due = {
            let mut state = lock(&self.0);
            state.now += duration;
            let now = state.now;
            let (due, waiting) = std::mem::take(&mut state.sleepers)
                .into_iter()
                .partition(|(at, _)| *at <= now);
            state.sleepers = waiting;
            let due: Vec<_> = due;
            due
        };
        for (_, wake) in due {
            // The sleeper may have been dropped.
            let _ = wake.send(());
        }
    }
}

impl Clock for Driven {
    fn monotonic(&self) -> Duration {
        lock(&self.0).now
    }

    fn unix(&self) -> Duration {
        const YEAR_2026: Duration = Duration::from_secs(1_767_225_600);
        YEAR_2026 + lock(&self.0).now
    }

    fn sleep(&self, duration: Duration) -> BoxFuture<'static, ()> {
        if duration.is_zero() {
            return futures::future::ready(()).boxed();
        }
        let (wake, woken) = oneshot::channel();
        let mut state = lock(&self.0);
        let at = state.now.saturating_add(duration);
        // Who stopped waiting is forgotten here, so that the list stays short.
        state.sleepers.retain(|(_, sleeper)| !sleeper.is_closed());
        state.sleepers.push((at, wake));
        async move {
            let _ = woken.await;
        }
        .boxed()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn sleepers_wake_when_their_moment_came_and_not_before() {
        let clock = Driven::new();
        let mut early = clock.sleep(Duration::from_secs(5));
        let mut late = clock.sleep(Duration::from_secs(10));
        clock.advance(Duration::from_secs(5));
        assert!((&mut early).now_or_never().is_some());
        assert!((&mut late).now_or_never().is_none());
        clock.advance(Duration::from_secs(5));
        late.await;
        assert_eq!(clock.monotonic(), Duration::from_secs(10));
    }
}
