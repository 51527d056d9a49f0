//! One driven clock for everybody.

use std::sync::Arc;
use std::time::Duration;

use async_trait::async_trait;
use backline_domain::time::Timestamp;
use backline_server::clock::SharedClock;
use futures::future::BoxFuture;
use telegram_sim::{ManualClock, Time as _};

/// Time that moves only when told to, for the simulated Telegram, the server and
/// the gateway alike.
#[derive(Clone)]
pub(crate) struct Driven(ManualClock);

impl Driven {
    pub(crate) fn new() -> Self {
        Self(ManualClock::new())
    }

    pub(crate) fn advance(&self, by: Duration) {
        self.0.advance(by);
    }

    pub(crate) fn telegram(&self) -> telegram_sim::Clock {
        (&self.0).into()
    }

    pub(crate) fn server(&self) -> SharedClock {
        Arc::new(self.clone())
    }

    pub(crate) fn gateway(&self) -> Arc<dyn backline_gateway::Clock> {
        Arc::new(self.clone())
    }
}

impl std::fmt::Debug for Driven {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Driven({:?})", self.0.now())
    }
}

#[async_trait]
impl backline_server::clock::Clock for Driven {
    fn now(&self) -> Timestamp {
        Timestamp(i64::try_from(self.0.now().as_millis()).unwrap())
    }

    fn monotonic(&self) -> Duration {
        self.0.now()
    }

    async fn sleep_until(&self, until: Duration) {
        self.0.until(until).await;
    }
}

impl backline_gateway::Clock for Driven {
    fn monotonic(&self) -> Duration {
        self.0.now()
    }

    fn unix(&self) -> Duration {
        self.0.now()
    }

    fn sleep(&self, duration: Duration) -> BoxFuture<'static, ()> {
        self.0.until(self.0.now() + duration)
    }
}
