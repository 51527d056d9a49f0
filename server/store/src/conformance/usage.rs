//! What was used of plans: each connection's own, day by day, for forty days.

use std::sync::Arc;

use backline_domain::change::Change;
use backline_domain::plan::Day;

use super::sample::{connection, connection_id, minute, usage};
use crate::Store;

const DAY_MINUTES: i64 = 24 * 60;

pub(super) async fn exercise(make: &impl AsyncFn() -> Arc<dyn Store>) {
    days_are_read_in_order(make().await).await;
    old_days_are_swept(make().await).await;
    it_goes_with_its_connection(make().await).await;
}

fn put(of: &str, day: i64, messages: u64) -> Change {
    Change::PutUsage(Box::new(usage(of, day, messages)))
}

async fn days_are_read_in_order(store: Arc<dyn Store>) {
    let rows = vec![
        put("a", 12, 1),
        put("a", -3, 5),
        put("a", 10, 2),
        put("b", 12, 9),
    ];
    store.commit(rows).await.unwrap();
    store.commit(vec![put("a", 12, 3)]).await.unwrap();
    let a = connection_id("a");
    let read = async |from| store.usage(&a, Day(from)).await.unwrap();
    assert_eq!(read(10).await, [usage("a", 10, 2), usage("a", 12, 3)]);
    assert_eq!(read(11).await, [usage("a", 12, 3)]);
    assert_eq!(read(13).await, []);
    assert_eq!(read(-10).await.len(), 3);
    let c = connection_id("c");
    assert_eq!(store.usage(&c, Day(0)).await.unwrap(), []);
}

async fn old_days_are_swept(store: Arc<dyn Store>) {
    let rows = (0..50).map(|day| put("a", day, 1)).chain([put("b", 1, 1)]);
    store.commit(rows.collect()).await.unwrap();
    let now = minute(0);
    let today = Day::of(now).0;
    store.commit(vec![put("a", today - 41, 1)]).await.unwrap();
    store.commit(vec![put("a", today - 40, 1)]).await.unwrap();
    store.commit(vec![put("a", today, 1)]).await.unwrap();
    assert_eq!(store.sweep(now, 20).await.unwrap(), 20);
    assert_eq!(store.sweep(now, 100).await.unwrap(), 32);
    let kept = store.usage(&connection_id("a"), Day(0)).await.unwrap();
    let days: Vec<i64> = kept.iter().map(|row| row.day.0).collect();
    assert_eq!(days, [today - 40, today]);
    assert_eq!(store.usage(&connection_id("b"), Day(0)).await.unwrap(), []);
    assert_eq!(store.sweep(minute(DAY_MINUTES), 100).await.unwrap(), 1);
}

async fn it_goes_with_its_connection(store: Arc<dyn Store>) {
    for of in ["a", "b"] {
        let row = Change::PutConnection(Box::new(connection(of, 1)));
        store
            .commit(vec![row, put(of, 5, 7), put(of, 6, 8)])
            .await
            .unwrap();
    }
    let delete = Change::DeleteConnection(connection_id("a"));
    store.commit(vec![delete]).await.unwrap();
    assert_eq!(store.usage(&connection_id("a"), Day(0)).await.unwrap(), []);
    let kept = store.usage(&connection_id("b"), Day(0)).await.unwrap();
    assert_eq!(kept.len(), 2);
}
