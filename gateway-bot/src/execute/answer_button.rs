//! `AnswerButton`: ends the waiting circle on a pressed button.

use backline_proto::gateway::v1::{AnswerButton, Outcome};

use super::incomplete;
use super::params::Params;
use crate::api::Api;
use crate::outcome;

pub(super) async fn execute(api: &Api, command: AnswerButton) -> Outcome {
    if command.query_id.is_empty() {
        return incomplete("names no pressed button").into();
    }
    let mut params = Params::default();
    params.set("callback_query_id", command.query_id);
    params.set_unless_empty("text", &command.text);
    params.set_if("show_alert", command.alert);
    outcome::of_change(api.call("answerCallbackQuery", &params).await)
}
