//! `/info` where `HIDE_INFO` has `command`.

use super::*;
use crate::parameter::Extensions;
use crate::relay::info_told;
use crate::setup_bot::{InfoEnd, Note};

/// A room where names and the card are hidden, and who may see everything.
fn room(may: &str) -> Room {
    let mut room = Room::new();
    let set = &mut room.parameters;
    set.set(Name::HideInfo, "name, title, link, command")
        .unwrap();
    set.set(Name::ExtensionsAllowed, may).unwrap();
    room.numbers.extend([(11, 0), (-1_009, 1)]);
    room.dialog.customer.number = Some(0);
    room
}

fn asks(room: &Room, has_setup_bot: bool) -> Decision {
    let chat = chat(GROUP.0, ChatKind::Supergroup);
    let text = Content::Text(FormattedText::plain("/info"));
    let message = message(chat, Some(TOPIC), olga(), text);
    let team = TeamScene {
        dialog: Some(&room.dialog),
        profile: room.profile.as_ref(),
        has_setup_bot,
        ..TeamScene::default()
    };
    team_message(&room.scene(), &team, &message)
}

fn notes(decision: &Decision) -> Vec<&Note> {
    let notes = decision.changes.iter().filter_map(|change| match change {
        Change::PutSetupNote(note) => Some(&**note),
        _ => None,
    });
    notes.collect()
}

#[test]
fn who_may_see_everything_gets_the_card_in_private() {
    for may in ["5", "."] {
        let room = room(may);
        let decision = asks(&room, true);
        assert_eq!(decision.drafts, [], "nothing of it goes into the group");
        let [note] = notes(&decision)[..] else {
            panic!("one card: {decision:?}");
        };
        assert_eq!(note.to, UserId(5));
        let shown = &note.card.as_ref().unwrap().shown().text;
        assert!(shown.contains("Ann") && shown.contains("Id: 11"), "{shown}");
        assert!(
            !format!("{decision:?}").contains("Id: 11"),
            "no log shows it"
        );
    }
}

#[test]
fn who_may_not_is_told_so_and_nothing_else() {
    let room = room("6");
    let decision = asks(&room, true);
    assert!(notes(&decision).is_empty());
    let told = said(&decision).concat();
    assert!(told.contains("`EXTENSIONS_ALLOWED`") || told.contains("EXTENSIONS_ALLOWED"));
    // By default it is the administrator alone, and a connection may have none.
    let mut room = room_of_nobody();
    assert!(notes(&asks(&room, true)).is_empty());
    room.connection.administrator = Some(UserId(5));
    assert_eq!(notes(&asks(&room, true)).len(), 1);
}

fn room_of_nobody() -> Room {
    let mut room = room("5");
    room.parameters.extensions_allowed = Extensions::Administrator;
    room.connection.administrator = None;
    room
}

#[test]
fn without_a_setup_bot_it_is_refused_in_words() {
    let decision = asks(&room("5"), false);
    assert!(notes(&decision).is_empty());
    assert!(said(&decision).concat().contains("no setup bot"));
}

#[test]
fn of_a_group_the_members_are_counted_first() {
    let mut room = room("5");
    let key = ChatAddress::whole(ChatId(-1_009));
    room.dialog.key.chat = key;
    room.dialog.kind = Kind::Group;
    room.dialog.customer.name = "Club".to_owned();
    let asked = asks(&room, true);
    assert!(notes(&asked).is_empty());
    for members in [Some(12), None] {
        let outcome = match members {
            Some(count) => {
                let mut outcome = description(false);
                if let Outcome::Succeeded {
                    description: Some(told),
                    ..
                } = &mut outcome
                {
                    told.members = Some(count);
                }
                outcome
            }
            None => Outcome::Rejected {
                reason: Rejection::NotAMember,
                detail: String::new(),
            },
        };
        let decision = room.answered(&asked, &outcome);
        assert_eq!(decision.drafts, []);
        let [note] = notes(&decision)[..] else {
            panic!("one card: {decision:?}");
        };
        let shown = &note.card.as_ref().unwrap().shown().text;
        assert!(shown.contains("Club"), "{shown}");
        assert_eq!(shown.contains("Members: 12"), members.is_some(), "{shown}");
    }
}

#[test]
fn what_became_of_it_is_told_where_it_was_asked_for() {
    let room = room("5");
    for (end, words) in [
        (InfoEnd::Given, "in your private chat with @setup_bot"),
        (InfoEnd::NotStarted, "https://t.me/setup_bot?start=info"),
        (InfoEnd::Failed, "could not send you the card"),
    ] {
        let key = &room.dialog.key;
        let decision = info_told(&room.scene(), key, MessageId(900), end, "setup_bot");
        let told = said(&decision).concat();
        assert!(told.contains(words), "{told}");
        assert!(!told.contains("Ann"), "{told}");
        let [draft] = decision.drafts.as_slice() else {
            panic!("{decision:?}");
        };
        let Action::Send { reply, .. } = &draft.action else {
            panic!("{draft:?}");
        };
        assert_eq!(*reply, Some(ReplyTo::Message(MessageId(900))));
    }
}
