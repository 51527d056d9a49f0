//! People brought into groups. Whoever's settings are against it is not brought, and named as missing.

use grammers_tl_types::{Serializable as _, enums, functions, types};

use super::{Answer, Call, Refused, event::Mark};
use crate::world::{Key, Kind, Member, Status, UserId, invite::MOST_IN_BASIC, rate::Cost};

/// `channels.inviteToChannel`.
pub(super) fn into_channel(call: &mut Call<'_>) -> Answer {
    let asked: functions::channels::InviteToChannel = call.read()?;
    let key = call.own_channel(&asked.channel)?;
    let channel = call.world.chat(key).map(|chat| chat.kind) == Some(Kind::Channel);
    if channel {
        call.must_have(key, |rights| rights.can_invite_users)?;
    }
    let mut users = Vec::new();
    for user in &asked.users {
        users.push(call.user(user)?);
    }
    bring(call, key, &users)
}

/// `messages.addChatUser`.
pub(super) fn into_basic(call: &mut Call<'_>) -> Answer {
    let asked: functions::messages::AddChatUser = call.read()?;
    let key = call.basic(asked.chat_id)?;
    let user = call.user(&asked.user_id)?;
    let inside = call.world.chat(key).map_or(0, |chat| {
        chat.members
            .values()
            .filter(|member| member.is_in())
            .count()
    });
    if inside >= MOST_IN_BASIC {
        return Err(Refused::bad("USERS_TOO_MUCH"));
    }
    bring(call, key, &[user])
}

fn bring(call: &mut Call<'_>, key: Key, users: &[UserId]) -> Answer {
    let account = call.account;
    if !call.world.member(key, account).is_in() {
        return Err(Refused::forbidden("CHAT_WRITE_FORBIDDEN"));
    }
    if users
        .iter()
        .any(|user| !call.world.may_approach(account, *user))
    {
        return Err(Refused::bad("PEER_FLOOD"));
    }
    let (mut welcome, mut missing) = (Vec::new(), Vec::new());
    for user in users {
        match call.world.may_bring(account, *user, key) {
            Ok(()) => welcome.push(*user),
            Err("") => missing.push(*user),
            Err("USER_NOT_MUTUAL_CONTACT") => {
                return Err(Refused::forbidden("USER_NOT_MUTUAL_CONTACT"));
            }
            Err(word) => return Err(Refused::bad(word)),
        }
    }
    call.spend(key, Cost::Units(welcome.len().max(1)))?;
    let mark = Mark::set(call.world, account);
    for user in welcome {
        call.world
            .set_member(key, user, Member::plain(Status::Member), account)
            .map_err(|refused| Refused::by_world(&refused))?;
    }
    let updates = mark.updates(call.world, account, Some(key));
    Ok(invited(updates, &missing).to_bytes())
}

/// The answer to calls that bring people.
pub(super) fn invited(
    updates: enums::Updates,
    missing: &[UserId],
) -> enums::messages::InvitedUsers {
    let missing_invitees = missing.iter().map(|user_id| {
        enums::MissingInvitee::Invitee(types::MissingInvitee {
            premium_would_allow_invite: false,
            premium_required_for_pm: false,
            user_id: *user_id,
        })
    });
    enums::messages::InvitedUsers::Users(types::messages::InvitedUsers {
        updates,
        missing_invitees: missing_invitees.collect(),
    })
}
