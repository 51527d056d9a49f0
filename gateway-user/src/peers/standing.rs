//! Somebody's standing in a chat.

use backline_proto::common::v1::{MemberRights, MemberStatus};
use grammers_client::tl::{enums, types};

use super::chat_id_of;

/// Status and rights.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Standing {
    pub(crate) status: MemberStatus,
    pub(crate) rights: MemberRights,
}

// === impl Standing ===

impl Standing {
    pub(crate) fn owner() -> Self {
        Self {
            status: MemberStatus::Owner,
            rights: MemberRights {
                manage_topics: true,
                delete_messages: true,
                pin_messages: true,
                restrict_members: true,
                invite_users: true,
                is_anonymous: false,
            },
        }
    }

    pub(crate) fn administrator(rights: MemberRights) -> Self {
        let status = MemberStatus::Administrator;
        Self { status, rights }
    }

    pub(crate) fn plain(status: MemberStatus) -> Self {
        let rights = MemberRights::default();
        Self { status, rights }
    }

    pub(crate) fn banned() -> Self {
        Self::plain(MemberStatus::Banned)
    }

    /// Whether it is in the chat.
    pub(crate) fn is_inside(&self) -> bool {
        !matches!(
            self.status,
            MemberStatus::Left | MemberStatus::Banned | MemberStatus::Unspecified
        )
    }
}

fn rights(rights: &enums::ChatAdminRights) -> MemberRights {
    let enums::ChatAdminRights::Rights(rights) = rights;
    MemberRights {
        manage_topics: rights.manage_topics,
        delete_messages: rights.delete_messages,
        pin_messages: rights.pin_messages,
        restrict_members: rights.ban_users,
        invite_users: rights.invite_users,
        is_anonymous: rights.anonymous,
    }
}

pub(super) fn in_basic(chat: &types::Chat) -> Standing {
    if chat.creator {
        return Standing::owner();
    }
    if chat.left || chat.deactivated {
        return Standing::plain(MemberStatus::Left);
    }
    match &chat.admin_rights {
        Some(given) => Standing::administrator(rights(given)),
        None => Standing::plain(MemberStatus::Member),
    }
}

pub(super) fn in_channel(channel: &types::Channel) -> Standing {
    if channel.creator {
        return Standing {
            rights: MemberRights {
                is_anonymous: channel
                    .admin_rights
                    .as_ref()
                    .is_some_and(|given| rights(given).is_anonymous),
                ..Standing::owner().rights
            },
            ..Standing::owner()
        };
    }
    let enums::ChatBannedRights::Rights(banned) = match &channel.banned_rights {
        Some(banned) => banned,
        None if channel.left => return Standing::plain(MemberStatus::Left),
        None => {
            return match &channel.admin_rights {
                Some(given) => Standing::administrator(rights(given)),
                None => Standing::plain(MemberStatus::Member),
            };
        }
    };
    Standing::plain(match (banned.view_messages, channel.left) {
        (true, _) => MemberStatus::Banned,
        (false, true) => MemberStatus::Left,
        (false, false) => MemberStatus::Restricted,
    })
}

/// Somebody in a supergroup or channel: who, and how they stand.
pub(crate) fn of_participant(participant: &enums::ChannelParticipant) -> (i64, Standing) {
    use enums::ChannelParticipant as Of;
    match participant {
        Of::Participant(it) => (it.user_id, Standing::plain(MemberStatus::Member)),
        Of::ParticipantSelf(it) => (it.user_id, Standing::plain(MemberStatus::Member)),
        Of::Creator(it) => {
            let is_anonymous = rights(&it.admin_rights).is_anonymous;
            let mut owner = Standing::owner();
            owner.rights.is_anonymous = is_anonymous;
            (it.user_id, owner)
        }
        Of::Admin(it) => (
            it.user_id,
            Standing::administrator(rights(&it.admin_rights)),
        ),
        Of::Banned(it) => {
            let enums::ChatBannedRights::Rights(banned) = &it.banned_rights;
            let status = match (banned.view_messages, it.left) {
                (true, _) => MemberStatus::Banned,
                (false, true) => MemberStatus::Left,
                (false, false) => MemberStatus::Restricted,
            };
            (chat_id_of(&it.peer), Standing::plain(status))
        }
        Of::Left(it) => (chat_id_of(&it.peer), Standing::plain(MemberStatus::Left)),
    }
}

/// Somebody in a basic group. Its administrators have all rights that there are,
/// but for those of forums.
pub(crate) fn own_in_basic(participant: &enums::ChatParticipant) -> (i64, Standing) {
    match participant {
        enums::ChatParticipant::Participant(it) => {
            (it.user_id, Standing::plain(MemberStatus::Member))
        }
        enums::ChatParticipant::Creator(it) => (it.user_id, Standing::owner()),
        enums::ChatParticipant::Admin(it) => {
            let rights = MemberRights {
                manage_topics: false,
                ..Standing::owner().rights
            };
            (it.user_id, Standing::administrator(rights))
        }
    }
}
