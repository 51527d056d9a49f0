//! Chats as updates describe them.

use backline_domain::message::{Chat, ChatKind};
use backline_proto::common::v1 as proto;

use super::{Error, Result, address};

/// The chat.
///
/// # Errors
/// Without address or kind.
pub fn from_proto(chat: proto::Chat) -> Result<Chat> {
    let kind = kind_from_proto(chat.kind)?;
    let address = chat.address.ok_or(Error::Missing("chat.address"))?;
    Ok(Chat {
        address: address::from_proto(address)?,
        kind,
        title: chat.title,
        username: chat.username,
        first_name: chat.first_name,
        last_name: chat.last_name,
        is_forum: chat.is_forum,
    })
}

/// The chat.
#[must_use]
pub fn to_proto(chat: &Chat) -> proto::Chat {
    proto::Chat {
        address: Some(address::to_proto(&chat.address)),
        kind: kind_to_proto(chat.kind).into(),
        title: chat.title.clone(),
        username: chat.username.clone(),
        first_name: chat.first_name.clone(),
        last_name: chat.last_name.clone(),
        is_forum: chat.is_forum,
    }
}

fn kind_from_proto(kind: i32) -> Result<ChatKind> {
    use proto::ChatKind as Wire;
    Ok(match Wire::try_from(kind).unwrap_or_default() {
        Wire::Private => ChatKind::Private,
        Wire::Group => ChatKind::Group,
        Wire::Supergroup => ChatKind::Supergroup,
        Wire::Channel => ChatKind::Channel,
        Wire::Unspecified => {
            let allowed = "PRIVATE, GROUP, SUPERGROUP or CHANNEL";
            return Err(Error::Unknown {
                field: "chat.kind",
                allowed,
            });
        }
    })
}

const fn kind_to_proto(kind: ChatKind) -> proto::ChatKind {
    match kind {
        ChatKind::Private => proto::ChatKind::Private,
        ChatKind::Group => proto::ChatKind::Group,
        ChatKind::Supergroup => proto::ChatKind::Supergroup,
        ChatKind::Channel => proto::ChatKind::Channel,
    }
}
