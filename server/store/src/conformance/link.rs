//! Links: all parts of the messages named, in order.

use std::sync::Arc;

use backline_domain::change::Change;
use backline_domain::id::IdentityId;

use super::sample::{chat, chats, link, link_key};
use crate::Store;

const BOT: IdentityId = IdentityId::bot(11);
const ACCOUNT: IdentityId = IdentityId::account(11);

pub(super) async fn exercise(make: &impl AsyncFn() -> Arc<dyn Store>) {
    all_parts_are_found(make().await).await;
    identities_and_chats_are_apart(make().await).await;
    all_are_looked_through_in_pages(make().await).await;
}

async fn all_are_looked_through_in_pages(store: Arc<dyn Store>) {
    let mut all = Vec::new();
    for (identity, place) in [(BOT, -7), (BOT, 5), (ACCOUNT, 5)] {
        for message in [1, 2, 300] {
            all.push(link_key(identity, &chat(place), message, 0));
            all.push(link_key(identity, &chat(place), message, 1));
        }
    }
    let changes = all
        .iter()
        .map(|key| Change::PutLink(Box::new(link("a", key.clone()))));
    store.commit(changes.collect()).await.unwrap();
    for size in [1, 4, 5, 18, 100] {
        let (mut seen, mut after) = (Vec::new(), None);
        loop {
            let page = store.link_page(after.as_ref(), size).await.unwrap();
            assert!(page.len() <= size);
            let is_end = page.len() < size;
            seen.extend(page.into_iter().map(|link| link.key));
            after = seen.last().cloned();
            if is_end {
                break;
            }
        }
        let mut sorted = seen.clone();
        sorted.sort();
        sorted.dedup();
        let mut wanted = all.clone();
        wanted.sort();
        assert_eq!((seen.len(), sorted), (all.len(), wanted), "pages of {size}");
    }
}

async fn all_parts_are_found(store: Arc<dyn Store>) {
    let place = chat(-7);
    let key = |message, part| link_key(BOT, &place, message, part);
    let all = [
        key(9, 0),
        key(10, 0),
        key(10, 1),
        key(10, u32::MAX),
        key(11, 0),
        key(100, 2),
    ];
    let changes = all
        .iter()
        .map(|key| Change::PutLink(Box::new(link("a", key.clone()))))
        .collect();
    store.commit(changes).await.unwrap();
    let read = async |keys: &[_]| {
        let rows = store.links(keys).await.unwrap();
        rows.into_iter().map(|row| row.key).collect::<Vec<_>>()
    };
    assert_eq!(read(&[key(10, 5)]).await, all[1..4]);
    assert_eq!(
        read(&[key(100, 0), key(10, 0), key(10, 1), key(9, 0), key(12, 0)]).await,
        [&all[..4], &all[5..]].concat()
    );
    assert_eq!(read(&[]).await, []);
    store
        .commit(vec![Change::DeleteLink(key(10, 1))])
        .await
        .unwrap();
    assert_eq!(read(&[key(10, 0)]).await, [key(10, 0), key(10, u32::MAX)]);
    let mut changed = link("a", key(9, 0));
    changed.thread = Some(4);
    store
        .commit(vec![Change::PutLink(Box::new(changed.clone()))])
        .await
        .unwrap();
    assert_eq!(store.links(&[key(9, 0)]).await.unwrap(), [changed]);
}

async fn identities_and_chats_are_apart(store: Arc<dyn Store>) {
    let mut keys = Vec::new();
    for identity in [BOT, ACCOUNT] {
        keys.extend(chats().iter().map(|place| link_key(identity, place, 1, 0)));
    }
    let changes = keys
        .iter()
        .map(|key| Change::PutLink(Box::new(link("a", key.clone()))))
        .collect();
    store.commit(changes).await.unwrap();
    for key in &keys {
        let rows = store.links(std::slice::from_ref(key)).await.unwrap();
        assert_eq!(rows, [link("a", key.clone())]);
    }
    let backwards: Vec<_> = keys.iter().rev().cloned().collect();
    let found: Vec<_> = store
        .links(&backwards)
        .await
        .unwrap()
        .into_iter()
        .map(|row| row.key)
        .collect();
    assert_eq!(found, keys);
}
