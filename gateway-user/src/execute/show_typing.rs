//! `ShowTyping`.

use backline_proto::gateway::v1::{Outcome, ShowTyping};
use grammers_client::tl::{enums, functions};

use super::{Ended, Executor};
use crate::outcome;

pub(super) async fn execute(with: &Executor, command: ShowTyping) -> Ended<Outcome> {
    let place = with.target(command.target.as_ref())?;
    let request = functions::messages::SetTyping {
        top_msg_id: (place.topic != 0).then_some(place.topic),
        peer: place.peer,
        action: enums::SendMessageAction::SendMessageTypingAction,
    };
    Ok(outcome::of_change(with.telegram.call(&request).await))
}
