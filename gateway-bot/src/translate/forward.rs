//! Where a forwarded message came from.

use backline_proto::common::v1::ForwardOrigin;

use super::chat::{chat_in, user_in};
use super::read::{Object, int, object, text, time};

/// The origin, of whatever type: what is known of it is taken.
pub(super) fn of(message: &Object) -> Option<ForwardOrigin> {
    object(message, "forward_origin").map(self::origin)
}

/// The origin of a message forwarded or answered.
pub(super) fn origin(origin: &Object) -> ForwardOrigin {
    ForwardOrigin {
        r#type: text(origin, "type"),
        user: user_in(origin, "sender_user"),
        chat: chat_in(origin, "chat").or_else(|| chat_in(origin, "sender_chat")),
        sender_name: text(origin, "sender_user_name"),
        message_id: int(origin, "message_id").unwrap_or(0),
        signature: text(origin, "author_signature"),
        send_time: time(origin, "date"),
    }
}
