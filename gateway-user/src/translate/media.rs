//! Files in messages.

use backline_proto::common::v1::{Media, MediaKind};
use grammers_client::tl::{enums, types};

use crate::file::FileId;

/// Where a file was seen.
#[derive(Debug, Clone, Copy)]
pub(crate) struct At {
    pub(crate) chat_id: i64,
    pub(crate) message_id: i32,
}

/// The file of a message, if it is one of a file that is still there.
pub(crate) fn of(held: &enums::MessageMedia, at: At) -> Option<Media> {
    match held {
        enums::MessageMedia::Photo(it) => {
            let mut media = photo(it.photo.as_ref()?, at)?;
            media.has_spoiler = it.spoiler;
            Some(media)
        }
        enums::MessageMedia::Document(it) => {
            let enums::Document::Document(file) = it.document.as_ref()? else {
                return None;
            };
            let mut media = document(file, at);
            media.has_spoiler = it.spoiler;
            Some(media)
        }
        _ => None,
    }
}

/// A photo: of the sizes Telegram keeps, the largest is the photo.
pub(crate) fn photo(photo: &enums::Photo, at: At) -> Option<Media> {
    let enums::Photo::Photo(photo) = photo else {
        return None;
    };
    let largest = photo.sizes.iter().filter_map(size).max_by_key(|size| {
        let (_, width, height, _) = size;
        i64::from(*width) * i64::from(*height)
    })?;
    let (name, width, height, bytes) = largest;
    let file = FileId {
        is_photo: true,
        id: photo.id,
        access_hash: photo.access_hash,
        reference: photo.file_reference.clone(),
        dc: photo.dc_id,
        size: name.to_owned(),
        chat_id: at.chat_id,
        message_id: at.message_id,
    };
    Some(Media {
        kind: MediaKind::Photo.into(),
        file_id: file.to_text(),
        file_unique_id: file.unique(),
        size_bytes: bytes.into(),
        mime_type: "image/jpeg".to_owned(),
        width,
        height,
        ..Media::default()
    })
}

/// Name, width, height and bytes.
fn size(size: &enums::PhotoSize) -> Option<(&str, i32, i32, i32)> {
    match size {
        enums::PhotoSize::Size(it) => Some((&it.r#type, it.w, it.h, it.size)),
        enums::PhotoSize::Progressive(it) => {
            let bytes = it.sizes.iter().copied().max().unwrap_or(0);
            Some((&it.r#type, it.w, it.h, bytes))
        }
        enums::PhotoSize::PhotoCachedSize(it) => {
            let bytes = i32::try_from(it.bytes.len()).unwrap_or(0);
            Some((&it.r#type, it.w, it.h, bytes))
        }
        // Not sizes that could be fetched.
        enums::PhotoSize::Empty(_)
        | enums::PhotoSize::PhotoStrippedSize(_)
        | enums::PhotoSize::PhotoPathSize(_) => None,
    }
}

fn document(document: &types::Document, at: At) -> Media {
    let file = FileId {
        is_photo: false,
        id: document.id,
        access_hash: document.access_hash,
        reference: document.file_reference.clone(),
        dc: document.dc_id,
        size: String::new(),
        chat_id: at.chat_id,
        message_id: at.message_id,
    };
    let mut media = Media {
        kind: kind(document).into(),
        file_id: file.to_text(),
        file_unique_id: file.unique(),
        size_bytes: document.size,
        mime_type: document.mime_type.clone(),
        ..Media::default()
    };
    for attribute in &document.attributes {
        use enums::DocumentAttribute as Of;
        match attribute {
            Of::ImageSize(it) => (media.width, media.height) = (it.w, it.h),
            Of::Video(it) => {
                (media.width, media.height) = (it.w, it.h);
                media.duration_seconds = whole(it.duration);
            }
            Of::Audio(it) => {
                media.duration_seconds = it.duration;
                media.title = it.title.clone().unwrap_or_default();
                media.performer = it.performer.clone().unwrap_or_default();
            }
            Of::Filename(it) => media.file_name = it.file_name.clone(),
            Of::Sticker(it) => media.emoji = it.alt.clone(),
            Of::CustomEmoji(it) => media.emoji = it.alt.clone(),
            Of::Animated | Of::HasStickers => {}
        }
    }
    media
}

/// Its attributes say what it is. An animation is a video too.
fn kind(document: &types::Document) -> MediaKind {
    use enums::DocumentAttribute as Of;
    let has = |is: fn(&Of) -> bool| document.attributes.iter().any(is);
    if has(|it| matches!(it, Of::Sticker(_) | Of::CustomEmoji(_))) {
        MediaKind::Sticker
    } else if has(|it| matches!(it, Of::Animated)) {
        MediaKind::Animation
    } else if has(|it| matches!(it, Of::Video(video) if video.round_message)) {
        MediaKind::VideoNote
    } else if has(|it| matches!(it, Of::Video(_))) {
        MediaKind::Video
    } else if has(|it| matches!(it, Of::Audio(audio) if audio.voice)) {
        MediaKind::Voice
    } else if has(|it| matches!(it, Of::Audio(_))) {
        MediaKind::Audio
    } else {
        MediaKind::Document
    }
}

/// The Bot API's field.
pub(super) fn field(document: &enums::Document) -> &'static str {
    let enums::Document::Document(document) = document else {
        return "document";
    };
    match kind(document) {
        MediaKind::Photo => "photo",
        MediaKind::Video => "video",
        MediaKind::Animation => "animation",
        MediaKind::Audio => "audio",
        MediaKind::Voice => "voice",
        MediaKind::VideoNote => "video_note",
        MediaKind::Sticker => "sticker",
        MediaKind::Document | MediaKind::Unspecified => "document",
    }
}

fn whole(seconds: f64) -> i32 {
    #[expect(
        clippy::cast_possible_truncation,
        reason = "rounded, and bounded by the type: as casts saturate"
    )]
    let whole = seconds.round() as i32;
    whole
}
