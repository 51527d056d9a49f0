//! What somebody writes by the control API.

use std::sync::Arc;

use super::{
    command::Say,
    perform::{Done, place_of, refuse, shown},
};
use crate::world::{
    Body, Media, MediaKind, Text, World,
    act::Writing,
    file::{Bytes, File, FileNo},
    message::Uid,
};

pub(super) fn write(world: &mut World, say: Say) -> Done {
    let text = Text::formatted(say.text, say.entities);
    let body = match say.file {
        None if text.text.trim().is_empty() => return refuse("nothing to send"),
        None => Body::Text(text),
        Some(file) => {
            let Some(kind) = MediaKind::named(&file.kind) else {
                return refuse(format!("{:?} is no kind of file", file.kind));
            };
            let uploaded = file.upload.and_then(|no| world.files.get(FileNo(no)));
            let bytes = match (uploaded, file.size) {
                (Some(uploaded), _) => uploaded.bytes.clone(),
                (None, Some(size)) => Bytes::Zeros(size),
                (None, None) => Bytes::Held(Arc::new(file.name.clone().into_bytes())),
            };
            Body::Media(Media {
                kind,
                file: world.add_file(File::new(kind, &file.name, bytes)),
                caption: text,
                spoiler: false,
                caption_above: false,
            })
        }
    };
    let key = place_of(world, say.from, say.to)?;
    let writing = Writing {
        thread: say.thread,
        reply_to: say.reply_to.map(Uid),
        quote: say.quote.map(|quote| (quote, 0)),
        album: say.album,
        ..Writing::of(body)
    };
    world.write(say.from, key, writing).map(shown)
}
