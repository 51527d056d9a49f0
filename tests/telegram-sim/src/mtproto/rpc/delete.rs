//! Deletions.

use std::collections::BTreeMap;

use grammers_tl_types::{Serializable as _, enums, functions, types};

use super::{Answer, Call, Refused, shape};
use crate::world::{Body, Key, Message, Service, Uid};

/// How many messages go at once.
const AT_ONCE: usize = 100;

/// `messages.deleteMessages`: in private chats and basic groups, for everybody or for the account alone. What is not
/// there is left out without a word.
pub(super) fn own(call: &mut Call<'_>) -> Answer {
    let asked: functions::messages::DeleteMessages = call.read()?;
    let ids = checked(&asked.id)?;
    let account = call.account;
    let mut gone: BTreeMap<Key, Vec<Uid>> = BTreeMap::new();
    for id in ids {
        let found = call.world.in_mailbox(account, i64::from(*id));
        let Some(message) = found.filter(|one| call.world.is_there_for(account, one.uid)) else {
            continue;
        };
        let member = call.world.member(message.chat, account);
        let is_private = matches!(message.chat, Key::Private(..));
        let may = is_private || message.author.account() == account || member.is_admin();
        if asked.revoke && !may {
            return Err(Refused::forbidden("MESSAGE_DELETE_FORBIDDEN"));
        }
        gone.entry(message.chat).or_default().push(message.uid);
    }
    let count: usize = gone.values().map(Vec::len).sum();
    for uids in gone.values() {
        if asked.revoke {
            call.world.erase(uids, None);
        } else {
            call.world.hide(account, uids);
        }
    }
    let pts = call.world.events_of(account).pts();
    Ok(affected(pts, count))
}

/// `channels.deleteMessages`: in supergroups and channels, always for everybody.
pub(super) fn in_channel(call: &mut Call<'_>) -> Answer {
    let asked: functions::channels::DeleteMessages = call.read()?;
    let ids = checked(&asked.id)?;
    let key = call.own_channel(&asked.channel)?;
    let found: Vec<Message> = ids
        .iter()
        .filter_map(|id| call.found(key, *id))
        .cloned()
        .collect();
    let rights = call.world.member(key, call.account).rights;
    let may = |message: &Message| {
        let is_own = message.author.account() == call.account && !message.body.is_service();
        (is_own || rights.can_delete_messages) && !begins(&message.body)
    };
    if !found.iter().all(may) {
        return Err(Refused::forbidden("MESSAGE_DELETE_FORBIDDEN"));
    }
    let gone: Vec<Uid> = found.iter().map(|message| message.uid).collect();
    call.world.erase(&gone, None);
    let pts = call.world.events_in(key).pts();
    Ok(affected(pts, gone.len()))
}

fn checked(ids: &[i32]) -> Result<&[i32], Refused> {
    if ids.len() > AT_ONCE {
        return Err(Refused::bad("MESSAGE_ID_INVALID"));
    }
    Ok(ids)
}

/// The first message of a topic goes only with the topic.
fn begins(body: &Body) -> bool {
    matches!(
        body,
        Body::Service(Service::TopicCreated { .. } | Service::MigrateFrom(_))
    )
}

fn affected(pts: i32, count: usize) -> Vec<u8> {
    let affected = types::messages::AffectedMessages {
        pts,
        pts_count: shape::count(count),
    };
    enums::messages::AffectedMessages::Messages(affected).to_bytes()
}
