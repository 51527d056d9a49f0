//! Dialogs and topics.

use std::sync::Arc;

use backline_domain::change::Change;
use backline_domain::id::{ChatAddress, ChatId, TopicId};

use super::sample::{HOSTILE, chat, chats, connection_id, dialog, dialog_key, profile};
use crate::Store;

pub(super) async fn exercise(make: &impl AsyncFn() -> Arc<dyn Store>) {
    pages_are_in_the_order_of_addresses(make().await).await;
    many_are_found_by_key(make().await).await;
    topics_lead_to_dialogs(make().await).await;
    listed_ones_are_found_without_the_others(make().await).await;
    what_is_written_down_is_found_by_dialog(make().await).await;
}

async fn listed_ones_are_found_without_the_others(store: Arc<dyn Store>) {
    let chats = chats();
    let put = |of: &str, place| Change::PutDialog(Box::new(dialog(of, place)));
    let list = |of: &str, place| Change::ListDialog(dialog_key(of, place));
    let is_listed = |number: usize| number % 3 != 2;
    let mut all: Vec<_> = chats.iter().map(|place| put("a", place)).collect();
    let listed = chats.iter().enumerate().filter(|(n, _)| is_listed(*n));
    all.extend(listed.map(|(_, place)| list("a", place)));
    all.extend([put("b", &chats[0]), list("b", &chats[0])]);
    store.commit(all).await.unwrap();
    let read = async || {
        let mut found: Vec<ChatAddress> = Vec::new();
        loop {
            let (of, after) = (connection_id("a"), found.last());
            let page = store.listed_dialogs(&of, after, 2).await.unwrap();
            if page.is_empty() {
                return found;
            }
            assert!(page.len() <= 2);
            found.extend(page.into_iter().map(|row| row.key.chat));
        }
    };
    let those = |is_one: &dyn Fn(usize) -> bool| {
        let all = chats.iter().enumerate();
        let those = all.filter(|(number, _)| is_one(*number));
        those.map(|(_, place)| place.clone()).collect::<Vec<_>>()
    };
    assert_eq!(read().await, those(&is_listed));
    // One more, one less, and one as it was.
    let changed = vec![
        Change::UnlistDialog(dialog_key("a", &chats[0])),
        Change::UnlistDialog(dialog_key("a", &chats[5])),
        list("a", &chats[2]),
        list("a", &chats[1]),
    ];
    store.commit(changed).await.unwrap();
    let is_one = |number| number == 2 || (is_listed(number) && number != 0);
    assert_eq!(read().await, those(&is_one));
    let none = store.listed_dialogs(&connection_id("a"), None, 0).await;
    assert!(none.unwrap().is_empty());
    let delete = Change::DeleteConnection(connection_id("a"));
    store.commit(vec![delete]).await.unwrap();
    assert_eq!(read().await, []);
    let others = store.listed_dialogs(&connection_id("b"), None, 9).await;
    assert_eq!(others.unwrap().len(), 1);
}

async fn what_is_written_down_is_found_by_dialog(store: Arc<dyn Store>) {
    let chats = chats();
    let put = |of, place, note| Change::PutProfile(Box::new(profile(of, place, note)));
    let all = vec![
        put("a", &chats[0], "first"),
        put("a", &chats[1], HOSTILE),
        put("b", &chats[0], "of another"),
    ];
    store.commit(all).await.unwrap();
    store
        .commit(vec![put("a", &chats[0], "second")])
        .await
        .unwrap();
    let read = async |of: &str| {
        let keys: Vec<_> = chats.iter().map(|place| dialog_key(of, place)).collect();
        let mut found = store.profiles(&keys).await.unwrap();
        found.sort_by(|one, other| one.dialog.cmp(&other.dialog));
        found
    };
    let expected = [
        profile("a", &chats[0], "second"),
        profile("a", &chats[1], HOSTILE),
    ];
    assert_eq!(read("a").await, expected);
    assert!(store.profiles(&[]).await.unwrap().is_empty());
    let delete = Change::DeleteConnection(connection_id("a"));
    store.commit(vec![delete]).await.unwrap();
    assert_eq!(read("a").await, []);
    assert_eq!(read("b").await, [profile("b", &chats[0], "of another")]);
}

async fn pages_are_in_the_order_of_addresses(store: Arc<dyn Store>) {
    let chats = chats();
    assert!(chats.is_sorted(), "the sample is in order");
    let put = |of: &str, place| Change::PutDialog(Box::new(dialog(of, place)));
    let mut changes: Vec<_> = chats.iter().rev().map(|place| put("a", place)).collect();
    changes.extend([put("0", &chat(1)), put("a0", &chat(1)), put("b", &chat(1))]);
    store.commit(changes).await.unwrap();
    let mut found = Vec::new();
    loop {
        let after = found.last();
        let page = store
            .dialog_page(&connection_id("a"), after, 4)
            .await
            .unwrap();
        if page.is_empty() {
            break;
        }
        assert!(
            page.iter()
                .all(|row| row.key.connection == connection_id("a"))
        );
        found.extend(page.into_iter().map(|row| row.key.chat));
    }
    assert_eq!(found, chats);
    assert!(
        store
            .dialog_page(&connection_id("a"), None, 0)
            .await
            .unwrap()
            .is_empty()
    );
    assert!(
        store
            .dialog_page(&connection_id("c"), None, 9)
            .await
            .unwrap()
            .is_empty()
    );
}

async fn many_are_found_by_key(store: Arc<dyn Store>) {
    let changes = chats()
        .iter()
        .map(|place| Change::PutDialog(Box::new(dialog("a", place))))
        .collect();
    store.commit(changes).await.unwrap();
    for place in chats() {
        let rows = store.dialogs(&[dialog_key("a", &place)]).await.unwrap();
        assert_eq!(rows, [dialog("a", &place)]);
    }
    let mut keys: Vec<_> = chats().iter().map(|place| dialog_key("a", place)).collect();
    keys.extend((1000..2200).map(|id| dialog_key("a", &chat(id))));
    let mut rows = store.dialogs(&keys).await.unwrap();
    rows.sort_by(|one, other| one.key.cmp(&other.key));
    let found: Vec<_> = rows.into_iter().map(|row| row.key.chat).collect();
    assert_eq!(found, chats());
    assert!(store.dialogs(&[]).await.unwrap().is_empty());
}

async fn topics_lead_to_dialogs(store: Arc<dyn Store>) {
    let (group, other) = (ChatId(-1_001_234_567_890), ChatId(-1_001_234_567_891));
    let (one, two) = (dialog_key("a", &chat(1)), dialog_key("a", &chat(2)));
    store
        .commit(vec![
            Change::PutTopic(group, TopicId(10), one.clone()),
            Change::PutTopic(group, TopicId(11), one.clone()),
            Change::PutTopic(other, TopicId(10), two.clone()),
        ])
        .await
        .unwrap();
    let topics = [TopicId(11), TopicId(12), TopicId(10)];
    let mut found = store.topics(group, &topics).await.unwrap();
    found.sort();
    assert_eq!(found, [(TopicId(10), one.clone()), (TopicId(11), one)]);
    assert_eq!(
        store.topics(other, &topics).await.unwrap(),
        [(TopicId(10), two.clone())]
    );
    store
        .commit(vec![Change::PutTopic(group, TopicId(10), two.clone())])
        .await
        .unwrap();
    assert_eq!(
        store.topics(group, &[TopicId(10)]).await.unwrap(),
        [(TopicId(10), two)]
    );
}
