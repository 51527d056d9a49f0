//! Dialogs and topics.

use std::sync::Arc;

use backline_domain::change::Change;
use backline_domain::id::{ChatId, TopicId};

use super::sample::{chat, chats, connection_id, dialog, dialog_key};
use crate::Store;

pub(super) async fn exercise(make: &impl AsyncFn() -> Arc<dyn Store>) {
    pages_are_in_the_order_of_addresses(make().await).await;
    many_are_found_by_key(make().await).await;
    topics_lead_to_dialogs(make().await).await;
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
