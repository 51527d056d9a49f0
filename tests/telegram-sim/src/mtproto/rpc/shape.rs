//! People, chats and messages as TL.

use grammers_tl_types::{Cursor, Deserializable, Serializable as _, enums, types};

use crate::world::{Author, Body, Entity, Key, Kind, Service, Uid, UserId, World};

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

/// The chat that this peer is for an account, if the account has shown that it knows it.
pub(super) fn chat_of(world: &World, account: UserId, peer: &enums::InputPeer) -> Option<Key> {
    match peer {
        enums::InputPeer::PeerSelf => Some(Key::private(account, account)),
        enums::InputPeer::User(user) => {
            let is_known = user.access_hash == access_hash(account, user.user_id);
            let is_there = world.user(user.user_id).is_some();
            (is_known && is_there).then(|| Key::private(account, user.user_id))
        }
        enums::InputPeer::Chat(chat) => known(world, Key::Group(-chat.chat_id)),
        enums::InputPeer::Channel(channel) => {
            let is_known = channel.access_hash == access_hash(account, channel.channel_id);
            let key = Key::Group(CHANNEL - channel.channel_id);
            known(world, key).filter(|_| is_known)
        }
        enums::InputPeer::Empty
        | enums::InputPeer::UserFromMessage(_)
        | enums::InputPeer::ChannelFromMessage(_) => None,
    }
}

fn known(world: &World, key: Key) -> Option<Key> {
    world.chat(key).map(|chat| chat.key)
}

/// A person or bot as an account sees it.
pub(super) fn user(world: &World, id: UserId, account: UserId) -> enums::User {
    let found = world.user(id).zip(empty_user());
    let Some((user, empty)) = found else {
        return enums::User::Empty(types::UserEmpty { id });
    };
    enums::User::User(types::User {
        is_self: id == account,
        deleted: user.deactivated,
        bot: user.is_bot(),
        premium: user.is_premium,
        id,
        access_hash: Some(access_hash(account, id)),
        first_name: (!user.deactivated).then(|| user.first_name.clone()),
        last_name: user.last_name.clone(),
        username: user.username.clone(),
        lang_code: user.language_code.clone().filter(|_| id == account),
        phone: (id == account).then(|| super::phone(id)),
        bot_info_version: user.is_bot().then_some(1),
        ..empty
    })
}

/// A group, supergroup or channel as an account sees it; `None`: it is a private chat.
pub(super) fn chat(world: &World, key: Key, account: UserId) -> Option<enums::Chat> {
    let chat = world.chat(key)?;
    let Key::Group(id) = key else { return None };
    let member = world.member(key, account);
    let is_owner = member.status == crate::world::Status::Creator;
    let shape = match chat.kind {
        Kind::Private => return None,
        Kind::Basic => enums::Chat::Chat(types::Chat {
            creator: is_owner,
            left: !member.is_in(),
            id: bare_id(id),
            title: chat.title.clone(),
            participants_count: i32::try_from(chat.members.len()).unwrap_or(i32::MAX),
            version: 1,
            ..empty_chat()?
        }),
        Kind::Super | Kind::Channel => enums::Chat::Channel(types::Channel {
            creator: is_owner,
            left: !member.is_in(),
            broadcast: chat.kind == Kind::Channel,
            megagroup: chat.kind == Kind::Super,
            forum: chat.forum,
            noforwards: chat.protected,
            id: bare_id(id),
            access_hash: Some(access_hash(account, bare_id(id))),
            title: chat.title.clone(),
            username: chat.username.clone(),
            ..empty_channel()?
        }),
    };
    Some(shape)
}

/// A message as an account sees it.
pub(super) fn message(world: &World, uid: Uid, account: UserId) -> Option<enums::Message> {
    let message = world.message(uid)?;
    let id = i32::try_from(world.message_id(uid, account)).ok()?;
    let date = i32::try_from(message.date).ok()?;
    let author = message.author.account();
    let peer = peer(message.chat, account);
    let from = match message.author {
        Author::User(user) => Some(enums::Peer::User(types::PeerUser { user_id: user })),
        Author::Anonymous(_) | Author::Channel(_) => None,
        Author::Chat(_, chat) => Some(group_peer(world, chat)),
    };
    let reply_to = reply_header(world, uid, account);
    if let Body::Service(service) = &message.body {
        return Some(enums::Message::Service(types::MessageService {
            out: author == account,
            id,
            from_id: from,
            peer_id: peer,
            reply_to,
            date,
            action: action(service),
            ..empty_service()?
        }));
    }
    let text = message.body.text();
    let entities = text.map(|text| text.entities.iter().filter_map(entity).collect());
    let entities: Vec<enums::MessageEntity> = entities.unwrap_or_default();
    let is_text = matches!(message.body, Body::Text(_));
    Some(enums::Message::Message(types::Message {
        out: author == account,
        post: matches!(message.author, Author::Channel(_)),
        noforwards: message.protected,
        id,
        from_id: from,
        peer_id: peer,
        reply_to,
        date,
        message: text.map(|text| text.text.clone()).unwrap_or_default(),
        // Media are not simulated for accounts yet.
        media: (!is_text).then_some(enums::MessageMedia::Unsupported),
        entities: (!entities.is_empty()).then_some(entities),
        edit_date: message.edit_date.and_then(|date| i32::try_from(date).ok()),
        ..empty_message()?
    }))
}

/// Where a chat is for an account.
fn peer(key: Key, account: UserId) -> enums::Peer {
    match key {
        Key::Private(..) => enums::Peer::User(types::PeerUser {
            user_id: key.id_for(account),
        }),
        Key::Group(id) if id <= CHANNEL => enums::Peer::Channel(types::PeerChannel {
            channel_id: bare_id(id),
        }),
        Key::Group(id) => enums::Peer::Chat(types::PeerChat { chat_id: -id }),
    }
}

fn group_peer(world: &World, chat: i64) -> enums::Peer {
    let key = Key::Group(chat);
    peer(world.chat(key).map_or(key, |chat| chat.key), 0)
}

/// What it answers, and the topic it is in.
fn reply_header(world: &World, uid: Uid, account: UserId) -> Option<enums::MessageReplyHeader> {
    let message = world.message(uid)?;
    let answered = message
        .reply_to
        .map(|answered| world.message_id(answered, account))
        .and_then(|id| i32::try_from(id).ok())
        .filter(|id| *id != 0);
    let topic = message.thread.and_then(|thread| i32::try_from(thread).ok());
    let quote = message.quote.as_ref();
    let id = answered.or(topic)?;
    Some(enums::MessageReplyHeader::Header(
        types::MessageReplyHeader {
            reply_to_scheduled: false,
            forum_topic: topic.is_some(),
            quote: quote.is_some_and(|quote| quote.manual),
            reply_to_ephemeral: false,
            reply_to_msg_id: Some(id),
            reply_to_peer_id: None,
            reply_from: None,
            reply_media: None,
            reply_to_top_id: answered.and(topic),
            quote_text: quote.map(|quote| quote.text.text.clone()),
            quote_entities: None,
            quote_offset: quote.and_then(|quote| i32::try_from(quote.position).ok()),
            todo_item_id: None,
            poll_option: None,
        },
    ))
}

fn action(service: &Service) -> enums::MessageAction {
    match service {
        Service::TopicCreated { name, color, .. } => {
            enums::MessageAction::TopicCreate(types::MessageActionTopicCreate {
                title_missing: false,
                title: name.clone(),
                icon_color: i32::try_from(*color).unwrap_or(0),
                icon_emoji_id: None,
            })
        }
        Service::NewTitle(title) => {
            enums::MessageAction::ChatEditTitle(types::MessageActionChatEditTitle {
                title: title.clone(),
            })
        }
        Service::NewMembers(users) => {
            enums::MessageAction::ChatAddUser(types::MessageActionChatAddUser {
                users: users.clone(),
            })
        }
        Service::LeftMember(user_id) => {
            enums::MessageAction::ChatDeleteUser(types::MessageActionChatDeleteUser {
                user_id: *user_id,
            })
        }
        Service::Pinned(_) => enums::MessageAction::PinMessage,
        Service::TopicEdited { .. }
        | Service::TopicClosed
        | Service::TopicReopened
        | Service::MigrateTo(_)
        | Service::MigrateFrom(_)
        | Service::Other(..) => enums::MessageAction::Empty,
    }
}

fn entity(entity: &Entity) -> Option<enums::MessageEntity> {
    let offset = i32::try_from(entity.offset).ok()?;
    let length = i32::try_from(entity.length).ok()?;
    let word = |name: &str| {
        let value = entity.more.get(name)?;
        Some(value.as_str()?.to_owned())
    };
    use enums::MessageEntity as To;
    Some(match entity.kind.as_str() {
        "bold" => To::Bold(types::MessageEntityBold { offset, length }),
        "italic" => To::Italic(types::MessageEntityItalic { offset, length }),
        "underline" => To::Underline(types::MessageEntityUnderline { offset, length }),
        "strikethrough" => To::Strike(types::MessageEntityStrike { offset, length }),
        "spoiler" => To::Spoiler(types::MessageEntitySpoiler { offset, length }),
        "code" => To::Code(types::MessageEntityCode { offset, length }),
        "url" => To::Url(types::MessageEntityUrl { offset, length }),
        "email" => To::Email(types::MessageEntityEmail { offset, length }),
        "mention" => To::Mention(types::MessageEntityMention { offset, length }),
        "hashtag" => To::Hashtag(types::MessageEntityHashtag { offset, length }),
        "bot_command" => To::BotCommand(types::MessageEntityBotCommand { offset, length }),
        "phone_number" => To::Phone(types::MessageEntityPhone { offset, length }),
        "pre" => To::Pre(types::MessageEntityPre {
            offset,
            length,
            language: word("language").unwrap_or_default(),
        }),
        "text_link" => To::TextUrl(types::MessageEntityTextUrl {
            offset,
            length,
            url: word("url")?,
        }),
        _ => To::Unknown(types::MessageEntityUnknown { offset, length }),
    })
}

// --- shapes of zeros: the schema gives new fields to every layer, none of which has to be set -------------------------

const ZEROS: [u8; 256] = [0; 256];

fn zeros<T: Deserializable>(parts: &[&[u8]]) -> Option<T> {
    let mut bytes = parts.concat();
    bytes.extend_from_slice(&ZEROS);
    T::deserialize(&mut Cursor::from_slice(&bytes)).ok()
}

fn empty_user() -> Option<types::User> {
    zeros(&[])
}

fn empty_chat() -> Option<types::Chat> {
    let photo = enums::ChatPhoto::Empty.to_bytes();
    // Flags, id, title.
    zeros(&[&ZEROS[..16], &photo])
}

fn empty_channel() -> Option<types::Channel> {
    let photo = enums::ChatPhoto::Empty.to_bytes();
    // Flags twice, id, title.
    zeros(&[&ZEROS[..20], &photo])
}

fn empty_message() -> Option<types::Message> {
    let peer = enums::Peer::User(types::PeerUser { user_id: 0 }).to_bytes();
    // Flags twice, id.
    zeros(&[&ZEROS[..12], &peer])
}

fn empty_service() -> Option<types::MessageService> {
    let peer = enums::Peer::User(types::PeerUser { user_id: 0 }).to_bytes();
    let action = enums::MessageAction::Empty.to_bytes();
    // Flags, id; the date.
    zeros(&[&ZEROS[..8], &peer, &ZEROS[..4], &action])
}
