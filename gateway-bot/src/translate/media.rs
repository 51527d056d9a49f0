//! Files in messages.

use backline_proto::common::v1::{Media, MediaKind};

use super::entity::formatted;
use super::read::{Object, flag, int, object, objects, small, text};

/// The fields that hold a file. An animation comes with a document of the same
/// file, for older programs, so it is looked for first.
const FIELDS: &[(&str, MediaKind)] = &[
    ("animation", MediaKind::Animation),
    ("video", MediaKind::Video),
    ("document", MediaKind::Document),
    ("audio", MediaKind::Audio),
    ("voice", MediaKind::Voice),
    ("video_note", MediaKind::VideoNote),
    ("sticker", MediaKind::Sticker),
];

/// The file of a message, if it is one of a file.
pub(super) fn of(message: &Object) -> Option<Media> {
    let (file, kind) = file(message)?;
    let mut media = described(file, kind);
    media.caption = formatted(message, "caption", "caption_entities");
    media.has_spoiler = flag(message, "has_media_spoiler");
    media.caption_above = flag(message, "show_caption_above_media");
    Some(media)
}

/// The photo of a chat.
pub(super) fn chat_photo(message: &Object) -> Option<Media> {
    largest(message, "new_chat_photo").map(|size| described(size, MediaKind::Photo))
}

fn described(file: &Object, kind: MediaKind) -> Media {
    let side = small(file, "length");
    let width = if kind == MediaKind::VideoNote {
        side
    } else {
        small(file, "width")
    };
    let height = if kind == MediaKind::VideoNote {
        side
    } else {
        small(file, "height")
    };
    Media {
        kind: kind.into(),
        file_id: text(file, "file_id"),
        file_unique_id: text(file, "file_unique_id"),
        size_bytes: int(file, "file_size").unwrap_or(0),
        mime_type: text(file, "mime_type"),
        file_name: text(file, "file_name"),
        width,
        height,
        duration_seconds: small(file, "duration"),
        title: text(file, "title"),
        performer: text(file, "performer"),
        emoji: text(file, "emoji"),
        ..Media::default()
    }
}

fn file(message: &Object) -> Option<(&Object, MediaKind)> {
    let named = FIELDS
        .iter()
        .find_map(|(name, kind)| Some((object(message, name)?, *kind)));
    let (file, kind) = named.or_else(|| Some((largest(message, "photo")?, MediaKind::Photo)))?;
    (!text(file, "file_id").is_empty()).then_some((file, kind))
}

/// Telegram keeps a photo in several sizes: the largest is the photo.
fn largest<'a>(message: &'a Object, name: &str) -> Option<&'a Object> {
    let area = |size: &&Object| i64::from(small(size, "width")) * i64::from(small(size, "height"));
    objects(message, name).max_by_key(area)
}
