//! The chats that an account has.

use grammers_tl_types::{Serializable as _, enums, functions, types};

use super::{Answer, Call, Refused, cast::Cast, shape, updates};
use crate::world::{Key, Uid, UserId, World};

/// Most chats at once.
const AT_ONCE: usize = 100;

/// `messages.getDialogs`: those with the newest messages first, from where the last page ended.
pub(super) fn list(call: &mut Call<'_>) -> Answer {
    let asked: functions::messages::GetDialogs = call.read()?;
    let (world, account) = (&*call.world, call.account);
    let mut all: Vec<(i64, Key)> = world
        .chats()
        .filter(|chat| is_listed(world, account, chat.key))
        .map(|chat| {
            let top = top(world, account, chat.key).and_then(|uid| world.message(uid));
            (top.map_or(0, |top| top.date), chat.key)
        })
        .collect();
    all.sort_by_key(|(date, key)| (std::cmp::Reverse(*date), *key));
    let count = all.len();
    let is_first = asked.offset_date == 0 && asked.offset_id == 0;
    if !is_first {
        let last = match &asked.offset_peer {
            enums::InputPeer::Empty => None,
            peer => Some(call.peer(peer)?),
        };
        let place = all.iter().position(|(_, key)| Some(*key) == last);
        match place {
            Some(place) => drop(all.drain(..=place)),
            None => all.retain(|(date, _)| *date < i64::from(asked.offset_date)),
        }
    }
    let limit = usize::try_from(asked.limit).unwrap_or(0).min(AT_ONCE);
    let is_all = is_first && all.len() <= limit;
    all.truncate(limit);
    let keys: Vec<Key> = all.into_iter().map(|(_, key)| key).collect();
    let (dialogs, messages, users, chats) = shown(world, account, &keys);
    let answer = if is_all {
        enums::messages::Dialogs::Dialogs(types::messages::Dialogs {
            dialogs,
            messages,
            chats,
            users,
        })
    } else {
        enums::messages::Dialogs::Slice(types::messages::DialogsSlice {
            count: shape::count(count),
            dialogs,
            messages,
            chats,
            users,
        })
    };
    Ok(answer.to_bytes())
}

/// `messages.getPeerDialogs`: those that are named.
pub(super) fn named(call: &mut Call<'_>) -> Answer {
    let asked: functions::messages::GetPeerDialogs = call.read()?;
    let mut keys = Vec::new();
    for peer in &asked.peers {
        let enums::InputDialogPeer::Peer(peer) = peer else {
            return Err(Refused::bad("PEER_ID_INVALID"));
        };
        let key = call.peer(&peer.peer)?;
        call.must_see(key)?;
        keys.push(key);
    }
    let (world, account) = (&*call.world, call.account);
    let (dialogs, messages, users, chats) = shown(world, account, &keys);
    let pts = world.events_of(account).pts();
    let answer = types::messages::PeerDialogs {
        dialogs,
        messages,
        chats,
        users,
        state: updates::state_at(world, pts, 0),
    };
    Ok(enums::messages::PeerDialogs::Dialogs(answer).to_bytes())
}

type Shown = (
    Vec<enums::Dialog>,
    Vec<enums::Message>,
    Vec<enums::User>,
    Vec<enums::Chat>,
);

fn shown(world: &World, account: UserId, keys: &[Key]) -> Shown {
    let mut cast = Cast::default();
    cast.user(account);
    let (mut dialogs, mut messages) = (Vec::new(), Vec::new());
    for key in keys {
        cast.chat(*key);
        dialogs.push(dialog(world, account, *key));
        let top = top(world, account, *key);
        messages.extend(top.and_then(|uid| cast.message(world, account, uid)));
    }
    let (users, chats) = cast.shapes(world, account);
    (dialogs, messages, users, chats)
}

/// A chat in the list.
pub(super) fn dialog(world: &World, account: UserId, key: Key) -> enums::Dialog {
    let top = top(world, account, key).and_then(|uid| shape::message_id(world, uid, account));
    let is_numbered = world.chat(key).is_some_and(|chat| chat.kind.has_own_ids());
    enums::Dialog::Dialog(types::Dialog {
        pinned: false,
        unread_mark: false,
        view_forum_as_messages: false,
        peer: shape::peer(key, account),
        top_message: top.unwrap_or(0),
        read_inbox_max_id: shape::int(world.read_up_to(account, key, None)),
        read_outbox_max_id: shape::int(world.read_by_others(account, key)),
        unread_count: shape::count(world.unread(account, key, None)),
        unread_mentions_count: 0,
        unread_reactions_count: 0,
        unread_poll_votes_count: 0,
        notify_settings: shape::notify_settings(),
        pts: is_numbered.then(|| world.events_in(key).pts()),
        draft: None,
        folder_id: None,
        ttl_period: None,
    })
}

/// Private chats in which something was written, and groups that the account is in.
fn is_listed(world: &World, account: UserId, key: Key) -> bool {
    match key {
        Key::Private(one, other) => {
            (one == account || other == account) && top(world, account, key).is_some()
        }
        Key::Group(_) => {
            let moved = world
                .chat(key)
                .is_some_and(|chat| chat.migrated_to.is_some());
            world.member(key, account).is_in() && !moved
        }
    }
}

/// The last message that is there for the account.
fn top(world: &World, account: UserId, key: Key) -> Option<Uid> {
    let log = &world.chat(key)?.log;
    let mut shown = log
        .iter()
        .rev()
        .filter(|uid| world.is_there_for(account, **uid) && world.message_id(**uid, account) != 0);
    shown.next().copied()
}
