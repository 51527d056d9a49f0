use super::*;

const MIB: u64 = 1024 * 1024;

fn store(most: u64) -> (tempfile::TempDir, Files) {
    let folder = tempfile::tempdir().unwrap();
    let files = Files::new(folder.path().join("files"), most);
    (folder, files)
}

async fn put(files: &Files, bytes: &[u8], part: usize) -> Result<StoredFile> {
    let mut incoming = files.begin(bytes.len() as u64).await?;
    for part in bytes.chunks(part) {
        incoming.write(part).await?;
    }
    incoming.finish().await
}

async fn get(file: &StoredFile) -> Vec<u8> {
    let mut whole = Vec::new();
    for number in 0..file.chunks() {
        whole.extend_from_slice(&file.chunk(number).await.unwrap());
    }
    whole
}

fn bytes(length: usize) -> Vec<u8> {
    (0..length).map(|at| (at * 7 % 251) as u8).collect()
}

#[tokio::test]
async fn what_went_in_comes_out_whatever_its_length() {
    let (_folder, files) = store(16 * MIB);
    for length in [1, CHUNK - 1, CHUNK, CHUNK + 1, 3 * CHUNK, 3 * CHUNK + 5] {
        for part in [1 + CHUNK / 3, CHUNK, 2 * CHUNK + 3] {
            let given = bytes(length);
            let file = put(&files, &given, part).await.unwrap();
            assert_eq!(file.size(), length as u64);
            assert!(get(&file).await == given, "{length} in parts of {part}");
        }
    }
    assert_eq!(files.used(), (0, 0), "nothing needs them any more");
}

#[tokio::test]
async fn the_same_bytes_are_kept_once_and_nothing_is_left_in_the_folder() {
    let (folder, files) = store(MIB);
    let first = put(&files, b"a file", 6).await.unwrap();
    let second = put(&files, b"a file", 2).await.unwrap();
    assert_eq!(first, second);
    assert_eq!(files.used(), (6, 1));
    let named = std::fs::read_dir(folder.path().join("files")).unwrap();
    assert_eq!(named.count(), 0, "a crash would leave something behind");
    drop((first, second));
    assert_eq!(files.used(), (0, 0));
    let again = put(&files, b"a file", 6).await.unwrap();
    assert_eq!(get(&again).await, b"a file");
}

#[tokio::test]
async fn it_takes_no_more_than_fits_and_no_more_than_was_told() {
    let (_folder, files) = store(10);
    let kept = put(&files, b"sixsix", 6).await.unwrap();
    let refused = put(&files, b"five!", 5).await;
    assert!(
        matches!(refused, Err(Error::Full { most: 10 })),
        "{refused:?}"
    );
    assert_eq!(files.used(), (6, 1), "what did not fit takes no room");
    let mut incoming = files.begin(2).await.unwrap();
    let refused = incoming.write(b"abc").await;
    assert!(matches!(refused, Err(Error::TooLarge { most: 2 })));
    drop(incoming);
    let empty = files.begin(2).await.unwrap().finish().await;
    assert!(matches!(empty, Err(Error::Empty)));
    drop(kept);
    assert_eq!(files.used(), (0, 0));
}

#[tokio::test]
async fn files_are_counted_too() {
    let (_folder, files) = store(MIB);
    let mut open = Vec::new();
    for _ in 0..MOST_FILES {
        open.push(files.begin(1).await.unwrap());
    }
    assert!(matches!(files.begin(1).await, Err(Error::Full { .. })));
    open.pop();
    assert!(files.begin(1).await.is_ok());
}

#[tokio::test]
async fn nothing_is_on_the_disk_in_the_clear_and_a_changed_chunk_is_noticed() {
    use std::io::{Read as _, Seek as _, SeekFrom, Write as _};
    let (_folder, files) = store(MIB);
    let secret = b"a secret that is looked for".repeat(20);
    let file = put(&files, &secret, 100).await.unwrap();
    {
        let mut raw = file.0.on_disk().lock().unwrap();
        raw.seek(SeekFrom::Start(0)).unwrap();
        let mut all = Vec::new();
        raw.read_to_end(&mut all).unwrap();
        assert_eq!(all.len(), secret.len() + TAG);
        assert!(!all.windows(8).any(|window| window == b"a secret"));
        raw.seek(SeekFrom::Start(3)).unwrap();
        raw.write_all(&[all[3] ^ 1]).unwrap();
    }
    assert!(matches!(file.chunk(0).await, Err(Error::Changed)));
}
