//! Groups changed: titles, topics, administrators, and who is thrown out.

use grammers_tl_types::{Serializable as _, enums, functions};

use super::{
    Answer, Call, Refused,
    event::Mark,
    group_make::{become_forum, title},
};
use crate::world::{Key, Kind, Member, Rights, Status, UserId, rate::Cost, signal::Signal};

/// `channels.editTitle`.
pub(super) fn channel_title(call: &mut Call<'_>) -> Answer {
    let asked: functions::channels::EditTitle = call.read()?;
    let key = call.own_channel(&asked.channel)?;
    set_title(call, key, &asked.title)
}

/// `messages.editChatTitle`.
pub(super) fn basic_title(call: &mut Call<'_>) -> Answer {
    let asked: functions::messages::EditChatTitle = call.read()?;
    let key = call.basic(asked.chat_id)?;
    set_title(call, key, &asked.title)
}

fn set_title(call: &mut Call<'_>, key: Key, new: &str) -> Answer {
    call.must_have(key, |rights| rights.can_change_info)?;
    let new = title(new)?;
    if call.world.chat(key).is_some_and(|chat| chat.title == new) {
        return Err(Refused::bad("CHAT_NOT_MODIFIED"));
    }
    call.spend(key, Cost::Units(1))?;
    let account = call.account;
    let mark = Mark::set(call.world, account);
    call.world
        .set_title(key, account, &new)
        .map_err(|refused| Refused::by_world(&refused))?;
    Ok(mark.updates(call.world, account, Some(key)).to_bytes())
}

/// `channels.toggleForum`: topics on or off, by the owner.
pub(super) fn toggle_forum(call: &mut Call<'_>) -> Answer {
    let asked: functions::channels::ToggleForum = call.read()?;
    let key = call.own_channel(&asked.channel)?;
    let account = call.account;
    if call.world.member(key, account).status != Status::Creator {
        return Err(Refused::bad("CHAT_ADMIN_REQUIRED"));
    }
    let Some(chat) = call.world.chat(key).filter(|chat| chat.kind == Kind::Super) else {
        return Err(Refused::bad("CHANNEL_INVALID"));
    };
    if chat.linked.is_some() {
        return Err(Refused::bad("CHAT_DISCUSSION_UNALLOWED"));
    }
    if chat.forum == asked.enabled {
        return Err(Refused::bad("CHAT_NOT_MODIFIED"));
    }
    let mark = Mark::set(call.world, account);
    if asked.enabled {
        become_forum(call, key);
    } else if let Some(chat) = call.world.chats.get_mut(&key) {
        chat.forum = false;
    }
    for person in call.world.people_of(key) {
        call.world.signal(Signal::Place(key, person));
    }
    Ok(mark.updates(call.world, account, Some(key)).to_bytes())
}

/// `channels.editAdmin`: nobody gives what they do not have.
pub(super) fn edit_admin(call: &mut Call<'_>) -> Answer {
    let asked: functions::channels::EditAdmin = call.read()?;
    let key = call.own_channel(&asked.channel)?;
    let user = call.user(&asked.user_id)?;
    call.must_have(key, |rights| rights.can_promote_members)?;
    let account = call.account;
    let enums::ChatAdminRights::Rights(given) = asked.admin_rights;
    let rights = rights(&given);
    let own = call.world.member(key, account);
    let place = call.world.member(key, user);
    if place.status == Status::Creator {
        return Err(Refused::bad("USER_CREATOR"));
    }
    if own.status != Status::Creator && exceeds(rights, own.rights) {
        return Err(Refused::forbidden("RIGHT_FORBIDDEN"));
    }
    let is_none = rights == Rights::default();
    if !place.is_in() {
        let channel = call.world.chat(key).map(|chat| chat.kind) == Some(Kind::Channel);
        let bot = call.world.user(user).is_some_and(|user| user.is_bot());
        match call.world.may_bring(account, user, key) {
            Ok(()) => {}
            // Into a channel bots come only as administrators.
            Err("USER_BOT") if channel && bot && !is_none => {}
            Err("") => return Err(Refused::forbidden("USER_PRIVACY_RESTRICTED")),
            Err("USER_NOT_MUTUAL_CONTACT") => {
                return Err(Refused::forbidden("USER_NOT_MUTUAL_CONTACT"));
            }
            Err(word) => return Err(Refused::bad(word)),
        }
    }
    let new = if is_none {
        Member::plain(Status::Member)
    } else {
        Member {
            status: Status::Administrator,
            rights,
        }
    };
    place_in(call, key, user, new)
}

/// `channels.editBanned`: thrown out, or let back. Other restrictions are not simulated.
pub(super) fn edit_banned(call: &mut Call<'_>) -> Answer {
    let asked: functions::channels::EditBanned = call.read()?;
    let key = call.own_channel(&asked.channel)?;
    call.must_have(key, |rights| rights.can_restrict_members)?;
    let user = match call.peer(&asked.participant)? {
        named @ Key::Private(..) => named.id_for(call.account),
        Key::Group(_) => return Err(Refused::bad("PARTICIPANT_ID_INVALID")),
    };
    let place = call.world.member(key, user);
    if place.is_admin() {
        return Err(Refused::bad("USER_ADMIN_INVALID"));
    }
    let enums::ChatBannedRights::Rights(banned) = asked.banned_rights;
    let status = match (banned.view_messages, place.status) {
        (true, _) => Status::Kicked,
        (false, Status::Kicked) => Status::Left,
        (false, _) => return Err(Refused::bad("METHOD_NOT_SIMULATED")),
    };
    place_in(call, key, user, Member::plain(status))
}

fn place_in(call: &mut Call<'_>, key: Key, user: UserId, new: Member) -> Answer {
    let account = call.account;
    let mark = Mark::set(call.world, account);
    call.world
        .set_member(key, user, new, account)
        .map_err(|refused| Refused::by_world(&refused))?;
    Ok(mark.updates(call.world, account, Some(key)).to_bytes())
}

fn rights(given: &grammers_tl_types::types::ChatAdminRights) -> Rights {
    let mut rights = Rights {
        is_anonymous: given.anonymous,
        can_manage_chat: given.other,
        can_delete_messages: given.delete_messages,
        can_restrict_members: given.ban_users,
        can_promote_members: given.add_admins,
        can_change_info: given.change_info,
        can_invite_users: given.invite_users,
        can_pin_messages: given.pin_messages,
        can_manage_topics: given.manage_topics,
        can_post_messages: given.post_messages,
        can_edit_messages: given.edit_messages,
    };
    // Every other right implies it.
    rights.can_manage_chat = rights != Rights::default();
    rights
}

fn exceeds(wanted: Rights, own: Rights) -> bool {
    [
        (wanted.can_delete_messages, own.can_delete_messages),
        (wanted.can_restrict_members, own.can_restrict_members),
        (wanted.can_promote_members, own.can_promote_members),
        (wanted.can_change_info, own.can_change_info),
        (wanted.can_invite_users, own.can_invite_users),
        (wanted.can_pin_messages, own.can_pin_messages),
        (wanted.can_manage_topics, own.can_manage_topics),
        (wanted.can_post_messages, own.can_post_messages),
        (wanted.can_edit_messages, own.can_edit_messages),
    ]
    .into_iter()
    .any(|(wanted, own)| wanted && !own)
}
