//! What is told once to whoever is there, and to nobody later.

use grammers_tl_types::{Cursor, Deserializable as _, Serializable as _, enums, types};

use super::{Told, bot_event, cast::Cast, event, shape, updates};
use crate::world::{Key, Kind, UserId, World, signal::Signal};

/// What an account was not told yet, as updates.
pub(super) fn news(world: &World, account: UserId, told: &mut Told) -> Vec<Vec<u8>> {
    let mut news = Vec::new();
    for signal in world.signals.since(told.signals) {
        let mut cast = Cast::default();
        if let Some(update) = update(world, account, signal, &mut cast) {
            news.push(event::bundle(world, account, vec![update], &cast).to_bytes());
        }
    }
    told.signals = world.signals.count();
    news
}

/// Tells whoever waits for it that their login token was accepted.
pub(super) fn accepted(world: &World, key: i64, awaits: &mut Option<u64>) -> Vec<Vec<u8>> {
    let Some(since) = *awaits else {
        return Vec::new();
    };
    let mut signals = world.signals.since(since);
    if !signals.any(|signal| *signal == Signal::Accepted(key)) {
        return Vec::new();
    }
    *awaits = Some(world.signals.count());
    let short = types::UpdateShort {
        update: enums::Update::LoginToken,
        date: updates::date(world),
    };
    vec![enums::Updates::UpdateShort(short).to_bytes()]
}

/// A signal as that account hears it; `None`: it does not. Bots hear of reactions and standings by updates of their own
/// (`bot_event`), and of nobody's typing or reading.
pub(super) fn update(
    world: &World,
    account: UserId,
    signal: &Signal,
    cast: &mut Cast,
) -> Option<enums::Update> {
    let is_bot = world.queues.contains_key(&account);
    match signal {
        Signal::Pressed { bot, query } if *bot == account => {
            bot_event::pressed(account, query, cast)
        }
        _ if is_bot => None,
        Signal::Reacted(uid) => {
            let message = world.message(*uid).filter(|message| !message.deleted)?;
            if !is_inside(world, account, message.chat) {
                return None;
            }
            cast.chat(message.chat);
            for who in message.reactions.keys() {
                cast.user(*who);
            }
            let topic = message.thread.map(shape::int);
            Some(enums::Update::MessageReactions(
                types::UpdateMessageReactions {
                    peer: shape::peer(message.chat, account),
                    msg_id: shape::message_id(world, *uid, account)?,
                    top_msg_id: topic,
                    saved_peer_id: None,
                    reactions: shape::all_reactions(world, message, account),
                },
            ))
        }
        Signal::Acts {
            chat,
            thread,
            by,
            act,
        } => {
            if *by == account || !is_inside(world, account, *chat) {
                return None;
            }
            cast.chat(*chat);
            cast.user(*by);
            acts(world, *chat, *thread, *by, act)
        }
        Signal::Place(key, who) if *who == account => {
            cast.chat(*key);
            let Key::Group(id) = key else { return None };
            Some(if world.chat(*key)?.kind.has_own_ids() {
                enums::Update::Channel(types::UpdateChannel {
                    channel_id: shape::bare_id(*id),
                })
            } else {
                enums::Update::Chat(types::UpdateChat {
                    chat_id: shape::bare_id(*id),
                })
            })
        }
        Signal::Read(key, reader, up_to) => {
            let Key::Group(id) = key else { return None };
            if !is_inside(world, account, *key) {
                return None;
            }
            cast.chat(*key);
            let channel_id = shape::bare_id(*id);
            let max_id = shape::int(*up_to);
            if *reader == account {
                return Some(enums::Update::ReadChannelInbox(
                    types::UpdateReadChannelInbox {
                        folder_id: None,
                        channel_id,
                        max_id,
                        still_unread_count: shape::count(world.unread(account, *key, None)),
                        pts: world.events_in(*key).pts(),
                    },
                ));
            }
            // In channels nobody learns who reads.
            let group = world.chat(*key)?.kind == Kind::Super;
            group.then_some(enums::Update::ReadChannelOutbox(
                types::UpdateReadChannelOutbox { channel_id, max_id },
            ))
        }
        Signal::Renamed {
            id,
            first_name,
            last_name,
            username,
        } => {
            if !world.knows(account, *id) {
                return None;
            }
            cast.user(*id);
            let names = username.iter().map(|username| {
                enums::Username::Username(types::Username {
                    editable: true,
                    active: true,
                    deletable: false,
                    expired: false,
                    username: username.clone(),
                })
            });
            Some(enums::Update::UserName(types::UpdateUserName {
                user_id: *id,
                first_name: first_name.clone(),
                last_name: last_name.clone(),
                usernames: names.collect(),
            }))
        }
        Signal::Profile(id) => {
            let is_known = world.knows(account, *id);
            is_known.then_some(enums::Update::User(types::UpdateUser { user_id: *id }))
        }
        Signal::Place(..) | Signal::Pressed { .. } | Signal::Accepted(_) => None,
    }
}

fn is_inside(world: &World, account: UserId, key: Key) -> bool {
    match key {
        Key::Private(one, other) => one == account || other == account,
        Key::Group(_) => world.member(key, account).is_in(),
    }
}

fn acts(
    world: &World,
    chat: Key,
    thread: Option<i64>,
    by: UserId,
    act: &[u8],
) -> Option<enums::Update> {
    let action = enums::SendMessageAction::deserialize(&mut Cursor::from_slice(act)).ok()?;
    let top_msg_id = thread.map(shape::int);
    let from_id = shape::user_peer(by);
    Some(match (world.chat(chat)?.kind, chat) {
        (Kind::Private, _) => enums::Update::UserTyping(types::UpdateUserTyping {
            user_id: by,
            top_msg_id: None,
            action,
        }),
        (Kind::Basic, Key::Group(id)) => {
            enums::Update::ChatUserTyping(types::UpdateChatUserTyping {
                chat_id: shape::bare_id(id),
                from_id,
                action,
            })
        }
        (_, Key::Group(id)) => enums::Update::ChannelUserTyping(types::UpdateChannelUserTyping {
            channel_id: shape::bare_id(id),
            top_msg_id,
            from_id,
            action,
        }),
        (_, Key::Private(..)) => return None,
    })
}
