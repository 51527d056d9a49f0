//! What a post says, when it is tried again, and when it is given up.

use std::collections::BTreeSet;
use std::time::Duration;

use super::*;
use crate::dialog::{Customer, Dialog, Kind as Chats};
use crate::id::{ChatId, MessageId, MessageRef, UserId};
use crate::link::Side;
use crate::message::{Chat, ChatKind, Content, Sender};
use crate::parameter::{Hidden, HiddenSet, Name, Parameters};
use crate::privacy::{Gate, Numbers};

const NOW: Timestamp = Timestamp(1_700_000_000_123);
const SECRETS: [&str; 4] = ["Ann Miller", "annm", "777001", "secret words"];

fn body(hidden: &str) -> Body {
    let mut parameters = Parameters::default();
    parameters.set(Name::HideInfo, hidden).unwrap();
    let connection = ConnectionId::parse("c1").unwrap();
    let chat = ChatAddress::whole(ChatId(777_001));
    let key = crate::dialog::Key {
        connection: connection.clone(),
        chat: chat.clone(),
    };
    let customer = Customer {
        name: "Ann Miller".to_owned(),
        username: "annm".to_owned(),
        number: Some(4),
        ..Customer::default()
    };
    let mut dialog = Dialog::new(key, Chats::Private, customer, NOW);
    dialog.tag = "0123abcd".to_owned();
    let numbers = Numbers::new();
    let gate = Gate::new(&connection, &parameters, &numbers);
    let of = MessageRef {
        chat: chat.clone(),
        message: MessageId(5),
    };
    let message = crate::message::Message {
        chat: Chat {
            address: chat,
            kind: ChatKind::Private,
            title: String::new(),
            username: String::new(),
            first_name: "Ann".to_owned(),
            last_name: "Miller".to_owned(),
            is_forum: false,
        },
        id: MessageId(5),
        sender: Sender::default(),
        sent_at: NOW,
        edited_at: None,
        topic: None,
        reply: None,
        forward: None,
        album: None,
        content: Content::Text("secret words".into()),
        buttons: Vec::new(),
        is_protected: false,
        via_bot: None,
        is_automatic_forward: false,
        is_outgoing: false,
        business_bot: None,
        random_id: None,
        thread: None,
    };
    let told = Told::customers(&gate.mask(&message));
    let author = crate::archive::Author::Customer;
    let posted = Message::new(Side::Customer, author, of, Some(told));
    Body::new(Kind::MessageReceived, &gate, &dialog, NOW).of_message(posted)
}

fn hidden(all: &[Hidden]) -> HiddenSet {
    all.iter().copied().collect()
}

#[test]
fn a_post_says_what_happened() {
    let json: serde_json::Value =
        serde_json::from_str(&body("OFF").json(&HiddenSet::new())).unwrap();
    let expected = serde_json::json!({
        "type": "message_received",
        "timestamp": "2023-11-14T22:13:20.123Z",
        "data": {
            "connection": "connections/c1",
            "dialog": {
                "id": "0123abcd", "name": "connections/c1/dialogs/777001", "chat_id": 777_001,
                "username": "@annm", "kind": "private", "state": "user_answered",
                "customer": "Ann Miller",
            },
            "message": {
                "id": 5, "chat_id": 777_001, "author": "customer", "kind": "text",
                "text": "secret words",
            },
        },
    });
    assert_eq!(json, expected);
}

#[test]
fn what_is_hidden_stands_in_no_post() {
    let all = hidden(&[Hidden::Name, Hidden::Link]);
    let json = body("name,link").json(&all);
    for secret in &SECRETS[..3] {
        assert!(!json.contains(secret), "{secret}: {json}");
    }
    assert!(
        json.contains("secret words") && json.contains("0123abcd"),
        "{json}"
    );
}

#[test]
fn what_is_hidden_while_a_post_waits_is_left_out_of_it() {
    let json = body("OFF").json(&hidden(&[Hidden::Name, Hidden::Link]));
    for secret in SECRETS {
        assert!(!json.contains(secret), "{secret}: {json}");
    }
    // What is shown again by then was masked all the same.
    let json = body("name").json(&HiddenSet::new());
    assert!(
        !json.contains("Ann Miller") && json.contains("secret words"),
        "{json}"
    );
}

#[test]
fn a_body_tells_nothing_to_logs() {
    let shown = format!("{:?}", body("OFF"));
    assert_eq!(shown, "Body(message_received of c1)");
}

fn post() -> Post {
    let lane = Lane {
        connection: ConnectionId::parse("c1").unwrap(),
        endpoint: Endpoint::of("https://a.example/secret"),
        dialog: None,
    };
    Post::new(lane, 7, body("OFF"), NOW)
}

fn failure() -> Failure {
    Failure {
        reason: "it answered 500".to_owned(),
        is_final: false,
        wait: None,
    }
}

#[test]
fn the_gaps_grow_and_after_a_day_it_is_given_up() {
    let (mut post, mut now, mut gaps) = (post(), NOW, Vec::new());
    loop {
        match after_failure(post, failure(), NOW, now, 0.0) {
            Next::Waits(next) => {
                gaps.push(next.due_at.since(now));
                now = next.due_at;
                post = *next;
            }
            Next::Dead(dead) => {
                assert_eq!(dead.last_error.as_deref(), Some("it answered 500"));
                break;
            }
        }
    }
    assert_eq!(
        now.since(NOW),
        LONGEST_WAIT,
        "the last attempt ends the day"
    );
    let last = gaps.len() - 1;
    assert!(gaps[..last].is_sorted() && gaps.len() > 12, "{gaps:?}");
    assert_eq!(gaps[0], Duration::from_secs(5));
}

#[test]
fn what_waited_behind_another_post_has_had_its_day_with_that_one() {
    let day_later = NOW.after(LONGEST_WAIT);
    let next = after_failure(post(), failure(), NOW, day_later, 0.0);
    assert!(matches!(next, Next::Dead(_)), "{next:?}");
    // The receiver was well until now: what is old for another reason has its own day.
    let next = after_failure(post(), failure(), day_later, day_later, 0.0);
    assert!(matches!(next, Next::Waits(_)), "{next:?}");
}

#[test]
fn a_receiver_that_wants_no_more_gets_no_more_and_one_that_wants_time_gets_it() {
    let gone = Failure {
        is_final: true,
        ..failure()
    };
    assert!(matches!(
        after_failure(post(), gone, NOW, NOW, 0.0),
        Next::Dead(_)
    ));
    let busy = Failure {
        wait: Some(Duration::from_secs(90)),
        ..failure()
    };
    let Next::Waits(next) = after_failure(post(), busy, NOW, NOW, 0.0) else {
        panic!("it waits");
    };
    assert_eq!(next.due_at.since(NOW), Duration::from_secs(90));
}

#[test]
fn a_dead_post_that_is_replayed_keeps_its_id() {
    let post = post();
    let id = post.id.clone();
    let again = post.again(99, NOW.after(Duration::from_secs(9)));
    assert_eq!((again.id, again.key.sequence), (id, 99));
}

#[test]
fn ids_of_endpoints_and_dead_posts_read_back() {
    let endpoint = Endpoint::of("https://a.example/secret");
    assert_eq!(Endpoint::parse(endpoint.as_str()), Some(endpoint));
    assert_eq!(Endpoint::parse("https://a.exampl"), None);
    let id = DeadId {
        hour: 472_222,
        sequence: 17,
    };
    assert_eq!(id.to_string().parse(), Ok(id));
    assert_eq!("x-1".parse::<DeadId>(), Err(()));
}

#[test]
fn receivers_get_what_they_asked_for() {
    let mut parameters = Parameters::default();
    let value =
        r#"{"https://all.example":["*"],"https://in.example":["message_received","/Order"]}"#;
    parameters.set(Name::Webhooks, value).unwrap();
    let hooks = &parameters.webhooks;
    let received: Vec<&str> = hooks.receivers(&body("OFF")).collect();
    assert_eq!(received, ["https://all.example", "https://in.example"]);
    let command = body("OFF").of_command(Command {
        name: "/order".to_owned(),
        arguments: String::new(),
        operator: UserId(1),
        message: MessageId(2),
    });
    let asked: Vec<&str> = hooks.receivers(&command).collect();
    assert_eq!(
        asked,
        ["https://in.example"],
        "a command goes where it is registered"
    );
    assert!(hooks.want(Kind::DialogClosed) && !hooks.want(Kind::Command));
    assert!(hooks.register("ORDER") && !hooks.register("orders"));
    assert_eq!(hooks.commands(), BTreeSet::from(["/order".to_owned()]));
}
