//! What bots are told of business accounts and their chats.

use serde_json::{Value, json};

use super::{
    Connection, Key, UserId, World,
    message::{Author, Uid},
    wire::Eyes,
};

/// A bot is told of what it wrote itself for an account (inferred).
const ECHOES: bool = true;

// === impl World ===

impl World {
    pub(super) fn tell_connection(&mut self, id: &str) {
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
