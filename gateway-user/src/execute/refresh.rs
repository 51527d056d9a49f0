//! References to files are good for a while only; the message that a file was
//! seen in gives a new one.

use backline_gateway::rejected;
use backline_proto::common::v1::MessageRef;
use backline_proto::common::v1::content::Kind;
use backline_proto::gateway::v1::RejectionReason;
use grammers_client::tl::{enums, functions, types};

use super::{Ended, Executor};
use crate::file::FileId;
use crate::outcome;
use crate::telegram::Failure;
use crate::translate::content_of;

// === impl Executor ===

impl Executor {
    /// The same file with a new reference.
    pub(super) async fn refreshed(&self, file: &FileId) -> Ended<FileId> {
        let gone = || {
            let detail = "Telegram's reference to the file is too old, and the message that it was \
                          in is gone";
            Box::new(rejected(RejectionReason::FileNotFound, detail))
        };
        if file.message_id == 0 {
            return Err(gone());
        }
        self.shown_in(file.chat_id, file.message_id)
            .await?
            .filter(|fresh| fresh.id == file.id && fresh.is_photo == file.is_photo)
            .ok_or_else(gone)
    }

    /// The file that another identity saw in this message: that one and no other, since it was
    /// that one that was looked at.
    pub(super) async fn file_in(&self, message: &MessageRef, unique: &str) -> Ended<FileId> {
        let (place, id) = self.message(Some(message))?;
        self.shown_in(place.chat_id, id)
            .await?
            .filter(|file| file.unique() == unique)
            .ok_or_else(|| {
                let detail = "the message does not show the file any more, or is gone";
                Box::new(rejected(RejectionReason::FileNotFound, detail))
            })
    }

    /// The file that a message shows now.
    async fn shown_in(&self, chat_id: i64, message_id: i32) -> Ended<Option<FileId>> {
        let found = self.messages(chat_id, &[message_id]).await;
        let found = found.map_err(|failure| Box::new(outcome::of_failed_question(failure)))?;
        let message = found.iter().find_map(|message| match message {
            enums::Message::Message(message) if message.id == message_id => Some(message),
            _ => None,
        });
        let content = message.map(|message| content_of(message, chat_id));
        Ok(match content.and_then(|content| content.kind) {
            Some(Kind::Media(media)) => FileId::decode(&media.file_id),
            _ => None,
        })
    }

    /// Messages of a chat, by number.
    pub(super) async fn messages(
        &self,
        chat_id: i64,
        ids: &[i32],
    ) -> Result<Vec<enums::Message>, Failure> {
        let id: Vec<enums::InputMessage> = ids
            .iter()
            .map(|id| types::InputMessageId { id: *id }.into())
            .collect();
        let told = match self.peers.input_channel(chat_id) {
            Some(channel) => {
                let request = functions::channels::GetMessages { channel, id };
                Box::pin(self.telegram.call(&request)).await?
            }
            None => {
                let request = functions::messages::GetMessages { id };
                Box::pin(self.telegram.call(&request)).await?
            }
        };
        use enums::messages::Messages as Of;
        let (messages, users) = match told {
            Of::Messages(it) => (it.messages, it.users),
            Of::Slice(it) => (it.messages, it.users),
            Of::ChannelMessages(it) => (it.messages, it.users),
            Of::NotModified(_) => (Vec::new(), Vec::new()),
        };
        self.peers.learn_users(&users);
        Ok(messages)
    }
}
