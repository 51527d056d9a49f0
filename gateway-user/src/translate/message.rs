//! A message.

use backline_proto::common::v1::{Content, Message, Sender};
use grammers_client::tl::{enums, types};

use super::{Context, button, content, forward, reply, service, time};
use crate::peers::{Peers, chat_id_of};

/// A message of whatever content. `None` only when it is empty.
pub(super) fn of(message: &enums::Message, with: &Context<'_>) -> Option<Message> {
    match message {
        enums::Message::Message(message) => Some(plain(message, with)),
        enums::Message::Service(message) => Some(about(message, with)),
        enums::Message::Empty(_) => None,
    }
}

/// What a message holds.
pub(crate) fn content_of(message: &types::Message, chat_id: i64) -> Content {
    content::of(message, chat_id)
}

fn plain(message: &types::Message, with: &Context<'_>) -> Message {
    let peers = with.peers;
    let chat_id = chat_id_of(&message.peer_id);
    let (topic_id, thread_id) = reply::topic(message.reply_to.as_ref());
    let sender = Sender {
        signature: message.post_author.clone().unwrap_or_default(),
        ..sender(message.from_id.as_ref(), chat_id, message.out, peers)
    };
    let is_own = sender
        .user
        .as_ref()
        .is_some_and(|user| user.id == peers.own());
    Message {
        chat: Some(peers.chat(chat_id)),
        message_id: message.id.into(),
        send_time: time(message.date),
        // A reaction edits a message too, and hides that.
        edit_time: message.edit_date.and_then(time),
        topic_id,
        thread_id,
        reply: message
            .reply_to
            .as_ref()
            .and_then(|it| reply::of(it, peers)),
        forward_origin: message.fwd_from.as_ref().map(|it| forward::of(it, peers)),
        album_id: message
            .grouped_id
            .map(|id| id.to_string())
            .unwrap_or_default(),
        content: Some(content::of(message, chat_id)),
        buttons: button::rows(message.reply_markup.as_ref()),
        is_protected: message.noforwards || peers.is_protected(chat_id),
        via_bot: message.via_bot_id.map(|id| peers.user(id)),
        is_automatic_forward: message.fwd_from.as_ref().is_some_and(forward::is_automatic),
        is_outgoing: message.out || is_own,
        random_id: with.sent.random_id(chat_id, message.id),
        is_paid_post: message.paid_suggested_post_stars || message.paid_suggested_post_ton,
        is_from_offline: message.offline || message.from_scheduled,
        business_bot: message.via_business_bot_id.map(|id| peers.user(id)),
        paid_star_count: message.paid_message_stars.unwrap_or(0),
        suggested_post_state: suggested(message).to_owned(),
        sender: Some(sender),
    }
}

/// A service message.
fn about(message: &types::MessageService, with: &Context<'_>) -> Message {
    let peers = with.peers;
    let chat_id = chat_id_of(&message.peer_id);
    let (mut topic_id, thread_id) = reply::topic(message.reply_to.as_ref());
    if matches!(message.action, enums::MessageAction::TopicCreate(_)) {
        // It is the message that begins the topic.
        topic_id = message.id.into();
    }
    let sender = sender(message.from_id.as_ref(), chat_id, message.out, peers);
    Message {
        chat: Some(peers.chat(chat_id)),
        message_id: message.id.into(),
        send_time: time(message.date),
        topic_id,
        thread_id,
        content: Some(Content {
            kind: Some(service::of(message, chat_id, peers)),
        }),
        is_protected: peers.is_protected(chat_id),
        is_outgoing: message.out,
        random_id: with.sent.random_id(chat_id, message.id),
        sender: Some(sender),
        ..Message::default()
    }
}

/// Who wrote it. Where nobody is named it is the other person or the account
/// itself in a private chat, and the chat in its own name elsewhere.
fn sender(from: Option<&enums::Peer>, chat_id: i64, is_out: bool, peers: &Peers) -> Sender {
    let id = match from {
        Some(peer) => chat_id_of(peer),
        None if chat_id > 0 && is_out => peers.own(),
        None => chat_id,
    };
    if id > 0 {
        return Sender {
            user: Some(peers.user(id)),
            ..Sender::default()
        };
    }
    Sender {
        chat: Some(peers.chat(id)),
        ..Sender::default()
    }
}

fn suggested(message: &types::Message) -> &'static str {
    match &message.suggested_post {
        Some(enums::SuggestedPost::Post(post)) if post.accepted => "approved",
        Some(enums::SuggestedPost::Post(post)) if post.rejected => "declined",
        Some(_) => "pending",
        None => "",
    }
}
