//! Connections, their identities and parameters, and their end.

use std::sync::Arc;

use backline_domain::change::{Change, Cursor, Secret};
use backline_domain::delivery::LaneKind;
use backline_domain::id::{ChatId, IdentityId, TopicId};
use backline_domain::logout::Id;

use super::sample::{
    chat, connection, connection_id, dead_letter, delivery, dialog, dialog_key, identity, lane,
    link, link_key, logout, minute, parameter_change, timer, update,
};
use crate::{Error, Store};

const OWN: IdentityId = IdentityId::bot(11);
const OTHER: IdentityId = IdentityId::account(11);
const GROUP: ChatId = ChatId(-1_001_234_567_890);

pub(super) async fn exercise(make: &impl AsyncFn() -> Arc<dyn Store>) {
    revisions_go_up_one_by_one(make().await).await;
    identities_keep_cursor_and_secret_apart(make().await).await;
    parameter_changes_come_newest_first(make().await).await;
    deleting_takes_everything_and_nothing_else(make().await).await;
    sessions_to_be_ended_outlive_their_connection(make().await).await;
}

async fn revisions_go_up_one_by_one(store: Arc<dyn Store>) {
    let put = |revision| vec![Change::PutConnection(Box::new(connection("a", revision)))];
    for wrong in [0, 2, u64::MAX] {
        let refused = store.commit(put(wrong)).await;
        assert!(
            matches!(refused, Err(Error::Conflict { .. })),
            "{wrong}: {refused:?}"
        );
    }
    store.commit(put(1)).await.unwrap();
    assert!(matches!(
        store.commit(put(1)).await,
        Err(Error::Conflict { .. })
    ));
    store.commit([put(2), put(3)].concat()).await.unwrap();
    assert!(matches!(
        store.commit([put(4), put(6)].concat()).await,
        Err(Error::Conflict { .. })
    ));
    assert_eq!(
        store.connection(&connection_id("a")).await.unwrap(),
        Some(connection("a", 3))
    );
    store
        .commit(vec![Change::PutConnection(Box::new(connection("0", 1)))])
        .await
        .unwrap();
    assert_eq!(
        store.connections().await.unwrap(),
        [connection("0", 1), connection("a", 3)]
    );
    assert_eq!(store.connection(&connection_id("b")).await.unwrap(), None);
}

async fn identities_keep_cursor_and_secret_apart(store: Arc<dyn Store>) {
    let cursor = Cursor::UpdateId {
        source: "https://api.telegram.org".to_owned(),
        update_id: 7,
    };
    store
        .commit(vec![
            Change::PutIdentity(identity(OTHER, "a")),
            Change::PutIdentity(identity(OWN, "a")),
            Change::PutCursor(OWN, cursor.clone()),
            Change::PutSecret(OWN, Secret::new(b"11:token".to_vec())),
        ])
        .await
        .unwrap();
    let mut raised = identity(OWN, "a");
    raised.epoch = 4;
    store
        .commit(vec![Change::PutIdentity(raised.clone())])
        .await
        .unwrap();
    raised.cursor = Some(cursor);
    assert_eq!(
        store.identities().await.unwrap(),
        [raised, identity(OTHER, "a")]
    );
    assert_eq!(
        store.secret(OWN).await.unwrap(),
        Some(Secret::new(b"11:token".to_vec()))
    );
    assert_eq!(store.secret(OTHER).await.unwrap(), None);
    let state = Cursor::State(vec![0, 255, 3]);
    store
        .commit(vec![Change::PutCursor(OTHER, state.clone())])
        .await
        .unwrap();
    assert_eq!(store.identities().await.unwrap()[1].cursor, Some(state));
}

async fn parameter_changes_come_newest_first(store: Arc<dyn Store>) {
    let put =
        |of: &str, sequence| Change::PutParameterChange(Box::new(parameter_change(of, sequence)));
    let changes = [2, 1, 10, 9].map(|sequence| put("a", sequence));
    store
        .commit([changes.to_vec(), vec![put("b", 5)]].concat())
        .await
        .unwrap();
    let read = async |before, limit| {
        let rows = store
            .parameter_changes(&connection_id("a"), before, limit)
            .await
            .unwrap();
        rows.iter().map(|row| row.sequence).collect::<Vec<_>>()
    };
    assert_eq!(read(None, 100).await, [10, 9, 2, 1]);
    assert_eq!(read(Some(10), 2).await, [9, 2]);
    assert_eq!(read(Some(1), 2).await, [0_u64; 0]);
    assert_eq!(read(None, 0).await, [0_u64; 0]);
}

/// Everything that a connection can have.
fn everything(id: &str, of: IdentityId) -> Vec<Change> {
    let place = chat(if id == "a" { 1 } else { 2 });
    let topic = TopicId(if id == "a" { 3 } else { 4 });
    let mut own = connection(id, 1);
    own.frontend = of;
    vec![
        Change::PutConnection(Box::new(own)),
        Change::PutIdentity(identity(of, id)),
        Change::PutCursor(of, Cursor::State(vec![1])),
        Change::PutSecret(of, Secret::new(id.as_bytes())),
        Change::PutCounter(connection_id(id), 8),
        Change::PutParameterChange(Box::new(parameter_change(id, 1))),
        Change::PutDialog(Box::new(dialog(id, &place))),
        Change::PutTopic(GROUP, topic, dialog_key(id, &place)),
        Change::PutLink(Box::new(link(id, link_key(of, &place, 1, 0)))),
        Change::PutLink(Box::new(link(id, link_key(of, &chat(GROUP.0), 2, 0)))),
        Change::MarkSeen(of, update(1), minute(0)),
        Change::MarkSeen(of, update(2), minute(48 * 60)),
        Change::PutDelivery(Box::new(delivery(
            &lane(id, Some(&place), LaneKind::Topic),
            1,
        ))),
        Change::PutDelivery(Box::new(delivery(&lane(id, None, LaneKind::Notice), 2))),
        Change::PutDeadLetter(Box::new(dead_letter(id, 3))),
        Change::PutTimer(timer(id, 5, &place)),
    ]
}

/// What is there of a connection, as a count of rows by kind.
async fn count(store: &dyn Store, id: &str, of: IdentityId) -> Vec<usize> {
    let connection = connection_id(id);
    let place = chat(if id == "a" { 1 } else { 2 });
    let topic = TopicId(if id == "a" { 3 } else { 4 });
    let links = [
        link_key(of, &place, 1, 0),
        link_key(of, &chat(GROUP.0), 2, 0),
    ];
    let seen = [update(1), update(2)];
    let identities = store.identities().await.unwrap();
    vec![
        usize::from(store.connection(&connection).await.unwrap().is_some()),
        identities
            .iter()
            .filter(|identity| identity.id == of)
            .count(),
        usize::from(store.secret(of).await.unwrap().is_some()),
        usize::from(store.counter(&connection).await.unwrap() > 0),
        store
            .parameter_changes(&connection, None, 9)
            .await
            .unwrap()
            .len(),
        store.dialog_page(&connection, None, 9).await.unwrap().len(),
        store.topics(GROUP, &[topic]).await.unwrap().len(),
        store.links(&links).await.unwrap().len(),
        store.seen(of, &seen, minute(48 * 60)).await.unwrap().len(),
        store.waiting(&connection, 9).await.unwrap(),
        store
            .dead_letters(&connection, None, 9)
            .await
            .unwrap()
            .len(),
        usize::from(store.next_timer(&connection).await.unwrap().is_some()),
    ]
}

async fn deleting_takes_everything_and_nothing_else(store: Arc<dyn Store>) {
    let all = vec![1, 1, 1, 1, 1, 1, 1, 2, 2, 2, 1, 1];
    store.commit(everything("a", OWN)).await.unwrap();
    store.commit(everything("aa", OTHER)).await.unwrap();
    assert_eq!(count(&*store, "a", OWN).await, all);
    store
        .commit(vec![
            Change::DeleteConnection(connection_id("a")),
            Change::PutCounter(connection_id("aa"), 9),
        ])
        .await
        .unwrap();
    assert_eq!(count(&*store, "a", OWN).await, vec![0; 12]);
    assert_eq!(count(&*store, "aa", OTHER).await, all);
    assert_eq!(store.counter(&connection_id("aa")).await.unwrap(), 9);
    store
        .commit(vec![Change::DeleteConnection(connection_id("a"))])
        .await
        .unwrap();
    let anew = vec![Change::PutConnection(Box::new(connection("a", 1)))];
    store.commit(anew).await.unwrap();
    store
        .commit(everything("a", OWN).split_off(1))
        .await
        .unwrap();
    assert_eq!(count(&*store, "a", OWN).await, all);
}

async fn sessions_to_be_ended_outlive_their_connection(store: Arc<dyn Store>) {
    store.commit(everything("a", OTHER)).await.unwrap();
    let [one, other] = [logout("one", Some("a"), 5), logout("other", None, 7)];
    store
        .commit(vec![
            Change::PutLogout(Box::new(one.clone())),
            Change::DeleteConnection(connection_id("a")),
            Change::PutLogout(Box::new(other.clone())),
        ])
        .await
        .unwrap();
    assert!(store.secret(OTHER).await.unwrap().is_none());
    let read = async || {
        let mut rows = store.logouts().await.unwrap();
        rows.sort_by_key(|row| row.facts.due_at);
        rows
    };
    assert_eq!(read().await, [one.clone(), other.clone()]);
    let later = logout("one", Some("a"), 9);
    store
        .commit(vec![Change::PutLogout(Box::new(later.clone()))])
        .await
        .unwrap();
    assert_eq!(read().await, [other.clone(), later]);
    store
        .commit(vec![
            Change::DeleteLogout(one.facts.id),
            Change::DeleteLogout(Id::of(b"never")),
        ])
        .await
        .unwrap();
    assert_eq!(read().await, [other]);
}
