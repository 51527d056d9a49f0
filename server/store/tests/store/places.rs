//! Stores to test.

use std::path::Path;
use std::sync::Arc;

use backline_store::{Options, SealKey, Surreal, open};

pub(crate) fn key(byte: u8) -> SealKey {
    SealKey::new([byte; 32])
}

pub(crate) fn options(directory: &Path) -> Options {
    Options::new(format!("surrealkv://{}", directory.display()), key(1))
}

pub(crate) async fn in_memory() -> Arc<Surreal> {
    open(Options::new("mem://", key(1))).await.unwrap()
}

pub(crate) async fn on_disk(directory: &Path) -> Arc<Surreal> {
    open(options(directory)).await.unwrap()
}
