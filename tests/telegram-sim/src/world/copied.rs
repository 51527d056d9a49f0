//! What may be copied, and what a copy holds.

use serde_json::{Value, json};

use super::{
    Body, Key, Refused, UserId, World,
    act::Writing,
    message::{Author, Message, Uid},
};

/// What a die shows when a bot throws it. Telegram throws; here every throw is the same, so that tests are.
pub(crate) const THROWN: i64 = 4;

// === impl World ===

impl World {
    /// Whether this bot may copy the message, protection left aside. A quiz only when its right answer is told.
    #[must_use]
    pub(crate) fn may_copy(&self, message: &Message, bot: UserId) -> bool {
        message.body.is_copyable() && (!is_quiz(&message.body) || self.tells_answer(message, bot))
    }

    /// Whether saving is forbidden to this bot. What it sent itself it may copy all the same (inferred).
    #[must_use]
    pub(crate) fn keeps_from(&self, message: &Message, bot: UserId) -> bool {
        message.author.account() != bot && self.is_protected(message)
    }

    /// Whether saving is forbidden: by whoever sent it, or by the chat, which may have changed its mind since.
    #[must_use]
    pub(crate) fn is_protected(&self, message: &Message) -> bool {
        message.protected || self.protects(message.chat)
    }

    /// Whether the chat forbids saving.
    #[must_use]
    pub(crate) fn protects(&self, chat: Key) -> bool {
        self.chat(chat).is_some_and(|chat| chat.protected)
    }

    /// What a person writes who forwards that message.
    pub(crate) fn forward_of(&self, uid: Uid) -> Result<Writing, Refused> {
        let message = self
            .messages
            .get(&uid)
            .filter(|message| !message.deleted)
            .ok_or_else(|| Refused("message to forward not found".into()))?;
        if self.is_protected(message) || message.body.is_service() {
            return Err(Refused("the message can't be forwarded".into()));
        }
        let origin = message.forward.clone();
        Ok(Writing {
            forward: Some(origin.unwrap_or_else(|| self.origin_wire(message))),
            markup: message.links(),
            ..Writing::of(message.body.clone())
        })
    }

    /// Forbids saving what is in a chat, or allows it again.
    pub fn set_protected(&mut self, chat: Key, protected: bool) {
        if let Some(chat) = self.chats.get_mut(&chat) {
            chat.protected = protected;
        }
    }

    /// The right answer of a quiz is told once it is closed, to the bot that sent it, and in a private chat with the
    /// bot.
    #[must_use]
    pub(crate) fn tells_answer(&self, message: &Message, viewer: UserId) -> bool {
        let Body::Plain(_, poll) = &message.body else {
            return true;
        };
        let direct = message.forward.is_none()
            && match (message.chat, message.author) {
                (Key::Private(one, other), _) => one == viewer || other == viewer,
                (_, Author::User(author)) => author == viewer,
                _ => false,
            };
        direct || poll["is_closed"] == true
    }

    /// What a copy of this holds: a poll without its votes, the place where a live location is now, a die thrown anew, a
    /// checklist with nothing done.
    #[must_use]
    pub(crate) fn copied(&mut self, mut body: Body) -> Body {
        if let Body::Plain(kind, value) = &mut body {
            match kind.as_str() {
                "poll" => renew_poll(value, self.fresh()),
                "location" => stand_still(value),
                "dice" => value["value"] = json!(THROWN),
                "checklist" => undo(value),
                _ => {}
            }
        }
        body
    }
}

// === impl Message ===

impl Message {
    /// The buttons that go along with a forward: all of them, when all are links.
    #[must_use]
    pub(crate) fn links(&self) -> Option<Value> {
        let markup = self.markup.as_ref()?;
        let rows = markup["inline_keyboard"].as_array()?;
        let mut buttons = rows.iter().filter_map(Value::as_array).flatten();
        buttons
            .all(|button| button.get("url").is_some() || button.get("login_url").is_some())
            .then(|| markup.clone())
    }
}

/// Whether it is a poll with right and wrong answers.
pub(crate) fn is_quiz(body: &Body) -> bool {
    matches!(body, Body::Plain(kind, value) if kind == "poll" && value["type"] == "quiz")
}

fn renew_poll(poll: &mut Value, id: i64) {
    poll["id"] = json!(id.to_string());
    poll["total_voter_count"] = json!(0);
    poll["is_closed"] = json!(false);
    for option in poll["options"].as_array_mut().into_iter().flatten() {
        option["voter_count"] = json!(0);
    }
}

/// Takes away what only a live location has.
pub(super) fn stand_still(location: &mut Value) {
    if let Some(fields) = location.as_object_mut() {
        for live in ["live_period", "heading", "proximity_alert_radius"] {
            fields.remove(live);
        }
    }
}

fn undo(checklist: &mut Value) {
    for task in checklist["tasks"].as_array_mut().into_iter().flatten() {
        if let Some(task) = task.as_object_mut() {
            for done in ["completed_by_user", "completed_by_chat", "completion_date"] {
                task.remove(done);
            }
        }
    }
}
