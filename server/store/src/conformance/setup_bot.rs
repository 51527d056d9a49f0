//! What the setup bot keeps: people, and what is to be told to them.

use std::sync::Arc;

use backline_domain::change::Change;
use backline_domain::id::{IdentityId, UserId};

use super::sample::{minute, setup_note, setup_person};
use crate::Store;

const DAY: i64 = 24 * 60;

pub(super) async fn exercise(make: &impl AsyncFn() -> Arc<dyn Store>) {
    people_are_read_one_by_one_and_in_order(make().await).await;
    notes_are_read_oldest_first_and_go_after_a_week(make().await).await;
    a_menu_is_kept_until_its_bot_is_forgotten(make().await).await;
}

async fn people_are_read_one_by_one_and_in_order(store: Arc<dyn Store>) {
    let put = |user| Change::PutSetupPerson(Box::new(setup_person(user, 1)));
    store
        .commit(vec![put(7), put(5), put(1 << 51)])
        .await
        .unwrap();
    let read = async |user| store.setup_person(UserId(user)).await.unwrap();
    assert_eq!(read(5).await, Some(setup_person(5, 1)));
    assert_eq!(read(6).await, None);
    // Written once more: the last one counts.
    let change = Change::PutSetupPerson(Box::new(setup_person(5, 2)));
    store.commit(vec![change]).await.unwrap();
    assert_eq!(read(5).await, Some(setup_person(5, 2)));
    let page = async |after: Option<i64>, limit| {
        store.setup_people(after.map(UserId), limit).await.unwrap()
    };
    assert_eq!(page(None, 2).await, [UserId(5), UserId(7)]);
    assert_eq!(page(Some(7), 2).await, [UserId(1 << 51)]);
    assert_eq!(page(Some(1 << 51), 2).await, []);
    let delete = Change::DeleteSetupPerson(UserId(7));
    store.commit(vec![delete]).await.unwrap();
    assert_eq!(page(None, 9).await, [UserId(5), UserId(1 << 51)]);
    assert_eq!(read(7).await, None);
}

async fn notes_are_read_oldest_first_and_go_after_a_week(store: Arc<dyn Store>) {
    let note = |of, about, at| setup_note(of, about, minute(at));
    let put = |note| Change::PutSetupNote(Box::new(note));
    let (late, early, other) = (
        note("a", "x", 2 * DAY),
        note("b", "x", 1),
        note("a", "y", 1),
    );
    let all = vec![put(late.clone()), put(early.clone()), put(other.clone())];
    store.commit(all).await.unwrap();
    let read = async |limit| store.setup_notes(limit).await.unwrap();
    assert_eq!(read(9).await, [other.clone(), early.clone(), late.clone()]);
    assert_eq!(read(1).await, std::slice::from_ref(&other));
    let delete = Change::DeleteSetupNote(other.at, other.connection, other.key);
    store.commit(vec![delete]).await.unwrap();
    assert_eq!(read(9).await, [early, late.clone()]);
    assert_eq!(store.sweep(minute(7 * DAY), 9).await.unwrap(), 0);
    assert_eq!(store.sweep(minute(7 * DAY + 2), 9).await.unwrap(), 1);
    assert_eq!(read(9).await, [late]);
}

async fn a_menu_is_kept_until_its_bot_is_forgotten(store: Arc<dyn Store>) {
    let (one, other) = (IdentityId::bot(5), IdentityId::bot(6));
    let read = async |of| store.menu(of).await.unwrap();
    assert_eq!(read(one).await, None);
    let put = |of, told: &str| Change::PutMenu(of, told.to_owned());
    let both = vec![put(one, "a"), put(other, "b")];
    store.commit(both).await.unwrap();
    store.commit(vec![put(one, "c")]).await.unwrap();
    assert_eq!(read(one).await.as_deref(), Some("c"));
    let forget = Change::DeleteIdentity(one);
    store.commit(vec![forget]).await.unwrap();
    assert_eq!(read(one).await, None);
    assert_eq!(read(other).await.as_deref(), Some("b"));
}
