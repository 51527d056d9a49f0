//! Deletions, reactions and pins.

use serde_json::{Value, json};

use super::{
    ask::{Answer, Ask},
    refusal::Refusal,
};
use crate::world::{Body, Key, Kind, Message, Service, message::Uid, rate::Cost, reaction};

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

pub(crate) fn react(ask: &mut Ask<'_>) -> Answer {
    let chat = ask.writable("chat_id")?;
    let message = ask.message(chat, "message_id", "message to react")?.clone();
    let wanted: Vec<Value> = ask.params.json("reaction")?.unwrap_or_default();
    let wanted: Option<Vec<String>> = wanted.iter().map(reaction::from_wire).collect();
    let wanted = wanted.ok_or_else(|| Refusal::bad("invalid reaction type specified"))?;
    if wanted.len() > 1 {
        return Err(Refusal::bad("REACTIONS_TOO_MANY"));
    }
    let allowed = ask.world.chat(chat).and_then(|chat| chat.reactions.clone());
    for emoji in &wanted {
        let there = message
            .reactions
            .values()
            .flatten()
            .any(|other| other == emoji);
        let offered = reaction::is_offered(emoji)
            && allowed
                .as_ref()
                .is_none_or(|allowed| allowed.contains(emoji));
        // Custom emoji only where somebody has used them on the message already.
        if !(offered || (there && emoji.starts_with("custom:"))) {
            return Err(Refusal::bad("REACTION_INVALID"));
        }
    }
    ask.spend(chat, Cost::Guarded)?;
    let target = first_of_album(ask, &message);
    let bot = ask.bot;
    ask.world.react(target, bot, wanted)?;
    Ok(json!(true))
}

/// Telegram puts a bot's reaction to an album on its first item.
fn first_of_album(ask: &Ask<'_>, message: &Message) -> Uid {
    if message.album.is_none() {
        return message.uid;
    }
    ask.world
        .messages_in(message.chat)
        .find(|other| other.album == message.album)
        .map_or(message.uid, |first| first.uid)
}

pub(crate) fn pin(ask: &mut Ask<'_>) -> Answer {
    let chat = ask.writable("chat_id")?;
    let uid = ask.message(chat, "message_id", "message to pin")?.uid;
    check_pin(ask, chat)?;
    ask.spend(chat, Cost::Units(1))?;
    let bot = ask.bot;
    ask.world.pin(uid, bot)?;
    Ok(json!(true))
}

pub(crate) fn unpin(ask: &mut Ask<'_>) -> Answer {
    let chat = ask.writable("chat_id")?;
    check_pin(ask, chat)?;
    let named = match ask.params.int("message_id")? {
        Some(_) => Some(ask.message(chat, "message_id", "message to unpin")?.uid),
        None => None,
    };
    ask.spend(chat, Cost::Guarded)?;
    if let Some(chat) = ask.world.chats.get_mut(&chat) {
        match named {
            Some(uid) => chat.pinned.retain(|pinned| *pinned != uid),
            None => {
                chat.pinned.pop();
            }
        }
    }
    Ok(json!(true))
}

fn check_pin(ask: &Ask<'_>, chat: Key) -> Result<(), Refusal> {
    let private = matches!(chat, Key::Private(..));
    if private || ask.world.member(chat, ask.bot).rights.can_pin_messages {
        Ok(())
    } else {
        Err(Refusal::bad(
            "not enough rights to manage pinned messages in the chat",
        ))
    }
}
