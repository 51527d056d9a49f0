//! Updates with a required part missing. A bug of a gateway must neither stop
//! the batch nor lose what a person wrote: such an update becomes one that was
//! not understood, with everything that could still be made out.

use backline_domain::id::MessageId;
use backline_domain::message::{Chat, Event, Sender, UnknownUpdate};
use backline_proto::common::v1 as common;
use backline_proto::gateway::v1 as proto;
use proto::update::Event as Wire;

use super::{Error, chat, nonzero, person};

/// Most bytes kept of it, as for any update that is not understood.
const MOST_RAW_BYTES: usize = 64 * 1024;

/// What an update said that has no event, or none known here.
pub(super) fn without_event() -> Event {
    unknown(Found::default(), Error::Missing("event"), String::new())
}

/// What an update said that could not be converted.
pub(super) fn event(update: Wire, error: Error) -> Event {
    let raw = format!("{update:?}");
    let found = match update {
        Wire::MessagePosted(message) | Wire::MessageEdited(message) => {
            found(message.chat, message.sender, message.message_id)
        }
        Wire::ReactionChanged(change) => found(change.chat, change.actor, change.message_id),
        Wire::OwnMembershipChanged(change) | Wire::MemberChanged(change) => {
            found(change.chat, by(change.actor), 0)
        }
        Wire::ButtonPressed(press) => found(None, by(press.actor), 0),
        Wire::BusinessConnectionChanged(change) => found(None, by(change.owner), 0),
        Wire::PersonChanged(change) => found(None, by(change.person), 0),
        Wire::Unknown(update) => found(update.chat, update.sender, update.message_id),
        Wire::MessagesDeleted(_) => Found::default(),
    };
    unknown(found, error, raw)
}

#[derive(Default)]
struct Found {
    chat: Option<Chat>,
    sender: Sender,
    message: Option<MessageId>,
}

fn found(chat: Option<common::Chat>, sender: Option<common::Sender>, message: i64) -> Found {
    let sender = sender.unwrap_or_default();
    Found {
        chat: chat.and_then(|chat| chat::from_proto(chat).ok()),
        sender: Sender {
            user: sender.user.and_then(|user| person::from_proto(user).ok()),
            chat: sender.chat.and_then(|chat| chat::from_proto(chat).ok()),
            signature: sender.signature,
        },
        message: nonzero(message).map(MessageId),
    }
}

fn by(user: Option<common::User>) -> Option<common::Sender> {
    Some(common::Sender {
        user,
        ..Default::default()
    })
}

fn unknown(found: Found, error: Error, mut raw: String) -> Event {
    cut(&mut raw, MOST_RAW_BYTES / 2);
    let raw_json = serde_json::json!({ "malformed": error.to_string(), "update": raw });
    Event::Unknown(Box::new(UnknownUpdate {
        raw_kind: "malformed".to_owned(),
        raw_json: raw_json.to_string(),
        chat: found.chat,
        sender: found.sender,
        message: found.message,
    }))
}

/// Shortens to at most so many bytes, at a character's end.
pub(super) fn cut(text: &mut String, most: usize) {
    if text.len() > most {
        text.truncate(text.floor_char_boundary(most));
    }
}
