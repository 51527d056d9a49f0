//! Messages.

use backline_domain::id::{MessageId, TopicId};
use backline_domain::message::{ForwardOrigin, Message, Reply};
use backline_proto::common::v1 as proto;

use super::{Error, Result, address, button, chat, content, nonzero, person, text, time};

/// General's id on Telegram's side. In the domain General is "no topic".
const GENERAL: i64 = 1;

/// The message.
///
/// # Errors
/// Without chat or id, or when it cannot be told who wrote it. Everything else
/// that is missing leaves the rest whole.
pub fn from_proto(message: proto::Message) -> Result<Message> {
    if message.message_id == 0 {
        return Err(Error::Missing("message.message_id"));
    }
    let place = message.chat.ok_or(Error::Missing("message.chat"))?;
    Ok(Message {
        chat: chat::from_proto(place)?,
        id: MessageId(message.message_id),
        sender: person::sender_from_proto(message.sender.unwrap_or_default())?,
        sent_at: message.send_time.map(time::from_proto).unwrap_or_default(),
        edited_at: message.edit_time.map(time::from_proto),
        topic: nonzero(message.topic_id)
            .filter(|topic| *topic != GENERAL)
            .map(TopicId),
        reply: message.reply.map(reply_from_proto),
        forward: message.forward_origin.map(origin_from_proto),
        album: Some(message.album_id).filter(|album| !album.is_empty()),
        content: content::from_proto(message.content.unwrap_or_default()),
        buttons: button::from_proto(message.buttons),
        is_protected: message.is_protected,
        via_bot: message.via_bot.and_then(|bot| person::from_proto(bot).ok()),
        is_automatic_forward: message.is_automatic_forward,
        is_outgoing: message.is_outgoing,
        business_bot: message
            .business_bot
            .and_then(|bot| person::from_proto(bot).ok()),
        random_id: nonzero(message.random_id),
        thread: nonzero(message.thread_id),
    })
}

/// The message.
#[must_use]
pub fn to_proto(message: &Message) -> proto::Message {
    proto::Message {
        chat: Some(chat::to_proto(&message.chat)),
        message_id: message.id.0,
        sender: Some(person::sender_to_proto(&message.sender)),
        send_time: Some(time::to_proto(message.sent_at)),
        edit_time: message.edited_at.map(time::to_proto),
        topic_id: message.topic.map_or(0, |topic| topic.0),
        reply: message.reply.as_ref().map(reply_to_proto),
        forward_origin: message.forward.as_ref().map(origin_to_proto),
        album_id: message.album.clone().unwrap_or_default(),
        content: Some(content::to_proto(&message.content)),
        buttons: button::to_proto(&message.buttons),
        is_protected: message.is_protected,
        via_bot: message.via_bot.as_ref().map(person::to_proto),
        is_automatic_forward: message.is_automatic_forward,
        is_outgoing: message.is_outgoing,
        random_id: message.random_id.unwrap_or(0),
        thread_id: message.thread.unwrap_or(0),
        business_bot: message.business_bot.as_ref().map(person::to_proto),
        ..proto::Message::default()
    }
}

/// A reply into a chat that cannot be understood loses its target, and keeps
/// what it quotes: it must not point into the wrong chat.
fn reply_from_proto(reply: proto::Reply) -> Reply {
    let (message, chat) = match reply.chat.map(address::from_proto).transpose() {
        Ok(chat) => (reply.message_id, chat),
        Err(_) => (0, None),
    };
    Reply {
        message: MessageId(message),
        chat,
        quote: reply.quote.map(text::from_proto),
        quote_position: reply.quote_position.max(0),
        answered_text: reply.answered_text.map(text::from_proto),
    }
}

fn reply_to_proto(reply: &Reply) -> proto::Reply {
    proto::Reply {
        message_id: reply.message.0,
        chat: reply.chat.as_ref().map(address::to_proto),
        quote: reply.quote.as_ref().map(text::to_proto),
        quote_position: reply.quote_position,
        answered_text: reply.answered_text.as_ref().map(text::to_proto),
        ..proto::Reply::default()
    }
}

/// What cannot be understood of an origin is left out: the message matters more.
fn origin_from_proto(origin: proto::ForwardOrigin) -> ForwardOrigin {
    ForwardOrigin {
        kind: origin.r#type,
        user: origin.user.and_then(|user| person::from_proto(user).ok()),
        chat: origin.chat.and_then(|chat| chat::from_proto(chat).ok()),
        sender_name: origin.sender_name,
        message: nonzero(origin.message_id).map(MessageId),
    }
}

/// Signature and time have no place in the domain and stay empty.
fn origin_to_proto(origin: &ForwardOrigin) -> proto::ForwardOrigin {
    proto::ForwardOrigin {
        r#type: origin.kind.clone(),
        user: origin.user.as_ref().map(person::to_proto),
        chat: origin.chat.as_ref().map(chat::to_proto),
        sender_name: origin.sender_name.clone(),
        message_id: origin.message.map_or(0, |message| message.0),
        signature: String::new(),
        send_time: None,
    }
}
