//! `LeaveChat`. Not being in it is a success.

use backline_gateway::succeeded;
use backline_proto::gateway::v1::{LeaveChat, Outcome, Succeeded};
use grammers_client::tl::{enums, functions};

use super::{Ended, Executor, unsupported};
use crate::outcome;

pub(super) async fn execute(with: &Executor, command: LeaveChat) -> Ended<Outcome> {
    let place = with.place(command.chat.as_ref())?;
    if place.chat_id > 0 {
        return Err(unsupported("nobody leaves a private chat"));
    }
    let left = match with.peers.input_channel(place.chat_id) {
        Some(channel) => {
            let request = functions::channels::LeaveChannel { channel };
            with.telegram.call(&request).await
        }
        None => {
            let request = functions::messages::DeleteChatUser {
                revoke_history: false,
                chat_id: -place.chat_id,
                user_id: enums::InputUser::UserSelf,
            };
            with.telegram.call(&request).await
        }
    };
    Ok(match left {
        Err(failure)
            if failure.is("USER_NOT_PARTICIPANT")
                || failure.is("CHANNEL_PRIVATE")
                || failure.is("CHAT_FORBIDDEN") =>
        {
            succeeded(Succeeded::default())
        }
        other => outcome::of_change(other),
    })
}
