//! One message on its way, with the two reasons to try once more.

use backline_proto::common::v1::FormattedText;
use grammers_client::tl::{enums, functions};

use super::place::Place;
use super::{Ended, Executor};
use crate::file::FileId;
use crate::telegram::Failure;
use crate::translate::to_entities;

/// One new message.
pub(super) struct Letter {
    pub(super) text: FormattedText,
    /// None = a text.
    pub(super) media: Option<Enclosed>,
    pub(super) reply: Option<enums::InputReplyTo>,
    /// What stands in for the reply when its target is gone; None = nothing does.
    pub(super) without_reply: Option<Option<enums::InputReplyTo>>,
    pub(super) silent: bool,
    pub(super) no_webpage: bool,
    pub(super) caption_above: bool,
    pub(super) random_id: i64,
    pub(super) markup: Option<enums::ReplyMarkup>,
}

/// What is in a message beside its text.
#[derive(Clone)]
pub(super) struct Enclosed {
    pub(super) media: enums::InputMedia,
    /// The file that it is, when Telegram has it already.
    pub(super) file: Option<FileId>,
    pub(super) has_spoiler: bool,
}

// === impl Executor ===

impl Executor {
    /// Sends it, with its random id each time.
    pub(super) async fn post(
        &self,
        place: &Place,
        mut letter: Letter,
    ) -> Ended<Result<enums::Updates, Failure>> {
        let mut is_fresh = false;
        loop {
            let sent = Box::pin(self.post_once(place, &letter)).await;
            match &sent {
                Err(failure) if failure.is("REPLY_MESSAGE_ID_INVALID") => {
                    let Some(without) = letter.without_reply.take() else {
                        return Ok(sent);
                    };
                    letter.reply = without;
                }
                Err(failure) if failure.is("FILE_REFERENCE_*") && !is_fresh => {
                    is_fresh = true;
                    match &mut letter.media {
                        Some(enclosed) => self.freshen(enclosed).await?,
                        None => return Ok(sent),
                    }
                }
                _ => return Ok(sent),
            }
        }
    }

    async fn post_once(&self, place: &Place, letter: &Letter) -> Result<enums::Updates, Failure> {
        let entities = to_entities(&letter.text.entities, |id| self.peers.input_user(id));
        let Some(enclosed) = &letter.media else {
            let request = functions::messages::SendMessage {
                no_webpage: letter.no_webpage,
                silent: letter.silent,
                background: false,
                clear_draft: false,
                noforwards: false,
                update_stickersets_order: false,
                invert_media: false,
                allow_paid_floodskip: false,
                peer: place.peer.clone(),
                reply_to: letter.reply.clone(),
                message: letter.text.text.clone(),
                random_id: letter.random_id,
                reply_markup: letter.markup.clone(),
                entities,
                schedule_date: None,
                schedule_repeat_period: None,
                send_as: None,
                quick_reply_shortcut: None,
                effect: None,
                allow_paid_stars: None,
                suggested_post: None,
                rich_message: None,
            };
            return self.telegram.call(&request).await;
        };
        let request = functions::messages::SendMedia {
            silent: letter.silent,
            background: false,
            clear_draft: false,
            noforwards: false,
            update_stickersets_order: false,
            invert_media: letter.caption_above,
            allow_paid_floodskip: false,
            peer: place.peer.clone(),
            reply_to: letter.reply.clone(),
            media: enclosed.media.clone(),
            message: letter.text.text.clone(),
            random_id: letter.random_id,
            reply_markup: letter.markup.clone(),
            entities,
            schedule_date: None,
            schedule_repeat_period: None,
            send_as: None,
            quick_reply_shortcut: None,
            effect: None,
            allow_paid_stars: None,
            suggested_post: None,
        };
        self.telegram.call(&request).await
    }

    /// Makes a file's reference new, from the message that the file was seen in.
    pub(super) async fn freshen(&self, enclosed: &mut Enclosed) -> Ended<()> {
        if let Some(file) = &enclosed.file {
            let fresh = self.refreshed(file).await?;
            enclosed.media = fresh.input(enclosed.has_spoiler);
            enclosed.file = Some(fresh);
        }
        Ok(())
    }
}
