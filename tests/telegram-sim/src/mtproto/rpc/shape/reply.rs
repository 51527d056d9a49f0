//! What a message answers, and the topic it is in.

use grammers_tl_types::{enums, types};

use super::{entities, int, media, message_id, peer};
use crate::world::{Body, GENERAL, Kind, Message, Service, UserId, World};

/// In a topic everything answers the topic's first message, or something in it. What answers a message of another chat
/// or topic names that beside it.
pub(super) fn reply_header(
    world: &World,
    message: &Message,
    account: UserId,
) -> Option<enums::MessageReplyHeader> {
    // What says that something is pinned answers it.
    let pinned = match &message.body {
        Body::Service(Service::Pinned(uid)) => Some(*uid),
        _ => None,
    };
    let answered = pinned.or(message.reply_to);
    let answered = answered.and_then(|uid| world.message(uid));
    let near = answered.filter(|answered| world.is_near(message, answered));
    let far = answered.filter(|answered| !world.is_near(message, answered));
    let topic = message.thread.filter(|thread| *thread != GENERAL).map(int);
    let own = message_id(world, message.uid, account);
    // The message that opens a topic answers nothing.
    let topic = topic.filter(|topic| own != Some(*topic));
    let near_id = near
        .and_then(|answered| message_id(world, answered.uid, account))
        .filter(|id| Some(*id) != topic);
    let thread = near.and(message.reply_thread).map(int);
    let quote = message.quote.as_ref();
    let shows_far = far.is_some_and(|far| {
        let kind = world.chat(far.chat).map(|chat| chat.kind);
        matches!(kind, Some(Kind::Super | Kind::Channel))
    });
    let far_id = far
        .filter(|_| shows_far)
        .and_then(|far| message_id(world, far.uid, account));
    let reply_to_msg_id = near_id.or(far_id).or(topic.filter(|_| far.is_none()));
    if reply_to_msg_id.is_none() && far.is_none() {
        return None;
    }
    let quoted = quote.map(|quote| entities(&quote.text.entities));
    Some(enums::MessageReplyHeader::Header(
        types::MessageReplyHeader {
            reply_to_scheduled: false,
            forum_topic: topic.is_some(),
            quote: quote.is_some_and(|quote| quote.manual),
            reply_to_ephemeral: false,
            reply_to_msg_id,
            reply_to_peer_id: far
                .filter(|far| shows_far && far.chat != message.chat)
                .map(|far| peer(far.chat, account)),
            reply_from: far.and_then(|far| super::forward::origin_header(world, far)),
            reply_media: far.and_then(|far| media(world, far, account)),
            reply_to_top_id: topic
                .filter(|_| near_id.is_some() || far.is_some())
                .or_else(|| thread.filter(|thread| near_id.is_some_and(|id| id != *thread))),
            quote_text: quote.map(|quote| quote.text.text.clone()),
            quote_entities: quoted.filter(|entities| !entities.is_empty()),
            quote_offset: quote.map(|quote| int(quote.position)),
            todo_item_id: None,
            poll_option: None,
        },
    ))
}
