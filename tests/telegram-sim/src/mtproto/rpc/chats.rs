//! Groups, supergroups and channels by their ids.

use grammers_tl_types::{Serializable as _, enums, functions, types};

use super::{Answer, Call, Refused, shape};
use crate::world::Key;

/// `channels.getChannels`. One that is private and not the account's, and the call is refused.
pub(super) fn channels(call: &mut Call<'_>) -> Answer {
    let asked: functions::channels::GetChannels = call.read()?;
    let mut keys = Vec::new();
    for channel in &asked.id {
        let key = call.channel(channel)?;
        call.must_see(key)?;
        keys.push(key);
    }
    answer(call, &keys)
}

/// `messages.getChats`: basic groups.
pub(super) fn basic(call: &mut Call<'_>) -> Answer {
    let asked: functions::messages::GetChats = call.read()?;
    let mut keys = Vec::new();
    for id in &asked.id {
        keys.push(call.basic(*id)?);
    }
    answer(call, &keys)
}

fn answer(call: &Call<'_>, keys: &[Key]) -> Answer {
    if keys.is_empty() {
        return Err(Refused::bad("CHAT_ID_EMPTY"));
    }
    let chats = keys
        .iter()
        .filter_map(|key| shape::chat(call.world, *key, call.account));
    let answer = types::messages::Chats {
        chats: chats.collect(),
    };
    Ok(enums::messages::Chats::Chats(answer).to_bytes())
}
