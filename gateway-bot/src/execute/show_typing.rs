//! `ShowTyping`.

use backline_proto::gateway::v1::{Outcome, ShowTyping};

use super::params::Params;
use crate::api::Api;
use crate::outcome;

pub(super) async fn execute(api: &Api, command: ShowTyping) -> Outcome {
    let mut params = match Params::to(command.target.as_ref()) {
        Ok(params) => params,
        Err(refused) => return refused.into(),
    };
    params.set("action", "typing");
    outcome::of_change(api.call("sendChatAction", &params).await)
}
