//! `EditTopic`: another name, the same icon.

use backline_proto::gateway::v1::{EditTopic, Outcome};

use super::params::Params;
use crate::api::Api;
use crate::outcome;

pub(super) async fn execute(api: &Api, command: EditTopic) -> Outcome {
    let mut params = match Params::of_topic(command.target.as_ref()) {
        Ok(params) => params,
        Err(refused) => return refused.into(),
    };
    params.set("name", command.name);
    outcome::of_change(api.call("editForumTopic", &params).await)
}
