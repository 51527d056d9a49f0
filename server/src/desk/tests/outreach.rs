//! What only an account can do: budgets, Telegram's word that it is enough, and groups of
//! which nobody knows whether they came to be.

use backline_domain::message::{ChatKind, PersonChange};
use backline_domain::outreach::{HOURLY, Reached};
use backline_domain::relay::GROUP_GRACE;

use super::*;

/// The account.
const ME: IdentityId = IdentityId::account(12);
/// A group that the account makes.
const MADE: i64 = -1_000_000_004_711;

async fn office() -> Office {
    Office::of(ME, &[("MONITOR_GROUPS", "TRUE")]).await
}

/// Olga writes in General.
fn in_general(number: i64, text: &str) -> Event {
    posted_event(message(TEAM.0, OLGA, number, Content::Text(text.into())))
}

fn reached(chat_id: i64) -> Outcome {
    let chat = Chat {
        kind: match chat_id {
            1.. => ChatKind::Private,
            _ => ChatKind::Supergroup,
        },
        ..chat(chat_id)
    };
    Outcome::Succeeded {
        messages: Vec::new(),
        topic: None,
        description: None,
        reached: Some(Box::new(Reached {
            chat: Some(chat),
            person: (chat_id > 0).then(|| person(chat_id)),
            was_there: false,
            is_waiting: false,
            link: String::new(),
        })),
    }
}

/// The account's own word that it made a group of this title.
fn group_word(title: &str) -> Event {
    let service = Service {
        kind: ServiceKind::Other,
        raw_kind: "supergroup_chat_created".to_owned(),
        title: title.to_owned(),
        users: Vec::new(),
        other_chat: None,
        message: None,
    };
    let group = Chat {
        kind: ChatKind::Supergroup,
        title: title.to_owned(),
        ..chat(MADE)
    };
    posted_event(Message {
        chat: group,
        is_outgoing: true,
        sent_at: Timestamp::from_seconds(4_000_000_000),
        ..message(MADE, ME.user.0, 1, Content::Service(service))
    })
}

fn is_reach(command: &Command) -> bool {
    matches!(
        command.call,
        Call::Find { .. }
            | Call::CreateGroup { .. }
            | Call::FindGroup { .. }
            | Call::Invite { .. }
            | Call::Join { .. }
    )
}

/// The only call among these that only an account makes.
fn reach(commands: Vec<Command>) -> Command {
    Office::only(commands.into_iter().filter(is_reach).collect())
}

/// What was said to people of all that is handed out, while everything works.
async fn said(office: &mut Office) -> String {
    let done = office.does_all().await;
    assert!(!done.iter().any(is_reach), "{done:#?}");
    all_about(&messages(done)).join("\n")
}

/// A dialog with Ann, begun from here, in topic 50.
async fn with_stranger(office: &mut Office) {
    office.takes(vec![in_general(300, "/new @ann_smith")]).await;
    let find = office.next().await;
    assert!(!find.needs_start, "looking up has no effect");
    office.ends(&find, reached(ANN)).await.unwrap();
    let done = office.does_all().await;
    let about = all_about(&done).join("\n");
    assert!(
        about.contains("make 🟨") && about.contains("The dialog is here"),
        "{about}"
    );
    assert!(office.dialog(ANN).await.is_stranger);
}

#[tokio::test]
async fn people_are_looked_up_one_at_a_time() {
    let mut office = office().await;
    let both = [
        in_general(300, "/new @ann_smith"),
        in_general(301, "/new @bob_jones"),
    ];
    office.takes(both.to_vec()).await;
    let first = office.next().await;
    office
        .ends(&first, rejected(Rejection::NotFound))
        .await
        .unwrap();
    office.pass(Duration::from_millis(1001)).await;
    let second = reach(office.handed_out().await);
    assert_ne!(first.call, second.call);
}

#[tokio::test]
async fn the_budget_outlives_a_restart() {
    let mut office = office().await;
    for number in 0..HOURLY {
        let text = format!("/new @person_{number}");
        office
            .takes(vec![in_general(300 + i64::from(number), &text)])
            .await;
        office.pass(Duration::from_millis(1001)).await;
        let find = reach(office.handed_out().await);
        office
            .ends(&find, rejected(Rejection::NotFound))
            .await
            .unwrap();
    }
    let mut office = office.restart().await;
    office.takes(vec![in_general(400, "/new @ann_smith")]).await;
    let said = said(&mut office).await;
    assert!(said.contains("at most 10 times an hour"), "{said}");
    office.pass(Duration::from_secs(3600)).await;
    office.takes(vec![in_general(401, "/new @ann_smith")]).await;
    reach(office.handed_out().await);
}

#[tokio::test]
async fn each_message_to_a_stranger_counts_until_they_answer() {
    let mut office = office().await;
    with_stranger(&mut office).await;
    for number in 1..HOURLY {
        office
            .takes(vec![answers(50, 500 + i64::from(number), "a word")])
            .await;
        office.does_all().await;
    }
    office.takes(vec![answers(50, 600, "one too many")]).await;
    let refused = said(&mut office).await;
    assert!(refused.contains("Not now"), "{refused}");
    office.takes(vec![says(ANN, 2, "yes?")]).await;
    office.does_all().await;
    office.takes(vec![answers(50, 601, "well")]).await;
    let sent = said(&mut office).await;
    assert_eq!(sent, "copy of 601");
}

#[tokio::test]
async fn what_waits_does_not_go_after_peer_flood_and_a_restart_forgets_nothing() {
    let mut office = office().await;
    with_stranger(&mut office).await;
    let waiting = [
        answers(50, 500, "one"),
        answers(50, 501, "two"),
        in_general(301, "/new @bob_jones"),
        in_general(302, "/join @the_club"),
    ];
    office.takes(waiting.to_vec()).await;
    let in_hand = office.handed_out().await;
    let (find, word): (Vec<Command>, Vec<Command>) = in_hand.into_iter().partition(is_reach);
    office
        .ends(&Office::only(word), rejected(Rejection::PeerFlood))
        .await
        .unwrap();
    office
        .ends(&Office::only(find), rejected(Rejection::PeerFlood))
        .await
        .unwrap();
    let told = said(&mut office).await;
    let times = |text: &str| told.matches(text).count();
    assert_eq!(times("(PEER_FLOOD)"), 1, "told once: {told}");
    // The second word, and the join.
    assert_eq!(times("Not sent: Telegram does not let"), 2, "{told}");
    let mut office = office.restart().await;
    office
        .takes(vec![in_general(303, "/new @carl_jones")])
        .await;
    let told = said(&mut office).await;
    assert!(told.contains("Not sent: Telegram does not let"), "{told}");
    // Who wrote to us is answered.
    office.takes(vec![says(ANN, 2, "yes?")]).await;
    office.does_all().await;
    office.takes(vec![answers(50, 502, "hello")]).await;
    assert_eq!(said(&mut office).await, "copy of 502");
    office.pass(Duration::from_secs(24 * 3600 + 60)).await;
    office
        .takes(vec![in_general(304, "/new @carl_jones")])
        .await;
    reach(office.handed_out().await);
}

#[tokio::test]
async fn a_short_wait_is_waited_for_and_a_long_one_ends_the_command() {
    let mut office = office().await;
    office.takes(vec![in_general(300, "/new @ann_smith")]).await;
    let find = office.next().await;
    office.ends(&find, deferred(30)).await.unwrap();
    assert!(office.handed_out().await.is_empty());
    office.pass(Duration::from_secs(31)).await;
    let find = reach(office.handed_out().await);
    office.ends(&find, deferred(3000)).await.unwrap();
    let told = said(&mut office).await;
    assert!(told.contains("asks this account to wait"), "{told}");
    // It is nobody else's wait: a customer is answered at once.
    office.takes(vec![says(ANN, 2, "hello")]).await;
    let done = office.does_all().await;
    let topic = done
        .iter()
        .position(|one| matches!(one.call, Call::CreateTopic { .. }));
    let topic = 50 + i64::try_from(topic.unwrap()).unwrap();
    office.takes(vec![answers(topic, 500, "hello Ann")]).await;
    assert_eq!(said(&mut office).await, "copy of 500");
    office.pass(Duration::from_secs(3060)).await;
    office.takes(vec![in_general(301, "/new @ann_smith")]).await;
    reach(office.handed_out().await);
}

/// A group is being made and its answer is lost.
async fn in_doubt() -> Office {
    let mut office = office().await;
    office
        .takes(vec![in_general(300, "/newchat Order 12 @ann_smith")])
        .await;
    let create = office.next().await;
    assert!(create.needs_start);
    office.ends(&create, lost()).await.unwrap();
    office
}

/// The group became a dialog, and Ann is invited into it.
async fn is_settled(office: &mut Office) {
    let commands = office.handed_out().await;
    assert!(
        !commands
            .iter()
            .any(|one| matches!(one.call, Call::CreateGroup { .. })),
        "{commands:#?}"
    );
    let invite = commands.iter().find(|one| is_reach(one)).unwrap();
    let Call::Invite { chat, .. } = &invite.call else {
        panic!("{invite:#?}")
    };
    assert_eq!(chat.id, ChatId(MADE));
    assert_eq!(office.dialog(MADE).await.customer.name, "Order 12");
    for command in commands {
        let outcome = match command.call {
            Call::CreateTopic { .. } => made(50),
            _ => posted(1000),
        };
        office.ends(&command, outcome).await.unwrap();
    }
    let told = said(office).await;
    assert!(told.contains("The dialog is here"), "{told}");
}

#[tokio::test]
async fn a_group_of_unknown_end_is_settled_by_the_accounts_own_word() {
    let mut office = in_doubt().await;
    office.pass(Duration::from_secs(5)).await;
    // Another group is none.
    office.takes(vec![group_word("Another")]).await;
    assert!(office.handed_out().await.is_empty());
    office.takes(vec![group_word("Order 12")]).await;
    is_settled(&mut office).await;
    office.pass(GROUP_GRACE).await;
    assert!(office.handed_out().await.is_empty());
}

#[tokio::test]
async fn the_accounts_own_word_may_come_before_the_answer_is_lost() {
    let mut office = office().await;
    office
        .takes(vec![in_general(300, "/newchat Order 12 @ann_smith")])
        .await;
    let create = office.next().await;
    office.desk.start(create.lease_token.clone()).await.unwrap();
    office.takes(vec![group_word("Order 12")]).await;
    assert!(office.handed_out().await.is_empty());
    // What the account writes elsewhere meanwhile is in no doubt.
    let elsewhere = Message {
        is_outgoing: true,
        ..message(-1_000_000_000_099, ME.user.0, 7, Content::Text("hi".into()))
    };
    office.takes(vec![posted_event(elsewhere)]).await;
    // Server and gateway die together.
    let mut office = office.restart().await;
    is_settled(&mut office).await;
}

#[tokio::test]
async fn a_group_that_nothing_tells_of_is_looked_for() {
    let mut office = in_doubt().await;
    office.pass(GROUP_GRACE + Duration::from_secs(5)).await;
    let look = reach(office.handed_out().await);
    // Its word comes while it is looked for: that is no second dialog, and nobody is invited twice.
    office.takes(vec![group_word("Order 12")]).await;
    assert!(office.handed_out().await.is_empty());
    let found = Chat {
        title: "Order 12".to_owned(),
        kind: ChatKind::Supergroup,
        ..chat(MADE)
    };
    let Outcome::Succeeded {
        reached: Some(told),
        ..
    } = reached(MADE)
    else {
        panic!()
    };
    let told = Reached {
        chat: Some(found),
        ..*told
    };
    let outcome = Outcome::Succeeded {
        messages: Vec::new(),
        topic: None,
        description: None,
        reached: Some(Box::new(told)),
    };
    office.ends(&look, outcome).await.unwrap();
    is_settled(&mut office).await;
}

#[tokio::test]
async fn a_group_whose_word_came_while_it_was_looked_for_in_vain_is_there() {
    let mut office = in_doubt().await;
    office.pass(GROUP_GRACE + Duration::from_secs(5)).await;
    let look = reach(office.handed_out().await);
    office.takes(vec![group_word("Order 12")]).await;
    let nothing = rejected(Rejection::NotFound);
    office.ends(&look, nothing).await.unwrap();
    is_settled(&mut office).await;
}

#[tokio::test]
async fn a_group_that_nothing_tells_of_is_asked_about_and_not_made_again() {
    let office = in_doubt().await;
    let mut office = office.restart().await;
    office.pass(GROUP_GRACE + Duration::from_secs(5)).await;
    let look = reach(office.handed_out().await);
    assert!(matches!(look.call, Call::FindGroup { .. }) && !look.needs_start);
    let nothing = rejected(Rejection::NotFound);
    office.ends(&look, nothing).await.unwrap();
    let told = said(&mut office).await;
    assert!(
        told.contains("It is not known whether the group “Order 12”"),
        "{told}"
    );
    // Its word comes too late: then it is a group like others.
    office.takes(vec![group_word("Order 12")]).await;
    assert!(office.handed_out().await.is_empty());
    assert_eq!(office.waiting().await, 0);
}

#[tokio::test]
async fn a_name_that_changes_and_changes_back_is_followed() {
    let mut office = Office::of(ME, &[]).await;
    office.takes(vec![says(ANN, 1, "hello")]).await;
    office.does_all().await;
    let called = |name: &str| {
        let person = User {
            first_name: name.to_owned(),
            last_name: String::new(),
            ..person(ANN)
        };
        Event::Person(Box::new(PersonChange {
            person,
            phone: "4930123456".to_owned(),
        }))
    };
    let before = office.dialog(ANN).await.customer.name;
    office.takes(vec![called("Anna")]).await;
    let dialog = office.dialog(ANN).await;
    assert_eq!(dialog.customer.name, "Anna");
    assert_eq!(dialog.customer.phone, "4930123456");
    office.pass(Duration::from_secs(61)).await;
    let done = all_about(&office.does_all().await);
    assert_eq!(done, ["rename to 🟪 Anna"]);
    office.takes(vec![called(&before)]).await;
    office.pass(Duration::from_secs(61)).await;
    let done = all_about(&office.does_all().await);
    assert_eq!(done, [format!("rename to 🟪 {before}")]);
    // Of people without a dialog nothing is kept.
    let nobody = User {
        id: UserId(4711),
        ..person(ANN)
    };
    let change = PersonChange {
        person: nobody,
        phone: String::new(),
    };
    office.takes(vec![Event::Person(Box::new(change))]).await;
    assert!(office.does_all().await.is_empty());
}
