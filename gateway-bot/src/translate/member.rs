//! Somebody's standing in a chat.

use backline_proto::common::v1::{MemberRights, MemberStatus};
use backline_proto::gateway::v1::{ChatMember, MembershipChanged};

use super::chat::{chat_in, user_in};
use super::read::{Object, flag, object, text, time};

/// A changed standing. `None` for a status that is not known: a wrong one could
/// hand a group to somebody.
pub(super) fn changed(update: &Object) -> Option<MembershipChanged> {
    let now = object(update, "new_chat_member")?;
    let before = object(update, "old_chat_member");
    Some(MembershipChanged {
        chat: Some(chat_in(update, "chat")?),
        actor: user_in(update, "from"),
        member: Some(user_in(now, "user")?),
        old_status: before.and_then(status).unwrap_or(MemberStatus::Left).into(),
        new_status: status(now)?.into(),
        rights: Some(rights(now)),
        change_time: time(update, "date"),
    })
}

/// Somebody in a chat.
pub(crate) fn of(member: &Object) -> Option<ChatMember> {
    Some(ChatMember {
        user: Some(user_in(member, "user")?),
        status: status(member)?.into(),
        rights: Some(rights(member)),
    })
}

fn status(member: &Object) -> Option<MemberStatus> {
    Some(match text(member, "status").as_str() {
        "creator" => MemberStatus::Owner,
        "administrator" => MemberStatus::Administrator,
        "member" => MemberStatus::Member,
        "restricted" if flag(member, "is_member") => MemberStatus::Restricted,
        "restricted" | "left" => MemberStatus::Left,
        "kicked" => MemberStatus::Banned,
        _ => return None,
    })
}

fn rights(member: &Object) -> MemberRights {
    let is_owner = text(member, "status") == "creator";
    let is_administrator = text(member, "status") == "administrator";
    let has = |right: &str| is_owner || (is_administrator && flag(member, right));
    MemberRights {
        manage_topics: has("can_manage_topics"),
        delete_messages: has("can_delete_messages"),
        pin_messages: has("can_pin_messages"),
        restrict_members: has("can_restrict_members"),
        invite_users: has("can_invite_users"),
        is_anonymous: flag(member, "is_anonymous"),
    }
}
