//! `ForwardMessages`: forwards, with their author.

use backline_proto::gateway::v1::{ForwardMessages, Outcome};

use super::copy_messages::of_many;
use super::params::{Params, refuse_business};
use super::{Refused, incomplete};
use crate::api::Api;
use crate::outcome;

pub(super) async fn execute(api: &Api, command: ForwardMessages) -> Outcome {
    match request(&command) {
        Ok(("forwardMessage", params)) => outcome::of(
            api.call("forwardMessage", &params).await,
            outcome::made_message,
        ),
        Ok((method, params)) => of_many(api.call(method, &params).await, command.message_ids.len()),
        Err(refused) => refused.into(),
    }
}

fn request(command: &ForwardMessages) -> Result<(&'static str, Params), Refused> {
    let mut params = Params::to_without_business(command.target.as_ref())?;
    let Some(from) = command.from_chat.as_ref().filter(|chat| chat.id != 0) else {
        return Err(incomplete("names no chat to forward from"));
    };
    refuse_business(Some(from))?;
    params.set("from_chat_id", from.id);
    params.set_silent(command.silent);
    match command.message_ids.as_slice() {
        [] => Err(incomplete("names no message to forward")),
        [only] => {
            params.set("message_id", *only);
            Ok(("forwardMessage", params))
        }
        many => {
            params.set("message_ids", many);
            Ok(("forwardMessages", params))
        }
    }
}
