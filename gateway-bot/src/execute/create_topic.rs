//! `CreateTopic`.

use backline_proto::gateway::v1::{CreateTopic, Outcome, Succeeded};
use serde_json::Value;

use super::params::Params;
use crate::api::Api;
use crate::outcome;

pub(super) async fn execute(api: &Api, command: CreateTopic) -> Outcome {
    let mut params = match Params::in_own_chat(command.chat.as_ref()) {
        Ok(params) => params,
        Err(refused) => return refused.into(),
    };
    params.set("name", command.name);
    params.set_unless_zero("icon_color", command.icon_color);
    let made = |topic: &Value| Succeeded {
        topic_id: topic
            .get("message_thread_id")
            .and_then(Value::as_i64)
            .unwrap_or(0),
        ..Succeeded::default()
    };
    outcome::of(api.call("createForumTopic", &params).await, made)
}
