//! `DeleteTopic`: Telegram deletes a topic's messages bit by bit, until it says
//! that none is left.

use backline_gateway::failed;
use backline_proto::gateway::v1::{DeleteTopic, Outcome};
use grammers_client::tl::{enums, functions};

use super::{Ended, Executor};
use crate::outcome;

/// So often it is asked to go on.
const MOST_ROUNDS: u32 = 100;

pub(super) async fn execute(with: &Executor, command: DeleteTopic) -> Ended<Outcome> {
    let place = with.topic(command.target.as_ref())?;
    for _ in 0..MOST_ROUNDS {
        let request = functions::messages::DeleteTopicHistory {
            peer: place.peer.clone(),
            top_msg_id: place.topic,
        };
        match with.telegram.call(&request).await {
            Ok(enums::messages::AffectedHistory::History(rest)) if rest.offset > 0 => {}
            other => return Ok(outcome::of_change(other)),
        }
    }
    Ok(failed(
        "the topic is so long that Telegram goes on deleting it",
    ))
}
