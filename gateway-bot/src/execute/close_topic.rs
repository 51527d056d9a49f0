//! `SetTopicClosed`: closes or reopens.

use backline_proto::gateway::v1::{Outcome, SetTopicClosed};

use super::params::Params;
use crate::api::Api;
use crate::outcome;

pub(super) async fn execute(api: &Api, command: SetTopicClosed) -> Outcome {
    let params = match Params::of_topic(command.target.as_ref()) {
        Ok(params) => params,
        Err(refused) => return refused.into(),
    };
    let method = if command.closed {
        "closeForumTopic"
    } else {
        "reopenForumTopic"
    };
    outcome::of_change(api.call(method, &params).await)
}
