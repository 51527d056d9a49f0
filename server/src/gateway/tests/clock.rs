//! A clock that moves when it is told to.

use std::time::Duration;

use async_trait::async_trait;
use backline_domain::time::Timestamp;
use tokio::sync::watch;

use crate::clock::Clock;

pub(super) struct Driven(watch::Sender<Duration>);

// === impl Driven ===

impl Driven {
    pub(super) fn new() -> Self {
        Self(watch::Sender::new(Duration::from_secs(1000)))
    }

    pub(super) fn advance(&self, time: Duration) {
        self.0.send_modify(|now| *now += time);
    }
}

#[async_trait]
impl Clock for Driven {
    fn now(&self) -> Timestamp {
        Timestamp(i64::try_from(self.monotonic().as_millis()).unwrap())
    }

    fn monotonic(&self) -> Duration {
        *self.0.borrow()
    }

    async fn sleep_until(&self, until: Duration) {
        let mut now = self.0.subscribe();
        now.wait_for(|now| *now >= until).await.unwrap();
    }
}
