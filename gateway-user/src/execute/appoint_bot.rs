//! `AppointBot`. Being in the group already, and an administrator already, is a success.

use backline_gateway::{rejected, succeeded};
use backline_proto::gateway::v1::{
    AppointBot, Outcome, PersonName, RejectionReason, Succeeded, person_name,
};
use grammers_client::tl::{enums, functions, types};

use super::made::shown;
use super::{Ended, Executor};
use crate::outcome;
use crate::telegram::Failure;

pub(super) async fn execute(with: &Executor, command: AppointBot) -> Ended<Outcome> {
    let place = with.place(command.chat.as_ref())?;
    let name = PersonName {
        name: Some(person_name::Name::Username(command.username)),
    };
    let id = Box::pin(with.look_up(Some(&name))).await?;
    let known = (
        with.peers.input_user(id),
        with.peers.input_channel(place.chat_id),
    );
    let (Some(bot), Some(channel)) = known else {
        let detail = "that is no bot, or the group is none that can be administered";
        return Err(Box::new(rejected(RejectionReason::NotFound, detail)));
    };
    let request = functions::channels::InviteToChannel {
        channel: channel.clone(),
        users: vec![bot.clone()],
    };
    match Box::pin(with.telegram.call(&request)).await {
        Ok(enums::messages::InvitedUsers::Users(told)) => {
            let (users, chats) = shown(&told.updates);
            with.show(users, chats);
        }
        Err(failure) if failure.is("USER_ALREADY_PARTICIPANT") => {}
        Err(Failure::Unreadable(_)) => {}
        // BOT_GROUPS_BLOCKED and the like: whose bot it is has to permit groups.
        Err(failure) => return Ok(outcome::of_failure(failure)),
    }
    let request = functions::channels::EditAdmin {
        channel,
        user_id: bot,
        admin_rights: enums::ChatAdminRights::Rights(rights()),
        rank: None,
    };
    let told = Box::pin(with.telegram.call(&request)).await;
    Ok(match told {
        Ok(_) | Err(Failure::Unreadable(_)) => succeeded(Succeeded::default()),
        Err(failure) => outcome::of_failure(failure),
    })
}

/// What a bot that looks after a group needs there, and no more.
const fn rights() -> types::ChatAdminRights {
    types::ChatAdminRights {
        change_info: false,
        post_messages: false,
        edit_messages: false,
        delete_messages: true,
        ban_users: true,
        invite_users: true,
        pin_messages: true,
        add_admins: false,
        anonymous: false,
        manage_call: false,
        other: true,
        manage_topics: true,
        post_stories: false,
        edit_stories: false,
        delete_stories: false,
        manage_direct_messages: false,
        manage_ranks: false,
        manage_linked_peers: false,
        manage_welcome_messages: false,
    }
}
