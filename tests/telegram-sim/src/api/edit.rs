//! Edits of a bot's own messages.

use serde_json::Value;

use super::{
    ask::{Answer, Ask},
    media::Input,
    refusal::Refusal,
};
use crate::world::{Body, Key, Message, message::Uid, rate::Cost};

pub(crate) fn text(ask: &mut Ask<'_>) -> Answer {
    let (chat, uid, old) = editable(ask)?;
    if !matches!(old.body, Body::Text(_)) {
        return Err(Refusal::bad("there is no text in the message to edit"));
    }
    let text = ask.text("text", "entities")?;
    rewrite(ask, chat, uid, &old, Body::Text(text))
}

pub(crate) fn caption(ask: &mut Ask<'_>) -> Answer {
    let (chat, uid, old) = editable(ask)?;
    let Body::Media(mut media) = old.body.clone() else {
        return Err(Refusal::bad("there is no caption in the message to edit"));
    };
    if !media.kind.takes_caption() {
        return Err(Refusal::bad("there is no caption in the message to edit"));
    }
    media.caption = ask.caption()?;
    media.caption_above = ask.params.flag("show_caption_above_media");
    rewrite(ask, chat, uid, &old, Body::Media(media))
}

pub(crate) fn media(ask: &mut Ask<'_>) -> Answer {
    let (chat, uid, old) = editable(ask)?;
    if !matches!(old.body, Body::Media(_) | Body::Text(_)) {
        return Err(Refusal::bad("message can't be edited"));
    }
    let input: Input = ask
        .params
        .json("media")?
        .ok_or_else(|| Refusal::bad("input media is not specified"))?;
    let media = ask.input(&input)?;
    rewrite(ask, chat, uid, &old, Body::Media(media))
}

pub(crate) fn markup(ask: &mut Ask<'_>) -> Answer {
    let (chat, uid, old) = editable(ask)?;
    let body = old.body.clone();
    rewrite(ask, chat, uid, &old, body)
}

pub(crate) fn live_location(ask: &mut Ask<'_>) -> Answer {
    let (chat, uid, old) = editable(ask)?;
    let Body::Plain(kind, mut location) = old.body.clone() else {
        return Err(Refusal::bad("message can't be edited"));
    };
    if kind != "location" || location.get("live_period").is_none() {
        return Err(Refusal::bad("message can't be edited"));
    }
    for field in ["latitude", "longitude", "horizontal_accuracy"] {
        if let Some(value) = ask.params.float(field)? {
            location[field] = serde_json::json!(value);
        }
    }
    for field in ["heading", "proximity_alert_radius", "live_period"] {
        if let Some(value) = ask.params.int(field)? {
            location[field] = serde_json::json!(value);
        }
    }
    rewrite(ask, chat, uid, &old, Body::Plain(kind, location))
}

/// A message that the bot may edit: its own, not forwarded, no service message.
fn editable(ask: &mut Ask<'_>) -> Result<(Key, Uid, Message), Refusal> {
    if ask.params.has("inline_message_id") {
        ask.not_simulated("inline_message_id");
        return Err(Refusal::bad("MESSAGE_ID_INVALID"));
    }
    if ask.params.has("parse_mode") {
        ask.not_simulated("parse_mode");
        return Err(Refusal::bad("unsupported parse_mode"));
    }
    let chat = ask.writable("chat_id")?;
    let message = ask.message(chat, "message_id", "message to edit")?.clone();
    if message.author.account() != ask.bot || message.forward.is_some() || message.body.is_service()
    {
        return Err(Refusal::bad("message can't be edited"));
    }
    Ok((chat, message.uid, message))
}

fn rewrite(ask: &mut Ask<'_>, chat: Key, uid: Uid, old: &Message, body: Body) -> Answer {
    // No keyboard given takes away the one that was there.
    let markup: Option<Value> = ask.markup()?;
    if old.body == body && old.markup == markup {
        return Err(Refusal::unmodified());
    }
    ask.spend(chat, Cost::Units(1))?;
    ask.world.rewrite(uid, body, markup);
    Ok(ask.show(uid))
}
