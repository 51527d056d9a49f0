//! `SendAlbum`: 2–10 media as one album.

use backline_gateway::Files;
use backline_proto::common::v1::{Media, MediaKind};
use backline_proto::gateway::v1::{Outcome, SendAlbum, Succeeded};
use serde_json::Value;

use super::params::Params;
use super::send_message::set_look;
use super::upload::{self, reference};
use super::{Refused, unsupported};
use crate::api::Api;
use crate::outcome;

pub(super) async fn execute(api: &Api, files: &Files, command: SendAlbum) -> Outcome {
    match request(&command) {
        Ok(params) => {
            let expected = command.items.len();
            let made = |value: &Value| made_messages(value, expected);
            let sent = upload::call(api, files, "sendMediaGroup", params, &command.items).await;
            outcome::of(sent, made)
        }
        Err(refused) => refused.into(),
    }
}

fn request(command: &SendAlbum) -> Result<Params, Refused> {
    let mut params = Params::to(command.target.as_ref())?;
    params.set_reply(command.reply_to.as_ref());
    params.set_silent(command.silent);
    let items = command
        .items
        .iter()
        .enumerate()
        .map(|(place, media)| input_media(media, place))
        .collect::<Result<Vec<Value>, _>>()?;
    params.set("media", items);
    Ok(params)
}

/// A file as part of an album, at this place, or as the new file of a message.
pub(super) fn input_media(media: &Media, place: usize) -> Result<Value, Refused> {
    let kind = match media.kind() {
        MediaKind::Photo => "photo",
        MediaKind::Video => "video",
        MediaKind::Animation => "animation",
        MediaKind::Document => "document",
        MediaKind::Audio => "audio",
        _ => {
            return Err(unsupported(
                "media of a kind that Telegram takes only on its own",
            ));
        }
    };
    let mut params = Params::default();
    params.set("type", kind);
    params.set("media", reference(media, place)?);
    set_look(&mut params, media);
    Ok(params.into_value())
}

/// One id for each item. The album is there when Telegram said so; ids that
/// cannot be read are known only later.
fn made_messages(value: &Value, expected: usize) -> Succeeded {
    let messages = value.as_array().map_or(&[][..], Vec::as_slice);
    let mut message_ids: Vec<i64> = messages.iter().map(outcome::message_id).collect();
    if message_ids.len() != expected {
        message_ids = vec![0; expected];
    }
    Succeeded {
        message_ids,
        ..Succeeded::default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn an_album_names_one_id_for_each_item() {
        let told = json!([{ "message_id": 8 }, { "message_id": 9 }]);
        assert_eq!(made_messages(&told, 2).message_ids, [8, 9]);
        assert_eq!(made_messages(&Value::Null, 2).message_ids, [0, 0]);
    }

    #[test]
    fn what_stands_alone_is_in_no_album() {
        let voice = Media {
            kind: MediaKind::Voice.into(),
            file_id: "f".into(),
            ..Media::default()
        };
        assert!(input_media(&voice, 0).is_err());
    }
}
