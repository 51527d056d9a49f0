use std::sync::atomic::{AtomicI64, Ordering};

use super::*;

const MIB: u64 = 1024 * 1024;
const DAY: i64 = 24 * 3600 * 1000;

/// A calendar that moves when it is told to.
struct Calendar(AtomicI64);

#[async_trait::async_trait]
impl crate::clock::Clock for Calendar {
    fn now(&self) -> Timestamp {
        Timestamp(self.0.load(Ordering::Relaxed))
    }

    fn monotonic(&self) -> Duration {
        Duration::from_millis(self.now().0.unsigned_abs())
    }

    async fn sleep_until(&self, _: Duration) {
        std::future::pending().await
    }
}

/// A store whose server can be ended and started again.
struct House {
    folder: tempfile::TempDir,
    clock: Arc<Calendar>,
    most: u64,
    files: Files,
}

impl House {
    fn new(most: u64) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let clock = Arc::new(Calendar(AtomicI64::new(1_700_000_000_000)));
        let files = open(&folder, &clock, most, 7).unwrap();
        Self {
            folder,
            clock,
            most,
            files,
        }
    }

    /// The process dies, and another begins.
    fn restarts(self) -> Self {
        self.files.close();
        let files = open(&self.folder, &self.clock, self.most, 7).unwrap();
        Self { files, ..self }
    }

    fn pass(&self, millis: i64) {
        self.clock.0.fetch_add(millis, Ordering::Relaxed);
    }

    fn ticket(&self, name: &str) -> Ticket {
        self.files.ticket(&[name.as_bytes()])
    }

    async fn put(&self, name: &str, bytes: &[u8], part: usize) -> Result<StoredFile> {
        let told = bytes.len() as u64;
        let mut incoming = self.files.resume(self.ticket(name), told).await?;
        let from = usize::try_from(incoming.offset()).unwrap();
        for part in bytes[from..].chunks(part) {
            incoming.write(part).await?;
        }
        incoming.finish().await
    }

    /// Brings so many bytes of a file, and breaks off.
    async fn begins(&self, name: &str, bytes: &[u8], most: usize) {
        let told = bytes.len() as u64;
        let mut incoming = self.files.resume(self.ticket(name), told).await.unwrap();
        let from = usize::try_from(incoming.offset()).unwrap();
        incoming.write(&bytes[from..most]).await.unwrap();
    }

    /// How much is there of a file.
    async fn offset(&self, name: &str, bytes: &[u8]) -> u64 {
        let told = bytes.len() as u64;
        let incoming = self.files.resume(self.ticket(name), told).await;
        incoming.unwrap().offset()
    }

    fn on_disk(&self, kind: &str) -> Vec<PathBuf> {
        let folder = std::fs::read_dir(self.folder.path().join("files")).unwrap();
        let paths = folder.map(|entry| entry.unwrap().path());
        paths
            .filter(|path| path.extension().is_some_and(|it| it == kind))
            .collect()
    }

    /// Changes a byte of the only file of that kind.
    fn damage(&self, kind: &str, at: usize) {
        let [path] = self.on_disk(kind).try_into().unwrap();
        let mut bytes = std::fs::read(&path).unwrap();
        bytes[at] ^= 1;
        std::fs::write(path, bytes).unwrap();
    }
}

fn open(folder: &tempfile::TempDir, clock: &Arc<Calendar>, bytes: u64, key: u8) -> Result<Files> {
    let limits = Limits {
        bytes,
        time_to_live: Duration::from_secs(24 * 3600),
    };
    let key = SealKey::new([key; 32]);
    let path = folder.path().join("files");
    Files::open(path, limits, &key, clock.clone())
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
    let house = House::new(16 * MIB);
    for length in [1, CHUNK - 1, CHUNK, CHUNK + 1, 3 * CHUNK, 3 * CHUNK + 5] {
        for part in [1 + CHUNK / 3, CHUNK, 2 * CHUNK + 3] {
            let given = bytes(length);
            let file = house.put("a", &given, part).await.unwrap();
            assert_eq!(file.size(), length as u64);
            assert!(get(&file).await == given, "{length} in parts of {part}");
            let middle = length / 2;
            let from = file.from(middle as u64).await.unwrap();
            assert!(given[middle..].starts_with(&from) && !from.is_empty());
            assert!(file.from(length as u64).await.unwrap().is_empty());
            house.files.forget(house.ticket("a"));
        }
    }
    assert_eq!(house.files.used(), (0, 0), "nothing needs them any more");
}

#[tokio::test]
async fn a_file_goes_on_where_it_broke_off_and_over_a_restart() {
    let mut house = House::new(16 * MIB);
    let given = bytes(3 * CHUNK + 5);
    house.begins("a", &given, CHUNK + 100).await;
    assert_eq!(house.offset("a", &given).await, CHUNK as u64);
    assert_eq!(
        house.files.used(),
        (CHUNK as u64, 1),
        "what is there counts"
    );
    house.begins("a", &given, 2 * CHUNK + 7).await;
    house = house.restarts();
    assert_eq!(house.files.used(), (2 * CHUNK as u64, 1));
    assert_eq!(house.offset("a", &given).await, 2 * CHUNK as u64);
    let file = house.put("a", &given, 1000).await.unwrap();
    assert!(get(&file).await == given);
    let name = file.name().to_owned();
    drop(file);
    house = house.restarts();
    let file = house.files.find(house.ticket("a")).unwrap();
    assert_eq!(file.name(), name);
    assert!(get(&file).await == given);
}

/// Whoever still brings a file to a run that has ended changes nothing of the next one's.
#[tokio::test]
async fn a_run_that_has_ended_writes_and_deletes_nothing() {
    let mut house = House::new(16 * MIB);
    let given = bytes(3 * CHUNK);
    let told = given.len() as u64;
    let ticket = house.ticket("a");
    let before = house.files.clone();
    let mut late = before.resume(ticket, told).await.unwrap();
    late.write(&given[..CHUNK]).await.unwrap();
    let whole = house.put("whole", b"whole", 5).await.unwrap();
    house = house.restarts();
    let refused = late.write(&given[CHUNK..]).await;
    assert!(matches!(refused, Err(Error::Superseded)), "{refused:?}");
    before.forget(ticket);
    before.forget(house.ticket("whole"));
    drop((late, whole, before));
    assert_eq!(house.offset("a", &given).await, CHUNK as u64);
    assert!(house.files.find(house.ticket("whole")).is_some());
    assert!(get(&house.put("a", &given, CHUNK).await.unwrap()).await == given);
}

#[tokio::test]
async fn of_two_who_bring_the_same_the_later_one_does() {
    let house = House::new(16 * MIB);
    let given = bytes(2 * CHUNK);
    let told = given.len() as u64;
    let ticket = house.ticket("a");
    let mut first = house.files.resume(ticket, told).await.unwrap();
    first.write(&given[..CHUNK]).await.unwrap();
    let mut second = house.files.resume(ticket, told).await.unwrap();
    assert_eq!(second.offset(), CHUNK as u64);
    let late = first.write(&given[CHUNK..]).await;
    assert!(matches!(late, Err(Error::Superseded)), "{late:?}");
    drop(first);
    second.write(&given[CHUNK..]).await.unwrap();
    assert!(get(&second.finish().await.unwrap()).await == given);
    let known = house.files.resume(ticket, told).await;
    assert!(matches!(known, Err(Error::Superseded)), "it is whole");
}

#[tokio::test]
async fn what_was_changed_on_disk_is_not_believed_and_is_fetched_again() {
    let mut house = House::new(16 * MIB);
    let given = bytes(3 * CHUNK + 9);
    house.begins("a", &given, 3 * CHUNK).await;
    house.damage("part", form::HEADER + form::RECORD + 99);
    house = house.restarts();
    assert_eq!(house.offset("a", &given).await, CHUNK as u64);
    let file = house.put("a", &given, CHUNK).await.unwrap();
    assert!(get(&file).await == given);
    house.damage("file", form::HEADER + 2 * form::RECORD + 99);
    assert!(file.chunk(1).await.is_ok());
    let broken = file.chunk(2).await;
    assert!(matches!(broken, Err(Error::Changed)), "{broken:?}");
    assert_eq!(house.files.find(house.ticket("a")), None);
    assert_eq!(house.offset("a", &given).await, 0);
    // Its end, its key, or another file in its place.
    for (number, at) in [(1, 20), (2, form::HEADER + form::SEAL_OF_A_BYTE + 3)] {
        let name = format!("b{number}");
        house.put(&name, &[number], 1).await.unwrap();
        house.damage("file", at);
        assert_eq!(house.files.find(house.ticket(&name)), None, "{number}");
    }
    house.put("c", b"one", 3).await.unwrap();
    house.put("d", b"two", 3).await.unwrap();
    let [one, two] = house.on_disk("file").try_into().unwrap();
    std::fs::copy(one, two).unwrap();
    let found = ["c", "d"].map(|name| house.files.find(house.ticket(name)).is_some());
    assert_ne!(found[0], found[1]);
    let [one, two] = house.on_disk("link").try_into().unwrap_or_else(|_| {
        // The one that was changed is gone.
        let [one] = house.on_disk("link").try_into().unwrap();
        let other = house.ticket("e");
        let path = house.folder.path().join(format!("files/{other}.link"));
        [one, path]
    });
    std::fs::copy(one, two).unwrap();
    house = house.restarts();
    assert_eq!(
        house.files.find(house.ticket("e")),
        None,
        "whose link is it?"
    );
}

#[tokio::test]
async fn the_same_bytes_are_kept_once_until_nobody_needs_them() {
    let house = House::new(MIB);
    let first = house.put("a", b"a file", 6).await.unwrap();
    let second = house.put("b", b"a file", 2).await.unwrap();
    assert_eq!(first, second);
    assert_eq!(house.files.used(), (6, 1));
    assert_eq!(house.on_disk("file").len(), 1);
    house.files.forget(house.ticket("a"));
    assert_eq!(house.files.used(), (6, 1));
    assert!(house.files.find(house.ticket("b")).is_some());
    house.files.forget(house.ticket("b"));
    assert_eq!(house.files.used(), (0, 0));
    assert_eq!(get(&second).await, b"a file", "who has it open reads on");
    assert_eq!(house.on_disk("file").len() + house.on_disk("link").len(), 0);
}

#[tokio::test]
async fn it_takes_no_more_than_fits_and_no_more_and_no_less_than_was_told() {
    let house = House::new(10);
    let kept = house.put("a", b"sixsix", 6).await.unwrap();
    let refused = house.put("b", b"five!", 5).await;
    assert!(
        matches!(refused, Err(Error::Full { most: 10 })),
        "{refused:?}"
    );
    assert_eq!(house.files.used(), (6, 1), "what did not fit takes no room");
    let beyond = house.put("b", b"more than ten", 5).await;
    assert!(matches!(beyond, Err(Error::Beyond { size: 13, most: 10 })));
    let ticket = house.ticket("c");
    let mut incoming = house.files.resume(ticket, 2).await.unwrap();
    let refused = incoming.write(b"abc").await;
    assert!(matches!(refused, Err(Error::TooLarge { most: 2 })));
    drop(incoming);
    let mut incoming = house.files.resume(ticket, 2).await.unwrap();
    incoming.write(b"a").await.unwrap();
    let short = incoming.finish().await;
    assert!(matches!(short, Err(Error::TooSmall { told: 2, came: 1 })));
    let empty = house.files.resume(ticket, 2).await.unwrap().finish().await;
    assert!(matches!(empty, Err(Error::Empty)));
    // Of one whose size nobody told, as much as fits.
    let mut incoming = house.files.resume(ticket, 0).await.unwrap();
    incoming.write(b"four").await.unwrap();
    let refused = incoming.write(b"!").await;
    assert!(
        matches!(refused, Err(Error::Full { most: 10 })),
        "{refused:?}"
    );
    drop(incoming);
    // What nobody has in hand goes for what is wanted now.
    drop(kept);
    house.put("b", b"five!", 5).await.unwrap();
    assert_eq!(house.files.used(), (5, 1));
    assert_eq!(house.files.find(house.ticket("a")), None);
}

#[tokio::test]
async fn two_that_do_not_fit_together_come_one_after_the_other() {
    let most = 4 * CHUNK as u64 - 1;
    let house = House::new(most);
    let given = bytes(3 * CHUNK);
    let told = given.len() as u64;
    let mut first = house.files.resume(house.ticket("a"), told).await.unwrap();
    first.write(&given[..CHUNK]).await.unwrap();
    let second = house.files.resume(house.ticket("b"), told).await;
    assert!(
        matches!(second, Err(Error::Full { .. })),
        "its room is kept"
    );
    drop(first);
    house.begins("b", &given, CHUNK).await;
    assert_eq!(
        house.offset("a", &given).await,
        0,
        "it had to go for the other"
    );
}

#[tokio::test]
async fn files_are_counted_too() {
    let house = House::new(MIB);
    let mut open = Vec::new();
    for number in 0..MOST_FILES {
        let ticket = house.ticket(&number.to_string());
        open.push(house.files.resume(ticket, 1).await.unwrap());
    }
    let one_more = house.files.resume(house.ticket("more"), 1).await;
    assert!(matches!(one_more, Err(Error::Full { .. })));
    open.pop();
    assert!(house.files.resume(house.ticket("more"), 1).await.is_ok());
}

#[tokio::test]
async fn what_nobody_uses_for_a_day_is_deleted_and_a_restart_does_not_make_it_younger() {
    let mut house = House::new(16 * MIB);
    let given = bytes(2 * CHUNK);
    house.begins("part", &given, CHUNK).await;
    house.put("whole", b"whole", 5).await.unwrap();
    let held = house.put("held", b"held", 5).await.unwrap();
    house.pass(DAY / 2);
    house = house.restarts();
    assert_eq!(house.files.used().1, 3);
    assert!(house.files.find(house.ticket("held")).is_some());
    house.pass(DAY / 2);
    house.files.sweep();
    assert_eq!(house.files.used(), (4, 1), "the one that was used since");
    house.pass(DAY);
    let again = house.files.find(house.ticket("held")).unwrap();
    house.pass(DAY);
    house.files.sweep();
    assert_eq!(house.files.used(), (4, 1), "somebody has it in hand");
    drop((held, again));
    house.pass(DAY);
    house = house.restarts();
    assert_eq!(house.files.used(), (0, 0));
    assert_eq!(house.on_disk("file").len() + house.on_disk("link").len(), 0);
}

#[tokio::test]
async fn what_a_crash_left_without_use_is_swept() {
    let mut house = House::new(16 * MIB);
    house.put("a", b"a file", 6).await.unwrap();
    let folder = house.folder.path().join("files");
    for path in house.on_disk("link") {
        std::fs::remove_file(path).unwrap();
    }
    for name in [
        "gone-4",
        "x.part",
        "00.link",
        &format!("{}.file", "0".repeat(64)),
    ] {
        std::fs::write(folder.join(name), b"rubbish").unwrap();
    }
    std::fs::write(folder.join("notes.txt"), b"somebody's").unwrap();
    house = house.restarts();
    assert_eq!(house.files.used(), (0, 0));
    let left = std::fs::read_dir(folder).unwrap();
    let mut left: Vec<_> = left.map(|entry| entry.unwrap().file_name()).collect();
    left.sort();
    assert_eq!(left, ["lock", "notes.txt"]);
}

#[tokio::test]
async fn nothing_is_on_the_disk_in_the_clear_and_names_tell_nothing() {
    let house = House::new(16 * MIB);
    let secret = b"a secret that is looked for".repeat(20_000);
    house.begins("part", &secret, CHUNK + 9).await;
    let file = house.put("whole", &secret, 1000).await.unwrap();
    let plain = aws_lc_rs::digest::digest(&aws_lc_rs::digest::SHA256, &secret);
    let plain: String = plain
        .as_ref()
        .iter()
        .map(|byte| format!("{byte:02x}"))
        .collect();
    assert_ne!(file.name(), plain);
    for kind in ["part", "file", "link"] {
        for path in house.on_disk(kind) {
            let raw = std::fs::read(&path).unwrap();
            let found = raw
                .windows(8)
                .any(|some| secret.windows(8).take(27).any(|it| it == some));
            assert!(!found, "{}", path.display());
            assert!(!path.to_string_lossy().contains(&plain));
        }
    }
    // Another installation has other names, and can open nothing.
    house.files.close();
    let other = open(&house.folder, &house.clock, MIB, 8).unwrap();
    assert_ne!(other.ticket(&[b"whole"]), house.ticket("whole"));
    assert_eq!(other.find(house.ticket("whole")), None);
}

#[tokio::test]
async fn a_folder_is_one_servers() {
    let house = House::new(MIB);
    let second = open(&house.folder, &house.clock, MIB, 7);
    assert!(matches!(second, Err(Error::InUse(_))), "{second:?}");
    house.files.close();
    assert!(open(&house.folder, &house.clock, MIB, 7).is_ok());
}
