//! One event as an account is told of it: pushed, or in the answer to the call that brought it about.

use grammers_tl_types::{Serializable as _, enums, types};

use super::{Answer, Refused, Told, cast::Cast, shape, short, updates::date};
use crate::world::{Key, Uid, UserId, World, account::Event};

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
    if let Some(short) = short::pushed(world, account, pts, event) {
        return Some(short.to_bytes());
    }
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

/// An event as an update; `None`: the account is not told of it.
pub(super) fn update(
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
            let seen = gone.iter().copied();
            let seen: Vec<Uid> = seen.filter(|uid| world.has_seen(account, *uid)).collect();
            let messages = ids(world, account, &seen);
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
