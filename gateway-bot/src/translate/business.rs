//! Business accounts.

use backline_proto::gateway::v1::{BusinessConnectionChanged, MessagesDeleted};

use super::chat::{place, user_in};
use super::read::{Object, flag, int, ints, object, text};

/// A Business account connected, changed rights or disconnected.
pub(super) fn connection(connection: &Object) -> Option<BusinessConnectionChanged> {
    let may = |right: &str| object(connection, "rights").is_some_and(|rights| flag(rights, right));
    // In a field of its own until Bot API 9.0, among the rights since.
    let can_reply = flag(connection, "can_reply") || may("can_reply");
    Some(BusinessConnectionChanged {
        business_connection_id: connection.get("id")?.as_str()?.to_owned(),
        owner: Some(user_in(connection, "user")?),
        is_enabled: flag(connection, "is_enabled"),
        can_reply,
        can_delete_sent_messages: may("can_delete_sent_messages"),
        can_delete_all_messages: may("can_delete_all_messages"),
        can_read_messages: may("can_read_messages"),
        owner_chat_id: int(connection, "user_chat_id").unwrap_or(0),
    })
}

/// Messages of a Business account's chat were deleted.
pub(super) fn deleted(deleted: &Object) -> Option<MessagesDeleted> {
    let chat = place(deleted)?.address?;
    if text(deleted, "business_connection_id").is_empty() {
        return None;
    }
    Some(MessagesDeleted {
        chat: Some(chat),
        message_ids: ints(deleted, "message_ids"),
    })
}
