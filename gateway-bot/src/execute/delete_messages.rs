//! `DeleteMessages`. What is not there any more counts as deleted.

use backline_proto::gateway::v1::{DeleteMessages, Outcome};

use super::params::Params;
use super::{Refused, incomplete};
use crate::api::Api;
use crate::outcome;

pub(super) async fn execute(api: &Api, command: DeleteMessages) -> Outcome {
    match request(&command) {
        Ok((method, params)) => outcome::of_change(api.call(method, &params).await),
        Err(refused) => refused.into(),
    }
}

fn request(command: &DeleteMessages) -> Result<(&'static str, Params), Refused> {
    let mut params = Params::in_chat(command.chat.as_ref())?;
    let in_business = command
        .chat
        .as_ref()
        .is_some_and(|chat| !chat.business_connection_id.is_empty());
    match command.message_ids.as_slice() {
        [] => Err(incomplete("names no message to delete")),
        many if in_business => {
            // The messages' chat is not asked for: the connection has them all.
            params.remove("chat_id");
            params.set("message_ids", many);
            Ok(("deleteBusinessMessages", params))
        }
        [only] => {
            params.set("message_id", *only);
            Ok(("deleteMessage", params))
        }
        many => {
            params.set("message_ids", many);
            Ok(("deleteMessages", params))
        }
    }
}
