//! `SetCommands`: the menu of commands in one chat.

use backline_proto::gateway::v1::{Outcome, SetCommands};
use serde_json::json;

use super::incomplete;
use super::params::{Params, refuse_business};
use crate::api::Api;
use crate::outcome;

pub(super) async fn execute(api: &Api, command: SetCommands) -> Outcome {
    let Some(chat) = command.chat.as_ref().filter(|chat| chat.id != 0) else {
        return incomplete("names no chat").into();
    };
    if let Err(refused) = refuse_business(Some(chat)) {
        return refused.into();
    }
    let commands: Vec<_> = command
        .commands
        .iter()
        .map(|line| json!({ "command": line.name, "description": line.description }))
        .collect();
    let mut params = Params::default();
    params.set("commands", commands);
    params.set("scope", json!({ "type": "chat", "chat_id": chat.id }));
    outcome::of_change(api.call("setMyCommands", &params).await)
}
