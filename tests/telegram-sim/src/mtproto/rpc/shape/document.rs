//! Photos and documents. One file has one number for all accounts, and a hash and a reference for each.

use grammers_tl_types::{enums, types};

use super::{access_hash, int, plain::plain};
use crate::{
    mtproto::{DC, rpc::file},
    world::{Body, Media, MediaKind, Message, UserId, World, file::FileNo},
};

/// What is beside the text; `None`: nothing.
pub(in crate::mtproto::rpc) fn media(
    world: &World,
    message: &Message,
    account: UserId,
) -> Option<enums::MessageMedia> {
    match &message.body {
        Body::Text(_) | Body::Service(_) => None,
        Body::Plain(kind, value) => Some(plain(world, message, kind, value, account)),
        Body::Media(media) => shown(world, media, account),
    }
}

/// A file in a message.
pub(in crate::mtproto::rpc) fn shown(
    world: &World,
    media: &Media,
    account: UserId,
) -> Option<enums::MessageMedia> {
    let live = media.kind == MediaKind::LivePhoto;
    if media.kind == MediaKind::Photo || live {
        let video = live.then(|| document(world, media.file, MediaKind::Video, account));
        return Some(enums::MessageMedia::Photo(types::MessageMediaPhoto {
            spoiler: media.spoiler,
            live_photo: live,
            photo: Some(photo(world, media.file, account)?),
            ttl_seconds: None,
            video: video.flatten(),
        }));
    }
    Some(enums::MessageMedia::Document(types::MessageMediaDocument {
        nopremium: false,
        spoiler: media.spoiler,
        video: matches!(media.kind, MediaKind::Video | MediaKind::Animation),
        round: media.kind == MediaKind::VideoNote,
        voice: media.kind == MediaKind::Voice,
        document: Some(document(world, media.file, media.kind, account)?),
        alt_documents: None,
        video_cover: None,
        video_timestamp: None,
        ttl_seconds: None,
    }))
}

/// A photo, in two sizes: a small one, and all of it.
pub(in crate::mtproto::rpc) fn photo(
    world: &World,
    no: FileNo,
    account: UserId,
) -> Option<enums::Photo> {
    let found = world.files.get(no)?;
    let size = |kind: &str, w: i64, h: i64, size: u64| {
        enums::PhotoSize::Size(types::PhotoSize {
            r#type: kind.to_owned(),
            w: int(w),
            h: int(h),
            size: i32::try_from(size).unwrap_or(i32::MAX),
        })
    };
    let id = file::id(no);
    Some(enums::Photo::Photo(types::Photo {
        has_stickers: false,
        id,
        access_hash: access_hash(account, id),
        file_reference: file::reference(world, account, no),
        date: int(world.date()),
        sizes: vec![
            size("m", 90, 90, found.size().min(file::THUMB)),
            size("x", found.width, found.height, found.size()),
        ],
        video_sizes: None,
        dc_id: DC,
    }))
}

/// A document that is shown as that kind.
pub(in crate::mtproto::rpc) fn document(
    world: &World,
    no: FileNo,
    kind: MediaKind,
    account: UserId,
) -> Option<enums::Document> {
    let found = world.files.get(no)?;
    let id = file::id(no);
    let mut attributes = attributes(found, kind);
    let is_named = !matches!(kind, MediaKind::Voice | MediaKind::VideoNote);
    if is_named && !found.name.is_empty() {
        let name = types::DocumentAttributeFilename {
            file_name: found.name.clone(),
        };
        attributes.push(enums::DocumentAttribute::Filename(name));
    }
    Some(enums::Document::Document(types::Document {
        id,
        access_hash: access_hash(account, id),
        file_reference: file::reference(world, account, no),
        date: int(world.date()),
        mime_type: found.mime.clone(),
        size: i64::try_from(found.size()).unwrap_or(i64::MAX),
        thumbs: None,
        video_thumbs: None,
        dc_id: DC,
        attributes,
    }))
}

fn attributes(found: &crate::world::file::File, kind: MediaKind) -> Vec<enums::DocumentAttribute> {
    let video = |round: bool, nosound: bool| {
        enums::DocumentAttribute::Video(types::DocumentAttributeVideo {
            round_message: round,
            supports_streaming: !round,
            nosound,
            duration: f64::from(int(found.duration)),
            w: int(found.width),
            h: int(if round { found.width } else { found.height }),
            preload_prefix_size: None,
            video_start_ts: None,
            video_codec: None,
        })
    };
    let audio = |voice: bool| {
        enums::DocumentAttribute::Audio(types::DocumentAttributeAudio {
            voice,
            duration: int(found.duration),
            title: found.title.clone().filter(|_| !voice),
            performer: found.performer.clone().filter(|_| !voice),
            waveform: None,
        })
    };
    match kind {
        MediaKind::Video | MediaKind::LivePhoto => vec![video(false, false)],
        MediaKind::Animation => vec![video(false, true), enums::DocumentAttribute::Animated],
        MediaKind::VideoNote => vec![video(true, false)],
        MediaKind::Audio => vec![audio(false)],
        MediaKind::Voice => vec![audio(true)],
        MediaKind::Sticker => vec![
            enums::DocumentAttribute::ImageSize(types::DocumentAttributeImageSize {
                w: 512,
                h: 512,
            }),
            enums::DocumentAttribute::Sticker(types::DocumentAttributeSticker {
                mask: false,
                alt: "🙂".to_owned(),
                stickerset: enums::InputStickerSet::Empty,
                mask_coords: None,
            }),
        ],
        MediaKind::Document | MediaKind::Photo => Vec::new(),
    }
}
