//! One connection, as long as it stands.

use std::panic::AssertUnwindSafe;
use std::sync::Arc;
use std::sync::atomic::AtomicBool;

use futures::FutureExt as _;
use grammers_client::sender::SenderPoolHandle;
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;

/// One connection, with those to other data centres.
#[derive(Clone)]
pub(super) struct Live {
    pub(super) handle: SenderPoolHandle,
    /// Whether it has answered, and not failed since.
    pub(super) works: Arc<AtomicBool>,
    /// Ends it, or says that it ended.
    pub(super) broken: CancellationToken,
    /// Nothing of it is left.
    gone: CancellationToken,
}

// === impl Live ===

impl Live {
    /// Runs it. The library's runner passes panics on, and does not hear of
    /// anything while it connects: it is dropped where it stands.
    pub(super) fn run(
        running: impl Future<Output = ()> + Send + 'static,
        handle: SenderPoolHandle,
        tasks: &TaskTracker,
    ) -> Self {
        let (broken, gone) = (CancellationToken::new(), CancellationToken::new());
        let (ending, going) = (broken.clone(), gone.clone().drop_guard());
        let running = AssertUnwindSafe(running).catch_unwind();
        tasks.spawn(async move {
            // Also when the task itself is dropped.
            let _going = going;
            let ended = ending.clone().drop_guard();
            tokio::select! {
                () = ending.cancelled() => {}
                ended = running => if ended.is_err() {
                    tracing::error!(
                        "the connection to Telegram failed in itself; a new one is made"
                    );
                },
            }
            drop(ended);
        });
        Self {
            handle,
            works: Arc::default(),
            broken,
            gone,
        }
    }

    /// Ends it, and waits until it did.
    pub(super) async fn end(&self) {
        self.broken.cancel();
        self.gone.cancelled().await;
        // The runner's own tasks end when they are looked at next.
        tokio::task::yield_now().await;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use grammers_client::sender::SenderPool;
    use grammers_client::session::storages::MemorySession;

    fn handle() -> SenderPoolHandle {
        let pool = SenderPool::new(Arc::new(MemorySession::default()), 1);
        pool.handle.thin
    }

    #[tokio::test]
    async fn a_runner_that_panics_ends_its_connection_and_nothing_else() {
        let tasks = TaskTracker::new();
        let live = Live::run(async { panic!("as the library does") }, handle(), &tasks);
        live.broken.cancelled().await;
        live.end().await;
    }

    #[tokio::test]
    async fn a_runner_that_hears_of_nothing_is_dropped_where_it_stands() {
        let tasks = TaskTracker::new();
        let live = Live::run(std::future::pending(), handle(), &tasks);
        assert!(!live.broken.is_cancelled());
        live.end().await;
    }
}
