//! Business accounts: people who let a bot look after their private chats.

use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use super::{
    Key, Refused, UserId, World,
    message::{Author, Uid},
    wire::Eyes,
};

/// A bot is told of what it wrote itself for an account (inferred).
const ECHOES: bool = true;

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

    fn tell_connection(&mut self, id: &str) {
        if let Some(connection) = self.connections.get(id) {
            let (bot, wire) = (connection.bot, self.connection_wire(connection));
            self.raise(bot, "business_connection", wire);
        }
    }

    /// The Bot API's `BusinessConnection`.
    pub(crate) fn connection_wire(&self, connection: &Connection) -> Value {
        json!({
            "id": connection.id,
            "user": self.user_wire(connection.owner),
            "user_chat_id": connection.owner,
            "date": connection.date,
            "is_enabled": connection.enabled,
            // Kept by the Bot API for old clients.
            "can_reply": connection.rights.can_reply,
            "rights": connection.rights,
        })
    }

    /// The connections through which bots see a chat.
    fn watching(&self, chat: Key) -> Vec<Connection> {
        let Key::Private(one, other) = chat else {
            return Vec::new();
        };
        if [one, other].iter().any(|id| self.queues.contains_key(id)) {
            return Vec::new();
        }
        self.connections
            .values()
            .filter(|connection| connection.enabled && connection.covers(chat))
            .cloned()
            .collect()
    }

    /// Tells the bots of business accounts of a new or edited message.
    pub(crate) fn publish_business(&mut self, uid: Uid, edited: bool) {
        let Some(message) = self.messages.get(&uid) else {
            return;
        };
        let (chat, writer) = (message.chat, message.business_bot);
        let kind = if edited {
            "edited_business_message"
        } else {
            "business_message"
        };
        for connection in self.watching(chat) {
            if writer == Some(connection.bot) && (edited || !ECHOES) {
                continue;
            }
            let wire = self.business_wire(uid, &connection);
            self.raise(connection.bot, kind, wire);
        }
    }

    /// Tells the bots of business accounts what is gone from a chat; `by` is the bot that took it away.
    pub(crate) fn tell_deleted(&mut self, chat: Key, gone: &[Uid], by: Option<UserId>) {
        for connection in self.watching(chat) {
            if by == Some(connection.bot) {
                continue;
            }
            let ids: Vec<i64> = gone
                .iter()
                .map(|uid| self.message_id(*uid, connection.owner))
                .collect();
            let update = json!({
                "business_connection_id": connection.id,
                "chat": self.chat_wire(chat, connection.owner),
                "message_ids": ids,
            });
            self.raise(connection.bot, "deleted_business_messages", update);
        }
    }

    /// A message as the bot of a business account sees it.
    pub(crate) fn business_wire(&self, uid: Uid, connection: &Connection) -> Value {
        let eyes = Eyes {
            account: connection.owner,
            bot: connection.bot,
        };
        self.wire_with(uid, eyes, true)
    }

    /// When somebody last wrote to an account, in seconds since the epoch.
    pub(crate) fn last_from(&self, chat: Key, who: UserId) -> Option<i64> {
        self.messages_in(chat)
            .filter(|message| message.author == Author::User(who))
            .map(|message| message.date)
            .max()
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
