//! Albums.

use serde_json::Value;

use super::{
    ask::{Answer, Ask},
    media::Input,
    refusal::Refusal,
    sending::Sending,
};
use crate::world::{
    Body, Media, Violation,
    media_kind::{ALBUM_LIMIT, AlbumKind},
    rate::Cost,
};

pub(crate) fn send(ask: &mut Ask<'_>) -> Answer {
    let inputs: Vec<Input> = ask.params.json("media")?.unwrap_or_default();
    if let Some(input) = inputs.iter().find(|input| input.kind == "animation") {
        return Err(Refusal::bad(format!(
            "can't parse InputMedia: type \"{}\" can't be used in sendMediaGroup",
            input.kind
        )));
    }
    let sending = Sending::check(ask)?;
    let mut items = Vec::new();
    for input in &inputs {
        items.push(ask.input(input)?);
    }
    check(&items, &inputs)?;
    if items.len() == 1 {
        // Telegram sends it as a message of its own; its documentation wants at least two.
        let (bot, what) = (ask.bot, "an album of one item".to_owned());
        ask.world.journal.blame(Violation::Careless { bot, what });
    }
    ask.spend(sending.chat, Cost::Units(items.len()))?;
    let album = (items.len() > 1).then(|| new_id(ask));
    let mut sent = Vec::new();
    for media in items {
        let mut draft = sending.draft(ask, Body::Media(media));
        draft.album.clone_from(&album);
        let uid = ask.world.post(draft);
        sent.push(ask.show(uid));
    }
    Ok(Value::Array(sent))
}

fn check(items: &[Media], inputs: &[Input]) -> Result<(), Refusal> {
    if items.len() > ALBUM_LIMIT {
        return Err(Refusal::bad("too many messages to send as an album"));
    }
    let Some(first) = items.first() else {
        return Err(Refusal::bad("there are no messages to send"));
    };
    let above = |input: &Input| input.show_caption_above_media;
    if inputs.iter().any(above) && !inputs.iter().all(above) {
        return Err(Refusal::bad(
            "parameter show_caption_above_media must be the same for all messages",
        ));
    }
    let mixed = items
        .iter()
        .any(|item| item.kind.album() != first.kind.album());
    let alone = items.iter().find(|item| {
        matches!(
            item.kind.album(),
            Some(AlbumKind::Documents | AlbumKind::Audio)
        )
    });
    match alone.filter(|_| mixed) {
        Some(item) => Err(Refusal::bad(format!(
            "{} can't be mixed with other media types",
            item.kind.field()
        ))),
        None => Ok(()),
    }
}

/// A new `media_group_id`.
pub(crate) fn new_id(ask: &mut Ask<'_>) -> String {
    format!("{}", 13_000_000_000_000_000 + ask.world.fresh())
}
