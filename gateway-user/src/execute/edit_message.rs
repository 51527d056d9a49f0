//! `EditMessage`: text, caption, media or a live location.

use backline_gateway::Files;
use backline_proto::common::v1::content::Kind;
use backline_proto::common::v1::{Content, FormattedText};
use backline_proto::gateway::v1::{EditMessage, Outcome};
use grammers_client::tl::functions;

use super::input::location;
use super::send::Enclosed;
use super::{Ended, Executor, incomplete, unsupported};
use crate::outcome;
use crate::translate::to_entities;

pub(super) async fn execute(
    with: &Executor,
    files: &Files,
    command: EditMessage,
) -> Ended<Outcome> {
    let markup = with.markup(&command.buttons)?;
    let (place, id) = with.message(command.message.as_ref())?;
    let Some(Content { kind: Some(kind) }) = &command.content else {
        return Err(incomplete("has no content"));
    };
    let mut invert_media = false;
    let (text, mut enclosed): (Option<FormattedText>, Option<Enclosed>) = match kind {
        Kind::Text(text) => (Some(text.clone()), None),
        Kind::Media(media) => {
            invert_media = media.caption_above;
            let file = if command.caption_only {
                None
            } else {
                Some(Box::pin(with.enclose(files, media, id.into())).await?)
            };
            (Some(media.caption.clone().unwrap_or_default()), file)
        }
        Kind::Location(it) => {
            let live = Enclosed {
                media: location(it),
                file: None,
                has_spoiler: false,
            };
            (None, Some(live))
        }
        _ => {
            return Err(unsupported("content of a kind that Telegram does not edit"));
        }
    };
    let mut is_fresh = false;
    loop {
        let entities = text
            .as_ref()
            .and_then(|text| to_entities(&text.entities, |id| with.peers.input_user(id)));
        let request = functions::messages::EditMessage {
            no_webpage: false,
            invert_media,
            peer: place.peer.clone(),
            id,
            message: text.as_ref().map(|text| text.text.clone()),
            media: enclosed.as_ref().map(|enclosed| enclosed.media.clone()),
            reply_markup: markup.clone(),
            entities,
            schedule_date: None,
            schedule_repeat_period: None,
            quick_reply_shortcut_id: None,
            rich_message: None,
        };
        let edited = Box::pin(with.telegram.call(&request)).await;
        match (&edited, &mut enclosed) {
            (Err(failure), Some(enclosed)) if failure.is("FILE_REFERENCE_*") && !is_fresh => {
                is_fresh = true;
                Box::pin(with.freshen(enclosed)).await?;
            }
            _ => return Ok(outcome::of_change(edited)),
        }
    }
}
