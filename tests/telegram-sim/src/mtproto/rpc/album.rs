//! Albums. Each item has a number of the client's own.

use std::collections::BTreeSet;

use grammers_tl_types::{
    enums::{InputMedia, InputSingleMedia},
    functions,
};

use super::{Answer, Call, Refused, event, place::Asked};
use crate::world::{Body, Media, Uid, media_kind::ALBUM_LIMIT};

/// `messages.sendMultiMedia`. Files have to be there already: what is uploaded becomes a file by
/// `messages.uploadMedia`.
pub(super) fn send(call: &mut Call<'_>) -> Answer {
    let asked: functions::messages::SendMultiMedia = call.read()?;
    let key = call.peer(&asked.peer)?;
    let items: Vec<_> = asked
        .multi_media
        .into_iter()
        .map(|InputSingleMedia::Media(item)| item)
        .collect();
    if items.is_empty() {
        return Err(Refused::bad("MEDIA_EMPTY"));
    }
    if items.len() > ALBUM_LIMIT {
        return Err(Refused::bad("MULTI_MEDIA_TOO_LONG"));
    }
    let numbers: BTreeSet<i64> = items.iter().map(|item| item.random_id).collect();
    if numbers.len() < items.len() {
        return Err(Refused::new(500, "RANDOM_ID_DUPLICATE"));
    }
    let mut known: Vec<Option<Uid>> = Vec::new();
    for item in &items {
        known.push(call.sent(key, item.random_id)?);
    }
    if let Some(all) = known.iter().copied().collect::<Option<Vec<Uid>>>() {
        let made: Vec<_> = all
            .into_iter()
            .zip(items.iter().map(|item| item.random_id))
            .collect();
        return event::made(call.world, call.account, &made);
    }
    let place = call.place(&Asked {
        peer: &asked.peer,
        reply_to: asked.reply_to.as_ref(),
        top: None,
        send_as: asked.send_as.as_ref(),
        noforwards: asked.noforwards,
        is_scheduled: asked.schedule_date.is_some(),
    })?;
    let mut files = Vec::new();
    for (number, item) in items.iter().enumerate() {
        let is_there = matches!(item.media, InputMedia::Photo(_) | InputMedia::Document(_));
        if !is_there {
            return Err(Refused::bad("MEDIA_INVALID"));
        }
        let caption = call.caption(&item.message, item.entities.as_deref())?;
        let media = call
            .file(&item.media, caption)
            .map_err(|refused| numbered(refused, number))?;
        files.push(Media {
            caption_above: asked.invert_media && media.kind.takes_caption_above(),
            ..media
        });
    }
    let first = files.first().map(|media| media.kind.album());
    let is_album = files.len() == 1 || files.iter().all(|media| Some(media.kind.album()) == first);
    if !is_album || (files.len() > 1 && first.flatten().is_none()) {
        return Err(Refused::bad("MEDIA_INVALID"));
    }
    call.spend_sending(key, files.len())?;
    let album = (files.len() > 1).then(|| new_id(call, &known));
    let mut made = Vec::new();
    for ((media, item), known) in files.into_iter().zip(&items).zip(known) {
        let uid = match known {
            Some(uid) => uid,
            None => {
                let mut writing = place.writing(Body::Media(media));
                writing.album.clone_from(&album);
                call.write(key, writing, item.random_id)?
            }
        };
        made.push((uid, item.random_id));
    }
    event::made(call.world, call.account, &made)
}

/// What is missing of an album goes into the album that is there.
fn new_id(call: &mut Call<'_>, known: &[Option<Uid>]) -> String {
    let there = known.iter().flatten().next();
    let there = there.and_then(|uid| call.world.message(*uid)?.album.clone());
    there.unwrap_or_else(|| new_album(call))
}

/// A new `grouped_id`.
pub(super) fn new_album(call: &mut Call<'_>) -> String {
    format!("{}", 13_000_000_000_000_000 + call.world.fresh())
}

/// In an album Telegram says whose reference it is that is too old.
fn numbered(refused: Refused, number: usize) -> Refused {
    match refused.message.strip_prefix("FILE_REFERENCE_") {
        Some(what) => Refused::bad(format!("FILE_REFERENCE_{number}_{what}")),
        None => refused,
    }
}
