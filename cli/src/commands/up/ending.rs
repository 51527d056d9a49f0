//! A task that should not end by itself, and why it did.

use std::future::Future;
use std::sync::{Arc, Mutex, PoisonError};

use tokio::sync::watch;
use tokio_util::task::TaskTracker;

use crate::failure::Failure;

/// A task and how it ended. Dropping this does not stop the task.
pub(super) struct Ending {
    why: Arc<Mutex<Option<Failure>>>,
    has_ended: watch::Receiver<bool>,
}

// === impl Ending ===

impl Ending {
    /// Runs it as a task of its own.
    pub(super) fn of(task: impl Future<Output = Result<(), Failure>> + Send + 'static) -> Self {
        let why = Arc::new(Mutex::new(None));
        let (end, has_ended) = watch::channel(false);
        let kept = Arc::clone(&why);
        TaskTracker::new().spawn(async move {
            let ended = task.await;
            *kept.lock().unwrap_or_else(PoisonError::into_inner) = ended.err();
            // Nobody listens any more when everything ends at once.
            let _ = end.send(true);
        });
        Self { why, has_ended }
    }

    /// Returns when it ended, however it did.
    pub(super) async fn wait(&self) {
        // A task that panicked drops its sender: that is an end as well.
        let _ = self.has_ended.clone().wait_for(|ended| *ended).await;
    }

    /// Returns why it ended, when nobody asked it to.
    pub(super) async fn failure(&self, what: &str) -> Failure {
        self.wait().await;
        let why = self
            .why
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .take();
        why.unwrap_or_else(|| {
            Failure::failed(format!(
                "{what} ended by itself: this is a bug; run with -v to see more"
            ))
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn an_end_has_a_reason_or_is_a_bug() {
        let failed = Ending::of(async { Err(Failure::failed("the disk is full")) });
        assert_eq!(failed.failure("it").await.to_string(), "the disk is full");
        let returned = Ending::of(async { Ok(()) });
        assert!(
            returned
                .failure("it")
                .await
                .to_string()
                .contains("it ended by itself")
        );
    }
}
