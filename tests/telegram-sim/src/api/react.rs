//! A bot's reactions.

use serde_json::{Value, json};

use super::{
    ask::{Answer, Ask},
    refusal::Refusal,
};
use crate::world::{rate::Cost, reaction};

/// Sets the bot's one reaction, or takes it back. `is_big` is accepted and means nothing.
pub(crate) fn set(ask: &mut Ask<'_>) -> Answer {
    let wanted = wanted(ask)?;
    let chat = ask.reachable("chat_id")?;
    let named = ask.message(chat, "message_id", "message to react")?.uid;
    if wanted.len() > 1 {
        return Err(Refusal::bad("REACTIONS_TOO_MANY"));
    }
    let target = ask.world.reacted(named);
    if let Some(message) = ask.world.message(target) {
        if message.body.is_service() {
            return Err(Refusal::bad(reaction::ON_SERVICE));
        }
        if !wanted
            .iter()
            .all(|one| ask.world.takes(message, one, false))
        {
            return Err(Refusal::bad(reaction::INVALID));
        }
        let now = message.reactions.get(&ask.bot).cloned().unwrap_or_default();
        // Of a bot's own reaction set anew (inferred).
        if now == wanted {
            return Err(Refusal::unmodified());
        }
    }
    ask.spend(chat, Cost::Guarded)?;
    let bot = ask.bot;
    ask.world.react(target, bot, wanted)?;
    Ok(json!(true))
}

fn wanted(ask: &Ask<'_>) -> Result<Vec<String>, Refusal> {
    let given: Option<Value> = ask.params.json("reaction")?;
    let Some(given) = given else {
        return Ok(Vec::new());
    };
    let Some(list) = given.as_array() else {
        return Err(Refusal::bad("expected an Array of ReactionType"));
    };
    let wanted: Option<Vec<String>> = list.iter().map(reaction::from_wire).collect();
    wanted.ok_or_else(|| Refusal::bad("can't parse ReactionType: invalid reaction type specified"))
}
