//! Where a forwarded message says it is from.

use serde_json::{Value, json};

use super::{Account, Group};
use crate::world::{Key, UserId, World};

/// The origin of a forward.
#[derive(Debug, Clone)]
pub struct Origin {
    from: From,
    signature: Option<String>,
}

#[derive(Debug, Clone)]
enum From {
    User(UserId),
    Hidden(String),
    Chat(i64),
    Channel(i64, i64),
}

// === impl Origin ===

impl Origin {
    fn new(from: From) -> Self {
        Self {
            from,
            signature: None,
        }
    }

    /// A person or a bot.
    #[must_use]
    pub fn user(who: &impl Account) -> Self {
        Self::new(From::User(who.id()))
    }

    /// Somebody who hides their account in forwards: only a name is left.
    #[must_use]
    pub fn hidden(name: &str) -> Self {
        Self::new(From::Hidden(name.to_owned()))
    }

    /// An anonymous administrator of a group.
    #[must_use]
    pub fn chat(group: &Group) -> Self {
        Self::new(From::Chat(group.id()))
    }

    /// A post of a channel.
    #[must_use]
    pub fn channel(channel: &Group, post: i64) -> Self {
        Self::new(From::Channel(channel.id(), post))
    }

    /// Signed by its author.
    #[must_use]
    pub fn signed(mut self, signature: &str) -> Self {
        self.signature = Some(signature.to_owned());
        self
    }

    pub(crate) fn wire(&self, world: &World) -> Value {
        let chat = |id: i64| world.chat_wire(Key::Group(id), 0);
        // An hour before it was forwarded.
        let date = world.date() - 3600;
        let mut origin = match &self.from {
            From::User(id) => json!({"type": "user", "sender_user": world.user_wire(*id)}),
            From::Hidden(name) => json!({"type": "hidden_user", "sender_user_name": name}),
            From::Chat(id) => json!({"type": "chat", "sender_chat": chat(*id)}),
            From::Channel(id, post) => {
                json!({"type": "channel", "chat": chat(*id), "message_id": post})
            }
        };
        origin["date"] = json!(date);
        if let Some(signature) = &self.signature {
            origin["author_signature"] = json!(signature);
        }
        origin
    }
}
