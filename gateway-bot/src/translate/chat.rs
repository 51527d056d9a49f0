//! Chats, people and senders.

use backline_proto::common::v1::{Chat, ChatAddress, ChatKind, Sender, User};

use super::read::{Object, flag, int, object, text};

/// Ids below it are those of supergroups and channels.
const LAST_BASIC_GROUP: i64 = -1_000_000_000_000;

/// A chat, at its own address or at the one given.
pub(crate) fn of(chat: &Object, address: Option<&ChatAddress>) -> Option<Chat> {
    let id = int(chat, "id")?;
    let address = address.cloned().unwrap_or(ChatAddress {
        id,
        ..ChatAddress::default()
    });
    Some(Chat {
        address: Some(address),
        kind: kind(&text(chat, "type"), id).into(),
        title: text(chat, "title"),
        username: text(chat, "username"),
        first_name: text(chat, "first_name"),
        last_name: text(chat, "last_name"),
        is_forum: flag(chat, "is_forum"),
    })
}

/// A type that is not known yet is told by its id, so that its messages are not
/// lost.
fn kind(name: &str, id: i64) -> ChatKind {
    match name {
        "private" => ChatKind::Private,
        "group" => ChatKind::Group,
        "supergroup" => ChatKind::Supergroup,
        "channel" => ChatKind::Channel,
        _ if id > 0 => ChatKind::Private,
        _ if id > LAST_BASIC_GROUP => ChatKind::Group,
        _ => ChatKind::Supergroup,
    }
}

pub(super) fn user(user: &Object) -> Option<User> {
    Some(User {
        id: int(user, "id")?,
        is_bot: flag(user, "is_bot"),
        first_name: text(user, "first_name"),
        last_name: text(user, "last_name"),
        username: text(user, "username"),
        language_code: text(user, "language_code"),
        is_premium: flag(user, "is_premium"),
    })
}

/// The user in a field.
pub(super) fn user_in(from: &Object, name: &str) -> Option<User> {
    object(from, name).and_then(user)
}

/// The chat in a field.
pub(super) fn chat_in(from: &Object, name: &str) -> Option<Chat> {
    of(object(from, name)?, None)
}

/// Who wrote a message. Beside a `sender_chat` Telegram puts a made-up person
/// into `from`, for programs that know no better: it is nobody.
pub(super) fn sender(message: &Object) -> Sender {
    let chat = chat_in(message, "sender_chat");
    let user = if chat.is_some() {
        None
    } else {
        user_in(message, "from")
    };
    Sender {
        user,
        chat,
        signature: text(message, "author_signature"),
    }
}

/// Where a message is: the chat with all that makes it another place.
pub(super) fn place(message: &Object) -> Option<Chat> {
    let raw = object(message, "chat")?;
    let mut chat = of(raw, None)?;
    let is_private = chat.kind() == ChatKind::Private;
    if let Some(address) = &mut chat.address {
        address.business_connection_id = text(message, "business_connection_id");
        if is_private && flag(message, "is_topic_message") {
            address.private_topic_id = int(message, "message_thread_id").unwrap_or(0);
        }
        address.direct_messages_topic_id = object(message, "direct_messages_topic")
            .and_then(|topic| int(topic, "topic_id"))
            .unwrap_or(0);
    }
    Some(chat)
}
