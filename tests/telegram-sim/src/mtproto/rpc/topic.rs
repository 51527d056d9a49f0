//! Topics, made and changed.

use grammers_tl_types::{Serializable as _, enums, functions, types};

use super::{Answer, Call, Refused, event, shape};
use crate::world::{GENERAL, Key, Uid, account::Event, rate::Cost, topic::COLORS};

/// The longest name, in characters.
const NAME_LIMIT: usize = 128;

/// How many messages go at once with a topic: who deletes one calls again until nothing is left.
const BATCH: usize = 100;

/// `messages.createForumTopic`.
pub(super) fn create(call: &mut Call<'_>) -> Answer {
    let asked: functions::messages::CreateForumTopic = call.read()?;
    let key = forum(call, &asked.peer)?;
    if let Some(sent) = call.sent(key, asked.random_id)? {
        return event::made(call.world, call.account, &[(sent, asked.random_id)]);
    }
    call.must_have(key, |rights| rights.can_manage_topics)?;
    let name = name(&asked.title)?;
    let color = asked.icon_color.map_or(COLORS[0], i64::from);
    if !COLORS.contains(&color) {
        return Err(Refused::bad("TOPIC_ICON_COLOR_INVALID"));
    }
    call.spend_sending(key, 1)?;
    let account = call.account;
    let icon = asked.icon_emoji_id.map(|id| id.to_string());
    let (_, uid) = call.world.create_topic(key, account, &name, color, icon);
    call.world.sent.insert((account, key, asked.random_id), uid);
    event::made(call.world, account, &[(uid, asked.random_id)])
}

/// `messages.editForumTopic`: a new name or icon; closed or opened.
pub(super) fn edit(call: &mut Call<'_>) -> Answer {
    let asked: functions::messages::EditForumTopic = call.read()?;
    let key = forum(call, &asked.peer)?;
    let thread = existing(call, key, asked.topic_id)?;
    if !call.world.manages_topic(key, thread, call.account) {
        return Err(Refused::bad("CHAT_ADMIN_REQUIRED"));
    }
    if asked.hidden.is_some() {
        return Err(Refused::bad("METHOD_NOT_SIMULATED"));
    }
    let title = asked.title.as_deref().map(name).transpose()?;
    let icon = asked.icon_emoji_id.map(|id| {
        // 0 takes it away.
        if id == 0 {
            String::new()
        } else {
            id.to_string()
        }
    });
    let topic = call.world.topic(key, thread);
    let is_new = topic.is_some_and(|topic| {
        title.as_ref().is_some_and(|title| *title != topic.name)
            || icon
                .as_ref()
                .is_some_and(|icon| *icon != topic.icon.clone().unwrap_or_default())
    });
    let is_other = topic.is_some_and(|topic| asked.closed.is_some_and(|on| on != topic.closed));
    if !is_new && !is_other {
        return Err(Refused::bad("TOPIC_NOT_MODIFIED"));
    }
    call.spend_sending(key, 1)?;
    let account = call.account;
    let mut done = Vec::new();
    if is_new {
        call.world
            .edit_topic(key, thread, account, title, icon)
            .map_err(|refused| Refused::by_world(&refused))?;
        done.extend(last(call, key));
    }
    if let Some(closed) = asked.closed.filter(|_| is_other) {
        call.world
            .set_topic_closed(key, thread, account, closed)
            .map_err(|refused| Refused::by_world(&refused))?;
        done.extend(last(call, key));
    }
    Ok(event::happened(call.world, account, &done).to_bytes())
}

/// `messages.deleteTopicHistory`: the topic with all that is in it.
pub(super) fn delete(call: &mut Call<'_>) -> Answer {
    let asked: functions::messages::DeleteTopicHistory = call.read()?;
    let key = forum(call, &asked.peer)?;
    let thread = existing(call, key, asked.top_msg_id)?;
    if thread == GENERAL {
        return Err(Refused::bad("TOPIC_ID_INVALID"));
    }
    call.must_have(key, |rights| rights.can_delete_messages)?;
    call.spend(key, Cost::Guarded)?;
    let before = call.world.events_in(key).pts();
    let inside = call.world.messages_in(key);
    let inside = inside.filter(|message| message.thread == Some(thread));
    let mut inside: Vec<Uid> = inside.map(|message| message.uid).collect();
    let rest = inside.len().saturating_sub(BATCH);
    if rest == 0 {
        call.world
            .delete_topic(key, thread)
            .map_err(|refused| Refused::by_world(&refused))?;
    } else {
        call.world.erase(&inside.split_off(rest), None);
    }
    let pts = call.world.events_in(key).pts();
    let affected = types::messages::AffectedHistory {
        pts,
        pts_count: pts - before,
        offset: shape::count(rest),
    };
    Ok(enums::messages::AffectedHistory::History(affected).to_bytes())
}

/// The forum that is named, which the account is in.
pub(super) fn forum(call: &Call<'_>, peer: &enums::InputPeer) -> Result<Key, Refused> {
    let key = call.peer(peer)?;
    call.must_see(key)?;
    if call.world.chat(key).is_some_and(|chat| chat.forum) {
        Ok(key)
    } else {
        Err(Refused::bad("CHANNEL_FORUM_MISSING"))
    }
}

fn existing(call: &mut Call<'_>, key: Key, id: i32) -> Result<i64, Refused> {
    let thread = i64::from(id);
    if call.deletes_topic {
        // A topic that is gone already is what the fault wanted.
        let _ = call.world.delete_topic(key, thread);
    }
    let topics = call.world.chat(key).map(|chat| &chat.topics);
    match topics.and_then(|topics| topics.get(&thread)) {
        None => Err(Refused::bad("TOPIC_ID_INVALID")),
        Some(topic) if topic.deleted => Err(Refused::bad("TOPIC_DELETED")),
        Some(_) => Ok(thread),
    }
}

fn name(title: &str) -> Result<String, Refused> {
    let title = title.trim();
    if title.is_empty() {
        return Err(Refused::bad("TOPIC_TITLE_EMPTY"));
    }
    if title.chars().count() > NAME_LIMIT {
        return Err(Refused::bad("TOPIC_TITLE_INVALID"));
    }
    Ok(title.to_owned())
}

/// The service message that was posted last.
fn last(call: &Call<'_>, key: Key) -> Option<(Uid, Event)> {
    let uid = *call.world.chat(key)?.log.last()?;
    Some((uid, Event::New(uid)))
}
