//! Where a forwarded message came from.

use backline_proto::common::v1::ForwardOrigin;
use grammers_client::tl::{enums, types};

use super::time;
use crate::peers::{Peers, chat_id_of};

/// The origin, of whatever type: what is known of it is taken.
pub(super) fn of(header: &enums::MessageFwdHeader, peers: &Peers) -> ForwardOrigin {
    let enums::MessageFwdHeader::Header(header) = header;
    let mut origin = ForwardOrigin {
        r#type: kind(header).to_owned(),
        sender_name: header.from_name.clone().unwrap_or_default(),
        message_id: header.channel_post.unwrap_or(0).into(),
        signature: header.post_author.clone().unwrap_or_default(),
        send_time: time(header.date),
        ..ForwardOrigin::default()
    };
    match &header.from_id {
        Some(enums::Peer::User(user)) => origin.user = Some(peers.user(user.user_id)),
        Some(peer) => origin.chat = Some(peers.chat(chat_id_of(peer))),
        None => {}
    }
    origin
}

fn kind(header: &types::MessageFwdHeader) -> &'static str {
    match (&header.from_id, header.channel_post) {
        (Some(enums::Peer::User(_)), _) => "user",
        (Some(_), Some(_)) => "channel",
        (Some(_), None) => "chat",
        (None, _) => "hidden_user",
    }
}

/// Whether Telegram itself brought the message over from a linked channel.
pub(super) fn is_automatic(header: &enums::MessageFwdHeader) -> bool {
    let enums::MessageFwdHeader::Header(header) = header;
    header.channel_post.is_some()
        && header.saved_from_peer.is_some()
        && header.saved_from_peer == header.from_id
        && header.saved_from_msg_id == header.channel_post
}
