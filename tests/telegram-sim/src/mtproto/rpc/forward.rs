//! Forwards and copies. Each message has a number of the client's own.

use std::collections::{BTreeMap, BTreeSet};

use grammers_tl_types::functions;

use super::{Answer, Call, Refused, album::new_album, event, place::Asked};
use crate::world::{Body, Message, Text, Uid, act::Writing};

/// How many messages go at once.
const AT_ONCE: usize = 100;

/// `messages.forwardMessages`. What is gone, and what cannot be forwarded, is left out without a word.
pub(super) fn send(call: &mut Call<'_>) -> Answer {
    let asked: functions::messages::ForwardMessages = call.read()?;
    let from = call.peer(&asked.from_peer)?;
    let to = call.peer(&asked.to_peer)?;
    if asked.id.is_empty() {
        return Err(Refused::bad("MESSAGE_IDS_EMPTY"));
    }
    if asked.id.len() > AT_ONCE || asked.id.len() != asked.random_id.len() {
        return Err(Refused::bad("RANDOM_ID_INVALID"));
    }
    let numbers: BTreeSet<i64> = asked.random_id.iter().copied().collect();
    if numbers.len() < asked.random_id.len() {
        return Err(Refused::new(500, "RANDOM_ID_DUPLICATE"));
    }
    let mut made: BTreeMap<usize, (Uid, i64)> = BTreeMap::new();
    for (place, random_id) in asked.random_id.iter().enumerate() {
        if let Some(sent) = call.sent(to, *random_id)? {
            made.insert(place, (sent, *random_id));
        }
    }
    if made.len() == asked.id.len() {
        let made: Vec<_> = made.into_values().collect();
        return event::made(call.world, call.account, &made);
    }
    call.must_see(from)?;
    let place = call.place(&Asked {
        peer: &asked.to_peer,
        reply_to: asked.reply_to.as_ref(),
        top: asked.top_msg_id,
        send_as: asked.send_as.as_ref(),
        noforwards: asked.noforwards,
        is_scheduled: asked.schedule_date.is_some(),
    })?;
    let skip = std::mem::take(&mut call.skip);
    let sources: Vec<(usize, Message)> = asked
        .id
        .iter()
        .enumerate()
        .filter(|(at, _)| !made.contains_key(at) && !skip.contains(at))
        .filter_map(|(at, id)| Some((at, call.found(from, *id)?.clone())))
        .collect();
    if sources
        .iter()
        .any(|(_, source)| call.world.is_protected(source))
    {
        return Err(Refused::bad("CHAT_FORWARDS_RESTRICTED"));
    }
    // Captions go only together with the author.
    let copies = asked.drop_author || asked.drop_media_captions;
    let sources: Vec<(usize, Message)> = sources
        .into_iter()
        .filter(|(_, source)| {
            !source.body.is_service() && (!copies || call.world.may_copy(source, call.account))
        })
        .collect();
    if sources.is_empty() && made.is_empty() && skip.is_empty() {
        return Err(Refused::bad("MESSAGE_ID_INVALID"));
    }
    call.spend_sending(to, sources.len())?;
    let albums = albums(call, &sources);
    let mut done: BTreeMap<Uid, Uid> = BTreeMap::new();
    for (at, source) in sources {
        let mut writing = if copies {
            copy(call, &source, asked.drop_media_captions)
        } else {
            call.world
                .forward_of(source.uid)
                .map_err(|refused| Refused::by_world(&refused))?
        };
        let here = place.writing(writing.body.clone());
        writing = Writing {
            forward: writing.forward,
            markup: writing.markup,
            is_copy: true,
            ..here
        };
        let album = source.album.as_ref().and_then(|album| albums.get(album));
        writing.album = album.cloned();
        // What answers a message that goes along answers its copy.
        if let Some(copy) = source.reply_to.and_then(|answered| done.get(&answered)) {
            writing.reply_to = Some(*copy);
        }
        let Some(random_id) = asked.random_id.get(at).copied() else {
            continue;
        };
        let uid = call.write(to, writing, random_id)?;
        done.insert(source.uid, uid);
        made.insert(at, (uid, random_id));
    }
    let made: Vec<_> = made.into_values().collect();
    event::made(call.world, call.account, &made)
}

fn copy(call: &mut Call<'_>, source: &Message, without_captions: bool) -> Writing {
    let mut body = source.body.clone();
    if let Body::Media(media) = &mut body
        && without_captions
    {
        media.caption = Text::default();
    }
    let body = call.world.copied(body);
    Writing {
        markup: source.links(),
        ..Writing::of(body)
    }
}

/// What was an album stays one, unless only one of it is left.
fn albums(call: &mut Call<'_>, sources: &[(usize, Message)]) -> BTreeMap<String, String> {
    let mut sizes: BTreeMap<String, usize> = BTreeMap::new();
    for album in sources
        .iter()
        .filter_map(|(_, source)| source.album.clone())
    {
        *sizes.entry(album).or_default() += 1;
    }
    let many = sizes.into_iter().filter(|(_, size)| *size > 1);
    many.map(|(album, _)| (album, new_album(call))).collect()
}
