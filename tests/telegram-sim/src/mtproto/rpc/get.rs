//! Messages by their ids.

use grammers_tl_types::{
    Serializable as _,
    enums::{self, InputMessage},
    functions, types,
};

use super::{Answer, Call, Refused, cast::Cast, shape};
use crate::world::{Key, Uid};

/// Most messages at once.
const AT_ONCE: usize = 200;

/// `messages.getMessages`: of private chats and basic groups.
pub(super) fn own(call: &mut Call<'_>) -> Answer {
    let asked: functions::messages::GetMessages = call.read()?;
    let (account, world) = (call.account, &*call.world);
    let mut cast = Cast::default();
    let messages = checked(&asked.id)?.iter().map(|named| {
        let id = number(named);
        let found = world.in_mailbox(account, i64::from(id));
        let found = found.filter(|message| world.is_there_for(account, message.uid));
        let shown = found.and_then(|message| cast.message(world, account, message.uid));
        shown.unwrap_or_else(|| empty(id, None))
    });
    let messages = messages.collect();
    let (users, chats) = cast.shapes(world, account);
    let answer = types::messages::Messages {
        messages,
        topics: Vec::new(),
        chats,
        users,
    };
    Ok(enums::messages::Messages::Messages(answer).to_bytes())
}

/// `channels.getMessages`: of a supergroup or channel.
pub(super) fn in_channel(call: &mut Call<'_>) -> Answer {
    let asked: functions::channels::GetMessages = call.read()?;
    let key = call.own_channel(&asked.channel)?;
    let (account, world) = (call.account, &*call.world);
    let mut cast = Cast::default();
    cast.chat(key);
    let peer = shape::peer(key, account);
    let mut messages = Vec::new();
    for named in checked(&asked.id)? {
        let uid = match named {
            InputMessage::Id(_) => call.found(key, number(named)).map(|found| found.uid),
            InputMessage::ReplyTo(_) => {
                let from = call.found(key, number(named));
                from.and_then(|from| from.reply_to)
                    .filter(|uid| world.is_there_for(account, *uid))
            }
            InputMessage::Pinned => pinned(call, key),
            InputMessage::CallbackQuery(_) => None,
        };
        let shown = uid.and_then(|uid| cast.message(world, account, uid));
        messages.push(shown.unwrap_or_else(|| empty(number(named), Some(peer.clone()))));
    }
    let (users, chats) = cast.shapes(world, account);
    let answer = types::messages::ChannelMessages {
        inexact: false,
        pts: world.events_in(key).pts(),
        count: shape::count(messages.len()),
        offset_id_offset: None,
        messages,
        topics: Vec::new(),
        chats,
        users,
    };
    Ok(enums::messages::Messages::ChannelMessages(answer).to_bytes())
}

fn pinned(call: &Call<'_>, key: Key) -> Option<Uid> {
    call.world.chat(key)?.pinned.last().copied()
}

fn checked(ids: &[InputMessage]) -> Result<&[InputMessage], Refused> {
    if ids.is_empty() || ids.len() > AT_ONCE {
        return Err(Refused::bad("MESSAGE_IDS_EMPTY"));
    }
    Ok(ids)
}

fn number(named: &InputMessage) -> i32 {
    match named {
        InputMessage::Id(one) => one.id,
        InputMessage::ReplyTo(one) => one.id,
        InputMessage::CallbackQuery(one) => one.id,
        InputMessage::Pinned => 0,
    }
}

fn empty(id: i32, peer_id: Option<enums::Peer>) -> enums::Message {
    enums::Message::Empty(types::MessageEmpty { id, peer_id })
}
