//! Which of a connection's identities does what.

use super::{Connection, DeskBot};
use crate::id::{IdentityId, IdentityKind, UserId};
use crate::time::Timestamp;

// === impl Connection ===

impl Connection {
    /// The desk bot, once it looks after the group, and from when on.
    #[must_use]
    pub fn desk_in_charge(&self) -> Option<(&DeskBot, Timestamp)> {
        let desk = self.desk.as_ref()?;
        Some((desk, desk.since?))
    }

    /// The one identity that looks after the backend group: makes topics, posts buttons,
    /// sees what operators write.
    #[must_use]
    pub fn desk_identity(&self) -> IdentityId {
        self.desk_in_charge()
            .map_or(self.frontend, |(desk, _)| desk.identity)
    }

    /// Who posts in the backend group besides the frontend.
    pub fn helpers(&self) -> impl Iterator<Item = IdentityId> {
        let desk = self.desk.as_ref().map(|desk| desk.identity);
        self.relays.keys().copied().chain(desk)
    }

    /// Whether the account is no member of the group that a desk bot looks after: nothing goes
    /// from one side to the other by Telegram's own forward then.
    #[must_use]
    pub fn is_without_carrier(&self) -> bool {
        let desk = self.desk_in_charge();
        desk.is_some_and(|(desk, _)| !desk.has_carrier())
    }

    /// Who is asked about a group, where that is not the frontend: what the desk bot may do
    /// there counts, as soon as there is one for a new group.
    #[must_use]
    pub fn group_checker(&self) -> Option<IdentityId> {
        let desk = self.desk.as_ref()?;
        let is_its = desk.since.is_some() || self.group_id().is_none();
        is_its.then_some(desk.identity)
    }

    /// Whether it is the connection's in any way: its frontend, desk bot or relay bot.
    #[must_use]
    pub fn has(&self, identity: IdentityId) -> bool {
        self.frontend == identity || self.helpers().any(|helper| helper == identity)
    }

    /// Whether it is one of the relay bots.
    #[must_use]
    pub fn is_relay(&self, identity: IdentityId) -> bool {
        self.relays.contains_key(&identity)
    }

    /// Whether what this one does to topics is done from here and is no person's act. An
    /// account beside a desk bot does nothing to them from here: its owner does.
    #[must_use]
    pub fn keeps_topics_as(&self, user: UserId) -> bool {
        let is_helper = self.helpers().any(|helper| helper.user == user);
        is_helper || self.desk_identity().user == user
    }

    /// The names that commands in the group may be addressed to, without the @.
    #[must_use]
    pub fn usernames(&self) -> Vec<&str> {
        let desk = self.desk.as_ref().map(|desk| desk.username.as_str());
        let names = [Some(self.frontend_username.as_str()), desk];
        names
            .into_iter()
            .flatten()
            .filter(|name| !name.is_empty())
            .collect()
    }

    /// Whether Telegram serves it over MTProto: every account, and bots that were put there.
    /// It is then told of its own messages and of deletions, and what it sends carries keys.
    #[must_use]
    pub fn speaks_mtproto(&self, identity: IdentityId) -> bool {
        identity.kind == IdentityKind::User || self.mtproto.contains_key(&identity)
    }

    /// Has one of its bots served over MTProto, or over the Bot API.
    pub fn put_on_mtproto(&mut self, bot: IdentityId, is_mtproto: bool, now: Timestamp) {
        if is_mtproto {
            self.mtproto.entry(bot).or_insert(now);
        } else {
            self.mtproto.remove(&bot);
        }
    }

    /// Of which kind the gateways are that can serve it.
    #[must_use]
    pub fn gateway_kind(&self, identity: IdentityId) -> IdentityKind {
        if self.speaks_mtproto(identity) {
            IdentityKind::User
        } else {
            IdentityKind::Bot
        }
    }
}
