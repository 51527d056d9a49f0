//! What has to be done again and again, whoever calls: forgetting what is past
//! its time.

use std::sync::Arc;
use std::time::Duration;

use backline_store::Store;
use tokio_util::sync::CancellationToken;

use crate::clock::SharedClock;

/// How often is looked.
const INTERVAL: Duration = Duration::from_secs(10 * 60);
/// Rows deleted in one transaction: small, so that deliveries do not wait for it.
const BATCH: usize = 500;

/// Sweeps the store until shutdown.
pub async fn sweep(store: Arc<dyn Store>, clock: SharedClock, shutdown: CancellationToken) {
    loop {
        let next = clock.monotonic() + INTERVAL;
        tokio::select! {
            () = shutdown.cancelled() => return,
            () = clock.sleep_until(next) => {}
        }
        let mut swept = 0;
        loop {
            match store.sweep(clock.now(), BATCH).await {
                Ok(rows) => {
                    swept += rows;
                    if rows < BATCH || shutdown.is_cancelled() {
                        break;
                    }
                }
                Err(error) => {
                    tracing::warn!(%error, "what is past its time could not be deleted; it will be later");
                    break;
                }
            }
        }
        tracing::debug!(swept, "deleted what is past its time");
    }
}
