//! What administrators and gateways change about the connection itself.

use super::*;
use crate::desk::{ConnectionChange, Error};

#[tokio::test]
async fn what_is_wrong_with_the_bot_hides_nothing_of_the_group() {
    let store = Arc::new(Flaky::default());
    let mut row = connection("c1", BTreeMap::new());
    row.problem = Some("the bot may not manage topics".into());
    let change = Change::PutConnection(Box::new(row));
    store.commit(vec![change]).await.unwrap();
    let office = Office::open(
        Arc::new(Driven(watch::Sender::default(), AtomicI64::new(0))),
        store,
    )
    .await;
    let tell = async |problem: Option<&str>| {
        let change = ConnectionChange::Problem {
            identity: connection("c1", BTreeMap::new()).frontend,
            problem: problem.map(Into::into),
            is_barred: false,
        };
        let after = office.desk.change(change, asked()).await.unwrap();
        after.shown_problem().map(str::to_owned)
    };
    let told = tell(Some("somebody else polls")).await;
    assert_eq!(told.as_deref(), Some("somebody else polls"));
    let told = tell(None).await;
    assert_eq!(told.as_deref(), Some("the bot may not manage topics"));
}

#[tokio::test]
async fn several_changes_are_one_or_none() {
    let office = Office::new().await;
    let before = office.desk.connection().await.unwrap();
    let named = ConnectionChange::Rename("other".to_owned());
    let request = backline_domain::change::Request {
        id: "t/1".to_owned(),
        method: "UpdateConnection".to_owned(),
        response: Vec::new(),
        at: Timestamp(0),
    };
    let asked_once = || Asked {
        request: Some(Box::new(request.clone())),
        ..asked()
    };
    let moved = ConnectionChange::TakeGroup(ChatId(-1_001_000_000_002));
    let refused = office
        .desk
        .change_all(vec![named.clone(), moved], None, asked_once());
    let refused = refused.await.unwrap_err();
    assert!(
        matches!(refused, Error::WrongState(Conflict::HasGroup, _)),
        "{refused}"
    );
    let late = office
        .desk
        .change_all(vec![named.clone()], Some(before.revision - 1), asked_once());
    let late = late.await.unwrap_err();
    let revision = before.revision;
    assert!(
        matches!(late, Error::Changed { revision: now } if now == revision),
        "{late}"
    );
    assert_eq!(office.desk.connection().await.unwrap(), before);
    assert_eq!(office.store.connection(&id()).await.unwrap(), Some(before));
    assert_eq!(office.store.request("t/1").await.unwrap(), None);

    let both = vec![named, ConnectionChange::SetStopped(true)];
    let changed = office
        .desk
        .change_all(both, Some(revision), asked_once())
        .await
        .unwrap();
    assert_eq!(
        (changed.name.as_str(), changed.is_stopped, changed.revision),
        ("other", true, revision + 1),
        "one commit"
    );
    assert!(office.store.request("t/1").await.unwrap().is_some());
}
