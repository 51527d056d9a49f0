//! How far an account has read.

use grammers_tl_types::{Serializable as _, enums, functions, types};

use super::{Answer, Call, Refused, peer::as_channel};
use crate::world::Key;

/// `messages.readHistory`: in private chats and basic groups.
pub(super) fn history(call: &mut Call<'_>) -> Answer {
    let asked: functions::messages::ReadHistory = call.read()?;
    if as_channel(&asked.peer).is_some() {
        // That is `channels.readHistory`.
        return Err(Refused::bad("PEER_ID_INVALID"));
    }
    let key = call.peer(&asked.peer)?;
    let is_new = reads(call, key, None, asked.max_id);
    let affected = types::messages::AffectedMessages {
        pts: call.world.events_of(call.account).pts(),
        pts_count: i32::from(is_new),
    };
    Ok(enums::messages::AffectedMessages::Messages(affected).to_bytes())
}

/// `channels.readHistory`: in supergroups and channels.
pub(super) fn channel(call: &mut Call<'_>) -> Answer {
    let asked: functions::channels::ReadHistory = call.read()?;
    let key = call.own_channel(&asked.channel)?;
    Ok(reads(call, key, None, asked.max_id).to_bytes())
}

/// `messages.readDiscussion`: one topic.
pub(super) fn topic(call: &mut Call<'_>) -> Answer {
    let asked: functions::messages::ReadDiscussion = call.read()?;
    let key = call.peer(&asked.peer)?;
    call.must_see(key)?;
    let thread = i64::from(asked.msg_id);
    if call.world.topic(key, thread).is_none() {
        return Err(Refused::bad("MSG_ID_INVALID"));
    }
    reads(call, key, Some(thread), asked.read_max_id);
    Ok(true.to_bytes())
}

/// 0 is everything.
fn reads(call: &mut Call<'_>, key: Key, thread: Option<i64>, max_id: i32) -> bool {
    let up_to = if max_id == 0 { i32::MAX } else { max_id };
    call.world
        .reads(call.account, key, thread, i64::from(up_to))
}
