//! Deliveries and dead letters.

use std::sync::Arc;

use backline_domain::change::Change;
use backline_domain::delivery::{Delivery, Id, Lane, LaneKind};

use super::sample::{chat, chats, connection_id, dead_letter, delivery, lane};
use crate::Store;

const KINDS: [LaneKind; 5] = [
    LaneKind::ToCustomer,
    LaneKind::ToTopic,
    LaneKind::Notice,
    LaneKind::Topic,
    LaneKind::Receipt,
];

pub(super) async fn exercise(make: &impl AsyncFn() -> Arc<dyn Store>) {
    a_lane_is_read_in_order(make().await).await;
    heads_come_lane_by_lane(make().await).await;
    heads_skip_long_lanes(make().await).await;
    dead_letters_come_oldest_first(make().await).await;
}

fn put(rows: &[Delivery]) -> Vec<Change> {
    rows.iter()
        .map(|row| Change::PutDelivery(Box::new(row.clone())))
        .collect()
}

async fn a_lane_is_read_in_order(store: Arc<dyn Store>) {
    let own = lane("a", Some(&chat(-3)), LaneKind::ToTopic);
    let rows: Vec<_> = [1, 2, 9, 10, 11, 100]
        .map(|number| delivery(&own, number))
        .to_vec();
    store.commit(put(&rows)).await.unwrap();
    let beside = [
        lane("a", Some(&chat(-3)), LaneKind::ToCustomer),
        lane("a", Some(&chat(-30)), LaneKind::ToTopic),
        lane("a", None, LaneKind::ToTopic),
        lane("aa", Some(&chat(-3)), LaneKind::ToTopic),
    ];
    let others: Vec<_> = beside.iter().map(|lane| delivery(lane, 5)).collect();
    store.commit(put(&others)).await.unwrap();
    assert_eq!(store.lane(&own, 0, 100).await.unwrap(), rows);
    assert_eq!(store.lane(&own, 9, 2).await.unwrap(), rows[2..4]);
    assert_eq!(store.lane(&own, 101, 2).await.unwrap(), []);
    assert_eq!(store.lane(&own, u64::MAX, 2).await.unwrap(), []);
    assert_eq!(store.lane(&own, 0, 0).await.unwrap(), []);
    assert_eq!(
        store.delivery(&rows[3].key).await.unwrap().as_ref(),
        Some(&rows[3])
    );
    assert_eq!(store.waiting(&connection_id("a"), 100).await.unwrap(), 9);
    assert_eq!(store.waiting(&connection_id("a"), 4).await.unwrap(), 4);
    assert_eq!(store.waiting(&connection_id("b"), 4).await.unwrap(), 0);
    store
        .commit(vec![Change::DeleteDelivery(rows[0].key.clone())])
        .await
        .unwrap();
    assert_eq!(store.lane(&own, 0, 100).await.unwrap(), rows[1..]);
}

/// All heads, asked for in pages of this size.
async fn heads(store: &dyn Store, size: usize) -> Vec<Delivery> {
    let mut heads: Vec<Delivery> = Vec::new();
    loop {
        let after = heads.last().map(|head| head.key.lane.clone());
        let page = store
            .lane_heads(&connection_id("a"), after.as_ref(), size)
            .await
            .unwrap();
        if page.is_empty() {
            return heads;
        }
        heads.extend(page);
    }
}

async fn heads_come_lane_by_lane(store: Arc<dyn Store>) {
    let mut lanes: Vec<Lane> = KINDS.map(|kind| lane("a", None, kind)).to_vec();
    for place in chats() {
        lanes.extend(KINDS.map(|kind| lane("a", Some(&place), kind)));
    }
    assert!(lanes.is_sorted(), "the sample is in order");
    let mut rows = Vec::new();
    for (number, lane) in (1..).zip(&lanes) {
        rows.extend([delivery(lane, number), delivery(lane, number + 1000)]);
    }
    rows.push(delivery(&lane("0", None, LaneKind::Notice), 1));
    rows.push(delivery(&lane("aa", None, LaneKind::Notice), 1));
    store.commit(put(&rows)).await.unwrap();
    let expected: Vec<_> = (1..)
        .zip(&lanes)
        .map(|(number, lane)| delivery(lane, number))
        .collect();
    for size in [1, 7, 1000] {
        assert_eq!(heads(&*store, size).await, expected, "pages of {size}");
    }
    assert_eq!(
        store
            .lane_heads(&connection_id("a"), None, 0)
            .await
            .unwrap(),
        []
    );
}

async fn heads_skip_long_lanes(store: Arc<dyn Store>) {
    let places = [chat(-2), chat(-1), chat(5)];
    let mut expected = Vec::new();
    for (place, length) in places.iter().zip([700, 1, 40]) {
        let own = lane("a", Some(place), LaneKind::ToTopic);
        let rows: Vec<_> = (1..=length).map(|number| delivery(&own, number)).collect();
        store.commit(put(&rows)).await.unwrap();
        expected.push(rows[0].clone());
    }
    assert_eq!(heads(&*store, 2).await, expected);
    assert_eq!(heads(&*store, 100).await, expected);
}

async fn dead_letters_come_oldest_first(store: Arc<dyn Store>) {
    let put = |of: &str, number| Change::PutDeadLetter(Box::new(dead_letter(of, number)));
    store
        .commit([10, 2, 9].map(|number| put("a", number)).to_vec())
        .await
        .unwrap();
    store.commit(vec![put("b", 1)]).await.unwrap();
    let read = async |after, limit| {
        let rows = store
            .dead_letters(&connection_id("a"), after, limit)
            .await
            .unwrap();
        rows.iter()
            .map(|row| row.delivery.key.sequence)
            .collect::<Vec<_>>()
    };
    assert_eq!(read(None, 100).await, [2, 9, 10]);
    assert_eq!(read(Some(2), 1).await, [9]);
    assert_eq!(read(Some(10), 1).await, [0_u64; 0]);
    let id = Id {
        connection: connection_id("a"),
        sequence: 9,
    };
    assert_eq!(
        store.dead_letter(&id).await.unwrap(),
        Some(dead_letter("a", 9))
    );
    store
        .commit(vec![Change::DeleteDeadLetter(id.clone())])
        .await
        .unwrap();
    assert_eq!(store.dead_letter(&id).await.unwrap(), None);
    assert_eq!(read(None, 100).await, [2, 10]);
}
