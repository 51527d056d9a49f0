//! Inline buttons that people press.

use serde_json::{Value, json};

use super::{Refused, UserId, World, message::Uid};

/// A pressed button, and whether it was answered.
#[derive(Debug, Clone)]
pub struct Press {
    /// The bot whose button it is.
    pub bot: UserId,
    /// What `answerCallbackQuery` showed; `None` until it came.
    pub answer: Option<Value>,
}

// === impl World ===

impl World {
    /// A person presses an inline button. Returns the id of the callback query.
    pub fn press(&mut self, who: UserId, uid: Uid, data: &str) -> Result<String, Refused> {
        let message = self
            .messages
            .get(&uid)
            .filter(|message| !message.deleted)
            .ok_or_else(|| Refused("message not found".into()))?;
        let bot = message.business_bot.unwrap_or(message.author.account());
        let has_button = message.markup.as_ref().is_some_and(|markup| {
            let rows = markup["inline_keyboard"].as_array();
            rows.into_iter()
                .flatten()
                .filter_map(Value::as_array)
                .flatten()
                .any(|button| button["callback_data"] == data)
        });
        if !has_button {
            return Err(Refused(format!(
                "there is no button with the data {data:?}"
            )));
        }
        let chat = message.chat;
        let id = format!("{}{:09}", 4_000_000, self.fresh());
        self.presses.insert(id.clone(), Press { bot, answer: None });
        let business = self.messages.get(&uid).and_then(|message| {
            let owner = message.business_bot.map(|_| message.author.account())?;
            self.connection_of(owner, bot)
        });
        let shown = match business {
            Some(connection) => self.business_wire(uid, connection),
            None => self.message_wire(uid, bot),
        };
        let query = json!({
            "id": id,
            "from": self.user_wire(who),
            "message": shown,
            "chat_instance": format!("{}", chat.id_for(bot)),
            "data": data,
        });
        self.raise(bot, "callback_query", query);
        Ok(id)
    }

    /// What the bot answered to a press; `None` until it did.
    #[must_use]
    pub fn press_answer(&self, id: &str) -> Option<&Value> {
        self.presses.get(id)?.answer.as_ref()
    }
}
