//! Tokens, and the answers to earlier calls.

use std::sync::Arc;

use backline_domain::change::Change;

use super::sample::{HOSTILE, minute, request, token};
use crate::Store;

const HOUR: i64 = 60;

pub(super) async fn exercise(make: &impl AsyncFn() -> Arc<dyn Store>) {
    tokens_come_and_go(make().await).await;
    requests_are_kept_for_24_hours(make().await).await;
    make().await.check().await.unwrap();
}

async fn tokens_come_and_go(store: Arc<dyn Store>) {
    let put = |id: &str| Change::PutToken(Box::new(token(id)));
    store
        .commit(vec![put("b"), put("a"), put(HOSTILE)])
        .await
        .unwrap();
    let read = async || {
        let mut ids: Vec<_> = store
            .tokens()
            .await
            .unwrap()
            .into_iter()
            .map(|token| token.id)
            .collect();
        ids.sort();
        ids
    };
    assert_eq!(read().await, [HOSTILE, "a", "b"]);
    assert!(store.tokens().await.unwrap().contains(&token(HOSTILE)));
    store
        .commit(vec![Change::DeleteToken("a".to_owned())])
        .await
        .unwrap();
    store
        .commit(vec![Change::DeleteToken("never".to_owned())])
        .await
        .unwrap();
    assert_eq!(read().await, [HOSTILE, "b"]);
}

async fn requests_are_kept_for_24_hours(store: Arc<dyn Store>) {
    let put = |id: &str, at| Change::PutRequest(Box::new(request(id, minute(at))));
    store
        .commit(vec![put("t/1", 0), put("t/2", HOUR)])
        .await
        .unwrap();
    assert_eq!(store.sweep(minute(24 * HOUR), 100).await.unwrap(), 0);
    assert_eq!(store.sweep(minute(24 * HOUR + 1), 100).await.unwrap(), 1);
    assert_eq!(store.request("t/1").await.unwrap(), None);
    assert_eq!(
        store.request("t/2").await.unwrap(),
        Some(request("t/2", minute(HOUR)))
    );
    store.commit(vec![put("t/1", 30 * HOUR)]).await.unwrap();
    assert_eq!(store.sweep(minute(100 * HOUR), 1).await.unwrap(), 1);
    assert_eq!(store.sweep(minute(100 * HOUR), 9).await.unwrap(), 1);
    assert_eq!(store.request("t/1").await.unwrap(), None);
}
