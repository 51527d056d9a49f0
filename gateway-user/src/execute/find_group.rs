//! `FindGroup`: whether a group that may have been made is there.

use backline_gateway::{rejected, succeeded};
use backline_proto::gateway::v1::{FindGroup, Outcome, Reached, RejectionReason, Succeeded};
use grammers_client::tl::{enums, functions};

use super::find_person::question;
use super::{Ended, Executor, incomplete};
use crate::peers::id_of;

/// So many of the latest dialogs are looked at: a new group is among the first.
const LATEST: i32 = 100;

pub(super) async fn execute(with: &Executor, command: FindGroup) -> Ended<Outcome> {
    let since = command
        .made_from_time
        .ok_or_else(|| incomplete("names no moment"))?;
    let request = functions::messages::GetDialogs {
        exclude_pinned: false,
        folder_id: None,
        offset_date: 0,
        offset_id: 0,
        offset_peer: enums::InputPeer::Empty,
        limit: LATEST,
        hash: 0,
    };
    use enums::messages::Dialogs as Of;
    let (users, chats) = match with.telegram.call(&request).await.map_err(question)? {
        Of::Dialogs(told) => (told.users, told.chats),
        Of::Slice(told) => (told.users, told.chats),
        Of::NotModified(_) => (Vec::new(), Vec::new()),
    };
    with.show(&users, &chats);
    // Of a group's maker the date is when it was made.
    let is_it = |chat: &&enums::Chat| {
        matches!(chat, enums::Chat::Channel(one) if one.creator
            && one.megagroup
            && one.title == command.title
            && i64::from(one.date) >= since.seconds)
    };
    Ok(match chats.iter().find(is_it) {
        Some(chat) => succeeded(Succeeded {
            reached: Some(Reached {
                chat: Some(with.peers.chat(id_of(chat))),
                was_there: true,
                ..Reached::default()
            }),
            ..Succeeded::default()
        }),
        None => rejected(
            RejectionReason::NotFound,
            "no such group is among the account's latest chats",
        ),
    })
}
