//! Ctrl-C and SIGTERM.

use tokio::signal::unix::{SignalKind, signal};
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;

use crate::failure::Failure;

/// The status of a program that a second Ctrl-C ended, as shells have it.
const INTERRUPTED: i32 = 130;

/// Cancelled at the first signal; the second one ends the process at once, which loses nothing: the
/// store is as it is after a crash.
///
/// # Errors
/// The system does not let signals be heard.
pub(in crate::commands) fn listen(tasks: &TaskTracker) -> Result<CancellationToken, Failure> {
    let unheard = |error| Failure::failed(format!("signals cannot be heard: {error}"));
    let mut interrupt = signal(SignalKind::interrupt()).map_err(unheard)?;
    let mut terminate = signal(SignalKind::terminate()).map_err(unheard)?;
    let asked = CancellationToken::new();
    let cancelled = asked.clone();
    tasks.spawn(async move {
        for is_second in [false, true] {
            tokio::select! {
                _ = interrupt.recv() => {}
                _ = terminate.recv() => {}
            }
            if is_second {
                std::process::exit(INTERRUPTED);
            }
            cancelled.cancel();
        }
    });
    Ok(asked)
}
