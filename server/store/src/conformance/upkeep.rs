//! What keeps a connection in good order: topics being made, budgets used up, updates
//! that were not understood.

use std::sync::Arc;

use backline_domain::change::{Change, KeptUpdate};
use backline_domain::delivery::Ledger;
use backline_domain::delivery::{Id, LaneKind};
use backline_domain::id::{ConnectionId, IdentityId, SubChat};

use super::sample::{
    HOSTILE, chat, choice, choice_id, connection_id, creation, delivery, held_album, kept,
    kept_update, lane, link_key, minute, part, reactions,
};
use crate::Store;

const DAY: i64 = 24 * 60;

pub(super) async fn exercise(make: &impl AsyncFn() -> Arc<dyn Store>) {
    creations_are_found_by_name(make().await).await;
    numbers_are_each_connections_own(make().await).await;
    ledgers_are_each_connections_own(make().await).await;
    retries_are_found_by_their_letter(make().await).await;
    reactions_and_aliases_are_found_by_key(make().await).await;
    what_was_posted_is_kept_until_its_hour_is_over(make().await).await;
    albums_are_held_for_an_hour_or_two(make().await).await;
    choices_are_each_connections_own_and_go_with_their_hour(make().await).await;
    unknown_updates_are_read_newest_first(make().await).await;
    unknown_updates_go_after_two_weeks(make().await).await;
    all_of_it_goes_with_its_connection(make().await).await;
}

async fn creations_are_found_by_name(store: Arc<dyn Store>) {
    let (a, b) = (connection_id("a"), connection_id("b"));
    let put = |of, name, open| Change::PutCreation(creation(of, name, open));
    let all = vec![put("a", HOSTILE, 1), put("a", "Ann", 1), put("b", "Ann", 3)];
    store.commit(all).await.unwrap();
    store.commit(vec![put("a", "Ann", 2)]).await.unwrap();
    let read = async |of: &ConnectionId, name: &str| store.creation(of, name).await.unwrap();
    assert_eq!(read(&a, "Ann").await, Some(creation("a", "Ann", 2)));
    assert_eq!(read(&b, "Ann").await, Some(creation("b", "Ann", 3)));
    assert_eq!(read(&a, HOSTILE).await, Some(creation("a", HOSTILE, 1)));
    assert_eq!(read(&b, HOSTILE).await, None);
    let delete = Change::DeleteCreation(a.clone(), "Ann".to_owned());
    store.commit(vec![delete]).await.unwrap();
    assert_eq!(read(&a, "Ann").await, None);
    assert!(read(&b, "Ann").await.is_some());
}

async fn numbers_are_each_connections_own(store: Arc<dyn Store>) {
    let (a, b) = (connection_id("a"), connection_id("b"));
    let put = |of: &ConnectionId, id, number| Change::PutNumber(of.clone(), id, number);
    let all = vec![
        put(&a, 5, 0),
        put(&a, -1_000_000_000_005, 1),
        put(&a, 0, 2),
        put(&b, 5, 7),
    ];
    store.commit(all).await.unwrap();
    let read = async |of: &ConnectionId, ids: &[i64]| {
        let mut found = store.numbers(of, ids).await.unwrap();
        found.sort_unstable();
        found
    };
    let ids = [0, 5, 6, -1_000_000_000_005];
    assert_eq!(
        read(&a, &ids).await,
        [(-1_000_000_000_005, 1), (0, 2), (5, 0)]
    );
    assert_eq!(read(&b, &ids).await, [(5, 7)]);
    assert_eq!(read(&b, &[]).await, []);
    store.commit(vec![put(&b, 5, 8)]).await.unwrap();
    assert_eq!(read(&b, &ids).await, [(5, 8)]);
    store
        .commit(vec![Change::DeleteConnection(a.clone())])
        .await
        .unwrap();
}

async fn ledgers_are_each_connections_own(store: Arc<dyn Store>) {
    let (a, b) = (connection_id("a"), connection_id("b"));
    assert_eq!(store.ledger(&a).await.unwrap(), None);
    let put = Change::PutLedger(a.clone(), Ledger::default());
    store.commit(vec![put]).await.unwrap();
    assert_eq!(store.ledger(&a).await.unwrap(), Some(Ledger::default()));
    assert_eq!(store.ledger(&b).await.unwrap(), None);
}

async fn retries_are_found_by_their_letter(store: Arc<dyn Store>) {
    let id = |of: &str, sequence| Id {
        connection: connection_id(of),
        sequence,
    };
    let by = delivery(&lane("a", Some(&chat(7)), LaneKind::ToCustomer), 9).key;
    let put = Change::PutRetry(id("a", 3), by.clone());
    store.commit(vec![put]).await.unwrap();
    assert_eq!(store.retry(&id("a", 3)).await.unwrap(), Some(by));
    assert_eq!(store.retry(&id("a", 9)).await.unwrap(), None);
    assert_eq!(store.retry(&id("b", 3)).await.unwrap(), None);
    let delete = Change::DeleteRetry(id("a", 3));
    store.commit(vec![delete]).await.unwrap();
    assert_eq!(store.retry(&id("a", 3)).await.unwrap(), None);
}

async fn reactions_and_aliases_are_found_by_key(store: Arc<dyn Store>) {
    let identity = IdentityId::bot(11);
    let key = |message| link_key(identity, &chat(-7), message, 0);
    let put = |message| Change::PutReactions(Box::new(reactions(key(message))));
    store.commit(vec![put(1), put(2)]).await.unwrap();
    let read = async || store.reactions(&[key(2), key(3)]).await.unwrap();
    assert_eq!(read().await, [reactions(key(2))]);
    let delete = Change::DeleteReactions(key(2));
    store.commit(vec![delete]).await.unwrap();
    assert_eq!(read().await, []);
    let (a, b) = (connection_id("a"), connection_id("b"));
    let alias = Change::PutAlias(a.clone(), chat(-100), chat(-7));
    store.commit(vec![alias]).await.unwrap();
    assert_eq!(store.alias(&a, &chat(-100)).await.unwrap(), Some(chat(-7)));
    assert_eq!(store.alias(&a, &chat(-7)).await.unwrap(), None);
    assert_eq!(store.alias(&b, &chat(-100)).await.unwrap(), None);
}

async fn what_was_posted_is_kept_until_its_hour_is_over(store: Arc<dyn Store>) {
    let (a, b) = (connection_id("a"), connection_id("b"));
    let key = |message| link_key(IdentityId::bot(11), &chat(-7), message, 0);
    let keep = |of, message, until| Change::Keep(Box::new(kept(of, key(message), until)));
    let (soon, later) = (minute(3 * DAY + 5), minute(5 * DAY));
    let all = vec![keep("a", 1, soon), keep("a", 2, later)];
    store.commit(all).await.unwrap();
    let read = async |of, message, until| store.kept(of, &key(message), until).await.unwrap();
    assert_eq!(read(&a, 1, soon).await, Some(kept("a", key(1), soon)));
    assert_eq!(read(&a, 2, soon).await, None);
    assert_eq!(read(&b, 1, soon).await, None);
    // Written once more, as after an edit.
    let mut edited = kept("a", key(1), soon);
    edited.contents.pop();
    let change = Change::Keep(Box::new(edited.clone()));
    store.commit(vec![change]).await.unwrap();
    assert_eq!(read(&a, 1, soon).await, Some(edited));
    store.sweep(soon, 100).await.unwrap();
    assert!(read(&a, 1, soon).await.is_some());
    assert_eq!(store.sweep(minute(4 * DAY), 100).await.unwrap(), 1);
    assert_eq!(read(&a, 1, soon).await, None);
    assert!(read(&a, 2, later).await.is_some());
    let forget = Change::Forget(a.clone(), key(2), later);
    store.commit(vec![forget]).await.unwrap();
    assert_eq!(read(&a, 2, later).await, None);
}

async fn albums_are_held_for_an_hour_or_two(store: Arc<dyn Store>) {
    let (a, b) = (connection_id("a"), connection_id("b"));
    let place = part(9, SubChat::Business(HOSTILE.to_owned()));
    let hold = |id, at| Change::HoldAlbum(Box::new(held_album("a", &place, id, at)));
    store
        .commit(vec![hold(HOSTILE, minute(0)), hold("x", minute(50))])
        .await
        .unwrap();
    let read = async |of, id, now| store.held_album(of, &place, id, now).await.unwrap();
    let first = Some(held_album("a", &place, HOSTILE, minute(0)));
    assert_eq!(read(&a, HOSTILE, minute(1)).await, first);
    assert_eq!(read(&a, HOSTILE, minute(60)).await, first);
    assert_eq!(read(&a, HOSTILE, minute(180)).await, None);
    assert_eq!(read(&b, HOSTILE, minute(1)).await, None);
    store.sweep(minute(60), 100).await.unwrap();
    assert_eq!(read(&a, HOSTILE, minute(60)).await, first);
    let release = Change::ReleaseAlbum(a.clone(), place.clone(), "x".to_owned(), minute(50));
    store.commit(vec![release]).await.unwrap();
    assert_eq!(read(&a, "x", minute(51)).await, None);
    assert_eq!(store.sweep(minute(240), 100).await.unwrap(), 1);
    assert_eq!(read(&a, HOSTILE, minute(1)).await, None);
}

async fn choices_are_each_connections_own_and_go_with_their_hour(store: Arc<dyn Store>) {
    let (a, b) = (connection_id("a"), connection_id("b"));
    let put = |of, until, letter| Change::PutChoice(Box::new(choice(of, &chat(9), until, letter)));
    // One name in two connections, and one at another time.
    let all = vec![put("a", 5, 1), put("b", 5, 2), put("a", 125, 3)];
    store.commit(all).await.unwrap();
    let read = async |of, until| store.choice(of, &choice_id(until)).await.unwrap();
    assert_eq!(read(&a, 5).await, Some(choice("a", &chat(9), 5, 1)));
    assert_eq!(read(&b, 5).await, Some(choice("b", &chat(9), 5, 2)));
    assert_eq!(read(&b, 125).await, None);
    store.commit(vec![put("a", 5, 4)]).await.unwrap();
    assert_eq!(read(&a, 5).await, Some(choice("a", &chat(9), 5, 4)));
    let delete = Change::DeleteChoice(a.clone(), choice_id(5));
    store.commit(vec![delete]).await.unwrap();
    assert_eq!(read(&a, 5).await, None);
    assert!(read(&b, 5).await.is_some());
    assert_eq!(store.sweep(minute(5), 100).await.unwrap(), 0);
    assert!(read(&b, 5).await.is_some());
    assert_eq!(store.sweep(minute(70), 100).await.unwrap(), 1);
    assert_eq!(read(&b, 5).await, None);
    assert!(read(&a, 125).await.is_some());
}

/// The ids of the updates.
fn ids(kept: &[KeptUpdate]) -> Vec<i64> {
    kept.iter().map(|one| one.key.update_id).collect()
}

async fn unknown_updates_are_read_newest_first(store: Arc<dyn Store>) {
    let a = connection_id("a");
    let keep = |of, id, at| Change::KeepUnknown(Box::new(kept_update(of, id, minute(at))));
    let mut all: Vec<_> = (1..=8).map(|id| keep("a", id, id * DAY)).collect();
    // Two of one moment, and another connection's.
    all.push(keep("a", 9, 8 * DAY));
    all.push(keep("b", 99, 8 * DAY));
    store.commit(all).await.unwrap();
    let now = minute(8 * DAY + 5);
    let read = async |before: Option<&KeptUpdate>, limit| {
        let before = before.map(|kept| (kept.at, &kept.key));
        store.unknown_updates(&a, before, now, limit).await.unwrap()
    };
    let first = read(None, 4).await;
    assert_eq!(ids(&first), [9, 8, 7, 6]);
    assert_eq!(first[1], kept_update("a", 8, minute(8 * DAY)));
    let second = read(first.last(), 3).await;
    assert_eq!(ids(&second), [5, 4, 3]);
    assert_eq!(ids(&read(second.last(), 10).await), [2, 1]);
    assert_eq!(ids(&read(Some(&first[0]), 1).await), [8]);
    assert_eq!(read(None, 0).await, []);
}

async fn unknown_updates_go_after_two_weeks(store: Arc<dyn Store>) {
    let a = connection_id("a");
    let keep = |id, at| Change::KeepUnknown(Box::new(kept_update("a", id, minute(at))));
    let all = (0..10).map(|id| keep(id, id)).chain([keep(50, 30 * DAY)]);
    store.commit(all.collect()).await.unwrap();
    let now = minute(31 * DAY);
    assert_eq!(
        ids(&store.unknown_updates(&a, None, now, 100).await.unwrap()),
        [50]
    );
    assert_eq!(store.sweep(now, 4).await.unwrap(), 4);
    assert_eq!(store.sweep(now, 100).await.unwrap(), 6);
    let early = store.unknown_updates(&a, None, minute(20), 100).await;
    assert!(
        ids(&early.unwrap()).iter().all(|id| *id == 50),
        "they are gone, not only out of sight"
    );
}

async fn all_of_it_goes_with_its_connection(store: Arc<dyn Store>) {
    let posted = || link_key(IdentityId::bot(11), &chat(-7), 1, 0);
    let (a, b) = (connection_id("a"), connection_id("b"));
    let rows = |of: &str| {
        let id = connection_id(of);
        vec![
            Change::PutConnection(Box::new(super::sample::connection(of, 1))),
            Change::PutCreation(creation(of, "Ann", 1)),
            Change::PutLedger(id, Ledger::default()),
            Change::KeepUnknown(Box::new(kept_update(of, 1, minute(0)))),
            Change::KeepUnknown(Box::new(kept_update(of, 2, minute(8 * DAY)))),
            Change::Keep(Box::new(kept(of, posted(), minute(9 * DAY)))),
            Change::HoldAlbum(Box::new(held_album(of, &chat(-7), "x", minute(8 * DAY)))),
            Change::PutChoice(Box::new(choice(of, &chat(9), 9 * DAY, 1))),
        ]
    };
    store.commit(rows("a")).await.unwrap();
    store.commit(rows("b")).await.unwrap();
    let delete = Change::DeleteConnection(a.clone());
    store.commit(vec![delete]).await.unwrap();
    let now = minute(8 * DAY);
    for (of, are_there) in [(&a, false), (&b, true)] {
        assert_eq!(
            store.creation(of, "Ann").await.unwrap().is_some(),
            are_there
        );
        assert_eq!(store.ledger(of).await.unwrap().is_some(), are_there);
        let posted = store.kept(of, &posted(), minute(9 * DAY)).await.unwrap();
        assert_eq!(posted.is_some(), are_there);
        let held = store.held_album(of, &chat(-7), "x", now).await.unwrap();
        assert_eq!(held.is_some(), are_there);
        let asked = store.choice(of, &choice_id(9 * DAY)).await.unwrap();
        assert_eq!(asked.is_some(), are_there);
        let kept = store.unknown_updates(of, None, now, 9).await.unwrap();
        assert_eq!(ids(&kept), if are_there { vec![2, 1] } else { vec![] });
    }
}
