//! Ending in order: nothing new is taken, what is in hand is finished, and all
//! is over within ten seconds, whatever hangs.
//!
//! | | |
//! |---|---|
//! | 1 | health says `NOT_SERVING`; gateways' sessions say that they are closing |
//! | 2 | gateways report what they have in hand and go, for at most [`GRACE`] |
//! | 3 | our own streams end: tonic would wait for open ones without a bound |
//! | 4 | tonic stops; calls in hand are answered |
//! | 5 | desks stop; changes in hand are committed |
//!
//! What is not finished at the hard limit is cut off. Nothing is lost by it:
//! what counts was committed, and what was not is asked again.

use std::future::Future;
use std::time::Duration;

use tokio_util::sync::CancellationToken;

use crate::clock::SharedClock;

/// How long gateways may report what they have in hand.
pub const GRACE: Duration = Duration::from_secs(5);
/// All is over by then.
pub const HARD_LIMIT: Duration = Duration::from_secs(10);

/// What is told to stop, one after the other.
#[derive(Debug, Clone)]
pub struct Phases {
    /// Take nothing new. Whoever runs the server cancels it.
    pub draining: CancellationToken,
    /// End own streams.
    pub streams: CancellationToken,
    /// Stop serving.
    pub serving: CancellationToken,
    /// Stop desks and upkeep.
    pub desks: CancellationToken,
}

/// How much of the ten seconds is left.
#[derive(Clone)]
pub struct Deadline {
    clock: SharedClock,
    ends: Duration,
}

// === impl Phases ===

impl Phases {
    /// Phases that begin when `draining` is cancelled.
    #[must_use]
    pub fn new(draining: CancellationToken) -> Self {
        Self {
            draining,
            streams: CancellationToken::new(),
            serving: CancellationToken::new(),
            desks: CancellationToken::new(),
        }
    }

    /// Ends everything at once: a start that failed halfway.
    pub fn cut(&self) {
        self.streams.cancel();
        self.serving.cancel();
        self.desks.cancel();
    }
}

// === impl Deadline ===

impl Deadline {
    /// The hard limit, from now.
    #[must_use]
    pub fn begin(clock: SharedClock) -> Self {
        let ends = clock.monotonic() + HARD_LIMIT;
        Self { clock, ends }
    }

    /// Waits for this, but not past the limit. `None` when it was cut off.
    pub async fn bound<T>(&self, work: impl Future<Output = T>) -> Option<T> {
        tokio::select! {
            biased;
            done = work => Some(done),
            () = self.clock.sleep_until(self.ends) => None,
        }
    }
}

/// Returns when the process is asked to end: Ctrl-C or SIGTERM.
///
/// # Errors
/// When the system does not let the process listen for signals.
pub async fn asked_to_end() -> std::io::Result<()> {
    use tokio::signal::unix::{SignalKind, signal};
    let mut terminate = signal(SignalKind::terminate())?;
    let mut interrupt = signal(SignalKind::interrupt())?;
    tokio::select! {
        _ = terminate.recv() => {}
        _ = interrupt.recv() => {}
    }
    Ok(())
}
