//! What webhooks are still to be told, and what they were not.

use std::sync::Arc;

use backline_domain::change::Change;
use backline_domain::webhook::{DeadPost, Post};

use super::sample::{chat, connection, connection_id, minute, post};
use crate::Store;

pub(super) async fn exercise(make: &impl AsyncFn() -> Arc<dyn Store>) {
    posts_wait_in_lanes(make().await).await;
    dead_posts_are_read_in_order_and_go_after_a_month(make().await).await;
    all_of_it_goes_with_its_connection(make().await).await;
}

fn put(row: &Post) -> Change {
    Change::PutPost(Box::new(row.clone()))
}

async fn posts_wait_in_lanes(store: Arc<dyn Store>) {
    let rows = [
        post("a", "1", Some(chat(-1_001_234_567_890)), 4),
        post("a", "1", Some(chat(9)), 2),
        post("a", "1", Some(chat(9)), 10),
        post("a", "2", None, 3),
        post("a", "2", Some(chat(9)), 1),
    ];
    let mut changes: Vec<Change> = rows.iter().rev().map(put).collect();
    changes.push(put(&post("b", "1", Some(chat(9)), 1)));
    store.commit(changes).await.unwrap();
    let a = connection_id("a");
    let heads = [&rows[0], &rows[1], &rows[3], &rows[4]].map(Clone::clone);
    assert_eq!(store.post_heads(&a, None, 9).await.unwrap(), heads);
    assert_eq!(store.post_heads(&a, None, 2).await.unwrap(), heads[..2]);
    let after = Some(&heads[1].key.lane);
    assert_eq!(store.post_heads(&a, after, 9).await.unwrap(), heads[2..]);
    let lane = &rows[1].key.lane;
    assert_eq!(store.post_lane(lane, 9).await.unwrap(), rows[1..3]);
    assert_eq!(store.post_lane(lane, 1).await.unwrap(), rows[1..2]);
    assert_eq!(store.waiting_posts(&a, 9).await.unwrap(), 5);
    assert_eq!(store.waiting_posts(&a, 3).await.unwrap(), 3);
    let mut failed = rows[1].clone();
    failed.attempts = 3;
    failed.last_error = Some("it is asleep".to_owned());
    store.commit(vec![put(&failed)]).await.unwrap();
    assert_eq!(store.post_lane(lane, 1).await.unwrap(), [failed]);
    let gone = Change::DeletePost(rows[1].key.clone());
    store.commit(vec![gone]).await.unwrap();
    assert_eq!(store.post_lane(lane, 9).await.unwrap(), rows[2..3]);
}

async fn dead_posts_are_read_in_order_and_go_after_a_month(store: Arc<dyn Store>) {
    const DAY: i64 = 24 * 60;
    let dead = |sequence, at| DeadPost {
        post: post("a", "1", Some(chat(9)), sequence),
        at: minute(at),
    };
    let rows = [dead(7, 0), dead(2, DAY), dead(3, DAY), dead(1, 40 * DAY)];
    let changes = rows.iter().rev().cloned().map(Box::new);
    store
        .commit(changes.map(Change::PutDeadPost).collect())
        .await
        .unwrap();
    let a = connection_id("a");
    assert_eq!(store.dead_posts(&a, None, 9).await.unwrap(), rows);
    assert_eq!(store.dead_posts(&a, None, 2).await.unwrap(), rows[..2]);
    let after = Some(rows[1].id());
    assert_eq!(store.dead_posts(&a, after, 9).await.unwrap(), rows[2..]);
    let one = store.dead_post(&a, rows[2].id()).await.unwrap();
    assert_eq!(one.as_ref(), Some(&rows[2]));
    store.sweep(minute(31 * DAY), 100).await.unwrap();
    assert_eq!(store.dead_posts(&a, None, 9).await.unwrap(), rows[1..]);
    let gone = Change::DeleteDeadPost(a.clone(), rows[1].id());
    store.commit(vec![gone]).await.unwrap();
    assert_eq!(store.dead_posts(&a, None, 9).await.unwrap(), rows[2..]);
    assert_eq!(store.dead_post(&a, rows[1].id()).await.unwrap(), None);
}

async fn all_of_it_goes_with_its_connection(store: Arc<dyn Store>) {
    let row = post("a", "1", Some(chat(9)), 1);
    let dead = DeadPost {
        post: post("a", "1", None, 2),
        at: minute(0),
    };
    let made = Change::PutConnection(Box::new(connection("a", 1)));
    let changes = vec![made, put(&row), Change::PutDeadPost(Box::new(dead))];
    store.commit(changes).await.unwrap();
    let a = connection_id("a");
    let gone = Change::DeleteConnection(a.clone());
    store.commit(vec![gone]).await.unwrap();
    assert_eq!(store.post_heads(&a, None, 9).await.unwrap(), []);
    assert_eq!(store.dead_posts(&a, None, 9).await.unwrap(), []);
}
