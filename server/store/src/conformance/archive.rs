//! What is kept of messages beyond their delivery, and ratings.

use std::sync::Arc;

use backline_domain::archive::{Archived, End, Ending};
use backline_domain::change::Change;
use backline_domain::id::SubChat;
use backline_domain::time::Timestamp;

use super::sample::{archived, chat, connection, connection_id, minute, part, rating};
use crate::Store;

const DAY: i64 = 24 * 60;

pub(super) async fn exercise(make: &impl AsyncFn() -> Arc<dyn Store>) {
    messages_are_read_in_the_order_of_time(make().await).await;
    messages_go_after_four_hundred_days(make().await).await;
    ratings_are_read_in_the_order_of_time(make().await).await;
    all_of_it_goes_with_its_connection(make().await).await;
}

fn put(row: &Archived) -> Change {
    Change::Archive(Box::new(row.clone()))
}

async fn messages_are_read_in_the_order_of_time(store: Arc<dyn Store>) {
    let business = part(9, SubChat::Business("x\0".to_owned()));
    let mut rows = vec![
        archived("a", &chat(9), 7, minute(-5)),
        archived("a", &chat(-1_001_234_567_890), 2, minute(30 * DAY)),
        archived("a", &chat(9), 1, minute(30 * DAY)),
        archived("a", &chat(9), 2, minute(30 * DAY)),
        archived("a", &business, 1, minute(30 * DAY)),
        archived("a", &chat(1), 1, minute(90 * DAY)),
    ];
    let mut changes: Vec<Change> = rows.iter().rev().map(put).collect();
    changes.push(put(&archived("b", &chat(1), 1, minute(1))));
    let ends = [
        (0, Ending::Failed),
        (3, Ending::Arrived),
        (5, Ending::Arrived),
    ];
    for (place, ending) in ends {
        let at = minute(91 * DAY);
        let end = End { ending, at };
        let of = Box::new(rows[place].key.clone());
        changes.push(Change::EndArchived(of, end));
        rows[place].end = Some(end);
    }
    store.commit(changes).await.unwrap();
    let a = connection_id("a");
    let read = async |after: Option<usize>, limit| {
        let after = after.map(|place| &rows[place].key);
        store.archived(&a, after, limit).await.unwrap()
    };
    assert_eq!(read(None, 100).await, rows);
    assert_eq!(read(None, 2).await, rows[..2]);
    assert_eq!(read(Some(1), 3).await, rows[2..5]);
    assert_eq!(read(Some(5), 9).await, []);
    let mut edited = rows[2].clone();
    edited.text = None;
    edited.edited_at = Some(minute(31 * DAY));
    store.commit(vec![put(&edited)]).await.unwrap();
    assert_eq!(read(Some(1), 1).await, [edited]);
}

async fn messages_go_after_four_hundred_days(store: Arc<dyn Store>) {
    let old = archived("a", &chat(9), 1, minute(0));
    let new = archived("a", &chat(9), 2, minute(9 * DAY));
    let end = |row: &Archived| {
        let ending = Ending::Arrived;
        let end = End {
            ending,
            at: row.key.at,
        };
        Change::EndArchived(Box::new(row.key.clone()), end)
    };
    let rows = [&old, &new];
    let changes = rows.into_iter().flat_map(|row| [put(row), end(row)]);
    store.commit(changes.collect()).await.unwrap();
    let a = connection_id("a");
    let left = async || store.archived(&a, None, 9).await.unwrap().len();
    assert_eq!(store.sweep(minute(400 * DAY), 100).await.unwrap(), 0);
    assert_eq!(left().await, 2);
    assert_eq!(store.sweep(minute(407 * DAY + 1), 1).await.unwrap(), 1);
    assert_eq!(store.sweep(minute(407 * DAY + 1), 100).await.unwrap(), 1);
    assert_eq!(left().await, 1);
    assert_eq!(store.sweep(minute(407 * DAY + 1), 100).await.unwrap(), 0);
}

async fn ratings_are_read_in_the_order_of_time(store: Arc<dyn Store>) {
    let rows = [
        rating("a", &chat(9), 5, minute(1)),
        rating("a", &chat(7), 6, minute(1)),
        rating("a", &chat(9), 2, minute(8)),
    ];
    let mut changes: Vec<Change> = rows
        .iter()
        .rev()
        .map(|row| Change::PutRating(Box::new(row.clone())))
        .collect();
    changes.push(Change::PutRating(Box::new(rating(
        "b",
        &chat(9),
        1,
        minute(1),
    ))));
    store.commit(changes).await.unwrap();
    let a = connection_id("a");
    let read = async |after: Option<(Timestamp, u64)>, limit| {
        store.ratings(&a, after, limit).await.unwrap()
    };
    assert_eq!(read(None, 9).await, rows);
    assert_eq!(read(Some((minute(1), 5)), 1).await, rows[1..2]);
    assert_eq!(read(Some((minute(8), 2)), 9).await, []);
}

async fn all_of_it_goes_with_its_connection(store: Arc<dyn Store>) {
    let everything = |of: &str| {
        let row = archived(of, &chat(9), 1, minute(1));
        let end = End {
            ending: Ending::Arrived,
            at: minute(2),
        };
        vec![
            Change::PutConnection(Box::new(connection(of, 1))),
            put(&row),
            Change::EndArchived(Box::new(row.key), end),
            Change::PutRating(Box::new(rating(of, &chat(9), 1, minute(3)))),
        ]
    };
    store.commit(everything("a")).await.unwrap();
    store.commit(everything("aa")).await.unwrap();
    let gone = Change::DeleteConnection(connection_id("a"));
    store.commit(vec![gone]).await.unwrap();
    let count = async |of: &str| {
        let of = connection_id(of);
        let kept = store.archived(&of, None, 9).await.unwrap();
        let ends = kept.iter().filter(|row| row.end.is_some()).count();
        let ratings = store.ratings(&of, None, 9).await.unwrap().len();
        (kept.len(), ends, ratings)
    };
    assert_eq!(count("a").await, (0, 0, 0));
    assert_eq!(count("aa").await, (1, 1, 1));
    // What became of a message of the one that was deleted is not told of a new one's.
    let anew = everything("a").into_iter().enumerate();
    let anew = anew.filter(|(place, _)| *place != 2).map(|(_, row)| row);
    store.commit(anew.collect()).await.unwrap();
    assert_eq!(count("a").await, (1, 0, 1));
}
