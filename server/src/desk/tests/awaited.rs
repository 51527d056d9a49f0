//! An account that is managed in the setup bot, before it has its group and after Telegram has
//! logged it out.

use backline_domain::message::{MemberRights, MemberStatus, Membership};

use super::*;
use crate::desk::ConnectionChange;

const ME: IdentityId = IdentityId::account(12);
const DESK: IdentityId = IdentityId::bot(13);
const OTHER: IdentityId = IdentityId::bot(14);

pub(super) async fn office(group: Group) -> Office {
    office_with(group, None).await
}

async fn office_with(group: Group, problem: Option<&str>) -> Office {
    let store = Arc::new(Flaky::default());
    let row = Connection {
        frontend: ME,
        group,
        group_title: String::new(),
        problem: problem.map(Into::into),
        in_setup_bot: true,
        ..connection("c1", BTreeMap::new())
    };
    let change = Change::PutConnection(Box::new(row));
    store.commit(vec![change]).await.unwrap();
    let clock = Arc::new(Driven(
        watch::Sender::new(Duration::from_secs(1000)),
        AtomicI64::new(0),
    ));
    Office::open(clock, store).await
}

pub(super) async fn set_desk(office: &Office, bot: IdentityId) -> crate::desk::Result<Connection> {
    let token = Secret::new(format!("{}:token", bot.user));
    let change = ConnectionChange::SetDesk(bot, token);
    office.desk.change(change, asked()).await
}

pub(super) async fn becomes_admin(office: &mut Office, identity: IdentityId, group: i64) {
    let membership = Membership {
        chat: chat(group),
        actor: person(OLGA),
        member: person(identity.user.0),
        old: MemberStatus::Left,
        new: MemberStatus::Administrator,
        rights: MemberRights::default(),
        at: Timestamp(0),
    };
    let update = office.update(Event::OwnMembership(Box::new(membership)));
    let cursor = Cursor::UpdateId {
        source: "api".to_owned(),
        update_id: office.updates,
    };
    office
        .desk
        .ingest(identity, vec![update], cursor)
        .await
        .unwrap();
}

#[tokio::test]
async fn the_group_is_where_the_desk_bot_becomes_an_admin() {
    let mut office = office(Group::Awaited).await;
    set_desk(&office, DESK).await.unwrap();
    // What its owner's account is an admin of besides is nobody's business.
    becomes_admin(&mut office, ME, -1_001_111_111_111).await;
    assert_eq!(
        office.desk.connection().await.unwrap().group,
        Group::Awaited
    );
    becomes_admin(&mut office, DESK, TEAM.0).await;
    let connection = office.desk.connection().await.unwrap();
    assert_eq!(connection.group, Group::Checking(TEAM));
}

#[tokio::test]
async fn a_desk_bot_without_a_group_gives_its_place_up() {
    let office = office(Group::Awaited).await;
    set_desk(&office, DESK).await.unwrap();
    let connection = set_desk(&office, OTHER).await.unwrap();
    assert_eq!(connection.desk.map(|desk| desk.identity), Some(OTHER));
    let known = office.store.identities().await.unwrap();
    assert!(known.iter().any(|one| one.id == OTHER));
    assert!(!known.iter().any(|one| one.id == DESK));
    assert!(office.store.secret(DESK).await.unwrap().is_none());
}

#[tokio::test]
async fn a_desk_bot_with_a_group_keeps_its_place() {
    let office = office(Group::Known(TEAM)).await;
    set_desk(&office, DESK).await.unwrap();
    let refused = set_desk(&office, OTHER).await.unwrap_err();
    assert!(
        matches!(refused, crate::desk::Error::WrongState(..)),
        "{refused:?}"
    );
    assert!(office.store.secret(OTHER).await.unwrap().is_none());
}

#[tokio::test]
async fn after_a_group_that_could_not_be_made_a_bot_is_made_an_admin_of_one() {
    let title = "Desk".to_owned();
    let office = office(Group::Founding { title }).await;
    // It is being made: the bot will be its admin.
    let connection = set_desk(&office, DESK).await.unwrap();
    assert!(matches!(connection.group, Group::Founding { .. }));
    let title = "Desk".to_owned();
    let office = office_with(Group::Founding { title }, Some("too many groups")).await;
    let connection = set_desk(&office, DESK).await.unwrap();
    assert_eq!(
        (connection.group, connection.problem),
        (Group::Awaited, None)
    );
}

#[tokio::test]
async fn the_account_makes_the_group_for_its_desk_bot_and_it_may_be_chosen_after_all() {
    let office = office(Group::Awaited).await;
    set_desk(&office, DESK).await.unwrap();
    let seek = async |title: Option<&str>| {
        let change = ConnectionChange::SeekGroup(title.map(str::to_owned));
        office.desk.change(change, asked()).await.unwrap().group
    };
    let title = "Desk".to_owned();
    let made = Group::Founding { title };
    assert_eq!(seek(Some("Desk")).await, made);
    assert_eq!(seek(Some("Desk")).await, made, "once more is the same");
    assert_eq!(seek(None).await, Group::Awaited);
}

#[tokio::test]
async fn that_telegram_logged_it_out_is_told_once() {
    let office = office(Group::Known(TEAM)).await;
    let out = || ConnectionChange::Problem {
        identity: ME,
        problem: Some("log in again".into()),
        is_barred: true,
    };
    let passing = ConnectionChange::Problem {
        identity: ME,
        problem: Some("elsewhere".into()),
        is_barred: false,
    };
    office.desk.change(passing, asked()).await.unwrap();
    assert!(office.store.setup_notes(10).await.unwrap().is_empty());
    office.desk.change(out(), asked()).await.unwrap();
    office.desk.change(out(), asked()).await.unwrap();
    let notes = office.store.setup_notes(10).await.unwrap();
    let keys: Vec<&str> = notes.iter().map(|note| note.key.as_str()).collect();
    assert_eq!(keys, ["account-logged-out"]);
    assert_eq!(notes[0].to, UserId(OLGA));
}
