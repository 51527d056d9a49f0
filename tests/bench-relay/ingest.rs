//! Durable ingest: from updates over gRPC to committed deliveries, beside the
//! bare store writing the same rows in the same batches.

use std::time::Instant;

use backline_domain::catalogue::{Language, Notice};
use backline_domain::change::{Change, Cursor};
use backline_domain::delivery::{
    Action, Class, Delivery, Key, Lane, LaneKind, Progress, Purpose, Target,
};
use backline_domain::id::{ChatAddress, ChatId, MessageId, MessageRef};
use backline_domain::link::{self, Link, Original, Role, Side};
use backline_domain::message::UpdateKey;
use backline_domain::payload::{Payload, Step};
use backline_domain::time::Timestamp;
use backline_store::Store as _;

use crate::gateway::Gateway;
use crate::office::{self, CUSTOMERS};

/// Messages of one connection.
const MESSAGES: i64 = 10_000;
/// Updates a batch, as Telegram gives at most.
const BATCH: i64 = 100;

/// Measures so many connections at once.
pub(crate) async fn run(connections: i64) -> anyhow::Result<()> {
    let directory = tempfile::tempdir()?;
    let store = office::open_store(directory.path()).await?;
    office::furnish(store.as_ref(), connections, CUSTOMERS).await?;
    let begun = Instant::now();
    let mut writers = Vec::new();
    for number in 0..connections {
        let store = store.clone();
        writers.push(tokio::spawn(async move {
            for batch in 0..MESSAGES / BATCH {
                store.commit(rows(number, batch)).await?;
            }
            anyhow::Ok(())
        }));
    }
    for writer in writers {
        writer.await??;
    }
    let total = f64::from(i32::try_from(connections * MESSAGES)?);
    let bare = total / begun.elapsed().as_secs_f64();
    store.close().await;
    drop(store);

    let directory = tempfile::tempdir()?;
    let store = office::open_store(directory.path()).await?;
    office::furnish(store.as_ref(), connections, CUSTOMERS).await?;
    store.close().await;
    drop(store);
    let (running, client, stop) = office::open(directory.path()).await?;
    let gateway = Gateway::attach(client, usize::try_from(connections)?).await?;
    let gateway = std::sync::Arc::new(gateway);
    let begun = Instant::now();
    let mut senders = Vec::new();
    for number in 0..connections {
        let gateway = gateway.clone();
        senders.push(tokio::spawn(async move {
            let identity = office::bot(number).to_string();
            for batch in 0..MESSAGES / BATCH {
                let customers = (0..BATCH).map(|n| (batch * BATCH + n) % CUSTOMERS + 1);
                let request = gateway.batch(&identity, batch * BATCH + 1, customers);
                gateway.client.gateway().ingest_updates(request).await?;
            }
            anyhow::Ok(())
        }));
    }
    for sender in senders {
        sender.await??;
    }
    let served = total / begun.elapsed().as_secs_f64();
    println!(
        "ingest, {connections} connection(s): {served:.0} messages/s; \
         bare store, same rows: {bare:.0}/s; share {:.0} %",
        served / bare * 100.0
    );
    stop.cancel();
    running.wait().await?;
    Ok(())
}

/// What a batch of messages comes to in the store: per message the dialog, the
/// delivery and the remembered update; per batch the cursor.
fn rows(number: i64, batch: i64) -> Vec<Change> {
    let connection = office::connection_id(number);
    let mut rows = Vec::new();
    for index in 0..BATCH {
        let update_id = batch * BATCH + index + 1;
        let customer = (batch * BATCH + index) % CUSTOMERS + 1;
        let dialog = office::dialog(number, customer);
        let chat = ChatAddress::whole(ChatId(customer));
        let text = format!("A question of ordinary length, number {update_id}, about an order.");
        let source = MessageRef {
            chat: chat.clone(),
            message: MessageId(update_id),
        };
        let lane = Lane {
            connection: connection.clone(),
            dialog: Some(chat),
            kind: LaneKind::ToTopic,
        };
        rows.push(Change::PutDelivery(Box::new(Delivery {
            key: Key {
                lane,
                sequence: u64::try_from(update_id).unwrap_or(0),
            },
            identity: office::bot(number),
            action: Action::Carry {
                to: Target::Topic,
                steps: vec![Step::Copy {
                    is_whole: true,
                    from: source.clone(),
                    caption: None,
                    caption_above: false,
                    fallback: vec![Payload::notice(
                        &Notice::UnknownCommand { word: text },
                        Language::En,
                    )],
                }],
                done: 0,
                main: 0,
                reply: None,
                joins: None,
            },
            purpose: Purpose::ToTopic {
                source: source.clone(),
            },
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
            via: None,
            held_back: 0,
            progress: Progress::default(),
            retry_of: None,
        })));
        rows.push(Change::PutLink(Box::new(Link {
            key: link::Key {
                identity: office::bot(number),
                chat: source.chat.clone(),
                message: source.message,
                part: 0,
            },
            side: Side::Customer,
            dialog: dialog.key.clone(),
            thread: None,
            role: Role::Original(Box::new(Original {
                hash: "0123456789abcdef01234567".to_owned(),
                ..Original::default()
            })),
            at: Timestamp(1),
        })));
        rows.push(Change::PutDialog(Box::new(dialog)));
        let key = UpdateKey {
            source: "bench".to_owned(),
            update_id,
            natural: String::new(),
        };
        rows.push(Change::MarkSeen(office::bot(number), key, Timestamp(1)));
    }
    let cursor = Cursor::UpdateId {
        source: "bench".to_owned(),
        update_id: batch * BATCH,
    };
    rows.push(Change::PutCursor(office::bot(number), cursor));
    rows
}
