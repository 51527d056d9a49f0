//! `MarkRead`.

use backline_gateway::succeeded;
use backline_proto::gateway::v1::{MarkRead, Outcome, Succeeded};
use grammers_client::tl::functions;

use super::{Ended, Executor, incomplete};
use crate::outcome;

pub(super) async fn execute(with: &Executor, command: MarkRead) -> Ended<Outcome> {
    let place = with.place(command.chat.as_ref())?;
    let max_id = i32::try_from(command.message_id).unwrap_or(0);
    if max_id <= 0 {
        return Err(incomplete("names no message that can be one"));
    }
    let read = match with.peers.input_channel(place.chat_id) {
        Some(channel) => {
            let request = functions::channels::ReadHistory { channel, max_id };
            with.telegram.call(&request).await.map(drop)
        }
        None => {
            let request = functions::messages::ReadHistory {
                peer: place.peer,
                max_id,
            };
            with.telegram.call(&request).await.map(drop)
        }
    };
    Ok(match read {
        Ok(()) => succeeded(Succeeded::default()),
        Err(failure) => outcome::of_change(Err::<(), _>(failure)),
    })
}
