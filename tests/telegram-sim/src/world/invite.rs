//! Links by which people come into groups, and who may bring whom.

use super::{Key, Kind, UserId, World};

/// An invite link.
#[derive(Debug, Clone)]
pub(crate) struct Invite {
    pub(crate) chat: Key,
    pub(crate) by: UserId,
    /// Until when it is good, in seconds since the epoch.
    pub(crate) expires: Option<i64>,
    /// How many may come by it.
    pub(crate) limit: Option<i64>,
    pub(crate) used: i64,
    /// Whoever comes by it has to be let in by an administrator.
    pub(crate) asks: bool,
    pub(crate) title: Option<String>,
}

/// How many supergroups and channels an account is in at most, and with Premium.
pub(crate) const MOST_CHANNELS: usize = 500;
pub(crate) const MOST_PREMIUM_CHANNELS: usize = 1000;
/// How many bots a supergroup takes.
pub(crate) const MOST_BOTS: usize = 20;
/// How many people a basic group takes.
pub(crate) const MOST_IN_BASIC: usize = 200;
/// What links begin with.
pub(crate) const LINK: &str = "https://t.me/+";

// === impl Invite ===

impl Invite {
    /// Whether somebody may still come by it.
    pub(crate) fn is_good(&self, date: i64) -> bool {
        let in_time = self.expires.is_none_or(|expires| date < expires);
        in_time && self.limit.is_none_or(|limit| self.used < limit)
    }
}

// === impl World ===

impl World {
    /// A new link into a group; its hash.
    pub(crate) fn add_invite(&mut self, invite: Invite) -> String {
        let number = self.fresh();
        let hash = format!(
            "SIM{:013x}",
            number.wrapping_mul(0x9e37_79b9_7f4a).unsigned_abs()
        );
        self.invites.insert(hash.clone(), invite);
        hash
    }

    /// Whether an account is in as many supergroups and channels as it may be.
    pub(crate) fn is_in_too_many(&self, account: UserId) -> bool {
        let premium = self.users.get(&account).is_some_and(|user| user.is_premium);
        let most = match self.most_channels {
            Some(most) => most,
            None if premium => MOST_PREMIUM_CHANNELS,
            None => MOST_CHANNELS,
        };
        self.chats_of(account).len() >= most
    }

    /// Telegram's word for why `account` may not bring `user` into a group; empty when only the user's settings are
    /// against it.
    pub(crate) fn may_bring(
        &self,
        account: UserId,
        user: UserId,
        chat: Key,
    ) -> Result<(), &'static str> {
        let Some(found) = self.chats.get(&chat) else {
            return Err("CHAT_ID_INVALID");
        };
        let Some(person) = self.users.get(&user) else {
            return Err("USER_ID_INVALID");
        };
        let place = self.member(chat, user);
        let was_there = found.members.contains_key(&user);
        if person.deactivated {
            return Err("INPUT_USER_DEACTIVATED");
        }
        if place.is_in() {
            return Err("USER_ALREADY_PARTICIPANT");
        }
        if place.status == super::Status::Kicked && !self.member(chat, account).is_admin() {
            return Err("USER_KICKED");
        }
        if let Some(bot) = &person.bot {
            let inside = self.bots_of(chat).len();
            return match found.kind {
                Kind::Channel => Err("USER_BOT"),
                _ if !bot.can_join_groups => Err("BOT_GROUPS_BLOCKED"),
                _ if inside >= MOST_BOTS => Err("BOTS_TOO_MUCH"),
                _ => Ok(()),
            };
        }
        if self.has_blocked(account, user) {
            return Err("USER_BLOCKED");
        }
        let are_friends = self.is_contact(user, account) && self.is_contact(account, user);
        // Whoever went away by themselves is brought back only by a friend.
        if was_there && place.status == super::Status::Left && !are_friends {
            return Err("USER_NOT_MUTUAL_CONTACT");
        }
        if found.kind.has_own_ids() && self.is_in_too_many(user) {
            return Err("USER_CHANNELS_TOO_MUCH");
        }
        let is_private = person.invited_by_contacts && !self.is_contact(user, account);
        if is_private || self.has_blocked(user, account) {
            return Err("");
        }
        Ok(())
    }
}
