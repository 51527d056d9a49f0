//! Calls that send files of the server's store: as parts of the request, which come from the
//! server while they go to Telegram.

use backline_gateway::Files;
use backline_proto::common::v1::{Media, MediaKind};
use serde_json::Value;

use super::params::Params;
use super::{Refused, incomplete};
use crate::api::{Api, Failure, Upload};

/// How a call names this file: by the id that the bot has for it, or as a part of the
/// request.
pub(super) fn reference(media: &Media, place: usize) -> Result<String, Refused> {
    if !media.stored_file.is_empty() {
        return Ok(format!("attach://{}", part_name(place)));
    }
    // An address here would make Telegram fetch it.
    if media.file_id.is_empty() || media.file_id.contains("://") {
        return Err(incomplete("names no file id"));
    }
    Ok(media.file_id.clone())
}

/// What Telegram knows of a file that it has, and has to be told of one that comes anew.
pub(super) fn describe(params: &mut Params, media: &Media) {
    match media.kind() {
        MediaKind::Video | MediaKind::Animation => {
            params.set_unless_zero("width", media.width);
            params.set_unless_zero("height", media.height);
            params.set_unless_zero("duration", media.duration_seconds);
            params.set_if("supports_streaming", media.kind() == MediaKind::Video);
        }
        MediaKind::Audio => {
            params.set_unless_zero("duration", media.duration_seconds);
            params.set_unless_empty("title", &media.title);
            params.set_unless_empty("performer", &media.performer);
        }
        MediaKind::Voice => params.set_unless_zero("duration", media.duration_seconds),
        MediaKind::VideoNote => {
            params.set_unless_zero("duration", media.duration_seconds);
            params.set_unless_zero("length", media.width);
        }
        // It stays a document, whatever is in it.
        MediaKind::Document => params.set_if("disable_content_type_detection", true),
        MediaKind::Photo | MediaKind::Sticker | MediaKind::Unspecified => {}
    }
}

/// Makes the call, with the files of the server's store that it names.
pub(super) async fn call(
    api: &Api,
    files: &Files,
    method: &str,
    params: Params,
    media: &[Media],
) -> Result<Value, Failure> {
    let mut uploads = Vec::new();
    for (place, media) in media.iter().enumerate() {
        if media.stored_file.is_empty() {
            continue;
        }
        let file = files.get(&media.stored_file, 0).await;
        let file = file.map_err(|error| Failure::NotSent(error.to_string()))?;
        uploads.push(Upload {
            part: part_name(place),
            name: file_name(media),
            mime: media.mime_type.clone(),
            file,
        });
    }
    if uploads.is_empty() {
        return api.call(method, &params).await;
    }
    api.upload(method, params.into_fields(), uploads).await
}

fn part_name(place: usize) -> String {
    format!("file{place}")
}

/// The file's own name, or one that says what it is.
fn file_name(media: &Media) -> String {
    if !media.file_name.is_empty() {
        return media.file_name.clone();
    }
    let name = match media.kind() {
        MediaKind::Photo => "photo.jpg",
        MediaKind::Video => "video.mp4",
        MediaKind::Animation => "animation.mp4",
        MediaKind::Audio => "audio.mp3",
        MediaKind::Voice => "voice.ogg",
        MediaKind::VideoNote => "video_note.mp4",
        MediaKind::Sticker => "sticker.webp",
        MediaKind::Document | MediaKind::Unspecified => "file",
    };
    name.to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_named_by_its_id_or_as_a_part_and_never_by_an_address() {
        let media = |file_id: &str, stored_file: &str| Media {
            file_id: file_id.into(),
            stored_file: stored_file.into(),
            ..Media::default()
        };
        assert_eq!(reference(&media("f", ""), 0).unwrap(), "f");
        assert_eq!(reference(&media("", "s"), 2).unwrap(), "attach://file2");
        assert_eq!(reference(&media("f", "s"), 0).unwrap(), "attach://file0");
        assert!(reference(&media("https://example.org/x", ""), 0).is_err());
        assert!(reference(&media("", ""), 0).is_err());
    }
}
