//! People and chats as the contract has them.

use backline_proto::common::v1::{Chat, ChatKind, User};
use grammers_client::tl::{enums, types};

use super::standing::Standing;
use super::{address, standing};

/// What a supergroup's or channel's id begins with in Bot API form.
const CHANNELS: i64 = -1_000_000_000_000;

/// A chat as it was shown.
pub(super) struct Seen {
    pub(super) chat_id: i64,
    pub(super) hash: Option<i64>,
    pub(super) shape: Chat,
    pub(super) is_protected: bool,
    /// Shown with less than there is to know.
    pub(super) is_min: bool,
    pub(super) standing: Standing,
    pub(super) migrated_to: Option<i64>,
}

/// The id in Bot API form.
pub(crate) fn chat_id_of(peer: &enums::Peer) -> i64 {
    match peer {
        enums::Peer::User(user) => user.user_id,
        enums::Peer::Chat(chat) => -chat.chat_id,
        enums::Peer::Channel(channel) => channel_id(channel.channel_id),
    }
}

/// The id of a chat as it is shown, in Bot API form.
pub(crate) fn id_of(chat: &enums::Chat) -> i64 {
    match chat {
        enums::Chat::Chat(chat) => -chat.id,
        enums::Chat::Forbidden(chat) => -chat.id,
        other => channel_id(other.id()),
    }
}

/// The id of a supergroup or channel in Bot API form.
pub(crate) const fn channel_id(bare: i64) -> i64 {
    CHANNELS - bare
}

/// The other way round; None: it is none of a supergroup or channel.
pub(crate) fn bare_channel(chat_id: i64) -> Option<i64> {
    (chat_id < CHANNELS).then_some(CHANNELS - chat_id)
}

/// What the id says: a channel that is not known counts as a supergroup.
pub(crate) fn kind_of(chat_id: i64) -> ChatKind {
    match chat_id {
        1.. => ChatKind::Private,
        id if bare_channel(id).is_some() => ChatKind::Supergroup,
        _ => ChatKind::Group,
    }
}

/// A chat of which the id is all that is known.
pub(super) fn unknown(chat_id: i64) -> Chat {
    Chat {
        address: Some(address(chat_id)),
        kind: kind_of(chat_id).into(),
        ..Chat::default()
    }
}

pub(super) fn user(user: &types::User) -> User {
    User {
        id: user.id,
        is_bot: user.bot,
        first_name: user.first_name.clone().unwrap_or_default(),
        last_name: user.last_name.clone().unwrap_or_default(),
        username: username(user.username.as_ref(), user.usernames.as_deref()),
        language_code: user.lang_code.clone().unwrap_or_default(),
        is_premium: user.premium,
    }
}

pub(super) fn place(chat: &enums::Chat) -> Option<Seen> {
    let named = |chat_id: i64, title: &str| Chat {
        title: title.to_owned(),
        ..unknown(chat_id)
    };
    Some(match chat {
        enums::Chat::Chat(chat) => Seen {
            chat_id: -chat.id,
            hash: None,
            shape: named(-chat.id, &chat.title),
            is_protected: chat.noforwards,
            is_min: false,
            standing: standing::in_basic(chat),
            migrated_to: match &chat.migrated_to {
                Some(enums::InputChannel::Channel(to)) => Some(channel_id(to.channel_id)),
                _ => None,
            },
        },
        enums::Chat::Forbidden(chat) => Seen {
            chat_id: -chat.id,
            hash: None,
            shape: named(-chat.id, &chat.title),
            is_protected: false,
            is_min: false,
            standing: Standing::banned(),
            migrated_to: None,
        },
        enums::Chat::Channel(channel) => {
            let chat_id = channel_id(channel.id);
            Seen {
                chat_id,
                hash: channel.access_hash,
                shape: Chat {
                    kind: channel_kind(channel.broadcast).into(),
                    username: username(channel.username.as_ref(), channel.usernames.as_deref()),
                    is_forum: channel.forum,
                    ..named(chat_id, &channel.title)
                },
                is_protected: channel.noforwards,
                is_min: channel.min,
                standing: standing::in_channel(channel),
                migrated_to: None,
            }
        }
        enums::Chat::ChannelForbidden(channel) => {
            let chat_id = channel_id(channel.id);
            Seen {
                chat_id,
                hash: Some(channel.access_hash),
                shape: Chat {
                    kind: channel_kind(channel.broadcast).into(),
                    ..named(chat_id, &channel.title)
                },
                is_protected: false,
                is_min: false,
                standing: Standing::banned(),
                migrated_to: None,
            }
        }
        // Nothing is in it, or it is no chat that messages are in.
        _ => return None,
    })
}

fn channel_kind(is_broadcast: bool) -> ChatKind {
    if is_broadcast {
        ChatKind::Channel
    } else {
        ChatKind::Supergroup
    }
}

/// The name people see: of several the first that is active.
fn username(one: Option<&String>, several: Option<&[enums::Username]>) -> String {
    let active = several.unwrap_or_default().iter().find_map(|name| {
        let enums::Username::Username(name) = name;
        name.active.then(|| name.username.clone())
    });
    one.cloned().or(active).unwrap_or_default()
}
