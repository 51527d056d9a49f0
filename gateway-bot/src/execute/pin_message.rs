//! `PinMessage`: pins without a sound, or unpins.

use backline_proto::gateway::v1::{Outcome, PinMessage};

use super::params::Params;
use crate::api::Api;
use crate::outcome;

pub(super) async fn execute(api: &Api, command: PinMessage) -> Outcome {
    let mut params = match Params::of_message(command.message.as_ref()) {
        Ok(params) => params,
        Err(refused) => return refused.into(),
    };
    let method = if command.pinned {
        params.set_silent(true);
        "pinChatMessage"
    } else {
        "unpinChatMessage"
    };
    outcome::of_change(api.call(method, &params).await)
}
