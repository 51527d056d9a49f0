//! Pinned messages.

use grammers_tl_types::{Serializable as _, functions};

use super::{Answer, Call, Refused, event};
use crate::world::{Key, account::Event, rate::Cost};

/// `messages.updatePinnedMessage`.
pub(super) fn update(call: &mut Call<'_>) -> Answer {
    let asked: functions::messages::UpdatePinnedMessage = call.read()?;
    let key = call.peer(&asked.peer)?;
    if let Key::Group(_) = key {
        call.must_have(key, |rights| rights.can_pin_messages)?;
    }
    let uid = call.message(key, asked.id)?.uid;
    let chat = call.world.chat(key);
    let is_pinned = chat.is_some_and(|chat| chat.pinned.contains(&uid));
    if is_pinned != asked.unpin {
        return Err(Refused::bad("CHAT_NOT_MODIFIED"));
    }
    call.spend(key, Cost::Units(1))?;
    let account = call.account;
    let mut done = vec![(uid, Event::Pinned(vec![uid], !asked.unpin))];
    if asked.unpin {
        call.world.unpin(key, &[uid]);
    } else {
        call.world
            .pin(uid, account)
            .map_err(|refused| Refused::by_world(&refused))?;
        let last = call.world.chat(key).and_then(|chat| chat.log.last());
        done.extend(last.map(|service| (*service, Event::New(*service))));
    }
    Ok(event::happened(call.world, account, &done).to_bytes())
}
