//! `CopyMessages`: copies without their author.
//!
//! Telegram copies by forwarding without the author, which carries no reply, no
//! other caption and no buttons: a copy with one of these is the message sent anew, by
//! reference to its file.

use backline_gateway::rejected;
use backline_proto::common::v1::content::Kind;
use backline_proto::gateway::v1::{CopyMessages, Outcome, RejectionReason};
use grammers_client::tl::{enums, types};

use super::forward_messages::Plain;
use super::made::keys;
use super::place::numbers;
use super::send::{Enclosed, Letter};
use super::send_album::words;
use super::{Ended, Executor, incomplete};
use crate::file::FileId;
use crate::outcome;
use crate::translate::content_of;

pub(super) async fn execute(
    with: &Executor,
    command: CopyMessages,
    random_ids: &[i64],
) -> Ended<Outcome> {
    let place = with.target(command.target.as_ref())?;
    let markup = with.markup(&command.buttons)?;
    let ids = numbers(&command.message_ids)?;
    let reply_to = command
        .reply_to
        .as_ref()
        .filter(|reply| reply.message_id != 0);
    let is_plain = reply_to.is_none() && command.caption.is_none() && markup.is_none();
    let plain = Plain {
        from: command.from_chat.as_ref(),
        ids,
        silent: command.silent,
        drop_author: true,
    };
    if is_plain {
        return Box::pin(with.forward(&place, plain, random_ids)).await;
    }
    let &[only] = plain.ids.as_slice() else {
        return Err(incomplete("wants a reply or caption for several copies"));
    };
    let keys = keys(random_ids, 1)?;
    let reply = with.reply(&place, reply_to)?;
    let original = with.original(&plain, only).await?;
    let Some((media, own_words)) = with.anew(&original, plain.from.map_or(0, |from| from.id))
    else {
        // Goes on as it is: nothing but Telegram's forward carries it.
        return Box::pin(with.forward(&place, plain, random_ids)).await;
    };
    let text = match (&command.caption, &media) {
        (Some(caption), Some(_)) => caption.clone(),
        _ => own_words,
    };
    let letter = Letter {
        text,
        media,
        reply,
        without_reply: reply_to
            .is_some_and(|reply| reply.optional)
            .then(|| place.in_topic()),
        silent: command.silent,
        no_webpage: original.media.is_none(),
        caption_above: if command.caption.is_some() {
            command.caption_above
        } else {
            original.invert_media
        },
        random_id: keys[0],
        markup,
    };
    let sent = Box::pin(with.post(&place, letter)).await?;
    Ok(with.made(place.chat_id, sent, keys))
}

// === impl Executor ===

impl Executor {
    /// The message to copy, as it is now.
    async fn original(&self, plain: &Plain<'_>, id: i32) -> Ended<types::Message> {
        let from = self.place(plain.from)?;
        let found = Box::pin(self.messages(from.chat_id, &[id])).await;
        let found = found.map_err(|failure| Box::new(outcome::of_failed_question(failure)))?;
        let refused = |reason, detail: &str| Box::new(rejected(reason, detail));
        let message = found.into_iter().find(|message| message.id() == id);
        let message = match message {
            Some(enums::Message::Message(message)) => message,
            Some(enums::Message::Service(_)) => {
                let detail = "a service message is not copied";
                return Err(refused(RejectionReason::NotCopyable, detail));
            }
            Some(enums::Message::Empty(_)) | None => {
                let detail = "the message to copy is gone";
                return Err(refused(RejectionReason::MessageNotFound, detail));
            }
        };
        if message.noforwards || self.peers.is_protected(from.chat_id) {
            let detail = "the chat forbids saving its content";
            return Err(refused(RejectionReason::NotCopyable, detail));
        }
        Ok(message)
    }

    /// What is in a message, to be sent anew; None: it cannot be.
    fn anew(
        &self,
        original: &types::Message,
        chat_id: i64,
    ) -> Option<(Option<Enclosed>, backline_proto::common::v1::FormattedText)> {
        let own_words = words(original);
        let media = match content_of(original, chat_id).kind? {
            Kind::Text(_) => None,
            Kind::Media(media) => {
                let file = FileId::decode(&media.file_id)?;
                let has_spoiler = media.has_spoiler;
                Some(Enclosed {
                    media: file.input(has_spoiler),
                    file: Some(file),
                    has_spoiler,
                })
            }
            // Sent anew it would fall another way, or begin without its votes.
            Kind::Dice(_) | Kind::Poll(_) | Kind::Service(_) | Kind::Unsupported(_) => return None,
            other @ (Kind::Location(_) | Kind::Venue(_) | Kind::Contact(_)) => {
                Some(self.enclose_other(&other).ok()?)
            }
        };
        Some((media, own_words))
    }
}
