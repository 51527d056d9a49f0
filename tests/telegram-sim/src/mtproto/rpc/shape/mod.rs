//! People, chats and messages as TL, as one account sees them.

mod action;
mod chat;
mod document;
mod entity;
mod forward;
mod message;
mod plain;
mod reaction;
mod reply;
mod user;
mod zeros;

pub(super) use self::{
    chat::{chat, notify_settings, rights},
    document::{media, shown},
    entity::{entities, formatting},
    message::message,
    reaction::{all_reactions, reaction},
    user::user,
    zeros::{ZEROS, zeros},
};

use grammers_tl_types::{enums, types};

use crate::world::{Key, UserId, World};

/// What a supergroup's or channel's id begins with in the Bot API.
const CHANNEL: i64 = -1_000_000_000_000;

/// What an account has to show to name somebody else: nobody can make it up.
pub(crate) fn access_hash(account: UserId, of: i64) -> i64 {
    let mixed = account.wrapping_mul(0x9e37_79b9_7f4a_7c15_u64.cast_signed()) ^ of;
    mixed.wrapping_mul(0x2545_f491_4f6c_dd1d).rotate_left(17)
}

/// A chat's id as accounts know it, without what the Bot API puts in front.
pub(super) fn bare_id(chat: i64) -> i64 {
    if chat <= CHANNEL {
        CHANNEL - chat
    } else {
        -chat
    }
}

/// The supergroup or channel that accounts know by that id.
pub(super) fn channel_key(id: i64) -> Key {
    Key::Group(CHANNEL - id)
}

/// The basic group that accounts know by that id.
pub(super) fn basic_key(id: i64) -> Key {
    Key::Group(-id)
}

/// Where a chat is for an account.
pub(super) fn peer(key: Key, account: UserId) -> enums::Peer {
    match key {
        Key::Private(..) => user_peer(key.id_for(account)),
        Key::Group(id) if id <= CHANNEL => enums::Peer::Channel(types::PeerChannel {
            channel_id: bare_id(id),
        }),
        Key::Group(id) => enums::Peer::Chat(types::PeerChat { chat_id: -id }),
    }
}

/// A person or bot as a peer.
pub(super) fn user_peer(user_id: UserId) -> enums::Peer {
    enums::Peer::User(types::PeerUser { user_id })
}

/// A number as TL writes it; what does not fit is as large as can be.
pub(super) fn int(number: i64) -> i32 {
    i32::try_from(number).unwrap_or(i32::MAX)
}

/// How many there are, as TL writes it.
pub(super) fn count(number: usize) -> i32 {
    i32::try_from(number).unwrap_or(i32::MAX)
}

/// The id by which an account knows a message; `None`: it never saw it.
pub(super) fn message_id(world: &World, uid: crate::world::Uid, account: UserId) -> Option<i32> {
    let id = i32::try_from(world.message_id(uid, account)).ok()?;
    (id != 0).then_some(id)
}
