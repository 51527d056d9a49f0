//! Relay bots: asked about at Telegram like any bot, and said to whoever gave their token.

use super::*;
use crate::connection::{MOST_RELAYS, RelayStanding};
use crate::delivery::Rejection;

const RELAY: IdentityId = IdentityId::bot(110_201_543);

/// Olga has a connection with a group, and is asked for a relay bot's token.
fn asked() -> Play {
    let mut play = Play::new();
    let mut row = connection("a");
    row.group = Group::Known(ChatId(-1_001_234_567_890));
    row.group_title = "Team".to_owned();
    play.connections.push(row);
    play.says("/start");
    play.press(|act| matches!(act, Act::Card(_)));
    play.press(|act| matches!(act, Act::Relays(_)));
    play.press(|act| matches!(act, Act::AddRelay(_)));
    play
}

/// The server has added it; Telegram has said nothing yet.
fn added(play: &mut Play) -> String {
    let relay = serde_json::json!({
        "identity": RELAY.to_string(), "username": "", "standing": "unchecked", "added_at": 0,
    });
    let relay = serde_json::from_value(relay).unwrap();
    play.connections[0].relays.insert(RELAY, relay);
    said(&play.done(&Done::Done))
}

fn relay(play: &mut Play) -> &mut crate::connection::Relay {
    play.connections[0].relays.get_mut(&RELAY).unwrap()
}

#[test]
fn it_is_added_once_telegram_knows_it() {
    let mut play = asked();
    assert!(said(&play.says(TOKEN)).contains("asking Telegram"));
    assert!(matches!(play.wish(), Some(Wish::AddRelay { .. })));
    let told = added(&mut play);
    assert!(!told.contains("is added"), "nobody knows yet: {told}");
    play.now = play.now.after(std::time::Duration::from_secs(50));
    assert!(said(&play.news(&News::Look)).contains("has not answered yet"));
    relay(&mut play).username = "helper_bot".to_owned();
    let told = play.news(&News::Look);
    assert!(
        said(&told).contains("@helper_bot is added. Now make it an admin of “Team”"),
        "{told:?}"
    );
    assert!(format!("{told:?}").contains("https://t.me/helper_bot?startgroup="));
    assert_eq!(play.news(&News::Look), []);
    // The way there is not lost with the screen.
    play.press(|act| matches!(act, Act::Relays(_)));
    let told = play.press(|act| matches!(act, Act::Relay(..)));
    assert!(said(&told).contains("⏳ @helper_bot cannot write in “Team” yet"));
    assert!(format!("{told:?}").contains("https://t.me/helper_bot?startgroup="));
    // Other things may go on meanwhile, and nothing is there to be cancelled.
    assert!(said(&play.says("/cancel")).contains("nothing to cancel"));
    play.says("/start");
    relay(&mut play).standing = RelayStanding::Ready {
        makes_topics: true,
        sends_files: true,
    };
    assert!(said(&play.news(&News::Look)).contains("and helps."));
}

#[test]
fn it_is_said_when_it_helps() {
    let ready = || RelayStanding::Ready {
        makes_topics: true,
        sends_files: true,
    };
    // It is brought in later, or was there before.
    for is_later in [true, false] {
        let mut play = asked();
        play.says(TOKEN);
        added(&mut play);
        relay(&mut play).username = "helper_bot".to_owned();
        if is_later {
            assert!(said(&play.news(&News::Look)).contains("is added"));
            assert_eq!(play.news(&News::Look), []);
        }
        relay(&mut play).standing = ready();
        let told = said(&play.news(&News::Look));
        assert!(
            told.contains("✅ @helper_bot writes in “Team” and helps."),
            "{told}"
        );
        assert_eq!(play.person.step, Step::Idle);
        assert_eq!(play.news(&News::Look), [], "once");
        play.press(|act| matches!(act, Act::Relays(_)));
        let told = play.press(|act| matches!(act, Act::Relay(..)));
        assert!(!format!("{told:?}").contains("startgroup"), "{told:?}");
    }
}

#[test]
fn a_token_that_telegram_does_not_know_is_said_and_leaves_nothing_behind() {
    let mut play = asked();
    play.says(TOKEN);
    added(&mut play);
    relay(&mut play).standing = RelayStanding::Out {
        reason: Rejection::BadCredential,
        detail: String::new(),
    };
    let told = said(&play.news(&News::Look));
    assert!(told.contains("Telegram does not know this token"), "{told}");
    assert_eq!(play.wish(), Some(&Wish::DiscardRelay(id("a"), RELAY)));
    play.connections[0].relays.clear();
    assert_eq!(play.done(&Done::Done), [], "nothing is said of it");
    // The next one is a relay bot's too.
    play.says(TOKEN);
    assert!(matches!(play.wish(), Some(Wish::AddRelay { .. })));
}

#[test]
fn after_a_refusal_the_next_token_is_a_relay_bots_again() {
    for (refused, words) in [
        (Refusal::Taken, "serves a connection already"),
        (Refusal::Malformed, "I found no token in that"),
    ] {
        let mut play = asked();
        play.says(TOKEN);
        let told = said(&play.done(&Done::Refused(refused)));
        assert!(told.contains(words), "{told}");
        play.says(TOKEN);
        assert!(
            matches!(play.wish(), Some(Wish::AddRelay { .. })),
            "{:?}",
            play.wish()
        );
    }
}

#[test]
fn what_was_removed_or_revoked_is_said() {
    let mut play = asked();
    added(&mut play);
    play.press(|act| matches!(act, Act::Relays(_)));
    play.press(|act| matches!(act, Act::Relay(..)));
    play.press(|act| matches!(act, Act::RemoveRelay(..)));
    play.connections[0].relays.clear();
    let told = said(&play.done(&Done::Done));
    assert!(
        told.starts_with("✅ The bot helps no more. If it is still in “Team”"),
        "{told}"
    );
    assert!(told.contains("Relay bots of a"), "{told}");
}

#[test]
fn there_are_no_relay_bots_without_a_group() {
    let mut play = Play::new();
    play.connections.push(connection("a"));
    play.says("/start");
    play.press(|act| matches!(act, Act::Card(_)));
    let is_offered = |card: &Card| {
        card.buttons
            .values()
            .any(|act| matches!(act, Act::Relays(_)))
    };
    assert!(!play.person.cards.iter().any(is_offered));
}

#[test]
fn while_a_connection_is_stopped_nothing_is_sent_and_that_is_said() {
    let mut play = asked();
    play.says("/start");
    play.press(|act| matches!(act, Act::Card(_)));
    let test = play.data(|act| matches!(act, Act::Test(_)));
    let check = play.data(|act| matches!(act, Act::Check(_)));
    play.connections[0].is_stopped = true;
    for (message, data) in [test, check] {
        // Pressed on the card of before, each as if it were the first.
        let mut play = Play {
            person: play.person.clone(),
            connections: play.connections.clone(),
            ..Play::new()
        };
        let told = said(&play.news(&News::Pressed {
            query: "q",
            message: Some(message),
            data: &data,
        }));
        assert!(told.contains("so nothing can be sent"), "{told}");
        assert!(play.wish().is_none());
    }
    play.says("/start");
    play.press(|act| matches!(act, Act::Card(_)));
    let newest = play.person.cards.last().unwrap();
    let offers = |act: &Act| matches!(act, Act::Test(_) | Act::Check(_));
    assert!(!newest.buttons.values().any(offers), "{newest:?}");
}

#[test]
fn where_telegram_admits_no_more_bots_no_token_is_asked_for() {
    let mut play = asked();
    for number in 0..MOST_RELAYS {
        let bot = IdentityId::bot(110_201_000 + i64::try_from(number).unwrap());
        let relay = serde_json::json!({
            "identity": bot.to_string(), "username": "", "standing": "unchecked", "added_at": 0,
        });
        let relay = serde_json::from_value(relay).unwrap();
        play.connections[0].relays.insert(bot, relay);
    }
    play.person.step = Step::Idle;
    play.says("/start");
    play.press(|act| matches!(act, Act::Card(_)));
    play.press(|act| matches!(act, Act::Relays(_)));
    let told = said(&play.press(|act| matches!(act, Act::AddRelay(_))));
    assert!(told.contains("Telegram admits no more bots"), "{told}");
    assert_eq!(play.person.step, Step::Idle);
}
