//! Opening, closing and what goes wrong with a directory. What is refused is
//! said with the remedy.

use std::fs;
use std::path::Path;
use std::sync::Arc;

use backline_domain::change::{Change, Secret};
use backline_domain::id::IdentityId;
use backline_domain::logout::Logout;
use backline_domain::time::Timestamp;
use backline_store::conformance::sample::{chat, connection_id, dialog, dialog_key};
use backline_store::{Error, Options, Store, Surreal, open};
use surrealdb::engine::any::connect;

use crate::places::{key, on_disk, options};

const BOT: IdentityId = IdentityId::bot(11);

/// What it says when it does not open.
async fn refusal(options: Options) -> String {
    match open(options).await {
        Ok(_) => panic!("it opened"),
        Err(error) => error.to_string(),
    }
}

async fn put_secret(store: &Surreal) {
    let secret = Secret::new(b"11:very-secret".to_vec());
    let logout = Logout::new(BOT, None, secret.clone(), Timestamp(0));
    store
        .commit(vec![
            Change::PutSecret(BOT, secret),
            Change::PutLogout(Box::new(logout)),
        ])
        .await
        .unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn everything_is_there_after_opening_again() {
    let root = tempfile::tempdir().unwrap();
    let place = chat(-100);
    for round in 1..=3 {
        let store = on_disk(root.path()).await;
        assert_eq!(store.counter(&connection_id("a")).await.unwrap(), round - 1);
        let mut row = dialog("a", &place);
        row.customer_messages = round;
        store
            .commit(vec![
                Change::PutCounter(connection_id("a"), round),
                Change::PutDialog(Box::new(row.clone())),
            ])
            .await
            .unwrap();
        put_secret(&store).await;
        store.close().await;
        let store = on_disk(root.path()).await;
        assert_eq!(
            store.dialogs(&[dialog_key("a", &place)]).await.unwrap(),
            [row]
        );
        assert!(store.secret(BOT).await.unwrap().is_some());
        store.check().await.unwrap();
        store.close().await;
        assert!(matches!(
            store.check().await,
            Err(Error::Unavailable { .. })
        ));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn paths_may_hold_anything() {
    let root = tempfile::tempdir().unwrap();
    for name in ["with space", "Übung", "a&b=c", "%41#x"] {
        let path = root.path().join(name);
        on_disk(&path).await.close().await;
        assert!(path.join("manifest").exists(), "{name}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_second_server_is_refused() {
    let root = tempfile::tempdir().unwrap();
    let first = on_disk(root.path()).await;
    let text = refusal(options(root.path())).await;
    assert!(
        text.contains("in use by another server (process "),
        "{text}"
    );
    assert!(text.contains("stop that one"), "{text}");
    first.check().await.unwrap();
    first.close().await;
    on_disk(root.path()).await.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn another_key_is_refused() {
    let root = tempfile::tempdir().unwrap();
    let store = on_disk(root.path()).await;
    put_secret(&store).await;
    store.close().await;
    let wrong = Options {
        key: key(2),
        ..options(root.path())
    };
    assert!(matches!(open(wrong).await, Err(Error::WrongKey)));
    let again = on_disk(root.path()).await;
    assert!(again.secret(BOT).await.unwrap().is_some());
}

/// The same store, past the port.
async fn raw(directory: &Path, text: &str) -> Vec<String> {
    let client = connect(format!("surrealkv://{}", directory.display()))
        .await
        .unwrap();
    client.use_ns("backline").use_db("backline").await.unwrap();
    let mut answer = client.query(text).await.unwrap().check().unwrap();
    let rows: Vec<String> = answer.take(0).unwrap();
    drop((client, answer));
    while fs::File::open(directory.join("LOCK"))
        .unwrap()
        .try_lock()
        .is_err()
    {
        tokio::task::yield_now().await;
    }
    rows
}

#[tokio::test(flavor = "multi_thread")]
async fn a_newer_store_is_refused() {
    let root = tempfile::tempdir().unwrap();
    on_disk(root.path()).await.close().await;
    let text = r#"CREATE migration:[999] SET body = '{"number":999,"name":"x","new":1}'
        RETURN VALUE body"#;
    raw(root.path(), text).await;
    match open(options(root.path())).await {
        Err(Error::Newer { found: 999, known }) => assert!(known < 999),
        other => panic!("{other:?}"),
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn secrets_are_sealed_and_bound_to_their_place() {
    let root = tempfile::tempdir().unwrap();
    let store = on_disk(root.path()).await;
    put_secret(&store).await;
    store.close().await;
    let bodies = raw(root.path(), "SELECT VALUE body FROM secret").await;
    assert_eq!(bodies.len(), 1);
    assert!(!bodies[0].contains("very-secret"));
    let bodies = raw(root.path(), "SELECT VALUE body FROM logout").await;
    assert_eq!(bodies.len(), 1);
    assert!(!bodies[0].contains("very-secret"));
    for entry in walk(root.path()) {
        let bytes = fs::read(&entry).unwrap();
        let found = bytes.windows(11).any(|window| window == b"very-secret");
        assert!(!found, "{} holds it in the clear", entry.display());
    }
    let swap = "CREATE secret:[0, 12] SET body = (SELECT VALUE body FROM ONLY secret:[0, 11]) \
                RETURN VALUE body";
    raw(root.path(), swap).await;
    let store = on_disk(root.path()).await;
    let stolen = store.secret(IdentityId::bot(12)).await;
    assert!(matches!(stolen, Err(Error::WrongKey)), "{stolen:?}");
}

fn walk(directory: &Path) -> Vec<std::path::PathBuf> {
    let entries = fs::read_dir(directory)
        .unwrap()
        .map(|entry| entry.unwrap().path());
    entries
        .flat_map(|path| {
            if path.is_dir() {
                walk(&path)
            } else {
                vec![path]
            }
        })
        .collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn rows_of_other_versions_are_read() {
    let root = tempfile::tempdir().unwrap();
    let store = on_disk(root.path()).await;
    let place = chat(1);
    let row = dialog("a", &place);
    store
        .commit(vec![Change::PutDialog(Box::new(row.clone()))])
        .await
        .unwrap();
    store.close().await;
    let add = r#"UPDATE dialog SET body = string::replace(body, '{"key":', '{"added":[1],"key":')
        RETURN VALUE body"#;
    assert!(raw(root.path(), add).await[0].contains("added"));
    let store = on_disk(root.path()).await;
    assert_eq!(
        store.dialogs(&[dialog_key("a", &place)]).await.unwrap(),
        [row]
    );
    store.close().await;
    raw(
        root.path(),
        "UPDATE dialog SET body = '{}' RETURN VALUE body",
    )
    .await;
    let store = on_disk(root.path()).await;
    let read = store.dialogs(&[dialog_key("a", &place)]).await;
    assert!(
        matches!(read, Err(Error::Corrupt { what: "dialog", .. })),
        "{read:?}"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_deletion_that_was_cut_off_is_taken_up_again() {
    let root = tempfile::tempdir().unwrap();
    let store = on_disk(root.path()).await;
    store
        .commit(vec![Change::PutDialog(Box::new(dialog("a", &chat(1))))])
        .await
        .unwrap();
    store.close().await;
    raw(
        root.path(),
        r#"CREATE erasure:["a"] SET body = '"a"' RETURN VALUE body"#,
    )
    .await;
    let store = on_disk(root.path()).await;
    assert!(
        store
            .dialog_page(&connection_id("a"), None, 9)
            .await
            .unwrap()
            .is_empty()
    );
    store.close().await;
    assert!(
        raw(root.path(), "SELECT VALUE body FROM erasure")
            .await
            .is_empty()
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn unusable_places_are_named_with_the_remedy() {
    let root = tempfile::tempdir().unwrap();
    let file = root.path().join("file");
    fs::write(&file, "x").unwrap();
    let text = refusal(options(&file)).await;
    assert!(
        text.contains("is a file") && text.contains("--store"),
        "{text}"
    );
    let text = refusal(options(&file.join("below"))).await;
    assert!(text.contains("part of its path is a file"), "{text}");
    let text = refusal(options(root.path())).await;
    assert!(text.contains("holds other files (file)"), "{text}");
    assert_eq!(
        fs::read_dir(root.path()).unwrap().count(),
        1,
        "nothing was made there"
    );
    let text = refusal(Options::new("ws://me:hunter2@127.0.0.1:1", key(1))).await;
    assert!(
        text.contains("no SurrealDB answers at ws://127.0.0.1:1"),
        "{text}"
    );
    assert!(
        text.contains("check the address") && !text.contains("hunter2"),
        "{text}"
    );
    let names = Options {
        namespace: "a; REMOVE".to_owned(),
        ..Options::new("mem://", key(1))
    };
    let text = refusal(names).await;
    assert!(
        text.contains("the namespace's name is not allowed"),
        "{text}"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn broken_files_are_said_to_be_broken() {
    let root = tempfile::tempdir().unwrap();
    on_disk(root.path()).await.close().await;
    for entry in walk(&root.path().join("manifest")) {
        fs::write(entry, [0xff; 300]).unwrap();
    }
    let text = refusal(options(root.path())).await;
    assert!(
        text.contains("cannot be read") && text.contains("restore a backup"),
        "{text}"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_caller_that_goes_away_tears_nothing() {
    let root = tempfile::tempdir().unwrap();
    let store = on_disk(root.path()).await;
    for number in 1..=20 {
        let commit = {
            let store = Arc::clone(&store);
            let changes = vec![Change::PutCounter(connection_id("a"), number)];
            async move { store.commit(changes).await }
        };
        let mut commit = std::pin::pin!(commit);
        let polled =
            std::future::poll_fn(|context| std::task::Poll::Ready(commit.as_mut().poll(context)));
        let _ = polled.await;
    }
    store.close().await;
    let again = on_disk(root.path()).await;
    assert!(again.counter(&connection_id("a")).await.unwrap() > 0);
}

/// A transaction has to fit into the write buffer: so it shows how large that is.
#[tokio::test(flavor = "multi_thread")]
async fn limits_of_memory_reach_the_engine() {
    let large = || {
        let mut row = dialog("a", &chat(1));
        row.customer.name = "x".repeat(1_000_000);
        vec![Change::PutDialog(Box::new(row))]
    };
    let root = tempfile::tempdir().unwrap();
    let mut small = options(root.path());
    small
        .url
        .push_str("?surrealkv_max_memtable_size=100000&surrealkv_enable_vlog=false");
    let store = open(small).await.unwrap();
    let refused = store.commit(large()).await;
    assert!(
        matches!(refused, Err(Error::Unavailable { .. })),
        "{refused:?}"
    );
    store.close().await;
    on_disk(root.path()).await.commit(large()).await.unwrap();
}

/// The files as a process that is killed leaves them.
fn killed(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        let to = to.join(entry.file_name());
        if entry.file_type().unwrap().is_dir() {
            killed(&entry.path(), &to);
        } else {
            fs::copy(entry.path(), to).unwrap();
        }
    }
}

/// A write that broke off, at the end of the engine's log.
fn tear(store: &Path, how: &str) {
    let logs = fs::read_dir(store.join("wal")).unwrap();
    let path = logs.map(|entry| entry.unwrap().path()).max().unwrap();
    let mut log = fs::read(&path).unwrap();
    match how {
        "in a header" => log.extend([1, 2, 3]),
        "blank" => log.extend([0; 200]),
        "behind a first part" => {
            let room = 32 * 1024 - log.len() % (32 * 1024) - 7;
            let data = vec![5; room];
            let mut checksum = crc32fast::Hasher::new();
            checksum.update(&[2]);
            checksum.update(&data);
            log.extend(checksum.finalize().to_be_bytes());
            log.extend(u16::try_from(room).unwrap().to_be_bytes());
            log.push(2);
            log.extend(data);
        }
        "in a record" => {
            log.extend([9, 9, 9, 9, 1, 0, 1]);
            log.extend([5; 100]);
        }
        other => panic!("{other}"),
    }
    fs::write(&path, log).unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_committed_after_a_kill_in_the_middle_of_a_write_outlives_the_next_kill() {
    let root = tempfile::tempdir().unwrap();
    let counter = |count| vec![Change::PutCounter(connection_id("a"), count)];
    let first = root.path().join("first");
    let store = on_disk(&first).await;
    store.commit(counter(1)).await.unwrap();
    for how in ["in a header", "blank", "behind a first part", "in a record"] {
        let (second, third) = (root.path().join(how), root.path().join(format!("{how} 2")));
        killed(&first, &second);
        tear(&second, how);
        let opened = on_disk(&second).await;
        let id = connection_id("a");
        assert_eq!(opened.counter(&id).await.unwrap(), 1, "{how}");
        opened.commit(counter(2)).await.unwrap();
        opened.commit(counter(3)).await.unwrap();
        killed(&second, &third);
        opened.close().await;
        let opened = on_disk(&third).await;
        assert_eq!(opened.counter(&id).await.unwrap(), 3, "{how}");
        opened.close().await;
    }
    store.close().await;
}
