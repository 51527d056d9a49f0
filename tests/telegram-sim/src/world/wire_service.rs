//! How service messages look in the Bot API, for one bot.

use serde_json::{Value, json};

use super::{Service, World, content::nothing, message::Uid, wire::Eyes};

// === impl World ===

impl World {
    /// Of a message that is gone only its place is left.
    fn pinned_wire(&self, uid: Uid, eyes: Eyes) -> Value {
        match self.messages.get(&uid) {
            Some(message) if message.deleted => json!({
                "chat": self.chat_wire(message.chat, eyes.account),
                "message_id": self.message_id(uid, eyes.account),
                "date": 0,
            }),
            _ => self.wire_with(uid, eyes, false),
        }
    }

    pub(super) fn service_wire(&self, service: &Service, eyes: Eyes) -> (String, Value) {
        let value = match service {
            Service::TopicCreated { name, color, icon } => {
                let mut value = json!({"name": name, "icon_color": color});
                if let Some(icon) = icon {
                    value["icon_custom_emoji_id"] = json!(icon);
                }
                value
            }
            Service::TopicEdited { name, icon } => {
                let mut value = nothing();
                if let Some(name) = name {
                    value["name"] = json!(name);
                }
                if let Some(icon) = icon {
                    value["icon_custom_emoji_id"] = json!(icon);
                }
                value
            }
            Service::TopicClosed | Service::TopicReopened => nothing(),
            Service::NewMembers(ids) => ids.iter().map(|id| self.user_wire(*id)).collect(),
            Service::LeftMember(id) => self.user_wire(*id),
            Service::Pinned(uid) => self.pinned_wire(*uid, eyes),
            Service::MigrateTo(id) | Service::MigrateFrom(id) => json!(id),
            Service::NewTitle(title) => json!(title),
            Service::Other(_, value) => value.clone(),
        };
        (service.field().to_owned(), value)
    }
}
