mod hostile;
mod kinds;
mod messages;
mod other;
mod property;

use backline_proto::common::v1::content::Kind;
use backline_proto::common::v1::{FormattedText, Message};
use backline_proto::gateway::v1::UnknownUpdate;
use backline_proto::gateway::v1::update::Event;
use serde_json::{Value, json};

use super::translate;

/// What an update tells.
fn told(update: &Value) -> Event {
    let translated = translate(&update.to_string(), "test");
    assert_eq!(translated.update_id, update["update_id"].as_i64());
    translated.update.event.expect("never nothing")
}

/// A message in a private chat with these fields besides.
fn message(fields: Value) -> Message {
    message_in(
        json!({ "id": 5, "type": "private", "first_name": "Ann" }),
        fields,
    )
}

fn message_in(chat: Value, fields: Value) -> Message {
    let mut message = json!({ "message_id": 3, "date": 100, "chat": chat });
    message
        .as_object_mut()
        .unwrap()
        .extend(fields.as_object().unwrap().clone());
    match told(&json!({ "update_id": 9, "message": message })) {
        Event::MessagePosted(message) => message,
        other => panic!("{other:?}"),
    }
}

fn forum() -> Value {
    json!({ "id": -1_001_234, "type": "supergroup", "title": "Team", "is_forum": true })
}

fn content(message: &Message) -> &Kind {
    message.content.as_ref().unwrap().kind.as_ref().unwrap()
}

fn text(message: &Message) -> &FormattedText {
    match content(message) {
        Kind::Text(text) => text,
        other => panic!("{other:?}"),
    }
}

fn unknown(update: &Value) -> UnknownUpdate {
    match told(update) {
        Event::Unknown(unknown) => unknown,
        other => panic!("{other:?}"),
    }
}
