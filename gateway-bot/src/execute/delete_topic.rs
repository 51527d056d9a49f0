//! `DeleteTopic`: the topic with all its messages.

use backline_proto::gateway::v1::{DeleteTopic, Outcome};

use super::params::Params;
use crate::api::Api;
use crate::outcome;

pub(super) async fn execute(api: &Api, command: DeleteTopic) -> Outcome {
    match Params::of_topic(command.target.as_ref()) {
        Ok(params) => outcome::of_change(api.call("deleteForumTopic", &params).await),
        Err(refused) => refused.into(),
    }
}
