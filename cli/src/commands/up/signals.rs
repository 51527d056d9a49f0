//! Ctrl-C and SIGTERM.

use tokio::signal::unix::{SignalKind, signal};
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;

use crate::exit::ExitStatus;
use crate::failure::Failure;

/// Cancelled at the first signal. A Ctrl-C after that ends the process at once, as a failure (what was
/// in hand is not finished), which loses nothing: the store is as it is after a crash. Another SIGTERM
/// changes nothing: supervisors send several.
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
        tokio::select! {
            _ = interrupt.recv() => {}
            _ = terminate.recv() => {}
        }
        cancelled.cancel();
        if interrupt.recv().await.is_some() {
            std::process::exit(ExitStatus::Failure.code().into());
        }
    });
    Ok(asked)
}
