//! That somebody writes.

use grammers_tl_types::{Serializable as _, functions};

use super::{Answer, Call, Refused};
use crate::world::{Key, rate::Cost, signal::Signal};

/// `messages.setTyping`: the others who are there see it.
pub(super) fn set(call: &mut Call<'_>) -> Answer {
    let asked: functions::messages::SetTyping = call.read()?;
    let key = call.peer(&asked.peer)?;
    let partner = key.id_for(call.account);
    match key {
        Key::Group(_) => {
            call.must_see(key)?;
            if !call.world.member(key, call.account).is_in() {
                return Err(Refused::forbidden("CHAT_WRITE_FORBIDDEN"));
            }
        }
        Key::Private(..) if call.world.has_blocked(partner, call.account) => {
            return Err(Refused::bad("USER_IS_BLOCKED"));
        }
        Key::Private(..) => {}
    }
    call.spend(key, Cost::Guarded)?;
    let by = call.account;
    call.world.signal(Signal::Acts {
        chat: key,
        thread: asked.top_msg_id.map(i64::from),
        by,
        act: asked.action.to_bytes(),
    });
    Ok(true.to_bytes())
}
