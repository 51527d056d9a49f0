//! Deletions.

use serde_json::json;

use super::{
    ask::{Answer, Ask},
    refusal::Refusal,
};
use crate::world::{Body, Kind, Message, Service, message::Uid, rate::Cost};

/// How long a message can be deleted, in seconds.
const DELETABLE: i64 = 48 * 3600;
/// How long a die in a private chat cannot be, in seconds.
const DICE_KEPT: i64 = 24 * 3600;

const REFUSED: &str = "message can't be deleted";
const NOT_FOR_EVERYONE: &str = "message can't be deleted for everyone";

pub(crate) fn one(ask: &mut Ask<'_>) -> Answer {
    let chat = ask.reachable("chat_id")?;
    let message = ask
        .message(chat, "message_id", "message to delete")?
        .clone();
    check(ask, &message)?;
    ask.spend(chat, Cost::Guarded)?;
    let bot = ask.bot;
    ask.world.erase(&[message.uid], Some(bot));
    Ok(json!(true))
}

/// Leaves out what is not there. One that may not be deleted, and none is.
pub(crate) fn many(ask: &mut Ask<'_>) -> Answer {
    let ids = ask.message_ids()?;
    let chat = ask.reachable("chat_id")?;
    let found: Vec<Message> = ids
        .iter()
        .filter_map(|id| ask.world.find_message(chat, ask.bot, *id))
        .cloned()
        .collect();
    for message in &found {
        check(ask, message)?;
    }
    ask.spend(chat, Cost::Guarded)?;
    let gone: Vec<Uid> = found.iter().map(|message| message.uid).collect();
    let bot = ask.bot;
    ask.world.erase(&gone, Some(bot));
    Ok(json!(true))
}

/// Whether the bot may delete it. In private chats and basic groups Telegram says in its words that it cannot be deleted
/// for everyone. Nothing older than 48 hours can be, whatever the rights.
fn check(ask: &Ask<'_>, message: &Message) -> Result<(), Refusal> {
    let kind = ask
        .world
        .chat(message.chat)
        .map_or(Kind::Private, |chat| chat.kind);
    let own = message.author.account() == ask.bot;
    let age = ask.world.date() - message.date;
    let member = ask.world.member(message.chat, ask.bot);
    let (allowed, refusal) = match kind {
        Kind::Private => {
            let young_dice = message.body.kind() == "dice" && age < DICE_KEPT;
            (age <= DELETABLE && !young_dice, NOT_FOR_EVERYONE)
        }
        Kind::Basic => {
            let may = member.is_admin() || (own && !message.body.is_service());
            (age <= DELETABLE && may, NOT_FOR_EVERYONE)
        }
        Kind::Super | Kind::Channel => {
            let posts = kind == Kind::Channel || message.body.is_service();
            let may = member.rights.can_delete_messages
                || (own && (!posts || member.rights.can_post_messages));
            (age < DELETABLE && may && !begins(&message.body), REFUSED)
        }
    };
    if allowed {
        Ok(())
    } else {
        Err(Refusal::bad(refusal))
    }
}

/// The first message of a supergroup or of a topic.
fn begins(body: &Body) -> bool {
    match body {
        Body::Service(Service::TopicCreated { .. } | Service::MigrateFrom(_)) => true,
        Body::Service(Service::Other(field, _)) => {
            matches!(
                field.as_str(),
                "supergroup_chat_created" | "channel_chat_created"
            )
        }
        _ => false,
    }
}
