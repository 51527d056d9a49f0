//! Reactions, by people and by bots.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use super::{
    Key, Kind, Refused, Status, UserId, World,
    message::{Message, Uid},
};

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

/// What Telegram says to an emoji that the chat or the message does not take.
pub(crate) const INVALID: &str = "REACTION_INVALID";

/// What Telegram says to a reaction on a service message (inferred).
pub(crate) const ON_SERVICE: &str = "MESSAGE_ID_INVALID";

/// How many reactions one account has on one message: without Premium, and with it.
const AT_ONCE: (usize, usize) = (1, 3);

// === impl World ===

impl World {
    /// The message that a reaction goes to: of an album the first that is there.
    #[must_use]
    pub(crate) fn reacted(&self, uid: Uid) -> Uid {
        let Some(message) = self.messages.get(&uid) else {
            return uid;
        };
        if message.album.is_none() || message.deleted {
            return uid;
        }
        self.messages_in(message.chat)
            .find(|other| other.album == message.album)
            .map_or(uid, |first| first.uid)
    }

    /// Whether a message takes this reaction: what the chat allows, and what is on it already. `premium` people bring
    /// their custom emoji where the chat allows all.
    #[must_use]
    pub(crate) fn takes(&self, message: &Message, reaction: &str, premium: bool) -> bool {
        let allowed = self.chats.get(&message.chat).map(|chat| &chat.reactions);
        let custom = reaction.starts_with("custom:");
        if !custom && !is_offered(reaction) {
            return false;
        }
        let there = || {
            let mut others = message.reactions.values().flatten();
            others.any(|other| other == reaction)
        };
        match allowed {
            None => false,
            Some(None) => !custom || premium || there(),
            Some(Some(list)) if list.is_empty() => false,
            Some(Some(list)) => list.iter().any(|one| one == reaction) || there(),
        }
    }

    /// A person replaces their reactions, as far as apps let them.
    pub fn react_as(&mut self, who: UserId, uid: Uid, new: Vec<String>) -> Result<(), Refused> {
        let target = self.reacted(uid);
        let message = self
            .messages
            .get(&target)
            .filter(|message| !message.deleted)
            .ok_or_else(|| Refused("message to react not found".into()))?;
        let chat = message.chat;
        let member = self.member(chat, who);
        if !member.is_in() && !matches!(chat, Key::Private(..)) {
            return Err(Refused("not a member of this chat".into()));
        }
        let owner = member.status == Status::Creator;
        if member.rights.is_anonymous && !owner && self.is_group(chat) {
            return Err(Refused("anonymous administrators cannot react".into()));
        }
        let premium = self.users.get(&who).is_some_and(|user| user.is_premium);
        let most = if premium { AT_ONCE.1 } else { AT_ONCE.0 };
        if new.len() > most {
            return Err(Refused("REACTIONS_TOO_MANY".into()));
        }
        if !new.iter().all(|one| self.takes(message, one, premium)) {
            return Err(Refused(INVALID.into()));
        }
        self.react(target, who, new)
    }

    /// Replaces somebody's reactions to a message. Bots hear of people's reactions: in private chats, and as
    /// administrators, when they asked for the kind. In channels they learn only how many there are.
    pub fn react(&mut self, uid: Uid, who: UserId, new: Vec<String>) -> Result<(), Refused> {
        let message = self
            .messages
            .get_mut(&uid)
            .filter(|message| !message.deleted)
            .ok_or_else(|| Refused("message to react not found".into()))?;
        if message.body.is_service() {
            return Err(Refused(ON_SERVICE.into()));
        }
        let old = message.reactions.remove(&who).unwrap_or_default();
        if !new.is_empty() {
            message.reactions.insert(who, new.clone());
        }
        let chat = message.chat;
        if old != new {
            self.signal(super::signal::Signal::Reacted(uid));
        }
        if old == new || self.users.get(&who).is_some_and(super::User::is_bot) {
            return Ok(());
        }
        let channel = self
            .chats
            .get(&chat)
            .is_some_and(|chat| chat.kind == Kind::Channel);
        for bot in self.bots_of(chat) {
            if !matches!(chat, Key::Private(..)) && !self.member(chat, bot).is_admin() {
                continue;
            }
            let mut update = json!({
                "chat": self.chat_wire(chat, bot),
                "message_id": self.message_id(uid, bot),
                "date": self.date(),
            });
            if channel {
                update["reactions"] = self.counts(uid);
                self.raise(bot, "message_reaction_count", update);
                continue;
            }
            update["old_reaction"] = old.iter().map(|one| to_wire(one)).collect();
            update["new_reaction"] = new.iter().map(|one| to_wire(one)).collect();
            if self.member(chat, who).rights.is_anonymous {
                update["actor_chat"] = self.chat_wire(chat, bot);
            } else {
                update["user"] = self.user_wire(who);
            }
            self.raise(bot, "message_reaction", update);
        }
        Ok(())
    }

    /// How often each reaction is on a message, the most frequent first.
    fn counts(&self, uid: Uid) -> Value {
        let mut counts: BTreeMap<&str, i64> = BTreeMap::new();
        let reactions = self.messages.get(&uid).map(|message| &message.reactions);
        for one in reactions.into_iter().flat_map(BTreeMap::values).flatten() {
            *counts.entry(one).or_default() += 1;
        }
        let mut counts: Vec<(&str, i64)> = counts.into_iter().collect();
        counts.sort_by_key(|(_, count)| -count);
        counts
            .into_iter()
            .map(|(one, count)| json!({"type": to_wire(one), "total_count": count}))
            .collect()
    }
}
