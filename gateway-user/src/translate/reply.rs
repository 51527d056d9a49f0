//! What a message answers.

use backline_proto::common::v1::Reply;
use grammers_client::tl::{enums, types};

use super::{content, entity, forward};
use crate::peers::{Peers, address, chat_id_of};

/// What a message answers. Nothing for the reply that Telegram makes up for every
/// plain message of a topic: the one to the message that began the topic.
pub(super) fn of(header: &enums::MessageReplyHeader, peers: &Peers) -> Option<Reply> {
    match header {
        enums::MessageReplyHeader::Header(header) => answered(header, peers),
        enums::MessageReplyHeader::MessageReplyStoryHeader(story) => Some(Reply {
            chat: Some(address(chat_id_of(&story.peer))),
            answered_kind: "story".to_owned(),
            story_id: story.story_id.into(),
            ..Reply::default()
        }),
    }
}

fn answered(header: &types::MessageReplyHeader, peers: &Peers) -> Option<Reply> {
    let is_elsewhere = header.reply_to_peer_id.is_some() || header.reply_from.is_some();
    if header.forum_topic && header.reply_to_top_id.is_none() && !is_elsewhere {
        return None;
    }
    let quote = header.quote.then(|| {
        let text = header.quote_text.as_deref().unwrap_or_default();
        entity::formatted(text, header.quote_entities.as_deref())
    });
    let chat = header.reply_to_peer_id.as_ref();
    let reply = Reply {
        message_id: header.reply_to_msg_id.unwrap_or(0).into(),
        chat: chat.map(|peer| address(chat_id_of(peer))),
        quote,
        quote_position: header.quote_offset.unwrap_or(0),
        origin: header
            .reply_from
            .as_ref()
            .map(|from| forward::of(from, peers)),
        answered_kind: header
            .reply_media
            .as_ref()
            .map(content::name)
            .unwrap_or_default()
            .to_owned(),
        ..Reply::default()
    };
    let says_nothing = reply.message_id == 0 && reply.origin.is_none() && reply.quote.is_none();
    (!says_nothing).then_some(reply)
}

/// Forum topic and other thread: a topic's first message stands for it. General
/// is none.
pub(crate) fn topic(header: Option<&enums::MessageReplyHeader>) -> (i64, i64) {
    const GENERAL: i64 = 1;
    let Some(enums::MessageReplyHeader::Header(header)) = header else {
        return (0, 0);
    };
    let top = header.reply_to_top_id.map(i64::from);
    if !header.forum_topic {
        return (0, top.unwrap_or(0));
    }
    let topic = top.or(header.reply_to_msg_id.map(i64::from)).unwrap_or(0);
    (if topic == GENERAL { 0 } else { topic }, 0)
}
