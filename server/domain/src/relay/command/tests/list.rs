//! `/list`, and who answers in a group that several connections share.

use super::*;

/// A dialog with this person, in this state since then, in minutes.
fn other(id: i64, name: &str, state: State, since: i64) -> Dialog {
    let mut dialog = Room::new().dialog;
    dialog.key.chat = ChatAddress::whole(ChatId(id));
    dialog.customer.name = name.to_owned();
    dialog.topic = Topic::Known(TopicId(1000 + id));
    dialog.last_message_at = Timestamp(NOW.0 - since * 60_000);
    dialog.state = state;
    let at = Some(dialog.last_message_at);
    match state {
        State::UserAnswered => dialog.customer_wrote_at = at,
        State::SupportAnswered => dialog.team_wrote_at = at,
        State::Closed => {}
    }
    dialog.wait = None;
    dialog
}

/// What Olga is told who asks for a list of these.
fn listed(room: &Room, text: &str, dialogs: &[Dialog]) -> FormattedText {
    let Parsed::Command(invocation) = operator_command::parse(text, &[]) else {
        panic!("{text}")
    };
    let Command::List(ask) = invocation.command else {
        panic!("{text}")
    };
    let mut listing = Listing::new(ask, UserId(5));
    for dialog in dialogs {
        listing.look_at(dialog, &room.parameters);
    }
    let group = chat(GROUP.0, ChatKind::Supergroup);
    let content = Content::Text(FormattedText::plain(text));
    let message = message(group, None, olga(), content);
    let team = TeamScene {
        listing: Some(&listing),
        ..TeamScene::default()
    };
    let decision = team_message(&room.scene(), &team, &message);
    let [draft] = decision.drafts.as_slice() else {
        panic!("one answer: {decision:?}");
    };
    let Action::Send { to, payload, .. } = &draft.action else {
        panic!("{draft:?}");
    };
    assert_eq!(*to, Target::General);
    payload.content().text().unwrap().clone()
}

fn some_dialogs() -> Vec<Dialog> {
    let by = |user, name: &str| By {
        user: UserId(user),
        name: name.to_owned(),
        at: NOW,
    };
    let mut all = vec![
        other(1, "Ann", State::UserAnswered, 3),
        other(2, "Bob", State::SupportAnswered, 500),
        other(3, "Cem", State::UserAnswered, 190),
        other(4, "Dan", State::Closed, 9000),
        other(5, "Eve", State::Closed, 10),
    ];
    all[0].assigned = Some(by(5, "@olga"));
    all[2].assigned = Some(by(6, "Max"));
    all[4].banned = Some(by(6, "Max"));
    all
}

#[test]
fn who_has_waited_longest_is_listed_first() {
    let mut room = Room::new();
    room.parameters.ignore_chats.insert(5);
    let all = some_dialogs();
    let list = listed(&room, "/list", &all);
    assert_eq!(
        list.text,
        "Open dialogs: 3\n🟪 Cem · 3 h · 👤 Max\n🟪 Ann · 3 min · 👤 @olga\n🟨 Bob · 8 h\n\
         🚫 Banned: 1 – /list banned"
    );
    let links = list.entities.iter().filter(|one| one.kind == "text_link");
    let links: Vec<_> = links.map(|one| one.url.as_str()).collect();
    let to = |topic| format!("https://t.me/c/1234567890/{topic}");
    assert_eq!(links, [to(1003), to(1001), to(1002)]);
    let text = |asked| listed(&room, asked, &all).text;
    assert!(text("/list hold").starts_with("Open dialogs: 2\n🟪 Cem"));
    assert!(text("/list 🟨").starts_with("Open dialogs: 1\n🟨 Bob"));
    assert!(text("/list me").starts_with("Open dialogs: 1\n🟪 Ann"));
    assert_eq!(
        text("/list banned"),
        "Banned: 1\n🚫 Eve · by Max, 2023-11-14 22:13 UTC"
    );
    assert!(text("/list vip").starts_with("“vip” names no dialogs."));
    assert!(text("/list closed").starts_with("“closed” names no dialogs."));
    room.parameters.ignore_chats.remove(&5);
    let none = listed(&room, "/list banned", &all).text;
    assert_eq!(none, "✅ Nobody is banned.");
    let nothing = listed(&room, "/list", &[]).text;
    assert_eq!(nothing, "✅ No dialog of that kind is open.");
}

#[test]
fn long_lists_have_pages() {
    let room = Room::new();
    let name = "x".repeat(128);
    let all: Vec<_> = (1..=30)
        .map(|id| other(id, &format!("{id} {name}"), State::UserAnswered, 100 - id))
        .collect();
    let mut seen = Vec::new();
    for (asked, next) in [
        ("/list", "Page 1 of 3, the next: /list 2"),
        ("/list hold 2", "Page 2 of 3, the next: /list hold 3"),
        ("/list 3", ""),
    ] {
        let page = listed(&room, asked, &all);
        assert!(page.utf16_len() <= 4096, "{}", page.utf16_len());
        assert!(
            page.text.ends_with(next) || next.is_empty(),
            "{}",
            page.text
        );
        let lines = page
            .text
            .lines()
            .filter_map(|line| line.strip_prefix("🟪 "));
        seen.extend(lines.map(|line| line.split(' ').next().unwrap().to_owned()));
    }
    let all_of_them: Vec<_> = (1..=30).map(|id| id.to_string()).collect();
    assert_eq!(seen, all_of_them);
    let beyond = listed(&room, "/list me 9", &all).text;
    assert_eq!(beyond, "✅ No dialog of that kind is open.");
    let beyond = listed(&room, "/list 9", &all).text;
    assert!(
        beyond.ends_with("There is no page 9. There are 3: /list 1"),
        "{beyond}"
    );
}

#[test]
fn names_are_hidden_in_lists_too() {
    let mut room = Room::new();
    room.parameters.set(Name::HideInfo, "name").unwrap();
    let mut ann = other(1, "Ann Secret", State::UserAnswered, 3);
    ann.customer.number = Some(7);
    let mut nobody = other(2, "Bob Secret", State::UserAnswered, 2);
    nobody.customer.number = None;
    let list = listed(&room, "/list", &[ann, nobody]).text;
    assert!(!list.contains("Secret") && list.contains("🟪 —"), "{list}");
}

#[test]
fn in_a_shared_group_one_connection_answers() {
    let room = Room::new();
    let mut other = room.connection.clone();
    other.id = crate::id::ConnectionId::parse("c0").unwrap();
    other.name = "Another".to_owned();
    let peers = [&room.connection, &other].map(|one| Peer::of(one, &room.parameters));
    let general = |connection: &Connection, text: &str| {
        let group = chat(GROUP.0, ChatKind::Supergroup);
        let content = Content::Text(FormattedText::plain(text));
        let message = message(group, None, olga(), content);
        let team = TeamScene {
            peers: &peers,
            ..TeamScene::default()
        };
        let scene = Scene {
            connection,
            ..room.scene()
        };
        said(&team_message(&scene, &team, &message)).concat()
    };
    let own = &room.connection;
    assert_eq!(general(own, "/help"), "");
    let asked = general(&other, "/help");
    assert_eq!(
        asked,
        "Several connections share this group: Another, support. Say which one is meant: \
         /help i NAME"
    );
    // What is not done in General is told by one of them, whichever is meant.
    assert_eq!(general(own, "/note i support"), "");
    assert!(general(&other, "/note i support").starts_with("/note belongs into the topic"));
    assert_eq!(general(own, "/say hello"), "");
    assert!(general(&other, "/say hello").contains("not in this version"));
    assert!(general(&other, "/help i shop").starts_with("There is no connection “shop”"));
    assert_eq!(general(own, "/help i shop"), "");
    assert_eq!(general(own, "/nonsense"), "");
    assert!(general(&other, "/nonsense").starts_with("There is no command /nonsense"));
}
