//! Deletions.

use serde_json::json;

use super::{
    ask::{Answer, Ask},
    refusal::Refusal,
};
use crate::world::{Body, Kind, Message, Service, rate::Cost};

/// How long a message can be deleted without a special right, in seconds.
const DELETABLE: i64 = 48 * 3600;

pub(crate) fn one(ask: &mut Ask<'_>) -> Answer {
    let chat = ask.writable("chat_id")?;
    let message = ask
        .message(chat, "message_id", "message to delete")?
        .clone();
    check(ask, &message)?;
    ask.spend(chat, Cost::Guarded)?;
    ask.world.erase(message.uid);
    Ok(json!(true))
}

pub(crate) fn many(ask: &mut Ask<'_>) -> Answer {
    let chat = ask.writable("chat_id")?;
    let ids: Vec<i64> = ask.params.json("message_ids")?.unwrap_or_default();
    if ids.is_empty() {
        return Err(Refusal::bad("message identifiers are not specified"));
    }
    if ids.len() > 100 {
        return Err(Refusal::bad("too many message identifiers specified"));
    }
    let found: Vec<Message> = ids
        .iter()
        .filter_map(|id| ask.world.find_message(chat, ask.bot, *id))
        .cloned()
        .collect();
    for message in &found {
        check(ask, message)?;
    }
    ask.spend(chat, Cost::Guarded)?;
    for message in found {
        ask.world.erase(message.uid);
    }
    Ok(json!(true))
}

fn check(ask: &Ask<'_>, message: &Message) -> Result<(), Refusal> {
    let kind = ask
        .world
        .chat(message.chat)
        .map_or(Kind::Private, |chat| chat.kind);
    let right = kind != Kind::Private
        && ask
            .world
            .member(message.chat, ask.bot)
            .rights
            .can_delete_messages;
    let own = message.author.account() == ask.bot;
    let begins_topic = matches!(&message.body, Body::Service(Service::TopicCreated { .. }));
    let young = ask.world.date() - message.date < DELETABLE;
    let allowed = match kind {
        Kind::Private => young,
        Kind::Basic => young && (own || right),
        Kind::Super | Kind::Channel => right || (own && young),
    };
    if allowed && !begins_topic {
        Ok(())
    } else {
        Err(Refusal::bad("message can't be deleted"))
    }
}
