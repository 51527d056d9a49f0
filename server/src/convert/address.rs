//! Places and messages in them.

use backline_domain::id::{ChatAddress, ChatId, MessageId, MessageRef, SubChat};
use backline_proto::common::v1 as proto;

use super::{Error, Result};

/// The place. Where a gateway set several parts, the Business account wins:
/// that is the one that decides whose chat it is.
///
/// # Errors
/// Without an id.
pub fn from_proto(address: proto::ChatAddress) -> Result<ChatAddress> {
    if address.id == 0 {
        return Err(Error::Missing("chat.address.id"));
    }
    let sub = if !address.business_connection_id.is_empty() {
        SubChat::Business(address.business_connection_id)
    } else if address.private_topic_id != 0 {
        SubChat::PrivateTopic(address.private_topic_id)
    } else if address.direct_messages_topic_id != 0 {
        SubChat::DirectMessages(address.direct_messages_topic_id)
    } else {
        SubChat::Whole
    };
    Ok(ChatAddress {
        id: ChatId(address.id),
        sub,
    })
}

/// The place.
#[must_use]
pub fn to_proto(address: &ChatAddress) -> proto::ChatAddress {
    let mut whole = proto::ChatAddress {
        id: address.id.0,
        ..Default::default()
    };
    match &address.sub {
        SubChat::Whole => {}
        SubChat::Business(id) => whole.business_connection_id.clone_from(id),
        SubChat::PrivateTopic(id) => whole.private_topic_id = *id,
        SubChat::DirectMessages(id) => whole.direct_messages_topic_id = *id,
    }
    whole
}

/// The message.
///
/// # Errors
/// Without chat or message.
pub fn message_from_proto(message: proto::MessageRef) -> Result<MessageRef> {
    if message.message_id == 0 {
        return Err(Error::Missing("message.message_id"));
    }
    let chat = message.chat.ok_or(Error::Missing("message.chat"))?;
    Ok(MessageRef {
        chat: from_proto(chat)?,
        message: MessageId(message.message_id),
    })
}

/// The message.
#[must_use]
pub fn message_to_proto(message: &MessageRef) -> proto::MessageRef {
    proto::MessageRef {
        chat: Some(to_proto(&message.chat)),
        message_id: message.message.0,
    }
}
