//! The topics of a forum, listed.

use grammers_tl_types::{Serializable as _, enums, functions, types};

use super::{Answer, Call, Refused, cast::Cast, shape, topic::forum};
use crate::world::{GENERAL, Key, Topic, Uid, UserId, World};

/// Most topics at once.
const AT_ONCE: usize = 100;

/// `messages.getForumTopics`: those that were written in last come first.
pub(super) fn list(call: &mut Call<'_>) -> Answer {
    let asked: functions::messages::GetForumTopics = call.read()?;
    let key = forum(call, &asked.peer)?;
    let query = asked.q.unwrap_or_default().to_lowercase();
    let all = call.world.chat(key);
    let all = all.into_iter().flat_map(|chat| chat.topics.values());
    let mut found: Vec<(Option<Uid>, &Topic)> = all
        .filter(|topic| !topic.deleted && topic.name.to_lowercase().contains(&query))
        .map(|topic| (top(call.world, key, topic.thread), topic))
        .collect();
    found.sort_by_key(|(top, _)| std::cmp::Reverse(*top));
    let count = found.len();
    let offset = i64::from(asked.offset_topic);
    if offset != 0 {
        let last = found.iter().position(|(_, topic)| topic.thread == offset);
        found.drain(..last.map_or(0, |last| last + 1));
    }
    let limit = usize::try_from(asked.limit).unwrap_or(0).clamp(1, AT_ONCE);
    found.truncate(limit);
    let threads: Vec<i64> = found.iter().map(|(_, topic)| topic.thread).collect();
    Ok(answer(call, key, &threads, count))
}

/// `messages.getForumTopicsByID`.
pub(super) fn by_id(call: &mut Call<'_>) -> Answer {
    let asked: functions::messages::GetForumTopicsById = call.read()?;
    let key = forum(call, &asked.peer)?;
    if asked.topics.is_empty() {
        return Err(Refused::bad("TOPICS_EMPTY"));
    }
    if asked.topics.len() > AT_ONCE {
        return Err(Refused::bad("TOPIC_ID_INVALID"));
    }
    let threads: Vec<i64> = asked.topics.iter().map(|id| i64::from(*id)).collect();
    Ok(answer(call, key, &threads, threads.len()))
}

fn answer(call: &Call<'_>, key: Key, threads: &[i64], count: usize) -> Vec<u8> {
    let (world, account) = (&*call.world, call.account);
    let mut cast = Cast::default();
    cast.chat(key);
    let (mut topics, mut messages) = (Vec::new(), Vec::new());
    for thread in threads {
        topics.push(shown(world, account, key, *thread, &mut cast));
        let last = top(world, key, *thread);
        messages.extend(last.and_then(|uid| cast.message(world, account, uid)));
    }
    let (users, chats) = cast.shapes(world, account);
    enums::messages::ForumTopics::Topics(types::messages::ForumTopics {
        order_by_create_date: false,
        count: shape::count(count),
        topics,
        messages,
        chats,
        users,
        pts: world.events_in(key).pts(),
    })
    .to_bytes()
}

fn shown(
    world: &World,
    account: UserId,
    key: Key,
    thread: i64,
    cast: &mut Cast,
) -> enums::ForumTopic {
    let Some(topic) = world.topic(key, thread) else {
        let id = shape::int(thread);
        return enums::ForumTopic::Deleted(types::ForumTopicDeleted { id });
    };
    let owner = world.chat(key).and_then(|chat| {
        let mut members = chat.members.iter();
        let owner = members.find(|(_, member)| member.status == crate::world::Status::Creator);
        owner.map(|(id, _)| *id)
    });
    let creator = if topic.creator == 0 {
        owner.unwrap_or(account)
    } else {
        topic.creator
    };
    cast.user(creator);
    let first = world.find_message(key, account, thread);
    let last = top(world, key, thread).and_then(|uid| shape::message_id(world, uid, account));
    enums::ForumTopic::Topic(types::ForumTopic {
        my: creator == account,
        closed: topic.closed,
        pinned: false,
        short: false,
        hidden: false,
        title_missing: false,
        id: shape::int(thread),
        date: shape::int(first.map_or(0, |first| first.date)),
        peer: shape::peer(key, account),
        title: topic.name.clone(),
        icon_color: shape::int(topic.color),
        icon_emoji_id: topic.icon.as_ref().and_then(|icon| icon.parse().ok()),
        top_message: last.unwrap_or_else(|| shape::int(thread)),
        read_inbox_max_id: shape::int(world.read_up_to(account, key, Some(thread))),
        read_outbox_max_id: shape::int(world.read_by_others(account, key)),
        unread_count: shape::count(world.unread(account, key, Some(thread))),
        unread_mentions_count: 0,
        unread_reactions_count: 0,
        unread_poll_votes_count: 0,
        from_id: shape::user_peer(creator),
        notify_settings: shape::notify_settings(),
        draft: None,
    })
}

/// The last message of a topic.
fn top(world: &World, key: Key, thread: i64) -> Option<Uid> {
    let log = &world.chat(key)?.log;
    let wanted = (thread != GENERAL).then_some(thread);
    let mut shown = log.iter().rev().filter_map(|uid| world.message(*uid));
    let last = shown.find(|message| !message.deleted && message.thread == wanted)?;
    Some(last.uid)
}
