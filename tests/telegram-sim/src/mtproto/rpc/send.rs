//! Messages that accounts send.

use grammers_tl_types::{enums, functions};
use serde_json::{Map, json};

use super::{Answer, Call, Refused, shape, updates};
use crate::world::{Body, Entity, Key, Text, act::Writing};

/// Longest text, in UTF-16 code units.
const LONGEST: usize = 4096;

/// `messages.sendMessage`. The same `random_id` again is the same message: nothing is sent twice.
pub(super) fn text(call: &mut Call<'_>) -> Answer {
    let asked: functions::messages::SendMessage = call.read()?;
    let account = call.account;
    let key = shape::chat_of(call.world, account, &asked.peer);
    let key = key.ok_or_else(|| Refused::bad("PEER_ID_INVALID"))?;
    if asked.random_id == 0 {
        return Err(Refused::bad("RANDOM_ID_EMPTY"));
    }
    let number = (account, key, asked.random_id);
    if let Some(sent) = call.world.sent.get(&number).copied() {
        return updates::made(call.world, account, sent, asked.random_id);
    }
    let trimmed = asked.message.trim_end();
    if trimmed.trim().is_empty() {
        return Err(Refused::bad("MESSAGE_EMPTY"));
    }
    if trimmed.encode_utf16().count() > LONGEST {
        return Err(Refused::bad("MESSAGE_TOO_LONG"));
    }
    let entities = asked.entities.unwrap_or_default();
    let body = Body::Text(Text {
        text: trimmed.to_owned(),
        entities: entities.into_iter().map(entity).collect(),
    });
    let mut writing = Writing::of(body);
    if let Some(enums::InputReplyTo::Message(reply)) = &asked.reply_to {
        place_reply(call, key, reply, &mut writing)?;
    }
    if let Key::Private(..) = key {
        call.world.private_chat(account, key.id_for(account));
    }
    let written = call.world.write(account, key, writing);
    let uid = written.map_err(|refused| Refused::bad(words(&refused.0)))?;
    call.world.sent.insert(number, uid);
    updates::made(call.world, account, uid, asked.random_id)
}

/// A message is answered; in a forum, a topic's first message stands for the topic.
fn place_reply(
    call: &Call<'_>,
    key: Key,
    reply: &grammers_tl_types::types::InputReplyToMessage,
    writing: &mut Writing,
) -> Result<(), Refused> {
    let world = &*call.world;
    let named = i64::from(reply.reply_to_msg_id);
    let topics = world.chat(key).map(|chat| &chat.topics);
    let is_topic = |id: &i64| topics.is_some_and(|topics| topics.contains_key(id));
    let top = reply.top_msg_id.map(i64::from);
    writing.thread = top.or(Some(named)).filter(is_topic);
    if top.is_none() && writing.thread.is_some() {
        return Ok(());
    }
    let answered = world.find_message(key, call.account, named);
    let answered = answered.ok_or_else(|| Refused::bad("REPLY_MESSAGE_ID_INVALID"))?;
    writing.reply_to = Some(answered.uid);
    Ok(())
}

fn entity(entity: enums::MessageEntity) -> Entity {
    use enums::MessageEntity as From;
    let plain = |kind: &str, offset: i32, length: i32| Entity {
        kind: kind.to_owned(),
        offset: i64::from(offset),
        length: i64::from(length),
        more: Map::new(),
    };
    match entity {
        From::Bold(one) => plain("bold", one.offset, one.length),
        From::Italic(one) => plain("italic", one.offset, one.length),
        From::Underline(one) => plain("underline", one.offset, one.length),
        From::Strike(one) => plain("strikethrough", one.offset, one.length),
        From::Spoiler(one) => plain("spoiler", one.offset, one.length),
        From::Code(one) => plain("code", one.offset, one.length),
        From::TextUrl(one) => {
            let mut link = plain("text_link", one.offset, one.length);
            link.more.insert("url".to_owned(), json!(one.url));
            link
        }
        other => plain("unknown", other.offset(), other.length()),
    }
}

/// Telegram's word for why a person may not write there.
fn words(refused: &str) -> &'static str {
    match refused {
        known if known.contains("blocked") => "USER_IS_BLOCKED",
        known if known.contains("TOPIC_CLOSED") || known.contains("closed") => "TOPIC_CLOSED",
        _ => "CHAT_WRITE_FORBIDDEN",
    }
}
