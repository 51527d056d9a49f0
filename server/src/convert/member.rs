//! Somebody's standing in a chat.

use backline_domain::delivery::ChatMember;
use backline_domain::message::{MemberRights, MemberStatus};
use backline_proto::common::v1 as proto;
use backline_proto::gateway::v1 as gateway;

use super::{Error, Result, person};

/// The standing.
///
/// # Errors
/// When it is not set or not known.
pub fn status_from_proto(status: i32) -> Result<MemberStatus> {
    use proto::MemberStatus as Wire;
    Ok(match Wire::try_from(status).unwrap_or_default() {
        Wire::Owner => MemberStatus::Owner,
        Wire::Administrator => MemberStatus::Administrator,
        Wire::Member => MemberStatus::Member,
        Wire::Restricted => MemberStatus::Restricted,
        Wire::Left => MemberStatus::Left,
        Wire::Banned => MemberStatus::Banned,
        Wire::Unspecified => {
            let allowed = "OWNER, ADMINISTRATOR, MEMBER, RESTRICTED, LEFT or BANNED";
            return Err(Error::Unknown {
                field: "status",
                allowed,
            });
        }
    })
}

/// The standing.
#[must_use]
pub const fn status_to_proto(status: MemberStatus) -> proto::MemberStatus {
    match status {
        MemberStatus::Owner => proto::MemberStatus::Owner,
        MemberStatus::Administrator => proto::MemberStatus::Administrator,
        MemberStatus::Member => proto::MemberStatus::Member,
        MemberStatus::Restricted => proto::MemberStatus::Restricted,
        MemberStatus::Left => proto::MemberStatus::Left,
        MemberStatus::Banned => proto::MemberStatus::Banned,
    }
}

/// The rights; none when they are not told.
#[must_use]
pub fn rights_from_proto(rights: Option<proto::MemberRights>) -> MemberRights {
    let rights = rights.unwrap_or_default();
    MemberRights {
        manage_topics: rights.manage_topics,
        delete_messages: rights.delete_messages,
        pin_messages: rights.pin_messages,
        restrict_members: rights.restrict_members,
        invite_users: rights.invite_users,
        is_anonymous: rights.is_anonymous,
    }
}

/// The rights.
#[must_use]
pub const fn rights_to_proto(rights: MemberRights) -> proto::MemberRights {
    proto::MemberRights {
        manage_topics: rights.manage_topics,
        delete_messages: rights.delete_messages,
        pin_messages: rights.pin_messages,
        restrict_members: rights.restrict_members,
        invite_users: rights.invite_users,
        is_anonymous: rights.is_anonymous,
    }
}

/// Somebody in a chat.
///
/// # Errors
/// Without person or standing.
pub fn from_proto(member: gateway::ChatMember) -> Result<ChatMember> {
    let user = member.user.ok_or(Error::Missing("user"))?;
    Ok(ChatMember {
        user: person::from_proto(user)?,
        status: status_from_proto(member.status)?,
        rights: rights_from_proto(member.rights),
    })
}

/// Somebody in a chat.
#[must_use]
pub fn to_proto(member: &ChatMember) -> gateway::ChatMember {
    gateway::ChatMember {
        user: Some(person::to_proto(&member.user)),
        status: status_to_proto(member.status).into(),
        rights: Some(rights_to_proto(member.rights)),
    }
}
