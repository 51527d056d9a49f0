//! Measures the store beside the bare database: `commit_rate URL rate|fill|open
//! [COUNT]`. Run it in a release build on an otherwise idle machine.
#![allow(clippy::disallowed_methods, reason = "it measures real time")]
#![allow(clippy::print_stdout, reason = "its output is for people")]
#![allow(clippy::unwrap_used, reason = "whoever measures reads a panic")]

use std::sync::Arc;
use std::time::{Duration, Instant};

use backline_domain::change::Change;
use backline_domain::delivery::LaneKind;
use backline_domain::id::{ChatAddress, ChatId, IdentityId, MessageId};
use backline_domain::link;
use backline_store::conformance::sample;
use backline_store::{Options, SealKey, Store, Surreal, open};
use surrealdb::engine::any::{Any, connect};
use surrealdb::types::{Array, Number, Object, RecordId, RecordIdKey, Value};

const BOT: IdentityId = IdentityId::bot(1_234_567_890);

#[tokio::main]
async fn main() {
    let arguments: Vec<String> = std::env::args().collect();
    let [_, url, mode, rest @ ..] = arguments.as_slice() else {
        println!("commit_rate URL rate|fill|open [COUNT]");
        return;
    };
    let count = rest
        .first()
        .and_then(|count| count.parse().ok())
        .unwrap_or(2000);
    let began = Instant::now();
    let options = Options::new(url.as_str(), SealKey::new([1; 32]));
    match mode.as_str() {
        "rate" => {
            let store = open(options).await.unwrap();
            for (flight, batch) in [(1, 1), (64, 1), (1, 50), (8, 50)] {
                ours(&store, flight, batch, count).await;
            }
            store.close().await;
            let bare = Arc::new(connect(url.as_str()).await.unwrap());
            bare.use_ns("bare").use_db("bare").await.unwrap();
            let tables = "DEFINE TABLE dialog; DEFINE TABLE delivery; DEFINE TABLE seen";
            bare.query(tables).await.unwrap().check().unwrap();
            for (flight, batch) in [(1, 1), (64, 1), (1, 50), (8, 50)] {
                bare_rate(&bare, flight, batch, count).await;
            }
        }
        "fill" => fill(&*open(options).await.unwrap(), count).await,
        _ => {
            let store = open(options).await.unwrap();
            println!("opened in {:?}, {}", began.elapsed(), memory());
            reads(&store).await;
            tokio::time::sleep(Duration::from_secs(5)).await;
            println!("after a while: {}", memory());
        }
    }
}

/// What one relayed message writes.
fn message(worker: i64, number: u64, chats: u64) -> [Change; 3] {
    let place = ChatAddress::whole(ChatId(
        worker * 1000 + i64::try_from(number % chats).unwrap(),
    ));
    let of_lane = sample::lane("a", Some(&place), LaneKind::ToTopic);
    let sequence = number + u64::try_from(worker).unwrap() * 1_000_000_000;
    let update = i64::try_from(sequence).unwrap();
    [
        Change::PutDialog(Box::new(sample::dialog("a", &place))),
        Change::PutDelivery(Box::new(sample::delivery(&of_lane, sequence))),
        Change::MarkSeen(BOT, sample::update(update), sample::minute(0)),
    ]
}

fn report(label: &str, flight: usize, batch: usize, done: usize, began: Instant) {
    let seconds = began.elapsed().as_secs_f64();
    let (messages, commits) = (done as f64 / seconds, (done / batch) as f64 / seconds);
    println!(
        "{label:6} {flight:3} in flight, {batch:3} a commit: {messages:8.0} messages/s \
         {commits:8.0} commits/s {}",
        memory()
    );
}

async fn ours(store: &Arc<Surreal>, flight: usize, batch: usize, count: usize) {
    let count = if batch == 1 { count } else { count * 4 };
    let began = Instant::now();
    let mut tasks = tokio::task::JoinSet::new();
    for worker in 0..flight {
        let store = Arc::clone(store);
        let worker = i64::try_from(worker + flight * 100 + batch * 10_000).unwrap();
        tasks.spawn(async move {
            for commit in 0..count / flight / batch {
                let numbers = (0..batch).map(|index| (commit * batch + index) as u64);
                let changes = numbers
                    .flat_map(|number| message(worker, number, 50))
                    .collect();
                store.commit(changes).await.unwrap();
            }
        });
    }
    tasks.join_all().await;
    report("store", flight, batch, count, began);
}

fn object<const N: usize>(fields: [(&str, Value); N]) -> Value {
    let mut object = Object::new();
    for (name, value) in fields {
        object.insert(name.to_owned(), value);
    }
    Value::Object(object)
}

fn row(table: &str, parts: &[i64], body: &str) -> Value {
    let parts: Vec<_> = parts
        .iter()
        .map(|part| Value::Number(Number::Int(*part)))
        .collect();
    let id = RecordId::new(table, RecordIdKey::Array(Array::from(parts)));
    object([
        ("id", Value::RecordId(id)),
        ("body", Value::String(body.to_owned())),
    ])
}

async fn bare_rate(bare: &Arc<surrealdb::Surreal<Any>>, flight: usize, batch: usize, count: usize) {
    const TEXT: &str = "BEGIN; \
        INSERT INTO dialog $dialogs ON DUPLICATE KEY UPDATE body = $input.body RETURN NONE; \
        INSERT INTO delivery $deliveries RETURN NONE; INSERT INTO seen $seen RETURN NONE; COMMIT;";
    let count = if batch == 1 { count } else { count * 4 };
    let place = sample::chat(1);
    let dialog = serde_json::to_string(&sample::dialog("a", &place)).unwrap();
    let of_lane = sample::lane("a", Some(&place), LaneKind::ToTopic);
    let delivery = serde_json::to_string(&sample::delivery(&of_lane, 1)).unwrap();
    let began = Instant::now();
    let mut tasks = tokio::task::JoinSet::new();
    for worker in 0..flight {
        let (bare, dialog, delivery) = (Arc::clone(bare), dialog.clone(), delivery.clone());
        let worker = i64::try_from(worker + flight * 100 + batch * 10_000).unwrap();
        tasks.spawn(async move {
            for commit in 0..count / flight / batch {
                let numbers = || (0..batch).map(|i| i64::try_from(commit * batch + i).unwrap());
                let rows = |table: &'static str, body: &str| {
                    let rows = numbers().map(|number| row(table, &[worker, number], body));
                    Value::Array(Array::from(rows.collect::<Vec<_>>()))
                };
                let mut chats: Vec<_> = numbers().map(|number| number % 50).collect();
                chats.sort_unstable();
                chats.dedup();
                let dialogs = chats
                    .iter()
                    .map(|chat| row("dialog", &[worker, *chat], &dialog));
                let bindings = object([
                    (
                        "dialogs",
                        Value::Array(Array::from(dialogs.collect::<Vec<_>>())),
                    ),
                    ("deliveries", rows("delivery", &delivery)),
                    ("seen", rows("seen", "1700000000000")),
                ]);
                bare.query(TEXT)
                    .bind(bindings)
                    .await
                    .unwrap()
                    .check()
                    .unwrap();
            }
        });
    }
    tasks.join_all().await;
    report("bare", flight, batch, count, began);
}

fn link_of(number: i64, side: i64) -> link::Key {
    let chat = if side == 0 {
        100_000 + number % 100_000
    } else {
        -1_001_234_567_890
    };
    let chat = ChatAddress::whole(ChatId(chat));
    link::Key {
        identity: BOT,
        chat,
        message: MessageId(number),
        part: 0,
    }
}

/// 100,000 dialogs and `count` links.
async fn fill(store: &dyn Store, count: usize) {
    let began = Instant::now();
    let count = i64::try_from(count).unwrap();
    for first in (0..100_000).step_by(1000) {
        let dialogs = (first..first + 1000)
            .map(|number| Change::PutDialog(Box::new(sample::dialog("a", &sample::chat(number)))));
        store.commit(dialogs.collect()).await.unwrap();
    }
    println!("dialogs: {:?}, {}", began.elapsed(), memory());
    for first in (0..count / 2).step_by(500) {
        let links = (first..first + 500).flat_map(|number| {
            [0, 1].map(|side| Change::PutLink(Box::new(sample::link("a", link_of(number, side)))))
        });
        store.commit(links.collect()).await.unwrap();
        if first % 50_000 == 0 {
            println!(
                "{first} pairs of links: {:?}, {}",
                began.elapsed(),
                memory()
            );
        }
    }
    println!("filled in {:?}, {}", began.elapsed(), memory());
}

async fn reads(store: &Surreal) {
    let began = Instant::now();
    let mut found = 0;
    for number in 0..500 {
        found += store
            .links(&[link_of(number * 997, number % 2)])
            .await
            .unwrap()
            .len();
    }
    println!(
        "500 links looked up one by one, {found} found: {:?}",
        began.elapsed()
    );
    let began = Instant::now();
    let keys: Vec<_> = (0..100)
        .map(|number| sample::dialog_key("a", &sample::chat(number * 37)))
        .collect();
    let found = store.dialogs(&keys).await.unwrap().len();
    println!("100 dialogs at once, {found} found: {:?}", began.elapsed());
    let began = Instant::now();
    let updates: Vec<_> = (0..100).map(sample::update).collect();
    store.seen(BOT, &updates, sample::minute(0)).await.unwrap();
    println!("100 updates looked up at once: {:?}", began.elapsed());
    let began = Instant::now();
    let page = store
        .dialog_page(&sample::connection_id("a"), None, 50)
        .await
        .unwrap();
    println!(
        "a page of {} dialogs: {:?}, {}",
        page.len(),
        began.elapsed(),
        memory()
    );
}

fn memory() -> String {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = |name: &str| {
        let line = status
            .lines()
            .find(|line| line.starts_with(name))
            .unwrap_or_default();
        line.split_whitespace().collect::<Vec<_>>().join(" ")
    };
    format!("{} {}", line("VmRSS"), line("RssAnon"))
}
