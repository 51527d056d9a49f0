//! Files in messages.

use backline_domain::message::{Media, MediaKind};
use backline_proto::common::v1 as proto;

use super::{address, text};

/// The file; `None` when its kind is not known here.
#[must_use]
pub fn from_proto(media: proto::Media) -> Option<Media> {
    Some(Media {
        kind: kind_from_proto(media.kind)?,
        file_id: media.file_id,
        file_unique_id: media.file_unique_id,
        size: media.size_bytes,
        mime_type: media.mime_type,
        file_name: media.file_name,
        width: media.width,
        height: media.height,
        duration: media.duration_seconds,
        title: media.title,
        performer: media.performer,
        emoji: media.emoji,
        caption: media.caption.map(text::from_proto).unwrap_or_default(),
        has_spoiler: media.has_spoiler,
        caption_above: media.caption_above,
        // What a gateway tells of it saw itself.
        seen_in: None,
        is_renamed: false,
    })
}

/// The file.
#[must_use]
pub fn to_proto(media: &Media) -> proto::Media {
    proto::Media {
        kind: kind_to_proto(media.kind).into(),
        file_id: media.file_id.clone(),
        file_unique_id: media.file_unique_id.clone(),
        size_bytes: media.size,
        mime_type: media.mime_type.clone(),
        file_name: media.file_name.clone(),
        width: media.width,
        height: media.height,
        duration_seconds: media.duration,
        title: media.title.clone(),
        performer: media.performer.clone(),
        emoji: media.emoji.clone(),
        caption: Some(text::to_proto(&media.caption)),
        has_spoiler: media.has_spoiler,
        caption_above: media.caption_above,
        stored_file: String::new(),
        seen_in: media.seen_in.as_ref().map(address::message_to_proto),
    }
}

fn kind_from_proto(kind: i32) -> Option<MediaKind> {
    use proto::MediaKind as Wire;
    Some(match Wire::try_from(kind).ok()? {
        Wire::Unspecified => return None,
        Wire::Photo => MediaKind::Photo,
        Wire::Video => MediaKind::Video,
        Wire::Animation => MediaKind::Animation,
        Wire::Document => MediaKind::Document,
        Wire::Audio => MediaKind::Audio,
        Wire::Voice => MediaKind::Voice,
        Wire::VideoNote => MediaKind::VideoNote,
        Wire::Sticker => MediaKind::Sticker,
    })
}

const fn kind_to_proto(kind: MediaKind) -> proto::MediaKind {
    match kind {
        MediaKind::Photo => proto::MediaKind::Photo,
        MediaKind::Video => proto::MediaKind::Video,
        MediaKind::Animation => proto::MediaKind::Animation,
        MediaKind::Document => proto::MediaKind::Document,
        MediaKind::Audio => proto::MediaKind::Audio,
        MediaKind::Voice => proto::MediaKind::Voice,
        MediaKind::VideoNote => proto::MediaKind::VideoNote,
        MediaKind::Sticker => proto::MediaKind::Sticker,
    }
}
