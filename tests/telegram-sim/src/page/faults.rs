//! Faults, as the control API scripts them.

use serde_json::Value;

use super::{
    command::Fault,
    perform::{Done, refuse},
};
use crate::world::{
    World,
    fault::{self, Effect, Face, Often},
};

pub(super) fn script(world: &mut World, wanted: Fault) -> Done {
    let status = wanted.status.unwrap_or(502);
    let effect = match wanted.effect.as_str() {
        "cut_before" => Effect::CutBefore,
        "cut_after" => Effect::CutAfter,
        "server_error" => Effect::Answer(status, "<html><body>Bad Gateway</body></html>".into()),
        "flood" => Effect::Flood(wanted.seconds.unwrap_or(5)),
        "refuse" => Effect::Refuse(
            wanted.status.unwrap_or(400),
            wanted.text.unwrap_or_default(),
        ),
        "answer" => Effect::Answer(status, wanted.text.unwrap_or_default()),
        "delete_topic" => Effect::DeleteTopic,
        other => return refuse(format!("{other:?} is no fault")),
    };
    let often = match wanted.chance {
        Some(chance) => Often::Chance(chance, wanted.seed),
        None => Often::Times(wanted.times.unwrap_or(1)),
    };
    // Methods of accounts have a full stop in their names.
    let is_accounts = wanted
        .method
        .as_deref()
        .is_some_and(|method| method.contains('.'));
    let face = if is_accounts {
        Face::Mtproto
    } else {
        Face::BotApi
    };
    world.faults.add(fault::Fault {
        face,
        bot: wanted.bot,
        method: wanted.method,
        skip: wanted.after,
        often,
        effect,
    });
    Ok(Value::Null)
}
