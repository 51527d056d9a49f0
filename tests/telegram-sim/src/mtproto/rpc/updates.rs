//! What is new: states, differences, and what is pushed.

use grammers_tl_types::{Serializable as _, enums, functions, types};

use super::{Answer, Call, Refused, Told, cast::Cast, dialogs, shape};
use crate::world::{Key, Uid, UserId, World, account::Event};

/// Most messages in one difference.
const SLICE: usize = 100;
/// Who is so many events behind in a chat has to read it anew.
const TOO_FAR: i32 = 1000;

/// `updates.getState`.
pub(super) fn state(call: &mut Call<'_>) -> Answer {
    let pts = call.world.events_of(call.account).pts();
    Ok(state_at(call.world, pts).to_bytes())
}

/// `updates.getDifference`: what happened in private chats and basic groups.
pub(super) fn difference(call: &mut Call<'_>) -> Answer {
    let asked: functions::updates::GetDifference = call.read()?;
    let (world, account) = (&*call.world, call.account);
    let events = world.events_of(account);
    let found: Vec<(i32, &Event)> = events.since(asked.pts).take(SLICE).collect();
    let Some((last, _)) = found.last().copied() else {
        let empty = types::updates::DifferenceEmpty {
            date: date(world),
            seq: 0,
        };
        return Ok(enums::updates::Difference::Empty(empty).to_bytes());
    };
    let mut cast = Cast::default();
    let (new_messages, other_updates) = split(world, account, None, &found, &mut cast);
    let (users, chats) = cast.shapes(world, account);
    let answer = if last == events.pts() {
        enums::updates::Difference::Difference(types::updates::Difference {
            new_messages,
            new_encrypted_messages: Vec::new(),
            other_updates,
            chats,
            users,
            state: state_at(world, last),
        })
    } else {
        enums::updates::Difference::Slice(types::updates::DifferenceSlice {
            new_messages,
            new_encrypted_messages: Vec::new(),
            other_updates,
            chats,
            users,
            intermediate_state: state_at(world, last),
        })
    };
    Ok(answer.to_bytes())
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
    let shown = shown.filter(|uid| world.is_there_for(account, **uid));
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

/// What an account was not told yet: each event as an update of its own, as Telegram pushes them.
pub(super) fn news(world: &World, account: UserId, told: &mut Told) -> Vec<Vec<u8>> {
    let mut news = Vec::new();
    let own = world.events_of(account);
    for (pts, event) in own.since(told.own) {
        news.extend(pushed(world, account, None, pts, event));
    }
    told.own = own.pts();
    for key in world.chats_of(account) {
        let events = world.events_in(key);
        // Nobody is told of what was before they came.
        let joined = world.joined.get(&(key, account)).copied().unwrap_or(1);
        let since = told.chats.get(&key).copied().unwrap_or(1).max(joined);
        for (pts, event) in events.since(since) {
            news.extend(pushed(world, account, Some(key), pts, event));
        }
        told.chats.insert(key, events.pts());
    }
    news
}

fn pushed(
    world: &World,
    account: UserId,
    chat: Option<Key>,
    pts: i32,
    event: &Event,
) -> Option<Vec<u8>> {
    let mut cast = Cast::default();
    if let Some(chat) = chat {
        cast.chat(chat);
    }
    let update = update(world, account, chat, pts, event, &mut cast)?;
    Some(bundle(world, account, vec![update], &cast).to_bytes())
}

/// Updates with the people and chats in them.
pub(super) fn bundle(
    world: &World,
    account: UserId,
    updates: Vec<enums::Update>,
    cast: &Cast,
) -> enums::Updates {
    let (users, chats) = cast.shapes(world, account);
    enums::Updates::Updates(types::Updates {
        updates,
        users,
        chats,
        date: date(world),
        seq: 0,
    })
}

/// The answer to a call that made messages: which they are by the caller's numbers of them, and the messages.
pub(super) fn made(world: &World, account: UserId, made: &[(Uid, i64)]) -> Answer {
    let mut cast = Cast::default();
    let mut updates = Vec::new();
    for (uid, random_id) in made {
        let id = shape::message_id(world, *uid, account);
        let id = id.ok_or_else(|| Refused::bad("MESSAGE_EMPTY"))?;
        updates.push(enums::Update::MessageId(types::UpdateMessageId {
            id,
            random_id: *random_id,
        }));
    }
    for (uid, _) in made {
        // Of one that is gone since only its number is told.
        if world.is_there_for(account, *uid) {
            updates.extend(told(world, account, *uid, &Event::New(*uid), &mut cast));
        }
    }
    Ok(bundle(world, account, updates, &cast).to_bytes())
}

/// The answer to a call that brought about these things about one message each.
pub(super) fn happened(world: &World, account: UserId, events: &[(Uid, Event)]) -> enums::Updates {
    let mut cast = Cast::default();
    let mut updates = Vec::new();
    for (uid, event) in events {
        updates.extend(told(world, account, *uid, event, &mut cast));
    }
    bundle(world, account, updates, &cast)
}

/// The update about the last such thing that happened to a message.
fn told(
    world: &World,
    account: UserId,
    uid: Uid,
    event: &Event,
    cast: &mut Cast,
) -> Option<enums::Update> {
    let chat = world.chat(world.message(uid)?.chat)?;
    let own = chat.kind.has_own_ids().then_some(chat.key);
    let events = match own {
        Some(key) => world.events_in(key),
        None => world.events_of(account),
    };
    let mut found = events.since(0).rev();
    let (pts, event) = found.find(|(_, known)| *known == event)?;
    update(world, account, own, pts, event, cast)
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

fn update(
    world: &World,
    account: UserId,
    chat: Option<Key>,
    pts: i32,
    event: &Event,
    cast: &mut Cast,
) -> Option<enums::Update> {
    if chat.is_some() && !world.is_told_of(account, event) {
        return None;
    }
    let pts_count = event.count();
    Some(match event {
        Event::New(uid) => {
            let message = cast.message(world, account, *uid)?;
            if chat.is_some() {
                enums::Update::NewChannelMessage(types::UpdateNewChannelMessage {
                    message,
                    pts,
                    pts_count,
                })
            } else {
                enums::Update::NewMessage(types::UpdateNewMessage {
                    message,
                    pts,
                    pts_count,
                })
            }
        }
        Event::Edited(uid) => {
            let message = cast.message(world, account, *uid)?;
            if chat.is_some() {
                enums::Update::EditChannelMessage(types::UpdateEditChannelMessage {
                    message,
                    pts,
                    pts_count,
                })
            } else {
                enums::Update::EditMessage(types::UpdateEditMessage {
                    message,
                    pts,
                    pts_count,
                })
            }
        }
        Event::Deleted(gone) => {
            let messages = ids(world, account, gone);
            match chat {
                Some(Key::Group(id)) => {
                    enums::Update::DeleteChannelMessages(types::UpdateDeleteChannelMessages {
                        channel_id: shape::bare_id(id),
                        messages,
                        pts,
                        pts_count,
                    })
                }
                _ => enums::Update::DeleteMessages(types::UpdateDeleteMessages {
                    messages,
                    pts,
                    pts_count,
                }),
            }
        }
        Event::Pinned(some, pinned) => {
            let messages = ids(world, account, some);
            match chat {
                Some(Key::Group(id)) => {
                    enums::Update::PinnedChannelMessages(types::UpdatePinnedChannelMessages {
                        pinned: *pinned,
                        channel_id: shape::bare_id(id),
                        messages,
                        pts,
                        pts_count,
                    })
                }
                _ => enums::Update::PinnedMessages(types::UpdatePinnedMessages {
                    pinned: *pinned,
                    peer: shape::peer(world.message(*some.first()?)?.chat, account),
                    messages,
                    pts,
                    pts_count,
                }),
            }
        }
        Event::ReadInbox(key, up_to) => {
            cast.chat(*key);
            enums::Update::ReadHistoryInbox(types::UpdateReadHistoryInbox {
                folder_id: None,
                peer: shape::peer(*key, account),
                top_msg_id: None,
                max_id: shape::int(*up_to),
                still_unread_count: shape::count(world.unread(account, *key, None)),
                pts,
                pts_count,
            })
        }
        Event::ReadOutbox(key, up_to) => {
            cast.chat(*key);
            enums::Update::ReadHistoryOutbox(types::UpdateReadHistoryOutbox {
                peer: shape::peer(*key, account),
                max_id: shape::int(*up_to),
                pts,
                pts_count,
            })
        }
    })
}

fn ids(world: &World, account: UserId, uids: &[Uid]) -> Vec<i32> {
    let ids = uids.iter();
    ids.filter_map(|uid| shape::message_id(world, *uid, account))
        .collect()
}

/// A state of the account's own sequence.
pub(super) fn state_at(world: &World, pts: i32) -> enums::updates::State {
    enums::updates::State::State(types::updates::State {
        pts,
        qts: 0,
        date: date(world),
        seq: 0,
        unread_count: 0,
    })
}

/// Now, as TL writes it.
pub(super) fn date(world: &World) -> i32 {
    shape::int(world.date())
}

/// A moment, to tell later what a call has brought about since.
pub(super) struct Mark {
    told: Told,
}

// === impl Mark ===

impl Mark {
    /// Now.
    pub(super) fn set(world: &World, account: UserId) -> Self {
        let told = Told::now(world, account);
        Self { told }
    }

    /// What has happened since for the account, and that its place in that group is another.
    pub(super) fn updates(
        &self,
        world: &World,
        account: UserId,
        place: Option<Key>,
    ) -> enums::Updates {
        let mut cast = Cast::default();
        let mut updates = Vec::new();
        if let Some(key @ Key::Group(id)) = place {
            cast.chat(key);
            let is_numbered = world.chat(key).is_some_and(|chat| chat.kind.has_own_ids());
            let channel_id = shape::bare_id(id);
            let changed = enums::Update::Channel(types::UpdateChannel { channel_id });
            updates.extend(is_numbered.then_some(changed));
        }
        for (pts, event) in world.events_of(account).since(self.told.own) {
            updates.extend(update(world, account, None, pts, event, &mut cast));
        }
        for key in world.chats_of(account) {
            let joined = world.joined.get(&(key, account)).copied().unwrap_or(1);
            let since = self.told.chats.get(&key).copied().unwrap_or(1).max(joined);
            for (pts, event) in world.events_in(key).since(since) {
                updates.extend(update(world, account, Some(key), pts, event, &mut cast));
            }
        }
        bundle(world, account, updates, &cast)
    }
}
