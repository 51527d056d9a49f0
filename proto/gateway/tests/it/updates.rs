//! Updates: confirmed to Telegram after the commit, and only then.

use std::time::Duration;

use backline_proto::gateway::v1::cursor::Kind;
use tokio_util::sync::CancellationToken;
use tonic::Status;

use crate::scripted::{Answer, Call, Harness};

fn ingests(calls: &[Call]) -> usize {
    calls
        .iter()
        .filter(|call| matches!(call, Call::Ingest(_)))
        .count()
}

#[tokio::test]
async fn nothing_is_confirmed_before_the_server_answered() {
    let harness = Harness::with_identity().await;
    let withheld = CancellationToken::new();
    harness
        .server
        .will("IngestUpdates", Answer::Withhold(withheld.clone()));
    harness.platform.arrive(5);
    harness
        .server
        .until("ingested", |calls| ingests(calls) == 1)
        .await;
    let calls = harness.server.calls();
    let ingest = calls.iter().find_map(|call| match call {
        Call::Ingest(request) => Some(request),
        _ => None,
    });
    let ingest = ingest.unwrap();
    assert_eq!(
        (ingest.session.as_str(), ingest.epoch, ingest.updates.len()),
        ("session 1", 1, 1)
    );
    assert!(harness.platform.confirmed().is_empty());
    assert!(!harness.platform.is_polling(), "one batch at a time");
    withheld.cancel();
    let platform = harness.platform.clone();
    harness
        .settled("confirmed", || platform.confirmed().len() == 1)
        .await;
    harness
        .settled("polling again", || platform.is_polling())
        .await;
}

#[tokio::test]
async fn a_batch_is_repeated_until_it_is_committed() {
    let harness = Harness::with_identity().await;
    harness
        .server
        .will("IngestUpdates", Answer::Refuse(Status::unavailable("away")));
    harness.server.will(
        "IngestUpdates",
        Answer::Refuse(Status::deadline_exceeded("slow")),
    );
    harness.server.will(
        "IngestUpdates",
        Answer::Refuse(Status::invalid_argument("bug")),
    );
    harness.platform.arrive(5);
    let step = Duration::from_millis(250);
    harness
        .drive(step, "four attempts", |calls| ingests(calls) == 4)
        .await;
    let platform = harness.platform.clone();
    harness
        .settled("confirmed", || platform.confirmed().len() == 1)
        .await;
}

#[tokio::test]
async fn a_batch_that_is_too_large_goes_in_halves() {
    let harness = Harness::with_identity().await;
    for status in [
        Status::out_of_range("decoded message length too large"),
        Status::resource_exhausted("message larger than max"),
    ] {
        harness.server.will("IngestUpdates", Answer::Refuse(status));
    }
    harness.platform.arrive_together(&[5, 6, 7, 8]);
    let platform = harness.platform.clone();
    harness
        .settled("confirmed", || platform.confirmed().len() == 1)
        .await;
    let sent: Vec<Vec<i64>> = harness
        .server
        .calls()
        .into_iter()
        .filter_map(|call| match call {
            Call::Ingest(request) => Some(request),
            _ => None,
        })
        .map(|request| {
            let keys = request.updates.into_iter().filter_map(|it| it.key);
            keys.map(|key| key.update_id).collect()
        })
        .collect();
    let expected: [&[i64]; 5] = [&[5, 6, 7, 8], &[5, 6], &[5], &[6], &[7, 8]];
    assert_eq!(sent, expected);
    let cursor = platform.confirmed().remove(0).unwrap();
    assert_eq!(cursor.kind, Some(Kind::UpdateId(8)), "once, at the end");
}

#[tokio::test]
async fn the_servers_cursor_counts_also_when_it_is_lower() {
    let harness = Harness::with_identity().await;
    harness.server.will("IngestUpdates", Answer::Committed(3));
    harness.platform.arrive(900);
    let platform = harness.platform.clone();
    harness
        .settled("confirmed", || platform.confirmed().len() == 1)
        .await;
    let cursor = harness.platform.confirmed().remove(0).unwrap();
    assert_eq!(cursor.kind, Some(Kind::UpdateId(3)));
}
