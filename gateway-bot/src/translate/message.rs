//! A message.

use backline_proto::common::v1::{Chat, ChatKind, Message};

use super::chat::{place, sender, user_in};
use super::read::{Object, flag, int, object, text, time};
use super::{button, content, forward, reply};

/// A message of whatever content. `None` only when it does not say where it is.
pub(super) fn of(message: &Object) -> Option<Message> {
    let chat = place(message)?;
    let (topic_id, thread_id) = thread(message, chat.kind());
    Some(Message {
        message_id: int(message, "message_id")?,
        sender: Some(sender(message)),
        send_time: time(message, "date"),
        edit_time: time(message, "edit_date"),
        topic_id,
        thread_id,
        reply: reply::of(message),
        forward_origin: forward::of(message),
        album_id: text(message, "media_group_id"),
        content: Some(content::of(message)),
        buttons: button::rows(message),
        is_protected: flag(message, "has_protected_content"),
        via_bot: user_in(message, "via_bot"),
        is_automatic_forward: flag(message, "is_automatic_forward"),
        is_outgoing: is_outgoing(message, &chat),
        random_id: 0,
        is_paid_post: flag(message, "is_paid_post"),
        is_from_offline: flag(message, "is_from_offline"),
        business_bot: user_in(message, "sender_business_bot"),
        paid_star_count: int(message, "paid_star_count").unwrap_or(0),
        suggested_post_state: object(message, "suggested_post_info")
            .map(|info| text(info, "state"))
            .unwrap_or_default(),
        chat: Some(chat),
    })
}

/// Forum topic and other thread. Telegram names the thread of ordinary replies
/// too: only `is_topic_message` makes it a topic. A private chat's topic is part
/// of its address.
fn thread(message: &Object, kind: ChatKind) -> (i64, i64) {
    const GENERAL: i64 = 1;
    let thread = int(message, "message_thread_id")
        .filter(|id| *id > 0)
        .unwrap_or(0);
    match (flag(message, "is_topic_message"), kind) {
        (true, ChatKind::Private) => (0, 0),
        (true, _) if thread == GENERAL => (0, 0),
        (true, _) => (thread, 0),
        (false, _) => (0, thread),
    }
}

/// In a Business account's chat the other person is the chat: who else writes
/// there is the account, from a session of its own or through a bot.
fn is_outgoing(message: &Object, chat: &Chat) -> bool {
    let Some(address) = chat.address.as_ref() else {
        return false;
    };
    !address.business_connection_id.is_empty()
        && chat.kind() == ChatKind::Private
        && user_in(message, "from").is_some_and(|from| from.id != address.id)
}
