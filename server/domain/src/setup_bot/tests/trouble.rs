//! What is wrong with a connection, and what to do about it here.

use super::*;
use crate::catalogue::{Refusal, Right};
use crate::connection::{Carrier, DeskBot};
use crate::delivery::Rejection;
use crate::problem::{Problem, Trouble};

const GATEWAYS: &str = "run `backline connections set-token`";

fn troubles() -> Vec<Trouble> {
    let title = || "Team".to_owned();
    let refusal = || Refusal {
        reason: Rejection::TopicClosed,
        detail: String::new(),
    };
    let right = Right::ManageTopics;
    vec![
        Trouble::TokenRefused,
        Trouble::LoggedOut,
        Trouble::ReceivedElsewhere,
        Trouble::NotAForum { title: title() },
        Trouble::NotAdmin {
            title: title(),
            right,
        },
        Trouble::MissingRight {
            title: title(),
            right,
        },
        Trouble::WrongAdministrator { title: title() },
        Trouble::GroupLost { title: title() },
        Trouble::GroupRefused {
            title: title(),
            refusal: refusal(),
        },
        Trouble::FoundingRefused { refusal: refusal() },
    ]
}

fn problem(trouble: Option<Trouble>) -> Option<Problem> {
    Some(Problem {
        words: GATEWAYS.into(),
        trouble: trouble.map(Box::new),
    })
}

/// The card of a connection like this.
fn card(language: Language, connection: Connection) -> String {
    let mut play = Play::new();
    play.person.language = language;
    play.connections.push(connection);
    play.says("/start");
    said(&play.press(|act| matches!(act, Act::Card(_))))
}

#[test]
fn every_trouble_is_said_in_the_persons_language_with_what_to_do_here() {
    let mut seen = BTreeSet::new();
    for trouble in troubles() {
        for language in Language::ALL {
            let mut row = connection("a");
            row.problem = problem(Some(trouble.clone()));
            let shown = card(language, row);
            assert!(!shown.contains(GATEWAYS), "{language}: {shown}");
            let said = shown.lines().last().unwrap().to_owned();
            assert!(said.starts_with("⚠️ "), "{said}");
            assert!(!said.contains("backline"), "{said}");
            assert!(seen.insert(said.clone()), "said twice: {said}");
            if language == Language::En {
                insta::assert_snapshot!(said_name(&trouble), said);
            }
        }
    }
}

fn said_name(trouble: &Trouble) -> String {
    let shown = format!("{trouble:?}");
    let end = shown.find([' ', '{']).unwrap_or(shown.len());
    shown[..end].to_lowercase()
}

#[test]
fn what_is_of_no_known_kind_is_said_without_english_words_of_the_server() {
    let mut row = connection("a");
    row.identity_problem = problem(None);
    let told = card(Language::De, row);
    assert!(told.contains("Mit @shop_bot stimmt etwas nicht"), "{told}");
    assert!(!told.contains(GATEWAYS), "{told}");
}

#[test]
fn it_says_whose_trouble_it_is() {
    let mut row = connection("a");
    row.desk = Some(DeskBot {
        identity: IdentityId::bot(12),
        username: "desk_bot".to_owned(),
        problem: problem(Some(Trouble::TokenRefused)),
        since: None,
        account: Carrier::Ready,
        added_at: now(),
    });
    assert!(card(Language::En, row.clone()).contains("the token of @desk_bot"));
    row.identity_problem = problem(Some(Trouble::ReceivedElsewhere));
    assert!(card(Language::En, row).contains("is written to @shop_bot"));
}

#[test]
fn another_token_of_a_bot_of_theirs_takes_the_place_of_the_one_before() {
    let mut play = Play::new();
    let mut row = connection("a");
    row.frontend = IdentityId::bot(110_201_543);
    row.identity_problem = problem(Some(Trouble::TokenRefused));
    play.connections.push(row);
    let given = play.says(TOKEN);
    assert!(deletes(&given));
    let wished = Wish::SetToken {
        connection: id("a"),
        bot: IdentityId::bot(110_201_543),
        token: Hidden(TOKEN.to_owned()),
    };
    assert_eq!(play.wish(), Some(&wished));
    play.connections[0].identity_problem = None;
    let told = said(&play.done(&Done::Done));
    assert!(
        told.contains("@shop_bot serves your connection already. It works with this token"),
        "{told}"
    );
    assert_eq!(play.person.step, Step::Idle);
    // Of somebody else's nothing is known: the server refuses it.
    play.connections.clear();
    play.says(TOKEN);
    assert!(matches!(play.wish(), Some(Wish::Create { .. })));
}

#[test]
fn a_token_that_is_sent_twice_does_not_end_what_is_going_on() {
    let mut play = Play::new();
    play.says(TOKEN);
    let mut made = connection("a");
    made.frontend = IdentityId::bot(110_201_543);
    made.frontend_username.clear();
    play.connections.push(made);
    play.done(&Done::Created(id("a")));
    play.says(TOKEN);
    assert!(matches!(play.person.step, Step::CheckToken { .. }));
    play.done(&Done::Done);
    play.connections[0].frontend_username = "shop_bot".to_owned();
    assert!(said(&play.news(&News::Look)).contains("Step 2 of 3"));
}

#[test]
fn a_group_that_was_not_taken_is_looked_at_again_from_the_card() {
    let mut play = Play::new();
    let mut row = connection("a");
    let title = "Team".to_owned();
    row.problem = problem(Some(Trouble::NotAForum { title }));
    row.candidate = Some(ChatId(-1_001_234_567_890));
    play.connections.push(row);
    play.says("/start");
    play.press(|act| matches!(act, Act::Card(_)));
    play.press(|act| matches!(act, Act::Check(_)));
    assert!(matches!(play.wish(), Some(Wish::TakeGroup(..))));
}

/// What is said of a group, with the buttons under it.
fn noted(notice: &Notice, row: Connection) -> (String, bool) {
    let mut play = Play::new();
    play.connections.push(row);
    play.person.step = Step::AwaitGroup {
        connection: id("a"),
    };
    let note = Note::new(notice, &play.connections[0], OLGA, now());
    let told = play.news(&News::Note(&note));
    let newest = play.person.cards.last();
    let is_looked_at = newest.is_some_and(|card| {
        let mut acts = card.buttons.values();
        acts.any(|act| matches!(act, Act::Check(_)))
    });
    (said(&told), is_looked_at)
}

#[test]
fn a_group_without_topics_is_said_with_the_button_that_is_there() {
    let title = "Team".to_owned();
    let notice = Notice::GroupNotAForum { title };
    let mut row = connection("a");
    row.problem = Some(Problem::of(&notice));
    row.candidate = Some(ChatId(-1_001_234_567_890));
    let (told, is_looked_at) = noted(&notice, row);
    assert!(told.contains("❌ “Team” has no topics"), "{told}");
    assert!(told.contains("then press “🔄 Check again”"), "{told}");
    assert!(!told.contains("remove me as an admin"), "{told}");
    assert!(is_looked_at);
}

#[test]
fn a_bot_that_is_out_of_its_group_is_led_back_and_an_account_is_not() {
    let title = "Team".to_owned();
    let notice = Notice::GroupLost { title };
    for (frontend, leads) in [
        (IdentityId::bot(11), true),
        (IdentityId::account(11), false),
    ] {
        let mut play = Play::new();
        let mut row = connection("a");
        row.frontend = frontend;
        row.group = Group::Known(ChatId(-1_001_234_567_890));
        play.connections.push(row);
        let note = Note::new(&notice, &play.connections[0], OLGA, now());
        let told = format!("{:?}", play.news(&News::Note(&note)));
        assert_eq!(told.contains("?startgroup="), leads, "{told}");
        play.data(|act| matches!(act, Act::Check(_)));
        play.data(|act| matches!(act, Act::Card(_)));
    }
}

#[test]
fn a_group_that_was_left_is_not_looked_at_again() {
    let notice = Notice::ForeignGroupLeft {
        title: "Trap".to_owned(),
        id: "-100".to_owned(),
    };
    let mut row = connection("a");
    row.candidate = Some(ChatId(-1_001_234_567_890));
    let (told, is_looked_at) = noted(&notice, row);
    assert!(told.contains("I have left it"), "{told}");
    assert!(!is_looked_at);
}
