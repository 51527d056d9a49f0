//! `CreateGroup`. Telegram has no key for it: the same command again is another group.

use backline_gateway::{rejected, succeeded, uncertain};
use backline_proto::gateway::v1::{CreateGroup, Outcome, Reached, RejectionReason, Succeeded};
use grammers_client::tl::functions;

use super::made::shown;
use super::{Ended, Executor, incomplete};
use crate::outcome;

pub(super) async fn execute(with: &Executor, command: CreateGroup) -> Ended<Outcome> {
    if command.title.trim().is_empty() {
        return Err(incomplete("has no title"));
    }
    let request = functions::channels::CreateChannel {
        broadcast: false,
        megagroup: true,
        for_import: false,
        forum: command.is_forum,
        title: command.title,
        about: String::new(),
        geo_point: None,
        address: None,
        ttl_period: None,
    };
    let updates = match with.telegram.call(&request).await {
        Ok(updates) => updates,
        // Telegram's word to accounts that it holds for spammers
        // (core.telegram.org/method/channels.createChannel).
        Err(failure) if failure.is("USER_RESTRICTED") => {
            return Ok(rejected(RejectionReason::PeerFlood, failure.words()));
        }
        Err(failure) => return Ok(outcome::of_failure(failure)),
    };
    let (users, chats) = shown(&updates);
    with.show(users, chats);
    let Some(made) = chats.first() else {
        return Ok(uncertain("Telegram took it, and shows no group"));
    };
    Ok(succeeded(Succeeded {
        reached: Some(Reached {
            chat: Some(with.peers.chat(crate::peers::id_of(made))),
            ..Reached::default()
        }),
        ..Succeeded::default()
    }))
}
