//! Time, handed in at the top so that tests can drive it.

mod driven;

use std::fmt;
use std::time::Duration;

use futures::future::BoxFuture;

pub use driven::Driven;

/// Where a gateway gets its time from.
pub trait Clock: fmt::Debug + Send + Sync {
    /// Time since an arbitrary moment. Never goes back, and goes on while the
    /// machine sleeps: a gateway that slept must notice that it lost its lease.
    fn monotonic(&self) -> Duration;

    /// Time since 1970-01-01 UTC.
    fn unix(&self) -> Duration;

    /// Waits. May be dropped at any time.
    fn sleep(&self, duration: Duration) -> BoxFuture<'static, ()>;
}

/// The machine's clock.
#[derive(Debug, Clone, Copy, Default)]
pub struct Real;

// === impl Real ===

impl Clock for Real {
    #[cfg(target_os = "linux")]
    fn monotonic(&self) -> Duration {
        // std's Instant stands still while a Linux machine sleeps; this does not.
        let now = rustix::time::clock_gettime(rustix::time::ClockId::Boottime);
        let seconds = u64::try_from(now.tv_sec).unwrap_or(0);
        Duration::new(seconds, u32::try_from(now.tv_nsec).unwrap_or(0))
    }

    #[cfg(not(target_os = "linux"))]
    fn monotonic(&self) -> Duration {
        use std::sync::OnceLock;
        static ORIGIN: OnceLock<std::time::Instant> = OnceLock::new();
        #[expect(clippy::disallowed_methods, reason = "this is the clock")]
        let now = std::time::Instant::now();
        now.duration_since(*ORIGIN.get_or_init(|| now))
    }

    fn unix(&self) -> Duration {
        #[expect(clippy::disallowed_methods, reason = "this is the clock")]
        let now = std::time::SystemTime::now();
        now.duration_since(std::time::UNIX_EPOCH)
            .unwrap_or_default()
    }

    fn sleep(&self, duration: Duration) -> BoxFuture<'static, ()> {
        Box::pin(tokio::time::sleep(duration))
    }
}
