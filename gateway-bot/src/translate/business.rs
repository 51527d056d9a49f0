//! Business accounts.

use backline_proto::gateway::v1::{BusinessConnectionChanged, MessagesDeleted};

use super::chat::{place, user_in};
use super::read::{Object, flag, ints, object, text};

/// A Business account connected, changed rights or disconnected.
pub(super) fn connection(connection: &Object) -> Option<BusinessConnectionChanged> {
    // In a field of its own until Bot API 9.0, among the rights since.
    let can_reply = flag(connection, "can_reply")
        || object(connection, "rights").is_some_and(|rights| flag(rights, "can_reply"));
    Some(BusinessConnectionChanged {
        business_connection_id: connection.get("id")?.as_str()?.to_owned(),
        owner: Some(user_in(connection, "user")?),
        is_enabled: flag(connection, "is_enabled"),
        can_reply,
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
