//! Copies and forwards of many messages at once.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use super::{
    album,
    ask::{Answer, Ask},
    copy::{PROTECTED, keep_answer_elsewhere, origin},
    refusal::Refusal,
    sending::Sending,
};
use crate::world::{
    Body, Key, Media, MediaKind, Message, media_kind::ALBUM_LIMIT, message::Uid, rate::Cost,
};

pub(crate) fn copy(ask: &mut Ask<'_>) -> Answer {
    let sending = Sending::check(ask)?;
    let (sources, gone) = sources(ask)?;
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
            body: captioned(source.body.clone(), remove_caption),
            forward: None,
            source,
        })
        .collect();
    post(ask, &sending, copies).and_then(|sent| answer(sent, gone))
}

pub(crate) fn forward(ask: &mut Ask<'_>) -> Answer {
    let sending = Sending::check(ask)?;
    let (sources, gone) = sources(ask)?;
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
                body: source.body.clone(),
                sender: Some(origin.clone()),
                forward: Some(origin),
                source,
            }
        })
        .collect();
    post(ask, &sending, forwards).and_then(|sent| answer(sent, gone))
}

/// One message of several that go together.
struct Part {
    source: Message,
    body: Body,
    forward: Option<Value>,
    /// Only what one sender wrote becomes an album.
    sender: Option<Value>,
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

/// The messages that the call names and that are there, and the place of the first that is
/// gone and cannot be left out. A scripted fault leaves out more.
fn sources(ask: &Ask<'_>) -> Result<(Vec<Message>, Option<usize>), Refusal> {
    let from: Key = ask.chat("from_chat_id")?;
    let ids = ask.message_ids()?;
    if ids.windows(2).any(|pair| pair.first() >= pair.last()) {
        return Err(Refusal::bad(
            "message identifiers must be in a strictly increasing order",
        ));
    }
    // In private chats the Bot API server is not told of deletions, asks for what is gone,
    // and is refused (telegram-bot-api#714, #841); elsewhere it leaves it out.
    let gone = ids.iter().position(|id| {
        matches!(from, Key::Private(..)) && ask.world.was_deleted(from, ask.bot, *id)
    });
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
    Ok((found, gone))
}

/// The word for one that was not posted, though the others were.
fn answer(sent: Value, gone: Option<usize>) -> Answer {
    match gone {
        None => Ok(sent),
        Some(place) => Err(Refusal::bad(format!(
            "failed to send message #{} with the error message \"Message was not forwarded\"",
            place + 1
        ))),
    }
}

/// Posts what can be, and leaves out the rest without a word.
fn post(ask: &mut Ask<'_>, sending: &Sending, parts: Vec<Part>) -> Answer {
    if parts.is_empty() {
        return Err(Refusal::bad("messages can't be forwarded"));
    }
    ask.spend(sending.chat, Cost::Units(parts.len()))?;
    let albums = albums(ask, &parts);
    let mut sent = Vec::new();
    // What answers a message that goes along answers its copy.
    let mut copies: BTreeMap<Uid, Uid> = BTreeMap::new();
    for (part, album) in parts.into_iter().zip(albums) {
        let body = if part.forward.is_none() {
            ask.world.copied(part.body)
        } else {
            part.body
        };
        let mut draft = sending.draft(ask, body);
        draft.forward = part.forward;
        draft.album = album;
        draft.markup = part.source.links();
        let answered = part.source.reply_to;
        if let Some(copy) = answered.and_then(|answered| copies.get(&answered)) {
            draft.reply_to = Some(*copy);
            draft.quote.clone_from(&part.source.quote);
        } else {
            keep_answer_elsewhere(ask, &part.source, &mut draft);
        }
        let uid = ask.world.post(draft);
        copies.insert(part.source.uid, uid);
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
    for old in parts.iter().filter_map(|part| part.source.album.as_deref()) {
        let many = parts
            .iter()
            .filter(|part| part.source.album.as_deref() == Some(old))
            .count()
            > 1;
        new.entry(old)
            .or_insert_with(|| many.then(|| album::new_id(ask)));
    }
    parts
        .iter()
        .map(|part| new.get(part.source.album.as_deref()?).cloned().flatten())
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
