//! Where a command goes, as Telegram takes it.

use std::time::Duration;

use backline_gateway::{deferred, moved, rejected};
use backline_proto::common::v1::{ChatAddress, MessageRef};
use backline_proto::gateway::v1::{DeferralScope, RejectionReason, ReplyTo, Target};
use grammers_client::tl::{enums, types};

use super::{Ended, Executor, incomplete, unsupported};
use crate::translate::to_entities;

/// How long a command waits whose target may be met soon.
const SOON: Duration = Duration::from_secs(1);
/// General's topic: messages go there without naming one.
const GENERAL: i64 = 1;

/// A chat that can be addressed.
pub(super) struct Place {
    pub(super) chat_id: i64,
    pub(super) peer: enums::InputPeer,
    /// 0 = none.
    pub(super) topic: i32,
}

// === impl Executor ===

impl Executor {
    /// The chat, if it can be addressed. Before everybody with a dialog is known
    /// who is not known yet may be soon.
    pub(super) fn place(&self, chat: Option<&ChatAddress>) -> Ended<Place> {
        let chat = chat
            .filter(|chat| chat.id != 0)
            .ok_or_else(|| incomplete("names no chat"))?;
        let is_special = !chat.business_connection_id.is_empty()
            || chat.private_topic_id != 0
            || chat.direct_messages_topic_id != 0;
        if is_special {
            return Err(unsupported(
                "over MTProto nothing is done in chats of a Business connection, in topics of a \
                 private chat, or in a channel's direct messages: that is the Bot API's \
                 (`backline connections set-via NAME bot-api`)",
            ));
        }
        if let Some(to) = self.peers.migrated_to(chat.id) {
            return Err(Box::new(moved(to)));
        }
        let chat_id = chat.id;
        let topic = 0;
        match self.peers.input(chat_id) {
            Some(peer) => Ok(Place {
                chat_id,
                peer,
                topic,
            }),
            None if self.peers.is_walked() => Err(Box::new(rejected(
                RejectionReason::ChatNotFound,
                "the account has met nobody of that id: no dialog, and no message from there",
            ))),
            None => Err(Box::new(deferred(
                SOON,
                DeferralScope::Chat,
                "the account's dialogs are being read",
            ))),
        }
    }

    /// Chat and topic of a new message.
    pub(super) fn target(&self, target: Option<&Target>) -> Ended<Place> {
        let target = target.ok_or_else(|| incomplete("names no target"))?;
        let mut place = self.place(target.chat.as_ref())?;
        if target.topic_id > GENERAL {
            place.topic = number(target.topic_id)?;
        }
        Ok(place)
    }

    /// A forum topic.
    pub(super) fn topic(&self, target: Option<&Target>) -> Ended<Place> {
        let place = self.target(target)?;
        if place.topic == 0 {
            return Err(incomplete("names no topic"));
        }
        Ok(place)
    }

    /// A message.
    pub(super) fn message(&self, message: Option<&MessageRef>) -> Ended<(Place, i32)> {
        let message = message.ok_or_else(|| incomplete("names no message"))?;
        let id = number(message.message_id)?;
        Ok((self.place(message.chat.as_ref())?, id))
    }

    /// What a new message answers; in a topic at least the topic.
    pub(super) fn reply(
        &self,
        place: &Place,
        reply: Option<&ReplyTo>,
    ) -> Ended<Option<enums::InputReplyTo>> {
        let Some(reply) = reply.filter(|reply| reply.message_id != 0) else {
            return Ok(place.in_topic());
        };
        let message = number(reply.message_id)?;
        let quote = reply.quote.as_ref();
        let to = types::InputReplyToMessage {
            top_msg_id: (place.topic != 0 && place.topic != message).then_some(place.topic),
            quote_text: quote.map(|quote| quote.text.clone()),
            quote_entities: quote
                .and_then(|quote| to_entities(&quote.entities, |id| self.peers.input_user(id))),
            quote_offset: quote.map(|_| reply.quote_position),
            ..message_reply(message)
        };
        Ok(Some(to.into()))
    }
}

// === impl Place ===

impl Place {
    /// The topic's first message stands for the topic.
    pub(super) fn in_topic(&self) -> Option<enums::InputReplyTo> {
        (self.topic != 0).then(|| message_reply(self.topic).into())
    }
}

fn message_reply(reply_to_msg_id: i32) -> types::InputReplyToMessage {
    types::InputReplyToMessage {
        reply_to_msg_id,
        top_msg_id: None,
        reply_to_peer_id: None,
        quote_text: None,
        quote_entities: None,
        quote_offset: None,
        monoforum_peer_id: None,
        todo_item_id: None,
        poll_option: None,
    }
}

/// A message's or topic's number as Telegram takes it.
pub(super) fn number(id: i64) -> Ended<i32> {
    i32::try_from(id)
        .ok()
        .filter(|id| *id > 0)
        .ok_or_else(|| incomplete("names a message or topic by what is no number of one"))
}

/// Messages' numbers, at least one.
pub(super) fn numbers(ids: &[i64]) -> Ended<Vec<i32>> {
    if ids.is_empty() {
        return Err(incomplete("names no message"));
    }
    ids.iter().copied().map(number).collect()
}
