//! What is new: states and differences. How one event is told is in `event`.

use grammers_tl_types::{Serializable as _, enums, functions, types};

use super::{Answer, Call, Refused, bot_event, cast::Cast, dialogs, event::update, shape};
use crate::world::{Key, UserId, World, account::Event};

/// Most messages in one difference.
const SLICE: usize = 100;
/// Who is so many events behind in a chat has to read it anew.
const TOO_FAR: i32 = 1000;

/// `updates.getState`.
pub(super) fn state(call: &mut Call<'_>) -> Answer {
    let pts = call.world.events_of(call.account).pts();
    let qts = qts_of(call.world, call.account);
    Ok(state_at(call.world, pts, qts).to_bytes())
}

/// `updates.getDifference`: what happened in private chats and basic groups.
pub(super) fn difference(call: &mut Call<'_>) -> Answer {
    let asked: functions::updates::GetDifference = call.read()?;
    let (world, account) = (&*call.world, call.account);
    let events = world.events_of(account);
    let found: Vec<(i32, &Event)> = events.since(asked.pts).take(SLICE).collect();
    let last = found.last().map_or(asked.pts, |(last, _)| *last);
    let is_whole = last == events.pts() || found.is_empty();
    let mut cast = Cast::default();
    let (new_messages, mut other_updates) = split(world, account, None, &found, &mut cast);
    // What is numbered apart comes with the last slice.
    let qts = if is_whole {
        other_updates.extend(bot_event::since(world, account, asked.qts, &mut cast));
        other_updates.extend(elsewhere(world, account, asked.date, &mut cast));
        qts_of(world, account)
    } else {
        asked.qts
    };
    if found.is_empty() && other_updates.is_empty() && qts <= asked.qts {
        let empty = types::updates::DifferenceEmpty {
            date: date(world),
            seq: 0,
        };
        return Ok(enums::updates::Difference::Empty(empty).to_bytes());
    }
    let (users, chats) = cast.shapes(world, account);
    let answer = if is_whole {
        enums::updates::Difference::Difference(types::updates::Difference {
            new_messages,
            new_encrypted_messages: Vec::new(),
            other_updates,
            chats,
            users,
            state: state_at(world, last, qts),
        })
    } else {
        enums::updates::Difference::Slice(types::updates::DifferenceSlice {
            new_messages,
            new_encrypted_messages: Vec::new(),
            other_updates,
            chats,
            users,
            intermediate_state: state_at(world, last, qts),
        })
    };
    Ok(answer.to_bytes())
}

/// Supergroups and channels in which something was posted since then: what it was has to be asked for in each. Whoever
/// does not follow one yet begins where the account came in (core.telegram.org/constructor/updateChannelTooLong; that a
/// difference tells it is inferred from there).
fn elsewhere(world: &World, account: UserId, since: i32, cast: &mut Cast) -> Vec<enums::Update> {
    let chats = world.chats_of(account).into_iter();
    let chats = chats.filter_map(|key| {
        let Key::Group(id) = key else { return None };
        let joined = world.joined.get(&(key, account)).copied().unwrap_or(1);
        let (_, last) = world.events_in(key).since(joined).next_back()?;
        let is_newer = match last {
            Event::New(uid) => world.message(*uid)?.date >= i64::from(since),
            _ => true,
        };
        is_newer.then_some((key, id, joined))
    });
    let updates = chats.map(|(key, id, joined)| {
        cast.chat(key);
        let told = types::UpdateChannelTooLong {
            channel_id: shape::bare_id(id),
            pts: Some(joined.max(1)),
        };
        told.into()
    });
    updates.collect()
}

/// `updates.getChannelDifference`: what happened in a supergroup or channel.
pub(super) fn channel_difference(call: &mut Call<'_>) -> Answer {
    let asked: functions::updates::GetChannelDifference = call.read()?;
    let key = call.channel(&asked.channel)?;
    call.must_see(key)?;
    let (world, account) = (&*call.world, call.account);
    let events = world.events_in(key);
    let limit = usize::try_from(asked.limit)
        .unwrap_or(SLICE)
        .clamp(1, SLICE);
    if asked.pts <= 0 {
        return Err(Refused::bad("PERSISTENT_TIMESTAMP_EMPTY"));
    }
    if events.pts().saturating_sub(asked.pts) > TOO_FAR {
        return Ok(too_long(world, account, key).to_bytes());
    }
    let found: Vec<(i32, &Event)> = events.since(asked.pts).take(limit).collect();
    let Some((last, _)) = found.last().copied() else {
        let empty = types::updates::ChannelDifferenceEmpty {
            r#final: true,
            pts: events.pts(),
            timeout: None,
        };
        return Ok(enums::updates::ChannelDifference::Empty(empty).to_bytes());
    };
    let mut cast = Cast::default();
    let (new_messages, other_updates) = split(world, account, Some(key), &found, &mut cast);
    cast.chat(key);
    let (users, chats) = cast.shapes(world, account);
    let answer = types::updates::ChannelDifference {
        r#final: last == events.pts(),
        pts: last,
        timeout: None,
        new_messages,
        other_updates,
        chats,
        users,
    };
    Ok(enums::updates::ChannelDifference::Difference(answer).to_bytes())
}

/// The last messages, to begin anew with.
fn too_long(world: &World, account: UserId, key: Key) -> enums::updates::ChannelDifference {
    let mut cast = Cast::default();
    cast.chat(key);
    let log = world.chat(key).map(|chat| chat.log.as_slice());
    let shown = log.unwrap_or_default().iter().rev();
    let shown = shown.filter(|uid| {
        world.is_there_for(account, **uid) && world.is_told_of(account, &Event::New(**uid))
    });
    let messages: Vec<enums::Message> = shown
        .take(SLICE)
        .filter_map(|uid| cast.message(world, account, *uid))
        .collect();
    let (users, chats) = cast.shapes(world, account);
    enums::updates::ChannelDifference::TooLong(types::updates::ChannelDifferenceTooLong {
        r#final: true,
        timeout: None,
        dialog: dialogs::dialog(world, account, key),
        messages,
        chats,
        users,
    })
}

/// New messages, and all else. Of what is gone by now only that is told.
fn split(
    world: &World,
    account: UserId,
    chat: Option<Key>,
    events: &[(i32, &Event)],
    cast: &mut Cast,
) -> (Vec<enums::Message>, Vec<enums::Update>) {
    let (mut messages, mut others) = (Vec::new(), Vec::new());
    for (pts, event) in events {
        match event {
            Event::New(uid) | Event::Edited(uid) if !world.is_there_for(account, *uid) => {}
            Event::New(_) if !world.is_told_of(account, event) => {}
            Event::New(uid) => messages.extend(cast.message(world, account, *uid)),
            _ => others.extend(update(world, account, chat, *pts, event, cast)),
        }
    }
    (messages, others)
}

/// Where a bot's own sequence stands; people have none.
pub(super) fn qts_of(world: &World, account: UserId) -> i32 {
    if world.queues.contains_key(&account) {
        world.bot_events_of(account).qts()
    } else {
        0
    }
}

/// A state of the account's own sequences.
pub(super) fn state_at(world: &World, pts: i32, qts: i32) -> enums::updates::State {
    enums::updates::State::State(types::updates::State {
        pts,
        qts,
        date: date(world),
        seq: 0,
        unread_count: 0,
    })
}

/// Now, as TL writes it.
pub(super) fn date(world: &World) -> i32 {
    shape::int(world.date())
}
