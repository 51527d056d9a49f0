//! What was written, newest first.

use grammers_tl_types::{Serializable as _, enums, functions, types};

use super::{Answer, Call, Refused, cast::Cast, shape};
use crate::world::{GENERAL, Key, Message, Uid};

/// Most messages at once.
const AT_ONCE: usize = 100;

/// Which part of it.
struct Part {
    offset_id: i32,
    offset_date: i32,
    add_offset: i32,
    limit: i32,
    max_id: i32,
    min_id: i32,
}

/// `messages.getHistory`.
pub(super) fn whole(call: &mut Call<'_>) -> Answer {
    let asked: functions::messages::GetHistory = call.read()?;
    let key = call.peer(&asked.peer)?;
    call.must_see(key)?;
    let part = Part {
        offset_id: asked.offset_id,
        offset_date: asked.offset_date,
        add_offset: asked.add_offset,
        limit: asked.limit,
        max_id: asked.max_id,
        min_id: asked.min_id,
    };
    Ok(answer(call, key, &part, |_| true))
}

/// `messages.getReplies`: of one topic, or of a thread outside topics.
pub(super) fn thread(call: &mut Call<'_>) -> Answer {
    let asked: functions::messages::GetReplies = call.read()?;
    let key = call.peer(&asked.peer)?;
    call.must_see(key)?;
    let thread = i64::from(asked.msg_id);
    let is_forum = call.world.chat(key).is_some_and(|chat| chat.forum);
    if is_forum && call.world.topic(key, thread).is_none() {
        return Err(Refused::bad("TOPIC_ID_INVALID"));
    }
    if !is_forum && call.found(key, asked.msg_id).is_none() {
        return Err(Refused::bad("MSG_ID_INVALID"));
    }
    let part = Part {
        offset_id: asked.offset_id,
        offset_date: asked.offset_date,
        add_offset: asked.add_offset,
        limit: asked.limit,
        max_id: asked.max_id,
        min_id: asked.min_id,
    };
    Ok(answer(call, key, &part, |message| {
        if is_forum {
            message.thread.unwrap_or(GENERAL) == thread
        } else {
            message.reply_thread == Some(thread)
        }
    }))
}

fn answer(call: &Call<'_>, key: Key, part: &Part, wanted: impl Fn(&Message) -> bool) -> Vec<u8> {
    let (world, account) = (&*call.world, call.account);
    let all: Vec<(i32, i64, Uid)> = world
        .messages_in(key)
        .filter(|message| world.is_there_for(account, message.uid) && wanted(message))
        .filter_map(|message| {
            let id = shape::message_id(world, message.uid, account)?;
            Some((id, message.date, message.uid))
        })
        .collect();
    let count = all.len();
    let newest_first = || all.iter().rev();
    // How many are newer than where the part begins.
    let before = newest_first()
        .take_while(|(id, date, _)| {
            (part.offset_id != 0 && *id >= part.offset_id)
                || (part.offset_id == 0
                    && part.offset_date != 0
                    && *date >= i64::from(part.offset_date))
        })
        .count();
    let before = i64::try_from(before).unwrap_or(0) + i64::from(part.add_offset);
    let limit = usize::try_from(part.limit).unwrap_or(0).min(AT_ONCE);
    // An offset before the first one shortens the part.
    let short = usize::try_from(-before).unwrap_or(0);
    let chosen = newest_first()
        .skip(usize::try_from(before).unwrap_or(0))
        .take(limit.saturating_sub(short))
        .filter(|(id, ..)| part.max_id == 0 || *id < part.max_id)
        .filter(|(id, ..)| part.min_id == 0 || *id > part.min_id);
    let mut cast = Cast::default();
    cast.chat(key);
    let messages: Vec<enums::Message> = chosen
        .filter_map(|(.., uid)| cast.message(world, account, *uid))
        .collect();
    let (users, chats) = cast.shapes(world, account);
    let is_numbered = world.chat(key).is_some_and(|chat| chat.kind.has_own_ids());
    let topics = Vec::new();
    let answer = if is_numbered {
        enums::messages::Messages::ChannelMessages(types::messages::ChannelMessages {
            inexact: false,
            pts: world.events_in(key).pts(),
            count: shape::count(count),
            offset_id_offset: None,
            messages,
            topics,
            chats,
            users,
        })
    } else if messages.len() == count {
        enums::messages::Messages::Messages(types::messages::Messages {
            messages,
            topics,
            chats,
            users,
        })
    } else {
        enums::messages::Messages::Slice(types::messages::MessagesSlice {
            inexact: false,
            count: shape::count(count),
            next_rate: None,
            offset_id_offset: None,
            search_flood: None,
            messages,
            topics,
            chats,
            users,
        })
    };
    answer.to_bytes()
}
