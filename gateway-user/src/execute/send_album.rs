//! `SendAlbum`: 2–10 media as one album.

use backline_gateway::Files;
use backline_proto::common::v1::Media;
use backline_proto::gateway::v1::{Outcome, SendAlbum};
use grammers_client::tl::{enums, functions, types};

use super::made::keys;
use super::place::Place;
use super::send::Enclosed;
use super::{Ended, Executor, incomplete};
use crate::outcome;
use crate::telegram::Failure;
use crate::translate::{At, formatted, media, to_entities};

/// Files for a message to come are kept under nobody's message.
const NOWHERE: At = At {
    chat_id: 0,
    message_id: 0,
};

pub(super) async fn execute(
    with: &Executor,
    files: &Files,
    command: SendAlbum,
    random_ids: &[i64],
) -> Ended<Outcome> {
    let place = with.target(command.target.as_ref())?;
    if command.items.len() < 2 {
        return Err(incomplete("has no album of several media"));
    }
    let keys = keys(random_ids, command.items.len())?;
    let mut enclosed = Vec::new();
    for (media, key) in command.items.iter().zip(keys) {
        let one = Box::pin(with.enclose(files, media, *key)).await?;
        enclosed.push(Box::pin(with.settled(&place, one)).await?);
    }
    let reply_to = command.reply_to.as_ref();
    let mut reply = with.reply(&place, reply_to)?;
    let mut may_lack_reply = reply_to.is_some_and(|reply| reply.optional);
    let mut is_fresh = false;
    loop {
        let request = functions::messages::SendMultiMedia {
            silent: command.silent,
            background: false,
            clear_draft: false,
            noforwards: false,
            update_stickersets_order: false,
            invert_media: command.items.iter().any(|media| media.caption_above),
            allow_paid_floodskip: false,
            peer: place.peer.clone(),
            reply_to: reply.clone(),
            multi_media: with.items(&command.items, &enclosed, keys),
            schedule_date: None,
            send_as: None,
            quick_reply_shortcut: None,
            effect: None,
            allow_paid_stars: None,
        };
        let sent = Box::pin(with.telegram.call(&request)).await;
        match &sent {
            Err(failure) if failure.is("REPLY_MESSAGE_ID_INVALID") && may_lack_reply => {
                may_lack_reply = false;
                reply = place.in_topic();
            }
            Err(failure) if failure.is("FILE_REFERENCE_*") && !is_fresh => {
                is_fresh = true;
                for one in &mut enclosed {
                    Box::pin(with.freshen(one)).await?;
                }
            }
            _ => return Ok(with.made(place.chat_id, sent, keys)),
        }
    }
}

// === impl Executor ===

impl Executor {
    fn items(
        &self,
        items: &[Media],
        enclosed: &[Enclosed],
        keys: &[i64],
    ) -> Vec<enums::InputSingleMedia> {
        let all = items.iter().zip(enclosed).zip(keys);
        all.map(|((media, enclosed), key)| {
            let caption = media.caption.clone().unwrap_or_default();
            types::InputSingleMedia {
                media: enclosed.media.clone(),
                random_id: *key,
                message: caption.text,
                entities: to_entities(&caption.entities, |id| self.peers.input_user(id)),
            }
            .into()
        })
        .collect()
    }

    /// Telegram takes into an album only what it has: what was just brought is
    /// named as its own first.
    async fn settled(&self, place: &Place, enclosed: Enclosed) -> Ended<Enclosed> {
        if enclosed.file.is_some() {
            return Ok(enclosed);
        }
        let request = functions::messages::UploadMedia {
            business_connection_id: None,
            peer: place.peer.clone(),
            media: enclosed.media,
        };
        let told = Box::pin(self.telegram.call(&request)).await;
        let told = told.map_err(|failure| Box::new(outcome::of_failed_question(failure)))?;
        let file = media::of(&told, NOWHERE);
        let file = file.and_then(|media| crate::file::FileId::decode(&media.file_id));
        let file = file.ok_or_else(|| {
            let unreadable = Failure::Unreadable("an uploaded file is none".to_owned());
            Box::new(outcome::of_failed_question(unreadable))
        })?;
        Ok(Enclosed {
            media: file.input(enclosed.has_spoiler),
            file: None,
            has_spoiler: enclosed.has_spoiler,
        })
    }
}

/// The caption of a message, as text.
pub(super) fn words(message: &types::Message) -> backline_proto::common::v1::FormattedText {
    formatted(&message.message, message.entities.as_deref())
}
