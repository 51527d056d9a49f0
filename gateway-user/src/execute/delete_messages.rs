//! `DeleteMessages`, for everybody. What is not there any more counts as deleted.

use backline_gateway::succeeded;
use backline_proto::gateway::v1::{DeleteMessages, Outcome, Succeeded};
use grammers_client::tl::functions;

use super::place::numbers;
use super::{Ended, Executor};
use crate::outcome;

pub(super) async fn execute(with: &Executor, command: DeleteMessages) -> Ended<Outcome> {
    let place = with.place(command.chat.as_ref())?;
    let id = numbers(&command.message_ids)?;
    let deleted = match with.peers.input_channel(place.chat_id) {
        Some(channel) => {
            let request = functions::channels::DeleteMessages { channel, id };
            with.telegram.call(&request).await
        }
        None => {
            let request = functions::messages::DeleteMessages { revoke: true, id };
            with.telegram.call(&request).await
        }
    };
    Ok(match deleted {
        Err(failure) if failure.is("MESSAGE_ID_INVALID") => succeeded(Succeeded::default()),
        other => outcome::of_change(other),
    })
}
