//! Copies and forwards of one message. Those of many are in `batch`.

use serde_json::{Value, json};

use super::{
    ask::{Answer, Ask},
    refusal::Refusal,
    sending::Sending,
    text,
};
use crate::world::{Body, Message, post::Draft, rate::Cost};

/// Telegram's word for what forbids saving.
pub(super) const PROTECTED: &str = "message has protected content and can't be forwarded";

pub(crate) fn copy(ask: &mut Ask<'_>) -> Answer {
    let sending = Sending::check(ask)?;
    let from = ask.chat("from_chat_id")?;
    let source = ask.message(from, "message_id", "message to copy")?.clone();
    if !ask.world.may_copy(&source, ask.bot) {
        return Err(Refusal::bad("the message can't be copied"));
    }
    if ask.world.keeps_from(&source, ask.bot) {
        return Err(Refusal::bad(PROTECTED));
    }
    let mut body = source.body.clone();
    if let Body::Media(media) = &mut body
        && media.kind.takes_caption()
        && ask.params.is_named("caption")
    {
        media.caption = ask.caption()?;
        media.caption_above =
            media.kind.takes_caption_above() && ask.params.flag("show_caption_above_media");
    }
    let anew = ask.params.has("caption") || ask.params.has("reply_markup") || sending.answers();
    if anew {
        body = sent_anew(ask, body)?;
    }
    ask.spend(sending.chat, Cost::Units(1))?;
    let body = ask.world.copied(body);
    let mut draft = sending.draft(ask, body);
    if !anew {
        draft.markup = source.links();
        keep_answer_elsewhere(ask, &source, &mut draft);
    }
    let uid = ask.world.post(draft);
    Ok(json!({"message_id": ask.world.message_id(uid, ask.bot)}))
}

/// What is copied or forwarded on Telegram's side goes on answering what it answers in
/// another chat or topic, a quoted part of it included, with its sender's name or without
/// (tdlib `MessageCopyOptions`, tdesktop#30240).
pub(super) fn keep_answer_elsewhere(ask: &Ask<'_>, source: &Message, draft: &mut Draft) {
    let answered = source.reply_to.and_then(|uid| ask.world.message(uid));
    if let Some(answered) = answered
        && !ask.world.is_near(source, answered)
    {
        draft.reply_to = source.reply_to;
        draft.quote.clone_from(&source.quote);
    }
}

/// With another caption, with buttons or as an answer a copy is no copy: the bot sends the content itself, and what binds
/// its sends binds this.
fn sent_anew(ask: &Ask<'_>, mut body: Body) -> Result<Body, Refusal> {
    let text = match &mut body {
        Body::Text(text) => {
            text::check(text, text::TOO_LONG)?;
            text
        }
        Body::Media(media) => {
            text::check_caption(&media.caption, text::CAPTION_TOO_LONG)?;
            &mut media.caption
        }
        _ => return Ok(body),
    };
    if !ask.sends_custom_emoji() {
        text.entities.retain(|entity| entity.kind != "custom_emoji");
    }
    Ok(body)
}

pub(crate) fn forward(ask: &mut Ask<'_>) -> Answer {
    let sending = Sending::check(ask)?;
    let from = ask.chat("from_chat_id")?;
    let source = ask
        .message(from, "message_id", "message to forward")?
        .clone();
    if ask.world.protects(from) {
        return Err(Refusal::bad(PROTECTED));
    }
    if source.body.is_service() || source.protected {
        return Err(Refusal::bad("the message can't be forwarded"));
    }
    ask.spend(sending.chat, Cost::Units(1))?;
    let mut draft = sending.draft(ask, source.body.clone());
    draft.forward = Some(origin(ask, &source));
    draft.markup = source.links();
    keep_answer_elsewhere(ask, &source, &mut draft);
    let uid = ask.world.post(draft);
    Ok(ask.show(uid))
}

/// Where a forward says it is from: a forward of a forward keeps the first origin.
pub(super) fn origin(ask: &Ask<'_>, source: &Message) -> Value {
    source
        .forward
        .clone()
        .unwrap_or_else(|| ask.world.origin_wire(source))
}
