//! Messages.

use grammers_tl_types::{Serializable as _, enums, types};

use super::{
    ZEROS, action::action, document::media, entities, forward::forward_header, int, message_id,
    peer, reaction::reactions, reply::reply_header, user_peer, zeros,
};
use crate::mtproto::rpc::markup;
use crate::world::{Author, Body, Key, Message, Uid, UserId, World};

/// A message as an account sees it.
pub(in crate::mtproto::rpc) fn message(
    world: &World,
    uid: Uid,
    account: UserId,
) -> Option<enums::Message> {
    let message = world.message(uid)?;
    let id = message_id(world, uid, account)?;
    let out = message.author.account() == account;
    let peer_id = peer(message.chat, account);
    let from_id = sender(message, out);
    let reply_to = reply_header(world, message, account);
    let post = matches!(message.author, Author::Channel(_));
    let reactions = reactions(world, message, account);
    if let Body::Service(service) = &message.body {
        return Some(enums::Message::Service(types::MessageService {
            out,
            post,
            id,
            from_id,
            peer_id,
            reply_to,
            date: int(message.date),
            action: action(world, service, message),
            ..empty_service()?
        }));
    }
    let text = message.body.text();
    let entities = text
        .map(|text| entities(&text.entities))
        .filter(|entities| !entities.is_empty());
    let pinned = world.chat(message.chat);
    Some(enums::Message::Message(types::Message {
        out,
        post,
        edit_hide: message.edit_date.is_some() && !message.edited,
        pinned: pinned.is_some_and(|chat| chat.pinned.contains(&uid)),
        noforwards: message.protected,
        invert_media: matches!(&message.body, Body::Media(media) if media.caption_above),
        id,
        from_id,
        peer_id,
        fwd_from: forward_header(message),
        via_bot_id: message
            .extra
            .get("via_bot")
            .and_then(|bot| bot["id"].as_i64()),
        via_business_bot_id: message.business_bot,
        reply_to,
        date: int(message.date),
        message: text
            .map(|text| text.text.clone())
            .or_else(|| Some(message.extra.get("caption")?.as_str()?.to_owned()))
            .unwrap_or_default(),
        media: media(world, message, account),
        reply_markup: markup::shown(message.markup.as_ref()),
        entities,
        post_author: message
            .extra
            .get("author_signature")
            .and_then(|name| Some(name.as_str()?.to_owned())),
        views: post.then_some(1),
        forwards: post.then_some(0),
        edit_date: message.edit_date.map(int),
        grouped_id: message.album.as_deref().map(grouped_id),
        reactions,
        ..empty_message()?
    }))
}

/// Who it is shown to be from; an anonymous administrator's is from the chat itself. What comes in a private chat says no
/// more than where.
fn sender(message: &Message, out: bool) -> Option<enums::Peer> {
    match message.author {
        Author::User(_) if !out && matches!(message.chat, Key::Private(..)) => None,
        Author::User(user) => Some(user_peer(user)),
        Author::Anonymous(_) => Some(peer(message.chat, 0)),
        Author::Channel(_) => None,
        Author::Chat(_, chat) => Some(peer(Key::Group(chat), 0)),
    }
}

/// An album's number. The Bot API's ids of albums are the same, as texts.
fn grouped_id(album: &str) -> i64 {
    album.parse().unwrap_or_else(|_| {
        // Names that tests give: any number will do that is always the same.
        let mix = |hash: i64, byte: u8| (hash ^ i64::from(byte)).wrapping_mul(0x0100_0000_01b3);
        album.bytes().fold(1, mix)
    })
}

fn empty_message() -> Option<types::Message> {
    let peer = user_peer(0).to_bytes();
    // Flags twice, id.
    zeros(&[&ZEROS[..12], &peer])
}

fn empty_service() -> Option<types::MessageService> {
    let peer = user_peer(0).to_bytes();
    let action = enums::MessageAction::Empty.to_bytes();
    // Flags, id; the date.
    zeros(&[&ZEROS[..8], &peer, &ZEROS[..4], &action])
}
