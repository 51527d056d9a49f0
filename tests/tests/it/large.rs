//! Files as large as Telegram takes them, where no chat brings them from the one side to the
//! other: through the server's store, by separate processes, in little memory and sealed.

use std::fs::File;
use std::os::unix::fs::FileExt as _;
use std::time::{Duration, Instant};

use sha2::{Digest as _, Sha256};
use telegram_sim::{Bytes, Content, Group, MessageRef, Rights, Sim};

use crate::crash::{Installation, Part, Site, free_address, login_keys};
use crate::house::Front;

const MB: u64 = 1_000_000;
/// Every so many bytes of the file a mark stands; between them are zeros, which take no room on
/// the disk.
const MARKS: u64 = 1 << 20;
/// Looks at ten seconds' distance in which nothing happens, after which it never will.
const PATIENCE: usize = 6;
/// More than a process that does not hold the file takes for carrying it, in kB: 6,000 were
/// measured, whatever its size.
const MOST_GROWTH: u64 = 13 * 1024;

/// What the installation is made of.
struct Stage {
    sim: Sim,
    team: Group,
    /// Of server and gateway.
    processes: [u32; 2],
    _installations: [Installation; 2],
    _directory: tempfile::TempDir,
    front: Front,
    desk: i64,
    olga: telegram_sim::Person,
}

#[tokio::test(flavor = "multi_thread")]
async fn a_large_file_goes_through_the_server_sealed_and_in_little_memory() {
    let stage = Stage::open().await;
    stage.carry(20 * MB + 13).await;
}

/// Takes many minutes, most of them for ciphers that nobody optimised.
#[tokio::test(flavor = "multi_thread")]
#[ignore = "takes many minutes; run by hand, in a release build best"]
async fn fifteen_hundred_megabytes_go_through_the_server_sealed_and_in_little_memory() {
    let stage = Stage::open().await;
    stage.carry(1_500 * MB).await;
}

// === impl Stage ===

impl Stage {
    /// An account that is no member of the group, a desk bot over MTProto, and a server and a
    /// gateway as processes of their own.
    async fn open() -> Self {
        let sim = Sim::start(telegram_sim::Config::default().limits(None))
            .await
            .unwrap();
        let bot = sim.bot("Desk");
        bot.privacy_off();
        let front = Front::Account(sim.person("Support"));
        let olga = sim.person("Olga");
        let team = sim.forum("Team", &olga);
        olga.makes_admin(&team, &bot, Rights::all());
        let directory = tempfile::tempdir().unwrap();
        let site = Site {
            store: directory.path(),
            sim: &sim,
            front: &front,
            desk: Some(&bot),
            login_keys: login_keys(&sim),
            team: &team,
            address: Some(free_address()),
            lease: Duration::from_secs(60),
        };
        let installations =
            [Part::Server, Part::Gateway].map(|part| Installation::start(&site, part));
        let processes = [installations[0].id(), installations[1].id()];
        let told = "The account cannot bring files into this group itself";
        let is_told = || team.general().find_containing(told).is_some();
        until(&sim, "how the account stands is told", is_told).await;
        Self {
            team,
            processes,
            _installations: installations,
            _directory: directory,
            front,
            desk: bot.id(),
            olga,
            sim,
        }
    }

    /// A file of that size goes from a customer to the team, and comes back.
    async fn carry(&self, size: u64) {
        let (sparse, hash) = sparse(size);
        let ann = self.sim.person("Ann");
        let held = self
            .sim
            .script_accounts(Some("upload.saveBigFilePart"))
            .hold();
        let before = self.processes.map(most_memory);
        let began = Instant::now();
        let film = Content::video("film.mp4").stored(sparse).caption("my film");
        ann.sends(&self.front, film);
        until(&self.sim, "the file is on its way to the bot", || {
            held.has_arrived()
        })
        .await;
        // All of it is in the server's store by now, and goes on to the bot.
        assert_sealed(self.processes[0], size);
        held.release();
        let topic = || self.team.own_topics().first().map(|topic| topic.thread);
        let posted = || self.team.thread(topic()?).find("my film");
        until(&self.sim, "it is in the topic", || posted().is_some()).await;
        let there = posted().unwrap();
        assert_eq!(there.look().unwrap().from, self.desk);
        assert_eq!(self.hash_of(&there), hash, "not a byte is another");
        let to_team = began.elapsed();

        let shown = there.look().unwrap().file_no.unwrap();
        let Bytes::OnDisk(kept) = self.sim.file(shown).unwrap().bytes else {
            panic!("the simulated Telegram would have it in its memory");
        };
        let began = Instant::now();
        let back = Content::document("back.mp4").kept(kept).caption("back");
        self.olga.sends((&self.team, topic().unwrap()), back);
        let chat = ann.chat_with(&self.front);
        let is_back = || chat.find("back").is_some();
        until(&self.sim, "it is with the customer", is_back).await;
        assert_eq!(self.hash_of(&chat.find("back").unwrap()), hash);
        let to_customer = began.elapsed();

        for (name, (process, before)) in ["server", "gateway"]
            .into_iter()
            .zip(self.processes.into_iter().zip(before))
        {
            let after = most_memory(process);
            println!("{name}: {before} kB before, {after} kB at most");
            assert!(after < 300 * 1024, "{name}: {after} kB");
            let grown = after.saturating_sub(before);
            assert!(grown < MOST_GROWTH, "{name} grew by {grown} kB");
        }
        println!("{size} bytes: to the team in {to_team:?}, back in {to_customer:?}");
    }

    fn hash_of(&self, message: &MessageRef) -> String {
        let file = message.look().unwrap().file_no.unwrap();
        let file = self.sim.file(file).unwrap();
        let mut hash = Sha256::new();
        let mut at = 0;
        while at < file.size() {
            hash.update(file.part(at, at + MARKS));
            at += MARKS;
        }
        format!("{:x}", hash.finalize())
    }
}

/// Waits for a fact, as long as Telegram is called meanwhile.
async fn until(sim: &Sim, what: &str, fact: impl Fn() -> bool) {
    let mut quiet = 0;
    while quiet < PATIENCE {
        let calls = sim.calls_made();
        let soon = tokio::time::timeout(Duration::from_secs(10), sim.until(&fact));
        if soon.await.is_ok() {
            return;
        }
        quiet = if sim.calls_made() > calls {
            0
        } else {
            quiet + 1
        };
    }
    panic!("never: {what}\n{}", sim.describe());
}

fn mark(place: u64) -> [u8; 32] {
    Sha256::digest(place.to_le_bytes()).into()
}

/// A file that takes little room, and what its bytes come to.
fn sparse(size: u64) -> (File, String) {
    let file = tempfile::tempfile().unwrap();
    file.set_len(size).unwrap();
    let mut hash = Sha256::new();
    let mut at = 0;
    while at < size {
        let length = usize::try_from(MARKS.min(size - at)).unwrap();
        let mut bytes = vec![0; length];
        let mark = mark(at);
        let written = mark.len().min(length);
        bytes[..written].copy_from_slice(&mark[..written]);
        file.write_all_at(&mark[..written], at).unwrap();
        hash.update(&bytes);
        at += MARKS;
    }
    (file, format!("{:x}", hash.finalize()))
}

/// The most that a process ever had in memory, in kB.
fn most_memory(process: u32) -> u64 {
    let status = std::fs::read_to_string(format!("/proc/{process}/status")).unwrap();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    let words = line.unwrap().trim().trim_end_matches(" kB");
    words.parse().unwrap()
}

/// What the server has of the file on its disk is none of its bytes: neither the marks nor the
/// zeros between them, wherever what is kept with it has moved them to.
fn assert_sealed(server: u32, size: u64) {
    let most = size + size / 256 + 65_536;
    let open = std::fs::read_dir(format!("/proc/{server}/fd")).unwrap();
    let open = open.filter_map(|entry| File::open(entry.ok()?.path()).ok());
    let mut of_it = open.filter(|file| {
        let length = file.metadata().map(|it| it.len()).unwrap_or(0);
        length > size && length < most
    });
    let file = of_it.next().expect("the file is in the server's store");
    let more = file.metadata().unwrap().len() - size;
    let mut bytes = vec![0; usize::try_from(more + 64).unwrap()];
    let mut at = 0;
    while at + 64 < size {
        let mark = mark(at);
        file.read_exact_at(&mut bytes[..], at.min(size - 64))
            .unwrap();
        let has = |what: &[u8]| bytes.windows(32).any(|seen| seen == what);
        assert!(!has(&mark), "a mark is on the disk in the clear");
        assert!(!has(&[0; 32]), "its zeros are on the disk in the clear");
        at += MARKS;
    }
}
