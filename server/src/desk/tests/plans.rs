//! Plans: what waits when one is used up, what goes on, what is said of it and when, and that a
//! restart forgets nothing.

use std::collections::BTreeSet;

use backline_domain::plan::{Day, Feature, Limits, Plan, Usage};

use super::*;
use crate::desk::Error;

const DAY: Duration = Duration::from_secs(86_400);

fn offer(limits: Limits) -> Offer {
    let plan = Plan {
        name: "small".to_owned(),
        limits,
    };
    Offer::new(vec![plan], "small", BTreeMap::new())
}

fn messages(most: u64) -> Offer {
    offer(Limits {
        messages: Some(most),
        ..Limits::default()
    })
}

fn updates(most: u64) -> Offer {
    offer(Limits {
        updates: Some(most),
        ..Limits::default()
    })
}

/// A dialog with Ann in which everything is done, under a plan.
async fn office(offer: Offer, parameters: &[(&str, &str)]) -> Office {
    let office = Office::with(parameters).await;
    let (clock, store) = closed(office).await;
    let mut office = Office::open_offering(clock, store, offer).await;
    office.attach(&[]).await;
    office.takes(vec![says(ANN, 1, "hello")]).await;
    office.does_all().await;
    office
}

/// The server ends; what it had remains in the store.
async fn closed(office: Office) -> (Arc<Driven>, Arc<Flaky>) {
    office.context.shutdown.cancel();
    office.context.tracker.close();
    office.context.tracker.wait().await;
    (office.clock, office.store)
}

/// What came to the other side.
fn carried(commands: &[Command]) -> Vec<String> {
    let is_carried = |command: &&Command| {
        let key = &command.ordering_key;
        key.ends_with("/topic") || key.ends_with("/customer")
    };
    commands.iter().filter(is_carried).map(about).collect()
}

/// What the plan says in General.
fn said(commands: &[Command]) -> Vec<String> {
    said_in(commands, "c1/notice")
}

fn said_in(commands: &[Command], lane: &str) -> Vec<String> {
    let is_there = |command: &&Command| command.ordering_key == lane;
    let all = commands.iter().filter(is_there).map(about);
    all.filter(|text| text.contains("small")).collect()
}

/// Until just after the next midnight of UTC.
async fn until_tomorrow(office: &Office) {
    let now = office.clock.now();
    let left = Day::of(now).ends().since(now);
    office.pass(left + Duration::from_secs(1)).await;
}

async fn used(office: &Office) -> (u64, u64) {
    let today = Day::of(office.clock.now());
    let rows = office.store.usage(&id(), today).await.unwrap();
    rows.first()
        .map_or((0, 0), |row| (row.messages, row.updates))
}

#[tokio::test]
async fn messages_over_the_plan_wait_until_midnight_and_go_in_order() {
    let mut office = office(messages(3), &[]).await;
    for number in 2..=6 {
        office
            .takes(vec![says(ANN, number, &format!("no. {number}"))])
            .await;
    }
    let done = office.does_all().await;
    assert_eq!(carried(&done), ["copy of 2", "copy of 3"]);
    assert_eq!(used(&office).await, (3, 6));
    assert_eq!(office.waiting().await, 3, "nothing is lost");
    office.pass(Duration::from_secs(3600)).await;
    assert!(carried(&office.does_all().await).is_empty());
    let queue = office.desk.queue().await.unwrap();
    assert!(
        queue.reason.contains("`small`") && queue.reason.contains("T00:00:00Z"),
        "{}",
        queue.reason
    );
    until_tomorrow(&office).await;
    let done = office.does_all().await;
    assert_eq!(carried(&done), ["copy of 4", "copy of 5", "copy of 6"]);
    assert_eq!(used(&office).await, (3, 0));
    assert_eq!(office.waiting().await, 0);
}

#[tokio::test]
async fn near_used_up_and_going_on_are_said_once_each() {
    let mut office = office(messages(5), &[]).await;
    let mut done = Vec::new();
    for number in 2..=9 {
        office.takes(vec![says(ANN, number, "more")]).await;
        done.extend(office.does_all().await);
    }
    for words in [said(&done), said_in(&done, "c1/900/receipt")] {
        assert_eq!(words.len(), 2, "{words:#?}");
        assert!(words[0].contains("4 of the 5"), "{words:#?}");
        assert!(words[1].contains("All 5"), "{words:#?}");
    }
    until_tomorrow(&office).await;
    let words = said(&office.does_all().await);
    assert_eq!(words.len(), 2, "{words:#?}");
    assert!(words[0].contains("A new day"), "{words:#?}");
    assert!(
        words[1].contains("4 of the 5"),
        "of the new day: {words:#?}"
    );
    until_tomorrow(&office).await;
    let done = office.does_all().await;
    assert!(
        said(&done).is_empty() && carried(&done).is_empty(),
        "nothing waited: {done:#?}"
    );
}

#[tokio::test]
async fn a_restart_in_between_forgets_nothing_and_says_nothing_twice() {
    let mut office = office(messages(2), &[]).await;
    for number in 2..=5 {
        office.takes(vec![says(ANN, number, "more")]).await;
    }
    let done = office.does_all().await;
    assert_eq!(
        said(&done)
            .iter()
            .filter(|text| text.contains("All 2"))
            .count(),
        1
    );
    let mut office = office.restart().await;
    assert_eq!(used(&office).await, (2, 5));
    let done = office.does_all().await;
    assert!(done.is_empty(), "{done:#?}");
    assert_eq!(office.waiting().await, 3);
    // Over midnight nobody is there.
    let (clock, store) = closed(office).await;
    clock.0.send_modify(|now| *now += DAY);
    let mut office = Office::open_offering(clock, store, messages(2)).await;
    office.attach(&[]).await;
    let done = office.does_all().await;
    assert_eq!(carried(&done).len(), 2, "the new day's two: {done:#?}");
    assert_eq!(
        said(&done)
            .iter()
            .filter(|text| text.contains("A new day"))
            .count(),
        1
    );
    assert_eq!(used(&office).await, (2, 0));
}

#[tokio::test]
async fn operators_answers_wait_too_and_commands_do_not() {
    let mut office = office(messages(1), &[]).await;
    office.takes(vec![answers(50, 700, "an answer")]).await;
    assert!(carried(&office.does_all().await).is_empty());
    let asks = message(TEAM.0, OLGA, 701, Content::Text("/queue".into()));
    office.takes(vec![posted_event(asks)]).await;
    let said = all_about(&office.does_all().await);
    let plan = said
        .iter()
        .any(|text| text.contains("the plan is used up; it goes on from"));
    assert!(plan, "{said:#?}");
    until_tomorrow(&office).await;
    let done = office.does_all().await;
    assert_eq!(carried(&done).len(), 1, "{done:#?}");
}

#[tokio::test]
async fn the_last_update_of_the_plan_is_served() {
    let mut office = office(updates(3), &[]).await;
    office.takes(vec![says(ANN, 2, "two")]).await;
    office.takes(vec![says(ANN, 3, "three")]).await;
    assert_eq!(carried(&office.does_all().await).len(), 2);
    office.takes(vec![says(ANN, 4, "four")]).await;
    let done = office.does_all().await;
    assert!(carried(&done).is_empty(), "{done:#?}");
    assert!(said(&done)[0].contains("All 3 updates"), "{done:#?}");
    assert_eq!(used(&office).await.1, 4);
    until_tomorrow(&office).await;
    assert_eq!(carried(&office.does_all().await).len(), 1);
}

#[tokio::test]
async fn what_failed_was_not_used() {
    let mut office = office(messages(2), &[]).await;
    office
        .takes(vec![says(ANN, 2, "two"), says(ANN, 3, "three")])
        .await;
    let command = office.next().await;
    assert_eq!(about(&command), "copy of 2");
    office.ends(&command, failed()).await.unwrap();
    assert_eq!(used(&office).await, (1, 3));
    office.pass(Duration::from_secs(10)).await;
    assert_eq!(carried(&office.does_all().await), ["copy of 2"]);
    assert_eq!(used(&office).await, (2, 3));
}

#[tokio::test]
async fn an_albums_pieces_are_counted_and_it_is_not_torn() {
    let mut office = office(messages(3), &[]).await;
    let pieces = (2..=4).map(|number| {
        let photo = photo(number, "");
        let mut piece = message(ANN, ANN, number, photo);
        piece.album = Some("album".to_owned());
        posted_event(piece)
    });
    office.takes(pieces.collect()).await;
    office.takes(vec![says(ANN, 5, "behind")]).await;
    office.pass(Duration::from_secs(2)).await;
    let album = office.next().await;
    let all = Outcome::Succeeded {
        messages: (70..73).map(MessageId).collect(),
        topic: None,
        description: None,
        reached: None,
    };
    office.ends(&album, all).await.unwrap();
    assert_eq!(used(&office).await, (4, 5));
    assert!(carried(&office.does_all().await).is_empty());
    assert_eq!(office.waiting().await, 1);
}

#[tokio::test]
async fn without_plans_nothing_is_counted_or_written() {
    let mut office = Office::with_ann(&[]).await;
    office.takes(vec![says(ANN, 2, "more")]).await;
    office.does_all().await;
    assert_eq!(office.store.usage(&id(), Day(0)).await.unwrap(), []);
}

#[tokio::test]
async fn a_dialog_of_which_something_waits_does_not_close() {
    let mut office = office(messages(2), &[("AUTOCLOSE", "1")]).await;
    office.takes(vec![answers(50, 700, "an answer")]).await;
    office.does_all().await;
    office.takes(vec![answers(50, 701, "another")]).await;
    assert!(carried(&office.does_all().await).is_empty(), "it waits");
    // The test's calendar begins at 22:30.
    office.pass(Duration::from_secs(4000)).await;
    office.does_all().await;
    let state = office.dialog(ANN).await.state;
    assert_eq!(state, backline_domain::dialog::State::SupportAnswered);
    until_tomorrow(&office).await;
    assert_eq!(carried(&office.does_all().await).len(), 1);
    office.pass(Duration::from_secs(2 * 3600)).await;
    office.does_all().await;
    let state = office.dialog(ANN).await.state;
    assert_eq!(state, backline_domain::dialog::State::Closed);
}

#[tokio::test]
async fn a_plan_refuses_values_and_clamps_those_that_are_set() {
    let limits = Limits {
        longest_autoclose: Some(24),
        without: BTreeSet::from([Feature::WelcomeOff, Feature::HideInfo]),
        ..Limits::default()
    };
    let office = office(offer(limits), &[("HIDE_INFO", "name")]).await;
    for (name, value) in [
        (Name::Autoclose, "25"),
        (Name::Autoclose, "OFF"),
        (Name::Welcome, "OFF"),
        (Name::HideInfo, "name, link"),
    ] {
        let refused = office
            .desk
            .set_parameter(name, value.to_owned(), asked())
            .await;
        assert!(
            matches!(refused, Err(Error::Plan(_))),
            "{name} {value}: {refused:?}"
        );
    }
    office.set(Name::Autoclose, "24").await;
    office.set(Name::HideInfo, "OFF").await;
    office.set(Name::Welcome, "DEFAULT").await;
}

#[tokio::test]
async fn who_opens_a_start_link_without_room_keeps_it() {
    let office = Office::with(&[]).await;
    let (clock, store) = closed(office).await;
    let mut row = store.connection(&id()).await.unwrap().unwrap();
    row.administrator = None;
    row.group = Group::Unclaimed {
        code_hash: backline_domain::relay::claim_hash("code"),
        expires_at: Timestamp(i64::MAX),
    };
    row.revision += 1;
    let change = Change::PutConnection(Box::new(row));
    store.commit(vec![change]).await.unwrap();
    let limits = Limits {
        connections: Some(1),
        ..Limits::default()
    };
    let mut office = Office::open_offering(clock, store, offer(limits)).await;
    office.attach(&[]).await;
    let theirs = Connection {
        administrator: Some(UserId(ANN)),
        ..connection("theirs", BTreeMap::new())
    };
    let none = Usage::none(theirs.id.clone(), Day(0));
    office.context.plans.enter(&theirs, none);
    office.takes(vec![says(ANN, 1, "/start code")]).await;
    let told = office.next().await;
    assert!(about(&told).contains("allows one connection"), "{told:?}");
    office.ends(&told, posted(70)).await.unwrap();
    assert_eq!(office.desk.connection().await.unwrap().administrator, None);
    office.context.plans.forget(&theirs.id);
    office.takes(vec![says(ANN, 2, "/start code")]).await;
    let claimed = office.desk.connection().await.unwrap();
    assert_eq!(claimed.administrator, Some(UserId(ANN)));
}

#[tokio::test]
async fn two_connections_of_one_administrator_share_a_limit() {
    let plans = Plans::new(messages(4));
    let row = |name: &str, administrator| Connection {
        administrator: Some(UserId(administrator)),
        ..connection(name, BTreeMap::new())
    };
    let (a, b, other) = (row("a", 7), row("b", 7), row("c", 8));
    let now = Timestamp(1_700_000_000_000);
    let day = Day::of(now);
    let usage = |of: &Connection, messages| Usage {
        messages,
        ..Usage::none(of.id.clone(), day)
    };
    plans.enter(&a, usage(&a, 2));
    plans.enter(&b, usage(&b, 0));
    plans.enter(&other, usage(&other, 0));
    assert!(plans.take(&b.id, 1, now));
    assert!(plans.hold(&a.id, now).is_none());
    let mut changes = plans.changes();
    changes.mark_unchanged();
    assert!(plans.take(&a.id, 1, now), "the last one");
    assert!(!plans.take(&b.id, 1, now) && !plans.take(&a.id, 1, now));
    assert!(plans.take(&other.id, 1, now), "another's are another's");
    // What was in a hand did not arrive: there is room again, and everybody hears of it.
    plans.set_in_hand(&a.id, 0, now);
    assert!(changes.has_changed().unwrap());
    assert!(plans.hold(&b.id, now).is_none());
    plans.record(usage(&a, 3));
    plans.set_in_hand(&b.id, 0, now);
    plans.record(usage(&b, 1));
    assert!(plans.hold(&a.id, now).is_some() && plans.hold(&b.id, now).is_some());
    assert!(
        plans.hold(&a.id, day.ends()).is_none(),
        "tomorrow there is room"
    );
    let standing = plans.standing(&a, now);
    assert_eq!((standing.totals.messages, standing.connections), (4, 2));
    plans.forget(&a.id);
    assert!(plans.hold(&b.id, now).is_none());
}
