//! Updates are known for 48 hours, then forgotten.

use std::sync::Arc;

use backline_domain::change::Change;
use backline_domain::id::IdentityId;
use backline_domain::message::UpdateKey;
use backline_domain::time::Timestamp;

use super::sample::{HOSTILE, minute, update};
use crate::Store;

const BOT: IdentityId = IdentityId::bot(11);
const HOUR: i64 = 60;

pub(super) async fn exercise(make: &impl AsyncFn() -> Arc<dyn Store>) {
    updates_are_told_apart(make().await).await;
    for first in [0, 13 * HOUR, 31 * HOUR, 47 * HOUR] {
        known_for_48_hours(make().await, first).await;
    }
    sweeping_takes_the_old_ones(make().await).await;
}

async fn updates_are_told_apart(store: Arc<dyn Store>) {
    let other_server = UpdateKey {
        source: "http://localhost".to_owned(),
        ..update(1)
    };
    let natural = UpdateKey {
        source: String::new(),
        update_id: 0,
        natural: format!("{HOSTILE}/1/posted"),
    };
    let all = [update(-1), update(1), update(2), other_server, natural];
    for marked in &all {
        let store = Arc::clone(&store);
        let one = vec![Change::MarkSeen(BOT, marked.clone(), minute(0))];
        let before = store
            .seen(BOT, std::slice::from_ref(marked), minute(0))
            .await
            .unwrap();
        assert_eq!(before, []);
        store.commit(one.clone()).await.unwrap();
        store.commit(one).await.unwrap();
        let known = store
            .seen(BOT, std::slice::from_ref(marked), minute(0))
            .await
            .unwrap();
        assert_eq!(known, std::slice::from_ref(marked));
    }
    let mut sorted = all.to_vec();
    sorted.sort();
    let mut known = store.seen(BOT, &all, minute(1)).await.unwrap();
    known.sort();
    assert_eq!(known, sorted);
    assert_eq!(
        store
            .seen(IdentityId::account(11), &all, minute(1))
            .await
            .unwrap(),
        []
    );
    assert_eq!(store.seen(BOT, &[], minute(1)).await.unwrap(), []);
}

async fn known_for_48_hours(store: Arc<dyn Store>, first: i64) {
    let at = minute(first);
    store
        .commit(vec![Change::MarkSeen(BOT, update(1), at)])
        .await
        .unwrap();
    let known = async |now| !store.seen(BOT, &[update(1)], now).await.unwrap().is_empty();
    for hours in [0, 1, 17, 47, 48] {
        assert!(
            known(minute(first + hours * HOUR)).await,
            "{hours} hours after {first}"
        );
    }
    let late = Timestamp(minute(first + 48 * HOUR).0 + 1);
    assert!(!known(late).await, "48 hours and a bit after {first}");
    assert!(
        known(minute(first - HOUR)).await,
        "a clock set back by an hour at {first}"
    );
    store.sweep(minute(first + 48 * HOUR), 100).await.unwrap();
    assert!(
        known(minute(first + 48 * HOUR)).await,
        "swept too early at {first}"
    );
}

async fn sweeping_takes_the_old_ones(store: Arc<dyn Store>) {
    let mark = |number, at| Change::MarkSeen(BOT, update(number), minute(at));
    let old: Vec<_> = (0..30).map(|number| mark(number, number)).collect();
    store.commit(old).await.unwrap();
    store.commit(vec![mark(100, 200 * HOUR)]).await.unwrap();
    let now = minute(201 * HOUR);
    assert_eq!(store.sweep(now, 0).await.unwrap(), 0);
    assert_eq!(store.sweep(now, 20).await.unwrap(), 20);
    assert_eq!(store.sweep(now, 20).await.unwrap(), 10);
    assert_eq!(store.sweep(now, 20).await.unwrap(), 0);
    assert_eq!(
        store
            .seen(BOT, &[update(3), update(100)], now)
            .await
            .unwrap(),
        [update(100)]
    );
    let early = store.seen(BOT, &[update(3)], minute(5)).await.unwrap();
    assert_eq!(early, [], "it is gone, not only out of sight");
}
