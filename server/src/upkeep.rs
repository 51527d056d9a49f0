//! What has to be done again and again, whoever calls: forgetting what is past
//! its time.

use std::sync::Arc;
use std::time::Duration;

use backline_domain::change::Change;
use backline_domain::link;
use backline_domain::time::Timestamp;
use backline_store::Store;
use tokio_util::sync::CancellationToken;

use crate::clock::SharedClock;
use crate::files::Files;

/// How often is looked.
const INTERVAL: Duration = Duration::from_secs(10 * 60);
/// Rows deleted in one transaction: small, so that deliveries do not wait for it.
const BATCH: usize = 500;
/// Links looked at each time: all of a million within two days.
const LOOKED_AT: usize = 5_000;
/// Which message is another's counterpart is known for so long after it was last posted or
/// edited. What answers an older one quotes it.
const LINKS_KEPT: Duration = Duration::from_secs(400 * 24 * 3600);

/// Sweeps the store and the file store until shutdown.
pub async fn sweep(
    store: Arc<dyn Store>,
    files: Files,
    clock: SharedClock,
    shutdown: CancellationToken,
) {
    let mut looked_at = None;
    loop {
        let next = clock.monotonic() + INTERVAL;
        tokio::select! {
            () = shutdown.cancelled() => return,
            () = clock.sleep_until(next) => {}
        }
        files.sweep();
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
        match forget_links(store.as_ref(), clock.now(), looked_at.as_ref()).await {
            Ok((last, forgotten)) => {
                looked_at = last;
                swept += forgotten;
            }
            Err(error) => {
                tracing::warn!(%error, "old links could not be looked through; they will be later");
            }
        }
        tracing::debug!(swept, "deleted what is past its time");
    }
}

/// Deletes the links that are too old among the next ones, with their reactions. Gives where to
/// go on, `None` at the end, and how many are gone.
async fn forget_links(
    store: &dyn Store,
    now: Timestamp,
    after: Option<&link::Key>,
) -> Result<(Option<link::Key>, usize), backline_store::Error> {
    let oldest = now.before(LINKS_KEPT);
    let (mut last, mut forgotten) = (after.cloned(), 0);
    for _ in 0..LOOKED_AT / BATCH {
        let page = store.link_page(last.as_ref(), BATCH).await?;
        let is_end = page.len() < BATCH;
        last = page.last().map(|link| link.key.clone());
        let old = page.into_iter().filter(|link| link.at < oldest);
        let gone = old.flat_map(|link| {
            let reactions = Change::DeleteReactions(link.key.clone());
            [Change::DeleteLink(link.key), reactions]
        });
        let gone: Vec<Change> = gone.collect();
        forgotten += gone.len() / 2;
        if !gone.is_empty() {
            store.commit(gone).await?;
        }
        if is_end {
            return Ok((None, forgotten));
        }
    }
    Ok((last, forgotten))
}

#[cfg(test)]
mod tests;
