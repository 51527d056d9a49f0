//! Pins.

use serde_json::json;

use super::{
    ask::{Answer, Ask},
    refusal::Refusal,
};
use crate::world::{Key, Uid, rate::Cost};

pub(crate) fn pin(ask: &mut Ask<'_>) -> Answer {
    let chat = ask.writable("chat_id")?;
    let uid = ask.message(chat, "message_id", "message to pin")?.uid;
    check_pin(ask, chat)?;
    ask.spend(chat, Cost::Units(1))?;
    let account = ask.account();
    ask.world.pin(uid, account)?;
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
    let found = ask.world.chat(chat);
    let last = found.and_then(|chat| chat.pinned.last().copied());
    let is_pinned = |uid: &Uid| found.is_some_and(|chat| chat.pinned.contains(uid));
    if let Some(uid) = named.or(last).filter(is_pinned) {
        ask.world.unpin(chat, &[uid]);
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
