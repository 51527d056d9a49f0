//! An account's reactions.

use grammers_tl_types::{
    Serializable as _,
    enums::{self, Reaction},
    functions,
};

use super::{Answer, Call, Refused, cast::Cast, event, signals};
use crate::world::{rate::Cost, signal::Signal};

/// `messages.sendReaction`: in place of those that were there.
pub(super) fn send(call: &mut Call<'_>) -> Answer {
    let asked: functions::messages::SendReaction = call.read()?;
    let key = call.peer(&asked.peer)?;
    call.must_see(key)?;
    let named = call.message(key, asked.msg_id)?.uid;
    let mut wanted = Vec::new();
    for one in asked.reaction.unwrap_or_default() {
        match one {
            Reaction::Emoji(emoji) => wanted.push(emoji.emoticon),
            Reaction::CustomEmoji(emoji) => wanted.push(format!("custom:{}", emoji.document_id)),
            Reaction::Empty => {}
            Reaction::Paid => return Err(Refused::bad("REACTION_INVALID")),
        }
    }
    let target = call.world.reacted(named);
    let now = call.world.message(target);
    let now = now.and_then(|message| message.reactions.get(&call.account));
    if now.cloned().unwrap_or_default() == wanted {
        return Err(Refused::bad("MESSAGE_NOT_MODIFIED"));
    }
    call.spend(key, Cost::Guarded)?;
    let account = call.account;
    call.world
        .react_as(account, named, wanted)
        .map_err(|refused| Refused::by_world(&refused))?;
    let mut cast = Cast::default();
    let update = signals::update(call.world, account, &Signal::Reacted(target), &mut cast);
    let updates: Vec<enums::Update> = update.into_iter().collect();
    Ok(event::bundle(call.world, account, updates, &cast).to_bytes())
}
