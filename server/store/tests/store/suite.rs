//! The suite, on every implementation.

use std::sync::Arc;

use backline_store::conformance::exercise;
use backline_store::{Model, Options, Store, open};

use crate::places::{in_memory, key, on_disk};

#[tokio::test]
async fn model() {
    exercise(async || Arc::new(Model::new()) as Arc<dyn Store>).await;
}

/// The simulation runs so. Opening has time limits of the engine's own, which a clock
/// that jumps whenever nothing runs would pass: it stands still from then on.
#[tokio::test(start_paused = true)]
async fn surreal_in_memory_while_the_clock_stands_still() {
    exercise(async || {
        tokio::time::resume();
        let store = in_memory().await;
        tokio::time::pause();
        store as Arc<dyn Store>
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn surreal_in_memory() {
    exercise(async || in_memory().await as Arc<dyn Store>).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn surreal_on_disk() {
    let root = tempfile::tempdir().unwrap();
    let number = std::sync::atomic::AtomicU32::new(0);
    exercise(async || {
        let number = number.fetch_add(1, std::sync::atomic::Ordering::Relaxed);
        on_disk(&root.path().join(number.to_string())).await as Arc<dyn Store>
    })
    .await;
}

/// A database of its own for each part of the suite, in a SurrealDB server:
/// `BACKLINE_REMOTE_STORE=ws://USER:PASSWORD@HOST:PORT cargo test -p backline-store -- --ignored`.
#[tokio::test(flavor = "multi_thread")]
#[ignore = "needs a SurrealDB server in BACKLINE_REMOTE_STORE"]
async fn surreal_at_a_server() {
    let url = std::env::var("BACKLINE_REMOTE_STORE").unwrap();
    let number = std::sync::atomic::AtomicU32::new(0);
    exercise(async || {
        let number = number.fetch_add(1, std::sync::atomic::Ordering::Relaxed);
        let mut options = Options::new(url.as_str(), key(1));
        options.namespace = "backline_test".to_owned();
        options.database = format!("suite_{}_{number}", std::process::id());
        open(options).await.unwrap() as Arc<dyn Store>
    })
    .await;
}
