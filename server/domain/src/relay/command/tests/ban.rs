//! `/ban`, `/unban`, and who may.

use super::*;

#[test]
fn a_ban_is_a_change_of_the_parameter_with_its_history() {
    let mut room = Room::with_right(true);
    let decision = room.writes("/ban");
    let history: Vec<_> = decision
        .changes
        .iter()
        .filter_map(|change| match change {
            Change::PutParameterChange(row) => Some((**row).clone()),
            _ => None,
        })
        .collect();
    let [row] = history.as_slice() else {
        panic!("{history:?}");
    };
    assert_eq!(
        (row.name.as_str(), row.by.as_str()),
        ("IGNORE_CHATS", "user:5")
    );
    assert_eq!(
        (row.old.as_str(), row.new.as_str()),
        ("777000", "11, 777000")
    );
    assert_eq!(row.at, NOW);
    room.takes(decision);
    assert_eq!(room.dialog.state, State::Closed);
    assert!(room.parameters.ignore_chats.contains(&11));
    let by = room.dialog.banned.as_ref().unwrap();
    assert_eq!((by.user, by.name.as_str()), (UserId(5), "Olga"));
    assert_eq!(wanted_name(&room), "⬛️🚫 Ann");

    // What the customer writes is dropped without a trace.
    let private = chat(11, ChatKind::Private);
    let text = Content::Text(FormattedText::plain("hello?"));
    let hello = message(private, None, user(11, "Ann", ""), text);
    let known = CustomerScene {
        dialog: Some(&room.dialog),
        ..CustomerScene::default()
    };
    assert_eq!(
        customer_message(&room.scene(), &known, &hello),
        Decision::nothing()
    );

    let unbanned = room.does("/unban");
    assert!(unbanned.contains("not banned any more"), "{unbanned}");
    assert_eq!(room.parameters.ignore_chats, BTreeSet::from([777_000]));
    assert_eq!(room.dialog.banned, None);
    assert_eq!(wanted_name(&room), "⬛️ Ann");
}

#[test]
fn what_is_so_already_is_said_and_changes_nothing() {
    let mut room = Room::with_right(true);
    assert_eq!(room.does("/unban"), "Ann is not banned.");
    room.does("/ban");
    let again = room.writes("/ban");
    assert!(again.connection.is_none() && again.dialog.is_none());
    assert_eq!(
        said(&again),
        ["Ann is banned already. /unban takes it back."]
    );
}

#[test]
fn without_the_right_nobody_is_banned() {
    for command in ["/ban", "/unban"] {
        let decision = Room::with_right(false).writes(command);
        assert!(decision.dialog.is_none() && decision.changes.is_empty());
        assert_eq!(
            said(&decision),
            ["/ban and /unban are for admins of this group who may ban people."]
        );
    }
}

#[test]
fn a_right_that_is_not_known_is_asked_first() {
    let room = Room::new();
    let asked = room.writes("/ban");
    assert!(
        asked.dialog.is_none() && asked.changes.is_empty(),
        "{asked:?}"
    );
    let draft = &asked.drafts[0];
    assert_eq!(
        draft.action,
        Action::Describe {
            chat: GROUP,
            member: Some(5),
            with_count: false,
        }
    );
    let yes = room.answered(&asked, &description(true));
    assert_eq!(yes.dialog.as_ref().unwrap().state, State::Closed);
    let connection = yes.connection.unwrap();
    assert_eq!(connection.parameters["IGNORE_CHATS"], "11, 777000");
    // And is known from then on.
    assert_eq!(team::may_ban(&connection, UserId(5), NOW), team::Known::Yes);
    let no = room.answered(&asked, &description(false));
    assert!(no.dialog.is_none());
    assert_eq!(
        said(&no),
        ["/ban and /unban are for admins of this group who may ban people."]
    );
    let known = team::may_ban(&no.connection.unwrap(), UserId(5), NOW);
    assert_eq!(known, team::Known::No);
}

#[test]
fn when_telegram_does_not_say_nothing_is_decided() {
    let room = Room::new();
    let asked = room.writes("/ban");
    let refused = Outcome::Rejected {
        reason: Rejection::Other,
        detail: "USER_NOT_FOUND".to_owned(),
    };
    let empty = Outcome::Succeeded {
        messages: Vec::new(),
        topic: None,
        description: None,
        reached: None,
    };
    for outcome in [refused, empty] {
        let decision = room.answered(&asked, &outcome);
        assert!(decision.dialog.is_none() && decision.connection.is_none());
        let said = said(&decision).concat();
        assert!(said.contains("nothing was changed"), "{said}");
    }
}

#[test]
fn nothing_goes_to_who_is_banned() {
    let mut room = Room::with_right(true);
    room.does("/ban");
    let answer = room.writes("are you there?");
    assert_eq!(answer.drafts.len(), 1);
    assert_eq!(
        said(&answer),
        ["🚫 Not sent: Ann is banned. /unban takes it back; then send it as a new message."]
    );
    for command in ["/open", "/hold", "/wait"] {
        let decision = room.writes(command);
        assert!(decision.dialog.is_none());
        let said = said(&decision).concat();
        assert!(said.contains("stays closed"), "{command}: {said}");
    }
    // Reopened in the app: it is closed again.
    room.dialog.shown.is_closed = true;
    room.dialog.sync_waits = false;
    let service = Content::Service(Service {
        kind: ServiceKind::TopicReopened,
        raw_kind: "forum_topic_reopened".to_owned(),
        title: String::new(),
        users: Vec::new(),
        other_chat: None,
        message: None,
    });
    let group = chat(GROUP.0, ChatKind::Supergroup);
    let reopened = message(group, Some(TOPIC), olga(), service);
    let decision = room.posts(&reopened);
    assert_eq!(decision.dialog.unwrap().state, State::Closed);
    assert!(matches!(decision.drafts[0].action, Action::SyncTopic));
}

#[test]
fn a_banned_group_stays_banned_as_a_supergroup() {
    let mut room = Room::with_right(true);
    room.parameters.monitor_groups = true;
    let set = room
        .connection
        .parameters
        .insert("MONITOR_GROUPS".to_owned(), "TRUE".to_owned());
    assert_eq!(set, None);
    room.dialog.kind = Kind::Group;
    room.dialog.key.chat = ChatAddress::whole(ChatId(-44));
    room.does("/ban");
    assert!(room.parameters.ignore_chats.contains(&-44));
    let service = Content::Service(Service {
        kind: ServiceKind::MigratedTo,
        raw_kind: "migrate_to_chat_id".to_owned(),
        title: String::new(),
        users: Vec::new(),
        other_chat: Some(ChatId(-1_000_000_000_055)),
        message: None,
    });
    let moved = message(
        chat(-44, ChatKind::Group),
        None,
        user(9, "Bob", ""),
        service,
    );
    let known = CustomerScene {
        dialog: Some(&room.dialog),
        ..CustomerScene::default()
    };
    let decision = customer_message(&room.scene(), &known, &moved);
    assert!(decision.drafts.is_empty(), "nobody is told");
    room.takes(decision);
    assert_eq!(room.dialog.chat().id, ChatId(-1_000_000_000_055));
    assert!(is_banned(&room.parameters, &room.dialog));
    room.does("/unban");
    assert_eq!(room.parameters.ignore_chats, BTreeSet::from([777_000]));
}

#[test]
fn the_list_has_its_bound() {
    let mut room = Room::with_right(true);
    room.parameters.ignore_chats = (100..10_100).collect();
    let said = room.does("/ban");
    assert!(
        said.contains("`IGNORE_CHATS`") || said.contains("IGNORE_CHATS"),
        "{said}"
    );
    assert_eq!(room.dialog.state, State::UserAnswered);
}
