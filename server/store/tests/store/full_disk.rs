//! A disk that is full. Needs one: `mount -t tmpfs -o size=12m tmpfs DIR`, then
//! `BACKLINE_SMALL_DISK=DIR cargo test -p backline-store -- --ignored`.

use std::fs;
use std::path::{Path, PathBuf};

use backline_domain::change::Change;
use backline_store::conformance::sample::{chat, connection_id, dialog, dialog_key};
use backline_store::{Error, Store, open};

use crate::places::{on_disk, options};

fn put(number: u64) -> Vec<Change> {
    let mut row = dialog("a", &chat(i64::try_from(number).unwrap()));
    row.customer.name = "x".repeat(3000);
    vec![
        Change::PutDialog(Box::new(row)),
        Change::PutCounter(connection_id("a"), number),
    ]
}

fn copy(from: &Path, to: &Path) {
    for entry in fs::read_dir(from).unwrap() {
        let entry = entry.unwrap().path();
        let copied = to.join(entry.file_name().unwrap());
        if entry.is_dir() {
            fs::create_dir(&copied).unwrap();
            copy(&entry, &copied);
        } else {
            fs::copy(&entry, &copied).unwrap();
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
#[ignore = "needs a small disk in BACKLINE_SMALL_DISK"]
async fn what_was_committed_outlives_a_full_disk() {
    let disk = PathBuf::from(std::env::var("BACKLINE_SMALL_DISK").unwrap());
    let directory = disk.join("store");
    let _ = fs::remove_dir_all(&directory);
    let ballast = disk.join("ballast");
    fs::write(&ballast, vec![0; 9 << 20]).unwrap();
    let store = on_disk(&directory).await;
    let mut committed = Vec::new();
    let mut number = 0;
    let refusal = loop {
        number += 1;
        match store.commit(put(number)).await {
            Ok(()) => committed.push(number),
            Err(error) => break error,
        }
    };
    println!("{} committed, then: {refusal}", committed.len());
    assert!(matches!(refusal, Error::Unavailable { .. }));
    assert!(refusal.to_string().contains("disk is full"), "{refusal}");
    let refusal = store.commit(put(5000)).await;
    println!("{refusal:?}");
    fs::remove_file(&ballast).unwrap();
    for number in 6000..6050 {
        match store.commit(put(number)).await {
            Ok(()) => committed.push(number),
            Err(error) => println!("{number}: {error}"),
        }
    }
    assert!(committed.len() > 50, "it goes on once there is room");
    assert!(committed.contains(&6049), "it goes on once there is room");
    let keys: Vec<_> = committed
        .iter()
        .map(|n| dialog_key("a", &chat(i64::try_from(*n).unwrap())))
        .collect();
    println!(
        "readable before closing: {} of {}",
        store.dialogs(&keys).await.unwrap().len(),
        keys.len()
    );
    // What a crash would leave: the files as they are, without an orderly end.
    let crashed = tempfile::tempdir().unwrap();
    copy(&directory, crashed.path());
    let after_crash = open(options(crashed.path())).await.unwrap();
    let found = after_crash.dialogs(&keys).await.unwrap().len();
    println!("after a crash: {found} of {}", keys.len());
    assert_eq!(found, keys.len());
    store.close().await;
    let again = open(options(&directory)).await.unwrap();
    assert_eq!(again.dialogs(&keys).await.unwrap().len(), keys.len());
    again.commit(put(7000)).await.unwrap();
}
