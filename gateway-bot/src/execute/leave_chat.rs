//! `LeaveChat`. Who is not in it has left.

use backline_gateway::succeeded;
use backline_proto::gateway::v1::outcome::Kind;
use backline_proto::gateway::v1::{LeaveChat, Outcome, RejectionReason, Succeeded};

use super::params::Params;
use crate::api::Api;
use crate::outcome;

pub(super) async fn execute(api: &Api, command: LeaveChat) -> Outcome {
    let params = match Params::in_own_chat(command.chat.as_ref()) {
        Ok(params) => params,
        Err(refused) => return refused.into(),
    };
    let outcome = outcome::of_change(api.call("leaveChat", &params).await);
    match &outcome.kind {
        Some(Kind::Rejected(told)) if told.reason() == RejectionReason::NotAMember => {
            succeeded(Succeeded::default())
        }
        _ => outcome,
    }
}
