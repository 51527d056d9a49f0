//! `EditMessage`: text, caption, media or a live location.

use backline_gateway::Files;
use backline_proto::common::v1::content::Kind;
use backline_proto::common::v1::{Content, FormattedText};
use backline_proto::gateway::v1::{EditMessage, Outcome};

use super::params::Params;
use super::send_album::input_media;
use super::send_message::set_location;
use super::{Refused, incomplete, unsupported, upload};
use crate::api::Api;
use crate::outcome;

pub(super) async fn execute(api: &Api, files: &Files, command: EditMessage) -> Outcome {
    match request(&command) {
        Ok((method, params)) => {
            let media = match command.content.as_ref().and_then(|one| one.kind.as_ref()) {
                Some(Kind::Media(media)) if !command.caption_only => std::slice::from_ref(media),
                _ => &[],
            };
            outcome::of_change(upload::call(api, files, method, params, media).await)
        }
        Err(refused) => refused.into(),
    }
}

fn request(command: &EditMessage) -> Result<(&'static str, Params), Refused> {
    let mut params = Params::of_message(command.message.as_ref())?;
    params.set_buttons(&command.buttons);
    let Some(Content { kind: Some(kind) }) = &command.content else {
        return Err(incomplete("has no content"));
    };
    let method = match kind {
        Kind::Text(text) => {
            params.set_text("text", "entities", text);
            "editMessageText"
        }
        Kind::Media(media) if command.caption_only => {
            let none = FormattedText::default();
            let caption = media.caption.as_ref().unwrap_or(&none);
            params.set_text("caption", "caption_entities", caption);
            params.set_if("show_caption_above_media", media.caption_above);
            "editMessageCaption"
        }
        Kind::Media(media) => {
            params.set("media", input_media(media, 0)?);
            "editMessageMedia"
        }
        Kind::Location(location) => {
            set_location(&mut params, location);
            "editMessageLiveLocation"
        }
        _ => return Err(unsupported("content of a kind that Telegram does not edit")),
    };
    Ok((method, params))
}

#[cfg(test)]
mod tests {
    use super::*;
    use backline_proto::common::v1::{ChatAddress, Media, MediaKind, MessageRef};
    use serde_json::json;

    #[test]
    fn a_caption_is_edited_without_its_file() {
        let chat = ChatAddress {
            id: 5,
            ..ChatAddress::default()
        };
        let media = Media {
            kind: MediaKind::Photo.into(),
            file_id: "f".into(),
            caption: Some(FormattedText {
                text: "new".into(),
                entities: vec![],
            }),
            ..Media::default()
        };
        let mut command = EditMessage {
            message: Some(MessageRef {
                chat: Some(chat),
                message_id: 3,
            }),
            content: Some(Content {
                kind: Some(Kind::Media(media)),
            }),
            caption_only: true,
            buttons: vec![],
        };
        let (method, params) = request(&command).unwrap();
        assert_eq!(method, "editMessageCaption");
        assert_eq!(
            params.into_value(),
            json!({ "chat_id": 5, "message_id": 3, "caption": "new" })
        );
        command.caption_only = false;
        let (method, params) = request(&command).unwrap();
        assert_eq!(method, "editMessageMedia");
        let media = json!({ "type": "photo", "media": "f", "caption": "new" });
        assert_eq!(
            params.into_value(),
            json!({ "chat_id": 5, "message_id": 3, "media": media })
        );
    }
}
