//! `InvitePerson`. Being in it already is a success.

use backline_gateway::{rejected, succeeded};
use backline_proto::gateway::v1::{InvitePerson, Outcome, Reached, RejectionReason, Succeeded};
use grammers_client::tl::{enums, functions};

use super::made::shown;
use super::{Ended, Executor};
use crate::outcome;
use crate::telegram::Failure;

/// How much of what was written before somebody sees who comes into a basic group.
const FORWARDED: i32 = 100;

pub(super) async fn execute(with: &Executor, command: InvitePerson) -> Ended<Outcome> {
    let place = with.place(command.chat.as_ref())?;
    let id = Box::pin(with.look_up(command.who.as_ref())).await?;
    let Some(user) = with.peers.input_user(id) else {
        let detail = "that is a group or channel";
        return Err(Box::new(rejected(RejectionReason::NotFound, detail)));
    };
    let told = match with.peers.input_channel(place.chat_id) {
        Some(channel) => {
            let users = vec![user];
            let request = functions::channels::InviteToChannel { channel, users };
            with.telegram.call(&request).await
        }
        None => {
            let request = functions::messages::AddChatUser {
                chat_id: -place.chat_id,
                user_id: user,
                fwd_limit: FORWARDED,
            };
            with.telegram.call(&request).await
        }
    };
    Ok(match told {
        Ok(enums::messages::InvitedUsers::Users(told)) => {
            let (users, chats) = shown(&told.updates);
            with.show(users, chats);
            if told.missing_invitees.is_empty() {
                done(false)
            } else {
                rejected(
                    RejectionReason::Privacy,
                    "the person's settings let others not add them",
                )
            }
        }
        Err(failure) if failure.is("USER_ALREADY_PARTICIPANT") => done(true),
        // Of the person and not of the account, of which these names speak elsewhere.
        Err(failure) if failure.is("USER_KICKED") || failure.is("USER_ID_INVALID") => {
            rejected(RejectionReason::Other, failure.words())
        }
        Err(Failure::Unreadable(_)) => done(false),
        Err(failure) => outcome::of_failure(failure),
    })
}

fn done(was_there: bool) -> Outcome {
    succeeded(Succeeded {
        reached: Some(Reached {
            was_there,
            ..Reached::default()
        }),
        ..Succeeded::default()
    })
}
