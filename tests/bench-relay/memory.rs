//! Memory and start-up, in a process of its own: empty, with 100,000 dialogs and 1,000,000
//! links, both directions found by id, and with up to 1,000,000 deliveries waiting in 100 and 1,000 dialogs.

use std::io::{BufRead as _, BufReader};
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::Instant;

use backline_domain::catalogue::{Language, Notice};
use backline_domain::change::Change;
use backline_domain::delivery::{self, Action, Class, Delivery, Lane, LaneKind, Purpose, Target};
use backline_domain::dialog;
use backline_domain::id::{ChatAddress, ChatId, MessageId, MessageRef};
use backline_domain::link::{Copy, Key, Link, Original, Role, Side};
use backline_domain::payload::{Payload, Step};
use backline_domain::time::Timestamp;
use backline_store::Store as _;

use crate::office;

const DIALOGS: i64 = 100_000;
const LINKS: i64 = 1_000_000;

/// Measures both.
pub(crate) fn run() -> anyhow::Result<()> {
    let empty = tempfile::tempdir()?;
    measure("idle, empty store", empty.path())?;
    let full = tempfile::tempdir()?;
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()?;
    runtime.block_on(fill(full.path()))?;
    drop(runtime);
    measure("idle, 100,000 dialogs and 1,000,000 links", full.path())?;
    waiting()
}

/// What waits lies in the store: a start reads the head of each lane, however much is behind it.
pub(crate) fn waiting() -> anyhow::Result<()> {
    for (lanes, each) in [(1_000, 1), (1_000, 1_000), (100, 10_000)] {
        let directory = tempfile::tempdir()?;
        let runtime = tokio::runtime::Builder::new_multi_thread()
            .enable_all()
            .build()?;
        runtime.block_on(fill_lanes(directory.path(), lanes, each))?;
        drop(runtime);
        let what = format!("{} deliveries waiting in {lanes} dialogs", each * lanes);
        measure(&what, directory.path())?;
    }
    Ok(())
}

/// The process that is measured: serves until its input ends.
pub(crate) fn serve(directory: &str) -> anyhow::Result<()> {
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()?;
    runtime.block_on(async {
        let (running, _client, _stop) = office::open(Path::new(directory)).await?;
        println!("ready {}", running.address());
        let mut line = String::new();
        tokio::task::spawn_blocking(move || std::io::stdin().read_line(&mut line)).await??;
        anyhow::Ok(())
    })
}

fn measure(what: &str, directory: &Path) -> anyhow::Result<()> {
    let begun = Instant::now();
    let mut child = Command::new(std::env::current_exe()?)
        .arg("--role")
        .arg(directory)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()?;
    let mut line = String::new();
    if let Some(out) = child.stdout.take() {
        BufReader::new(out).read_line(&mut line)?;
    }
    let started = begun.elapsed();
    std::thread::park_timeout(std::time::Duration::from_secs(5));
    let status = std::fs::read_to_string(format!("/proc/{}/status", child.id()))?;
    let kilobytes: f64 = status
        .lines()
        .find_map(|line| line.strip_prefix("VmRSS:"))
        .and_then(|rest| rest.split_whitespace().next())
        .and_then(|number| number.parse().ok())
        .unwrap_or(f64::NAN);
    println!(
        "{what}: {:.0} MB resident, serving after {:.2} s",
        kilobytes / 1024.0,
        started.as_secs_f64()
    );
    drop(child.stdin.take());
    child.kill()?;
    child.wait()?;
    Ok(())
}

async fn fill(directory: &Path) -> anyhow::Result<()> {
    let store = office::open_store(directory).await?;
    office::furnish(store.as_ref(), 1, DIALOGS).await?;
    let mut rows = Vec::new();
    for number in 0..LINKS / 2 {
        rows.extend(links(number));
        if rows.len() >= 1_000 {
            store.commit(std::mem::take(&mut rows)).await?;
        }
    }
    store.commit(rows).await?;
    store.close().await;
    Ok(())
}

/// So many deliveries in each lane, written round by round as they would come.
async fn fill_lanes(directory: &Path, lanes: u64, each: u64) -> anyhow::Result<()> {
    let store = office::open_store(directory).await?;
    office::furnish(store.as_ref(), 1, i64::try_from(lanes)?).await?;
    let mut rows = Vec::new();
    for sequence in 1..=each * lanes {
        rows.push(Change::PutDelivery(Box::new(delivery(sequence, lanes))));
        if rows.len() >= 1_000 {
            store.commit(std::mem::take(&mut rows)).await?;
        }
    }
    store.commit(rows).await?;
    store.close().await;
    Ok(())
}

fn delivery(sequence: u64, lanes: u64) -> Delivery {
    let customer = i64::try_from(sequence % lanes + 1).unwrap_or(1);
    let dialog = office::dialog(0, customer).key;
    let source = MessageRef {
        chat: dialog.chat.clone(),
        message: MessageId(i64::try_from(sequence).unwrap_or(1)),
    };
    let text = format!("{sequence:>80}");
    Delivery {
        key: delivery::Key {
            lane: Lane::of(&dialog, LaneKind::ToTopic),
            sequence,
        },
        identity: office::bot(0),
        via: None,
        action: Action::Carry {
            to: Target::Topic,
            steps: vec![Step::Send(Payload::notice(
                &Notice::UnknownCommand { word: text },
                Language::En,
            ))],
            done: 0,
            main: 0,
            reply: None,
            joins: None,
        },
        purpose: Purpose::ToTopic { source },
        class: Class::Customer,
        created_at: Timestamp(1),
        due_at: Timestamp(1),
        attempts: 0,
        first_failed_at: None,
        is_begun: false,
        after_silence: false,
        started_at: None,
        started_by: None,
        last_error: None,
        held_back: 0,
        progress: delivery::Progress::default(),
        retry_of: None,
    }
}

/// Both directions of one relayed message: two rows.
fn links(number: i64) -> [Change; 2] {
    let customer = ChatAddress::whole(ChatId(number % DIALOGS + 1));
    let group = ChatAddress::whole(ChatId(office::group(0)));
    let there = MessageRef {
        chat: customer.clone(),
        message: MessageId(number / DIALOGS + 1),
    };
    let here = MessageRef {
        chat: group,
        message: MessageId(number + 1),
    };
    let link = |this: &MessageRef, side, role| {
        let key = Key {
            identity: office::bot(0),
            chat: this.chat.clone(),
            message: this.message,
            part: 0,
        };
        Change::PutLink(Box::new(Link {
            key,
            side,
            dialog: dialog::Key {
                connection: office::connection_id(0),
                chat: customer.clone(),
            },
            thread: None,
            role,
            at: Timestamp(1),
        }))
    };
    let original = Role::Original(Box::new(Original {
        hash: "0123456789abcdef01234567".to_owned(),
        copies: vec![here.clone()],
        ..Original::default()
    }));
    let copy = Role::Copy(Copy {
        of: there.clone(),
        parts: Vec::new(),
        poster: office::bot(0),
        delivery: 1,
    });
    [
        link(&there, Side::Customer, original),
        link(&here, Side::Team, copy),
    ]
}
