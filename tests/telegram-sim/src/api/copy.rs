//! Copies and forwards.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use super::{
    album,
    ask::{Answer, Ask},
    refusal::Refusal,
    sending::Sending,
    text,
};
use crate::world::{
    Body, Key, Media, MediaKind, Message, media_kind::ALBUM_LIMIT, message::Uid, rate::Cost,
};

/// Telegram's word for what forbids saving.
const PROTECTED: &str = "message has protected content and can't be forwarded";

pub(crate) fn copy_one(ask: &mut Ask<'_>) -> Answer {
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
        && ask.params.has("caption")
    {
        media.caption = ask.caption()?;
        media.caption_above =
            media.kind.takes_caption_above() && ask.params.flag("show_caption_above_media");
    }
    if ask.params.has("caption") || ask.params.has("reply_markup") || sending.answers() {
        body = sent_anew(ask, body)?;
    }
    ask.spend(sending.chat, Cost::Units(1))?;
    let body = ask.world.copied(body);
    let draft = sending.draft(ask, body);
    let uid = ask.world.post(draft);
    Ok(json!({"message_id": ask.world.message_id(uid, ask.bot)}))
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

pub(crate) fn copy_many(ask: &mut Ask<'_>) -> Answer {
    let sending = Sending::check(ask)?;
    let sources = sources(ask)?;
    if sources
        .iter()
        .any(|source| ask.world.keeps_from(source, ask.bot))
    {
        // One such message and the whole call fails (inferred).
        return Err(Refusal::bad(PROTECTED));
    }
    let remove_caption = ask.params.flag("remove_caption");
    let bot = ask.bot;
    let copies: Vec<Part> = sources
        .into_iter()
        .filter(|source| ask.world.may_copy(source, bot))
        .map(|source| Part {
            sender: Some(origin(ask, &source)),
            body: captioned(source.body, remove_caption),
            forward: None,
            album: source.album,
        })
        .collect();
    post(ask, &sending, copies)
}

pub(crate) fn forward_one(ask: &mut Ask<'_>) -> Answer {
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
    let uid = ask.world.post(draft);
    Ok(ask.show(uid))
}

pub(crate) fn forward_many(ask: &mut Ask<'_>) -> Answer {
    let sending = Sending::check(ask)?;
    let sources = sources(ask)?;
    if sources.iter().any(|source| ask.world.protects(source.chat)) {
        return Err(Refusal::bad(PROTECTED));
    }
    let forwards = sources
        .into_iter()
        .filter(|source| !source.body.is_service() && !source.protected);
    let forwards: Vec<Part> = forwards
        .map(|source| {
            let origin = origin(ask, &source);
            Part {
                body: source.body,
                album: source.album,
                sender: Some(origin.clone()),
                forward: Some(origin),
            }
        })
        .collect();
    post(ask, &sending, forwards)
}

/// One message of several that go together.
struct Part {
    body: Body,
    forward: Option<Value>,
    album: Option<String>,
    /// Only what one sender wrote becomes an album.
    sender: Option<Value>,
}

/// Where a forward says it is from: a forward of a forward keeps the first origin.
fn origin(ask: &Ask<'_>, source: &Message) -> Value {
    source
        .forward
        .clone()
        .unwrap_or_else(|| ask.world.origin_wire(source))
}

fn captioned(mut body: Body, remove: bool) -> Body {
    if let Body::Media(media) = &mut body
        && remove
    {
        *media = Media {
            caption: crate::world::Text::default(),
            ..media.clone()
        };
    }
    body
}

/// The messages that the call names and that are there. A scripted fault leaves out more.
fn sources(ask: &Ask<'_>) -> Result<Vec<Message>, Refusal> {
    let from: Key = ask.chat("from_chat_id")?;
    let ids = ask.message_ids()?;
    if ids.windows(2).any(|pair| pair.first() >= pair.last()) {
        return Err(Refusal::bad(
            "message identifiers must be in a strictly increasing order",
        ));
    }
    let found: Vec<Message> = ids
        .iter()
        .enumerate()
        .filter(|(place, _)| !ask.skip.contains(place))
        .filter_map(|(_, id)| ask.world.find_message(from, ask.bot, *id))
        .cloned()
        .collect();
    if found.is_empty() {
        return Err(Refusal::bad("there are no messages to forward"));
    }
    Ok(found)
}

/// Posts what can be, and leaves out the rest without a word.
fn post(ask: &mut Ask<'_>, sending: &Sending, parts: Vec<Part>) -> Answer {
    if parts.is_empty() {
        return Err(Refusal::bad("messages can't be forwarded"));
    }
    ask.spend(sending.chat, Cost::Units(parts.len()))?;
    let albums = albums(ask, &parts);
    let mut sent = Vec::new();
    for (part, album) in parts.into_iter().zip(albums) {
        let body = if part.forward.is_none() {
            ask.world.copied(part.body)
        } else {
            part.body
        };
        let mut draft = sending.draft(ask, body);
        draft.forward = part.forward;
        draft.album = album;
        let uid: Uid = ask.world.post(draft);
        sent.push(json!({"message_id": ask.world.message_id(uid, ask.bot)}));
    }
    Ok(Value::Array(sent))
}

/// The new album of each: what was one stays one, unless only one of it is left; and documents only, or music only, of
/// one sender become one album even when they were none.
fn albums(ask: &mut Ask<'_>, parts: &[Part]) -> Vec<Option<String>> {
    if (2..=ALBUM_LIMIT).contains(&parts.len()) && alike(parts) {
        let album = album::new_id(ask);
        return parts.iter().map(|_| Some(album.clone())).collect();
    }
    let mut new: BTreeMap<&str, Option<String>> = BTreeMap::new();
    for old in parts.iter().filter_map(|part| part.album.as_deref()) {
        let many = parts
            .iter()
            .filter(|part| part.album.as_deref() == Some(old))
            .count()
            > 1;
        new.entry(old)
            .or_insert_with(|| many.then(|| album::new_id(ask)));
    }
    parts
        .iter()
        .map(|part| new.get(part.album.as_deref()?).cloned().flatten())
        .collect()
}

fn alike(parts: &[Part]) -> bool {
    let kind = |part: &Part| match &part.body {
        Body::Media(media) => Some(media.kind),
        _ => None,
    };
    let Some(first) = parts.first() else {
        return false;
    };
    matches!(kind(first), Some(MediaKind::Document | MediaKind::Audio))
        && parts
            .iter()
            .all(|part| kind(part) == kind(first) && same_sender(part, first))
}

fn same_sender(one: &Part, other: &Part) -> bool {
    let who = |part: &Part| {
        let mut origin = part.sender.clone()?;
        // When it was written makes no difference.
        if let Some(fields) = origin.as_object_mut() {
            fields.remove("date");
            fields.remove("message_id");
        }
        Some(origin)
    };
    who(one) == who(other)
}
