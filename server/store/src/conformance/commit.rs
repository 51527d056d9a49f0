//! All or nothing, the last wins, and nothing is lost when many write at once.

use std::sync::Arc;

use backline_domain::change::Change;
use backline_domain::dialog::State;

use super::sample::{HOSTILE, chat, connection, connection_id, dialog, dialog_key, lane, request};
use super::sample::{delivery, minute};
use crate::{Error, Store};
use backline_domain::delivery::LaneKind;

pub(super) async fn exercise(make: &impl AsyncFn() -> Arc<dyn Store>) {
    nothing_is_written_when_one_precondition_fails(make().await).await;
    the_last_change_of_a_row_wins(make().await).await;
    a_request_is_answered_once(make().await).await;
    writers_of_one_row_all_get_through(make().await).await;
    large_commits_are_whole(make().await).await;
    make().await.commit(Vec::new()).await.unwrap();
}

async fn nothing_is_written_when_one_precondition_fails(store: Arc<dyn Store>) {
    store
        .commit(vec![Change::PutConnection(Box::new(connection("a", 1)))])
        .await
        .unwrap();
    let chat = chat(-5);
    let refused = store
        .commit(vec![
            Change::PutDialog(Box::new(dialog("a", &chat))),
            Change::PutCounter(connection_id("a"), 9),
            Change::PutConnection(Box::new(connection("a", 1))),
            Change::DeleteToken("t".to_owned()),
        ])
        .await;
    match refused {
        Err(Error::Conflict { what }) => assert_eq!(what, "connection a"),
        other => panic!("{other:?}"),
    }
    assert!(
        store
            .dialogs(&[dialog_key("a", &chat)])
            .await
            .unwrap()
            .is_empty()
    );
    assert_eq!(store.counter(&connection_id("a")).await.unwrap(), 0);
}

async fn the_last_change_of_a_row_wins(store: Arc<dyn Store>) {
    let (key, chat) = (dialog_key("a", &chat(1)), chat(1));
    let mut closed = dialog("a", &chat);
    closed.state = State::Closed;
    let first = delivery(&lane("a", Some(&chat), LaneKind::ToTopic), 1);
    store
        .commit(vec![
            Change::PutDialog(Box::new(dialog("a", &chat))),
            Change::PutDelivery(Box::new(first.clone())),
            Change::DeleteDelivery(first.key.clone()),
            Change::PutDialog(Box::new(closed.clone())),
        ])
        .await
        .unwrap();
    assert_eq!(store.dialogs(&[key]).await.unwrap(), [closed]);
    assert_eq!(store.delivery(&first.key).await.unwrap(), None);
    let mut again = first.clone();
    again.attempts = 2;
    store
        .commit(vec![
            Change::DeleteDelivery(first.key.clone()),
            Change::PutDelivery(Box::new(again.clone())),
        ])
        .await
        .unwrap();
    assert_eq!(store.delivery(&first.key).await.unwrap(), Some(again));
}

async fn a_request_is_answered_once(store: Arc<dyn Store>) {
    let id = format!("token/{HOSTILE}");
    let answer = request(&id, minute(0));
    let put = || vec![Change::PutRequest(Box::new(answer.clone()))];
    store.commit(put()).await.unwrap();
    let mut changes = put();
    changes.push(Change::PutCounter(connection_id("a"), 3));
    match store.commit(changes).await {
        Err(Error::Conflict { what }) => assert_eq!(what, format!("request {id}")),
        other => panic!("{other:?}"),
    }
    assert_eq!(store.counter(&connection_id("a")).await.unwrap(), 0);
    assert_eq!(store.request(&id).await.unwrap(), Some(answer.clone()));
    assert_eq!(store.request("other").await.unwrap(), None);
    let twice = request("twice", minute(0));
    let both = vec![
        Change::PutRequest(Box::new(twice.clone())),
        Change::PutRequest(Box::new(twice)),
    ];
    assert!(matches!(
        store.commit(both).await,
        Err(Error::Conflict { .. })
    ));
}

async fn writers_of_one_row_all_get_through(store: Arc<dyn Store>) {
    let chat = chat(3);
    let of_lane = lane("a", Some(&chat), LaneKind::ToCustomer);
    let commits = (1..=24).map(|sequence| {
        let (store, chat, of_lane) = (Arc::clone(&store), chat.clone(), of_lane.clone());
        async move {
            store
                .commit(vec![
                    Change::PutDialog(Box::new(dialog("a", &chat))),
                    Change::PutDelivery(Box::new(delivery(&of_lane, sequence))),
                ])
                .await
        }
    });
    let mut tasks = tokio::task::JoinSet::new();
    for commit in commits {
        tasks.spawn(commit);
    }
    for outcome in tasks.join_all().await {
        outcome.unwrap();
    }
    assert_eq!(store.lane(&of_lane, 0, 100).await.unwrap().len(), 24);
}

async fn large_commits_are_whole(store: Arc<dyn Store>) {
    let of_lane = lane("a", None, LaneKind::Notice);
    let changes = (1..=500)
        .map(|sequence| Change::PutDelivery(Box::new(delivery(&of_lane, sequence))))
        .collect();
    store.commit(changes).await.unwrap();
    let rows = store.lane(&of_lane, 0, 1000).await.unwrap();
    let sequences: Vec<_> = rows.iter().map(|row| row.key.sequence).collect();
    assert_eq!(sequences, (1..=500).collect::<Vec<_>>());
}
