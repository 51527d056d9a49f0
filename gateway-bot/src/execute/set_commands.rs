//! `SetCommands`: the menu of commands in one place.

use backline_proto::gateway::v1::set_commands::Scope;
use backline_proto::gateway::v1::{Outcome, SetCommands};
use serde_json::json;

use super::incomplete;
use super::params::{Params, refuse_business};
use crate::api::Api;
use crate::outcome;

pub(super) async fn execute(api: &Api, command: SetCommands) -> Outcome {
    let scope = match command.scope() {
        Scope::AllPrivateChats => json!({ "type": "all_private_chats" }),
        Scope::Unspecified | Scope::Chat => {
            let Some(chat) = command.chat.as_ref().filter(|chat| chat.id != 0) else {
                return incomplete("names no chat").into();
            };
            if let Err(refused) = refuse_business(Some(chat)) {
                return refused.into();
            }
            json!({ "type": "chat", "chat_id": chat.id })
        }
    };
    let commands: Vec<_> = command
        .commands
        .iter()
        .map(|line| json!({ "command": line.name, "description": line.description }))
        .collect();
    let mut params = Params::default();
    params.set("commands", commands);
    params.set("scope", scope);
    if !command.language_code.is_empty() {
        params.set("language_code", command.language_code);
    }
    outcome::of_change(api.call("setMyCommands", &params).await)
}
