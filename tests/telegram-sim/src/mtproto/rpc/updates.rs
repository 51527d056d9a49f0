//! What is new: states, differences, and what is pushed.

use std::collections::BTreeSet;

use grammers_tl_types::{Serializable as _, enums, functions, types};

use super::{Answer, Call, Refused, Told, shape};
use crate::world::{Author, Key, UserId, World, account::Event};

/// Most messages in one difference.
const SLICE: usize = 100;
/// Who is so many events behind in a chat has to read it anew.
const TOO_FAR: i32 = 1000;

/// People and chats that come with messages.
#[derive(Default)]
struct Cast {
    users: BTreeSet<UserId>,
    chats: BTreeSet<Key>,
}

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
    let (world, account) = (&*call.world, call.account);
    let enums::InputChannel::Channel(channel) = &asked.channel else {
        return Err(Refused::bad("CHANNEL_INVALID"));
    };
    let peer = enums::InputPeer::Channel(types::InputPeerChannel {
        channel_id: channel.channel_id,
        access_hash: channel.access_hash,
    });
    let key = shape::chat_of(world, account, &peer);
    let key = key.ok_or_else(|| Refused::bad("CHANNEL_INVALID"))?;
    if !world.member(key, account).is_in() {
        return Err(Refused::bad("CHANNEL_PRIVATE"));
    }
    let events = world.events_in(key);
    let limit = usize::try_from(asked.limit)
        .unwrap_or(SLICE)
        .clamp(1, SLICE);
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
    cast.chats.insert(key);
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
    cast.chats.insert(key);
    let log = world.chat(key).map(|chat| chat.log.as_slice());
    let shown = log.unwrap_or_default().iter().rev();
    let shown = shown.filter(|uid| world.message(**uid).is_some_and(|one| !one.deleted));
    let messages: Vec<enums::Message> = shown
        .take(SLICE)
        .filter_map(|uid| cast.message(world, account, *uid))
        .collect();
    let top = messages.first().map_or(0, enums::Message::id);
    let (users, chats) = cast.shapes(world, account);
    let Key::Group(id) = key else {
        return enums::updates::ChannelDifference::Empty(types::updates::ChannelDifferenceEmpty {
            r#final: true,
            pts: 1,
            timeout: None,
        });
    };
    let settings = types::PeerNotifySettings {
        show_previews: None,
        silent: None,
        mute_until: None,
        ios_sound: None,
        android_sound: None,
        other_sound: None,
        stories_muted: None,
        stories_hide_sender: None,
        stories_ios_sound: None,
        stories_android_sound: None,
        stories_other_sound: None,
    };
    let dialog = types::Dialog {
        pinned: false,
        unread_mark: false,
        view_forum_as_messages: false,
        peer: enums::Peer::Channel(types::PeerChannel {
            channel_id: shape::bare_id(id),
        }),
        top_message: top,
        read_inbox_max_id: 0,
        read_outbox_max_id: 0,
        unread_count: 0,
        unread_mentions_count: 0,
        unread_reactions_count: 0,
        unread_poll_votes_count: 0,
        notify_settings: enums::PeerNotifySettings::Settings(settings),
        pts: Some(world.events_in(key).pts()),
        draft: None,
        folder_id: None,
        ttl_period: None,
    };
    enums::updates::ChannelDifference::TooLong(types::updates::ChannelDifferenceTooLong {
        r#final: true,
        timeout: None,
        dialog: enums::Dialog::Dialog(dialog),
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
        // Of a chat that is new to the account it is told from the beginning.
        let since = told.chats.get(&key).copied().unwrap_or(1);
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
    cast.chats.extend(chat);
    let update = update(world, account, chat, pts, event, &mut cast)?;
    Some(bundle(world, account, vec![update], &cast).to_bytes())
}

/// Updates with the people and chats in them.
fn bundle(
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

/// The answer to a call that made a message: which it is by the caller's number of it, and the message.
pub(super) fn made(
    world: &World,
    account: UserId,
    uid: crate::world::Uid,
    random_id: i64,
) -> Answer {
    let key = world.message(uid).map(|message| message.chat);
    let key = key.ok_or_else(|| Refused::bad("MESSAGE_EMPTY"))?;
    let chat = world
        .chat(key)
        .filter(|chat| chat.kind.has_own_ids())
        .map(|chat| chat.key);
    let events = match chat {
        Some(chat) => world.events_in(chat),
        None => world.events_of(account),
    };
    let found = events
        .since(0)
        .find(|(_, event)| **event == Event::New(uid));
    let (pts, event) = found.ok_or_else(|| Refused::bad("MESSAGE_EMPTY"))?;
    let mut cast = Cast::default();
    let new = update(world, account, chat, pts, event, &mut cast);
    let id = i32::try_from(world.message_id(uid, account)).unwrap_or(0);
    let numbered = enums::Update::MessageId(types::UpdateMessageId { id, random_id });
    let updates = std::iter::once(numbered).chain(new).collect();
    Ok(bundle(world, account, updates, &cast).to_bytes())
}

/// New messages, and all else.
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
            Event::New(uid) => messages.extend(cast.message(world, account, *uid)),
            Event::Edited(_) | Event::Deleted(_) => {
                others.extend(update(world, account, chat, *pts, event, cast));
            }
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
            let ids = gone.iter().map(|uid| world.message_id(*uid, account));
            let messages = ids.filter_map(|id| i32::try_from(id).ok()).collect();
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
    })
}

fn state_at(world: &World, pts: i32) -> enums::updates::State {
    enums::updates::State::State(types::updates::State {
        pts,
        qts: 0,
        date: date(world),
        seq: 0,
        unread_count: 0,
    })
}

fn date(world: &World) -> i32 {
    i32::try_from(world.date()).unwrap_or(i32::MAX)
}

// === impl Cast ===

impl Cast {
    /// The message, and everybody in it.
    fn message(
        &mut self,
        world: &World,
        account: UserId,
        uid: crate::world::Uid,
    ) -> Option<enums::Message> {
        let message = world.message(uid)?;
        match message.author {
            Author::User(user) => {
                self.users.insert(user);
            }
            Author::Chat(_, chat) => {
                self.chats.insert(Key::Group(chat));
            }
            Author::Anonymous(_) | Author::Channel(_) => {}
        }
        match message.chat {
            Key::Private(one, other) => self.users.extend([one, other]),
            key @ Key::Group(_) => {
                self.chats.insert(key);
            }
        }
        shape::message(world, uid, account)
    }

    fn shapes(&self, world: &World, account: UserId) -> (Vec<enums::User>, Vec<enums::Chat>) {
        let users = self.users.iter();
        let users = users.map(|user| shape::user(world, *user, account));
        let chats = self.chats.iter();
        let chats = chats.filter_map(|chat| shape::chat(world, *chat, account));
        (users.collect(), chats.collect())
    }
}
