//! What ends a gateway.

use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;

/// Ctrl-C and SIGTERM begin the drain; a second one ends at once.
pub(super) fn listen(tasks: &TaskTracker, shutdown: CancellationToken) -> std::io::Result<()> {
    use tokio::signal::unix::{SignalKind, signal};
    let mut interrupt = signal(SignalKind::interrupt())?;
    let mut terminate = signal(SignalKind::terminate())?;
    tasks.spawn(async move {
        loop {
            tokio::select! {
                _ = interrupt.recv() => {}
                _ = terminate.recv() => {}
            }
            if shutdown.is_cancelled() {
                std::process::exit(super::FAILED.into());
            }
            tracing::info!("stopping: what is in hand is finished, within ten seconds");
            shutdown.cancel();
        }
    });
    Ok(())
}
