//! Reactions, by people and by bots.

use serde_json::{Value, json};

use super::{Key, Refused, UserId, World, message::Uid};

/// The emoji that Telegram offers as reactions.
const EMOJI: &str = "👍 👎 ❤ 🔥 🥰 👏 😁 🤔 🤯 😱 🤬 😢 🎉 🤩 🤮 💩 🙏 👌 🕊 🤡 🥱 🥴 😍 🐳 ❤‍🔥 🌚 🌭 💯 🤣 ⚡ 🍌 🏆 💔 🤨 😐 🍓 🍾 💋 🖕 😈 😴 😭 🤓 👻 👨‍💻 👀 🎃 🙈 😇 😨 🤝 ✍ 🤗 🫡 🎅 🎄 ☃ 💅 🤪 🗿 🆒 💘 🙉 🦄 😘 💊 🙊 😎 👾 🤷‍♂ 🤷 🤷‍♀ 😡";

/// Whether Telegram offers that emoji as a reaction.
#[must_use]
pub(crate) fn is_offered(emoji: &str) -> bool {
    EMOJI.split(' ').any(|offered| offered == emoji)
}

/// How a reaction is kept: the emoji itself, or `custom:ID`.
pub(crate) fn from_wire(reaction: &Value) -> Option<String> {
    match reaction.get("type")?.as_str()? {
        "emoji" => Some(reaction.get("emoji")?.as_str()?.to_owned()),
        "custom_emoji" => Some(format!(
            "custom:{}",
            reaction.get("custom_emoji_id")?.as_str()?
        )),
        _ => None,
    }
}

pub(crate) fn to_wire(kept: &str) -> Value {
    match kept.strip_prefix("custom:") {
        Some(id) => json!({"type": "custom_emoji", "custom_emoji_id": id}),
        None => json!({"type": "emoji", "emoji": kept}),
    }
}

// === impl World ===

impl World {
    /// Replaces somebody's reactions to a message. Bots hear of people's reactions: in private chats, and as
    /// administrators, when they asked for the kind.
    pub fn react(&mut self, uid: Uid, who: UserId, new: Vec<String>) -> Result<(), Refused> {
        let message = self
            .messages
            .get_mut(&uid)
            .filter(|message| !message.deleted)
            .ok_or_else(|| Refused("message to react not found".into()))?;
        if message.body.is_service() {
            return Err(Refused("MESSAGE_ID_INVALID".into()));
        }
        let chat = message.chat;
        let old = message.reactions.remove(&who).unwrap_or_default();
        if !new.is_empty() {
            message.reactions.insert(who, new.clone());
        }
        if old == new || self.users.get(&who).is_some_and(super::User::is_bot) {
            return Ok(());
        }
        for bot in self.bots_of(chat) {
            if matches!(chat, Key::Private(..)) || self.member(chat, bot).is_admin() {
                let mut update = json!({
                    "chat": self.chat_wire(chat, bot),
                    "message_id": self.message_id(uid, bot),
                    "date": self.date(),
                    "old_reaction": old.iter().map(|one| to_wire(one)).collect::<Value>(),
                    "new_reaction": new.iter().map(|one| to_wire(one)).collect::<Value>(),
                });
                if self.member(chat, who).rights.is_anonymous {
                    update["actor_chat"] = self.chat_wire(chat, bot);
                } else {
                    update["user"] = self.user_wire(who);
                }
                self.raise(bot, "message_reaction", update);
            }
        }
        Ok(())
    }
}
