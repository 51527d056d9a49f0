//! `PinMessage`, without a sound.

use backline_proto::gateway::v1::{Outcome, PinMessage};
use grammers_client::tl::functions;

use super::{Ended, Executor};
use crate::outcome;

pub(super) async fn execute(with: &Executor, command: PinMessage) -> Ended<Outcome> {
    let (place, id) = with.message(command.message.as_ref())?;
    let request = functions::messages::UpdatePinnedMessage {
        silent: true,
        unpin: !command.pinned,
        pm_oneside: false,
        peer: place.peer,
        id,
    };
    Ok(outcome::of_change(with.telegram.call(&request).await))
}
