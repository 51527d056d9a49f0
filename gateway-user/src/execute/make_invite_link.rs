//! `MakeInviteLink`: a further link, beside those that there are.

use backline_gateway::{rejected, succeeded};
use backline_proto::gateway::v1::{MakeInviteLink, Outcome, Reached, RejectionReason, Succeeded};
use grammers_client::tl::{enums, functions};

use super::{Ended, Executor};
use crate::outcome;

pub(super) async fn execute(with: &Executor, command: MakeInviteLink) -> Ended<Outcome> {
    let place = with.place(command.chat.as_ref())?;
    let request = functions::messages::ExportChatInvite {
        legacy_revoke_permanent: false,
        request_needed: false,
        peer: place.peer,
        expire_date: None,
        usage_limit: None,
        title: None,
        subscription_pricing: None,
    };
    Ok(match with.telegram.call(&request).await {
        Ok(enums::ExportedChatInvite::ChatInviteExported(told)) => succeeded(Succeeded {
            reached: Some(Reached {
                invite_link: told.link,
                ..Reached::default()
            }),
            ..Succeeded::default()
        }),
        Ok(enums::ExportedChatInvite::ChatInvitePublicJoinRequests) => rejected(
            RejectionReason::Other,
            "the group is public, and who comes has to be let in",
        ),
        Err(failure) => outcome::of_failure(failure),
    })
}
