//! Where a forwarded message says it is from.

use grammers_tl_types::{enums, types};
use serde_json::Value;

use super::{int, peer, user_peer};
use crate::world::{Key, Message, World};

/// The header of a forward. Its origin is kept as the Bot API writes it.
pub(super) fn forward_header(message: &Message) -> Option<enums::MessageFwdHeader> {
    message.forward.as_ref().map(header)
}

/// The header that an answer from elsewhere shows of what it answers.
pub(super) fn origin_header(world: &World, message: &Message) -> Option<enums::MessageFwdHeader> {
    let origin = message.forward.clone();
    Some(header(
        &origin.unwrap_or_else(|| world.origin_wire(message)),
    ))
}

fn header(origin: &Value) -> enums::MessageFwdHeader {
    let chat = |field: &str| origin[field]["id"].as_i64().map(Key::Group);
    let from = origin["sender_user"]["id"].as_i64().map(user_peer);
    let from = from.or_else(|| {
        let chat = chat("sender_chat").or_else(|| chat("chat"))?;
        Some(peer(chat, 0))
    });
    let word = |field: &str| origin[field].as_str().map(str::to_owned);
    enums::MessageFwdHeader::Header(types::MessageFwdHeader {
        imported: false,
        saved_out: false,
        from_id: from,
        from_name: word("sender_user_name"),
        date: int(origin["date"].as_i64().unwrap_or_default()),
        channel_post: origin["message_id"].as_i64().map(int),
        post_author: word("author_signature"),
        saved_from_peer: None,
        saved_from_msg_id: None,
        saved_from_id: None,
        saved_from_name: None,
        saved_date: None,
        psa_type: None,
    })
}
