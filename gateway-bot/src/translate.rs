//! Raw updates into the contract's.
//!
//! Read from the raw JSON only, and not from teloxide's types: those lose the
//! text of a message with one entity, origin or media kind that they do not know
//! yet (Bot API 9.1 against 10.1 and later), and lose it silently. Here every
//! concept has a small reader that takes what it knows and passes over what it
//! does not; what is not known at all is carried as such. Nothing that has an
//! `update_id` ever yields nothing.

mod business;
mod button;
pub(crate) mod chat;
mod content;
mod entity;
mod forward;
mod lines;
mod media;
pub(crate) mod member;
mod message;
mod poll;
mod reaction;
mod read;
mod reply;
mod rich;
mod service;
mod unknown;
mod unsupported;

use backline_proto::gateway::v1::update::Event;
use backline_proto::gateway::v1::{Update, UpdateKey};
use serde_json::Value;
use sha2::{Digest as _, Sha256};

use self::read::{Object, int};

/// The kinds that are asked for. What Telegram sends besides is carried as an
/// unknown update.
pub(crate) const ALLOWED_UPDATES: &[&str] = &[
    "message",
    "edited_message",
    "channel_post",
    "edited_channel_post",
    "business_connection",
    "business_message",
    "edited_business_message",
    "deleted_business_messages",
    "message_reaction",
    "callback_query",
    "my_chat_member",
    "chat_member",
];

/// One element of an answer to getUpdates, translated.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Translated {
    /// Its `update_id`; `None` when it has none that can be read.
    pub(crate) update_id: Option<i64>,
    /// What it tells.
    pub(crate) update: Update,
}

/// Translates one element, whatever it is.
pub(crate) fn translate(raw: &str, source: &str) -> Translated {
    if let Ok(Value::Object(update)) = serde_json::from_str(raw)
        && let Some(update_id) = int(&update, "update_id")
    {
        let event = event(&update).unwrap_or_else(|| unknown::of(&update, raw));
        return keyed(Some(update_id), source, raw, event);
    }
    // Not an object, or JSON that cannot be read (half of a surrogate pair, say):
    // the id is often legible all the same, and confirms it.
    keyed(legible_id(raw), source, raw, unknown::malformed(raw))
}

fn keyed(update_id: Option<i64>, source: &str, raw: &str, event: Event) -> Translated {
    let natural_key = if update_id.is_none() {
        hash(raw)
    } else {
        String::new()
    };
    let key = UpdateKey {
        source: source.to_owned(),
        update_id: update_id.unwrap_or(0),
        natural_key,
    };
    Translated {
        update_id,
        update: Update {
            key: Some(key),
            event: Some(event),
        },
    }
}

/// The field that names an update's kind, and what is in it. A kind known here
/// goes before whatever a later version may put beside it.
fn kind(update: &Object) -> Option<(&str, &Value)> {
    let fields = || update.iter().filter(|(name, _)| *name != "update_id");
    fields()
        .find(|(name, _)| ALLOWED_UPDATES.contains(&name.as_str()))
        .or_else(|| fields().find(|(_, value)| value.is_object()))
        .or_else(|| fields().next())
        .map(|(name, value)| (name.as_str(), value))
}

fn event(update: &Object) -> Option<Event> {
    let (kind, payload) = kind(update)?;
    let payload = payload.as_object()?;
    match kind {
        "message" | "channel_post" | "business_message" => {
            message::of(payload).map(Event::MessagePosted)
        }
        "edited_message" | "edited_channel_post" | "edited_business_message" => {
            message::of(payload).map(Event::MessageEdited)
        }
        "deleted_business_messages" => business::deleted(payload).map(Event::MessagesDeleted),
        "business_connection" => {
            business::connection(payload).map(Event::BusinessConnectionChanged)
        }
        "message_reaction" => reaction::changed(payload).map(Event::ReactionChanged),
        "my_chat_member" => member::changed(payload).map(Event::OwnMembershipChanged),
        "chat_member" => member::changed(payload).map(Event::MemberChanged),
        "callback_query" => button::pressed(payload).map(Event::ButtonPressed),
        _ => None,
    }
}

/// The `update_id` in a text that is no JSON.
fn legible_id(raw: &str) -> Option<i64> {
    let (_, rest) = raw.split_once("\"update_id\"")?;
    let digits = rest.trim_start().strip_prefix(':')?.trim_start();
    let end = digits
        .find(|c: char| !c.is_ascii_digit())
        .unwrap_or(digits.len());
    digits[..end].parse().ok()
}

/// Makes the same element the same update when it comes again.
fn hash(raw: &str) -> String {
    let digest = Sha256::digest(raw.as_bytes());
    digest
        .iter()
        .take(16)
        .map(|byte| format!("{byte:02x}"))
        .collect()
}

#[cfg(test)]
mod tests;
