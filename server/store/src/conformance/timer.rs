//! Timers: earliest first, each connection's own.

use std::sync::Arc;

use backline_domain::change::{Change, Timer};
use backline_domain::time::Timestamp;

use super::sample::{chat, chats, connection_id, minute, timer};
use crate::Store;

pub(super) async fn exercise(make: &impl AsyncFn() -> Arc<dyn Store>) {
    let store = make().await;
    let mut timers: Vec<Timer> = chats().iter().map(|place| timer("a", 5, place)).collect();
    timers.push(timer("a", 7, &chat(-1)));
    timers.push(timer("a", 30, &chat(-2)));
    let put = |timer: &Timer| Change::PutTimer(timer.clone());
    let mut changes: Vec<_> = timers.iter().rev().map(put).collect();
    changes.push(Change::PutTimer(timer("b", 1, &chat(1))));
    store.commit(changes).await.unwrap();
    let read = async |until, limit| {
        store
            .due_timers(&connection_id("a"), until, limit)
            .await
            .unwrap()
    };
    let due = timers.len() - 1;
    assert_eq!(read(minute(7), 100).await, timers[..due]);
    assert_eq!(
        read(Timestamp(minute(7).0 - 1), 100).await,
        timers[..due - 1]
    );
    assert_eq!(read(minute(7), 3).await, timers[..3]);
    assert_eq!(read(minute(4), 100).await, []);
    assert_eq!(
        store.next_timer(&connection_id("a")).await.unwrap(),
        Some(minute(5))
    );
    assert_eq!(store.next_timer(&connection_id("c")).await.unwrap(), None);
    let delete = |timer: &Timer| Change::DeleteTimer(timer.clone());
    store
        .commit(timers[..due].iter().map(delete).collect())
        .await
        .unwrap();
    assert_eq!(
        store.next_timer(&connection_id("a")).await.unwrap(),
        Some(minute(30))
    );
}
