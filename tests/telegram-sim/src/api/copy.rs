//! Copies and forwards.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use super::{
    ask::{Answer, Ask},
    media::new_album,
    refusal::Refusal,
    sending::Sending,
};
use crate::world::{Body, Key, Media, Message, message::Uid, rate::Cost};

/// How many messages one call may name.
const AT_ONCE: usize = 100;

pub(crate) fn copy_one(ask: &mut Ask<'_>) -> Answer {
    let sending = Sending::check(ask)?;
    let from = ask.chat("from_chat_id")?;
    let source = ask.message(from, "message_id", "message to copy")?.clone();
    if !takes(&source) {
        return Err(Refusal::bad("the message can't be copied"));
    }
    let mut body = source.body.clone();
    if let Body::Media(media) = &mut body
        && media.kind.takes_caption()
        && ask.params.has("caption")
    {
        media.caption = ask.caption()?;
        media.caption_above = ask.params.flag("show_caption_above_media");
    }
    ask.spend(sending.chat, Cost::Units(1))?;
    let body = renewed(ask, body);
    let draft = sending.draft(ask, body);
    let uid = ask.world.post(draft);
    Ok(json!({"message_id": ask.world.message_id(uid, ask.bot)}))
}

pub(crate) fn copy_many(ask: &mut Ask<'_>) -> Answer {
    let remove_caption = ask.params.flag("remove_caption");
    many(ask, move |_, source| {
        let mut body = source.body.clone();
        if let Body::Media(media) = &mut body
            && remove_caption
        {
            *media = Media {
                caption: crate::world::Text::default(),
                ..media.clone()
            };
        }
        (body, None)
    })
}

pub(crate) fn forward_one(ask: &mut Ask<'_>) -> Answer {
    let sending = Sending::check(ask)?;
    let from = ask.chat("from_chat_id")?;
    let source = ask
        .message(from, "message_id", "message to forward")?
        .clone();
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
    many(ask, |ask, source| {
        (source.body.clone(), Some(origin(ask, source)))
    })
}

/// Where a forward says it is from: a forward of a forward keeps the first origin.
fn origin(ask: &Ask<'_>, source: &Message) -> Value {
    source
        .forward
        .clone()
        .unwrap_or_else(|| ask.world.origin_wire(source))
}

fn takes(source: &Message) -> bool {
    source.body.is_copyable() && !source.protected
}

/// A poll that is copied is a new poll.
fn renewed(ask: &mut Ask<'_>, mut body: Body) -> Body {
    if let Body::Plain(kind, value) = &mut body
        && kind == "poll"
    {
        value["id"] = json!(ask.world.fresh().to_string());
    }
    body
}

fn ids(ask: &Ask<'_>) -> Result<Vec<i64>, Refusal> {
    let values: Vec<Value> = ask.params.json("message_ids")?.unwrap_or_default();
    let ids: Option<Vec<i64>> = values
        .iter()
        .map(|id| id.as_i64().or_else(|| id.as_str()?.parse().ok()))
        .collect();
    let ids = ids.ok_or_else(|| Refusal::bad("message identifier must be a Number"))?;
    if ids.is_empty() {
        return Err(Refusal::bad("message identifiers are not specified"));
    }
    if ids.len() > AT_ONCE {
        return Err(Refusal::bad("too many message identifiers specified"));
    }
    if ids.windows(2).any(|pair| pair.first() >= pair.last()) {
        return Err(Refusal::bad(
            "message identifiers must be in a strictly increasing order",
        ));
    }
    Ok(ids)
}

/// Copies or forwards what can be, and leaves out the rest without a word.
fn many(ask: &mut Ask<'_>, make: impl Fn(&Ask<'_>, &Message) -> (Body, Option<Value>)) -> Answer {
    let sending = Sending::check(ask)?;
    let from = ask.chat("from_chat_id")?;
    let ids = ids(ask)?;
    let sources = sources(ask, from, &ids);
    if sources.is_empty() {
        return Err(Refusal::bad("there are no messages to forward"));
    }
    ask.spend(sending.chat, Cost::Units(sources.len()))?;
    let mut albums: BTreeMap<String, String> = BTreeMap::new();
    let mut sent = Vec::new();
    for uid in sources {
        let Some(source) = ask.world.message(uid).cloned() else {
            continue;
        };
        let (body, forward) = make(ask, &source);
        let body = if forward.is_none() {
            renewed(ask, body)
        } else {
            body
        };
        let mut draft = sending.draft(ask, body);
        draft.forward = forward;
        if let Some(old) = &source.album {
            let new = match albums.get(old) {
                Some(new) => new.clone(),
                None => new_album(ask),
            };
            albums.insert(old.clone(), new.clone());
            draft.album = Some(new);
        }
        let uid = ask.world.post(draft);
        sent.push(json!({"message_id": ask.world.message_id(uid, ask.bot)}));
    }
    Ok(Value::Array(sent))
}

fn sources(ask: &Ask<'_>, from: Key, ids: &[i64]) -> Vec<Uid> {
    ids.iter()
        .enumerate()
        .filter(|(place, _)| !ask.skip.contains(place))
        .filter_map(|(_, id)| ask.world.find_message(from, ask.bot, *id))
        .filter(|source| takes(source))
        .map(|source| source.uid)
        .collect()
}
