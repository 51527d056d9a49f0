//! Business accounts: people who let a bot look after their private chats.

use serde::{Deserialize, Serialize};

use super::{Key, Refused, UserId, World};

/// A connection between an account and a bot.
#[derive(Debug, Clone)]
pub struct Connection {
    /// The id that the bot names it by.
    pub id: String,
    /// Whose chats.
    pub owner: UserId,
    /// Who looks after them.
    pub bot: UserId,
    /// Since when, in seconds since the epoch.
    pub date: i64,
    /// What the bot may do.
    pub rights: BusinessRights,
    /// It is in force.
    pub enabled: bool,
    /// Whose chats are left out.
    pub excluded: std::collections::BTreeSet<UserId>,
}

/// What a bot may do for an account, with the Bot API's names.
#[expect(clippy::struct_excessive_bools, reason = "Telegram's own shape")]
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct BusinessRights {
    /// Sends and edits in chats with messages of the last 24 hours.
    #[serde(skip_serializing_if = "is_false")]
    pub can_reply: bool,
    /// Marks messages as read.
    #[serde(skip_serializing_if = "is_false")]
    pub can_read_messages: bool,
    /// Deletes what it sent.
    #[serde(skip_serializing_if = "is_false")]
    pub can_delete_sent_messages: bool,
    /// Deletes anything.
    #[serde(skip_serializing_if = "is_false")]
    pub can_delete_all_messages: bool,
    /// Changes the name.
    #[serde(skip_serializing_if = "is_false")]
    pub can_edit_name: bool,
    /// Posts stories.
    #[serde(skip_serializing_if = "is_false")]
    pub can_manage_stories: bool,
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde asks for it")]
fn is_false(right: &bool) -> bool {
    !right
}

// === impl BusinessRights ===

impl BusinessRights {
    /// Everything that concerns messages.
    #[must_use]
    pub fn all() -> Self {
        Self {
            can_reply: true,
            can_read_messages: true,
            can_delete_sent_messages: true,
            can_delete_all_messages: true,
            can_edit_name: false,
            can_manage_stories: false,
        }
    }

    /// To look on.
    #[must_use]
    pub fn none() -> Self {
        Self::default()
    }
}

// === impl World ===

impl World {
    /// A connection by its id, disabled ones included.
    #[must_use]
    pub fn connection(&self, id: &str) -> Option<&Connection> {
        self.connections.get(id)
    }

    /// Whether somebody is a business account, or was one.
    pub(crate) fn has_connection(&self, owner: UserId) -> bool {
        self.connections.values().any(|one| one.owner == owner)
    }

    /// The connection in force between an account and a bot.
    pub(crate) fn connection_of(&self, owner: UserId, bot: UserId) -> Option<&Connection> {
        self.connections
            .values()
            .find(|one| one.enabled && one.owner == owner && one.bot == bot)
    }

    /// A person lets a bot look after their chats. Another bot that did is disconnected.
    pub fn connect(
        &mut self,
        owner: UserId,
        bot: UserId,
        rights: BusinessRights,
    ) -> Result<String, Refused> {
        let settings = self.users.get(&bot).and_then(|user| user.bot.as_ref());
        if !settings.is_some_and(|bot| bot.business) {
            return Err(Refused("BOT_BUSINESS_MISSING".into()));
        }
        let before: Vec<String> = self
            .connections
            .values()
            .filter(|one| one.enabled && one.owner == owner)
            .map(|one| one.id.clone())
            .collect();
        for id in before {
            self.disconnect(&id);
        }
        let id = format!("SIMbusiness{:x}", self.fresh());
        let connection = Connection {
            id: id.clone(),
            owner,
            bot,
            date: self.date(),
            rights,
            enabled: true,
            excluded: std::collections::BTreeSet::new(),
        };
        self.connections.insert(id.clone(), connection);
        self.tell_connection(&id);
        Ok(id)
    }

    /// The account changes what the bot may do.
    pub fn set_business_rights(&mut self, id: &str, rights: BusinessRights) {
        if let Some(connection) = self.connections.get_mut(id) {
            connection.rights = rights;
        }
        self.tell_connection(id);
    }

    /// The account takes its chats back.
    pub fn disconnect(&mut self, id: &str) {
        let Some(connection) = self.connections.get_mut(id) else {
            return;
        };
        if std::mem::replace(&mut connection.enabled, false) {
            self.tell_connection(id);
        }
    }
}

// === impl Connection ===

impl Connection {
    /// Whether the bot sees that chat of the account.
    #[must_use]
    pub fn covers(&self, chat: Key) -> bool {
        match chat {
            Key::Private(one, other) if one == self.owner => !self.excluded.contains(&other),
            Key::Private(one, other) if other == self.owner => !self.excluded.contains(&one),
            _ => false,
        }
    }
}
