//! Parameters of Bot API methods, made from the contract's types.
//!
//! Text goes out with entities and never with a `parse_mode`: what somebody typed
//! is not markup.

use backline_proto::common::v1::{
    ButtonRow, ChatAddress, FormattedText, MessageRef, TextEntity, button,
};
use backline_proto::gateway::v1::{ReplyTo, Target};
use serde::Serialize;
use serde_json::{Map, Value, json};

use super::{Refused, incomplete, unsupported};

/// General's topic: messages go there without naming one, and naming it is an
/// error.
const GENERAL: i64 = 1;

/// The parameters of one call.
#[derive(Debug, Default, Serialize)]
#[serde(transparent)]
pub(super) struct Params(Map<String, Value>);

// === impl Params ===

impl Params {
    /// For a new message: where it goes.
    pub(super) fn to(target: Option<&Target>) -> Result<Self, Refused> {
        let target = target.ok_or_else(|| incomplete("names no target"))?;
        let mut params = Self::in_chat(target.chat.as_ref())?;
        if let Some(chat) = &target.chat {
            params.set_unless_zero("direct_messages_topic_id", chat.direct_messages_topic_id);
            params.set_thread(chat.private_topic_id);
        }
        params.set_thread(target.topic_id);
        Ok(params)
    }

    /// For a new message by a method that knows no Business connections: in such
    /// a chat it would come from the bot itself, which is somebody else.
    pub(super) fn to_without_business(target: Option<&Target>) -> Result<Self, Refused> {
        refuse_business(target.and_then(|target| target.chat.as_ref()))?;
        Self::to(target)
    }

    /// For something that concerns a chat.
    pub(super) fn in_chat(chat: Option<&ChatAddress>) -> Result<Self, Refused> {
        let chat = chat
            .filter(|chat| chat.id != 0)
            .ok_or_else(|| incomplete("names no chat"))?;
        let mut params = Self::default();
        params.set("chat_id", chat.id);
        if !chat.business_connection_id.is_empty() {
            params.set(
                "business_connection_id",
                chat.business_connection_id.as_str(),
            );
        }
        Ok(params)
    }

    /// For something that concerns a chat, by a method that knows no Business
    /// connections.
    pub(super) fn in_own_chat(chat: Option<&ChatAddress>) -> Result<Self, Refused> {
        refuse_business(chat)?;
        Self::in_chat(chat)
    }

    /// For something that concerns a message.
    pub(super) fn of_message(message: Option<&MessageRef>) -> Result<Self, Refused> {
        let message = message.ok_or_else(|| incomplete("names no message"))?;
        let mut params = Self::in_chat(message.chat.as_ref())?;
        params.set("message_id", message.message_id);
        Ok(params)
    }

    /// For something that concerns a forum topic.
    pub(super) fn of_topic(target: Option<&Target>) -> Result<Self, Refused> {
        let target = target.ok_or_else(|| incomplete("names no topic"))?;
        if target.topic_id <= GENERAL {
            return Err(incomplete("names no topic"));
        }
        let mut params = Self::in_own_chat(target.chat.as_ref())?;
        params.set_thread(target.topic_id);
        Ok(params)
    }

    pub(super) fn set(&mut self, name: &str, value: impl Into<Value>) {
        self.0.insert(name.to_owned(), value.into());
    }

    pub(super) fn remove(&mut self, name: &str) {
        self.0.remove(name);
    }

    pub(super) fn set_unless_zero(&mut self, name: &str, value: impl Into<i64>) {
        let value = value.into();
        if value != 0 {
            self.set(name, value);
        }
    }

    pub(super) fn set_unless_empty(&mut self, name: &str, value: &str) {
        if !value.is_empty() {
            self.set(name, value);
        }
    }

    pub(super) fn set_if(&mut self, name: &str, value: bool) {
        if value {
            self.set(name, true);
        }
    }

    /// A text and its entities, under the names that the method has for them.
    pub(super) fn set_text(&mut self, text: &str, entities: &str, value: &FormattedText) {
        self.set(text, value.text.as_str());
        if !value.entities.is_empty() {
            self.set(entities, to_entities(&value.entities));
        }
    }

    /// A caption, where there is one.
    pub(super) fn set_caption(&mut self, caption: Option<&FormattedText>) {
        if let Some(caption) = caption.filter(|caption| !caption.text.is_empty()) {
            self.set_text("caption", "caption_entities", caption);
        }
    }

    pub(super) fn set_reply(&mut self, reply: Option<&ReplyTo>) {
        let Some(reply) = reply.filter(|reply| reply.message_id != 0) else {
            return;
        };
        let mut value = Self::default();
        value.set("message_id", reply.message_id);
        value.set_if("allow_sending_without_reply", reply.optional);
        if let Some(quote) = &reply.quote {
            value.set_text("quote", "quote_entities", quote);
            value.set("quote_position", reply.quote_position);
        }
        self.set("reply_parameters", value.0);
    }

    /// Inline buttons. A button whose action is another's business is left out:
    /// the contract says that it is never sent.
    pub(super) fn set_buttons(&mut self, rows: &[ButtonRow]) {
        let rows: Vec<Value> = rows
            .iter()
            .map(to_row)
            .filter(|row| *row != json!([]))
            .collect();
        if !rows.is_empty() {
            self.set("reply_markup", json!({ "inline_keyboard": rows }));
        }
    }

    pub(super) fn set_silent(&mut self, is_silent: bool) {
        self.set_if("disable_notification", is_silent);
    }

    pub(super) fn into_value(self) -> Value {
        Value::Object(self.0)
    }

    /// As fields of a form: text as it is, everything else as JSON.
    pub(super) fn into_fields(self) -> Vec<(String, String)> {
        let text = |value: Value| match value {
            Value::String(text) => text,
            other => other.to_string(),
        };
        let fields = self.0.into_iter();
        fields.map(|(name, value)| (name, text(value))).collect()
    }

    fn set_thread(&mut self, topic_id: i64) {
        if topic_id > GENERAL {
            self.set("message_thread_id", topic_id);
        }
    }
}

/// Telegram has no such method for Business chats: the call would concern the
/// bot's own chat with that person, which is another place.
pub(super) fn refuse_business(chat: Option<&ChatAddress>) -> Result<(), Refused> {
    match chat {
        Some(chat) if !chat.business_connection_id.is_empty() => Err(unsupported(
            "Telegram does not offer this in chats of a Business account",
        )),
        _ => Ok(()),
    }
}

fn to_row(row: &ButtonRow) -> Value {
    let buttons = row
        .buttons
        .iter()
        .filter_map(|button| match &button.action {
            Some(button::Action::Url(url)) => Some(json!({ "text": button.text, "url": url })),
            Some(button::Action::CallbackData(data)) => {
                Some(json!({ "text": button.text, "callback_data": data }))
            }
            Some(button::Action::Other(_)) | None => None,
        });
    buttons.collect()
}

/// Entities as the Bot API's JSON, fields unknown here included.
pub(super) fn to_entities(entities: &[TextEntity]) -> Value {
    entities.iter().map(to_entity).collect()
}

fn to_entity(entity: &TextEntity) -> Value {
    let mut value = match serde_json::from_str(&entity.extra_json) {
        Ok(Value::Object(extra)) => Params(extra),
        _ => Params::default(),
    };
    value.set("type", entity.r#type.as_str());
    value.set("offset", entity.offset);
    value.set("length", entity.length);
    value.set_unless_empty("url", &entity.url);
    value.set_unless_empty("language", &entity.language);
    value.set_unless_empty("custom_emoji_id", &entity.custom_emoji_id);
    if entity.user_id != 0 {
        // Only the id is looked at, but a User has these.
        value.set(
            "user",
            json!({ "id": entity.user_id, "is_bot": false, "first_name": "" }),
        );
    }
    value.into_value()
}

#[cfg(test)]
mod tests {
    use super::*;
    use backline_proto::common::v1::Button;

    fn target(topic_id: i64) -> Target {
        Target {
            chat: Some(ChatAddress {
                id: -1001,
                ..ChatAddress::default()
            }),
            topic_id,
        }
    }

    #[test]
    fn general_is_never_named() {
        for general in [0, 1] {
            let params = Params::to(Some(&target(general))).unwrap().into_value();
            assert_eq!(params, json!({ "chat_id": -1001 }));
            assert!(Params::of_topic(Some(&target(general))).is_err());
        }
        let params = Params::to(Some(&target(2))).unwrap().into_value();
        assert_eq!(params, json!({ "chat_id": -1001, "message_thread_id": 2 }));
    }

    #[test]
    fn a_place_is_named_with_all_that_makes_it() {
        let chat = ChatAddress {
            id: 5,
            business_connection_id: "b".into(),
            private_topic_id: 8,
            direct_messages_topic_id: 9,
        };
        let params = Params::to(Some(&Target {
            chat: Some(chat),
            topic_id: 0,
        }))
        .unwrap();
        assert_eq!(
            params.into_value(),
            json!({
                "chat_id": 5, "business_connection_id": "b", "message_thread_id": 8,
                "direct_messages_topic_id": 9,
            })
        );
    }

    #[test]
    fn a_business_chat_is_not_mixed_up_with_the_bots_own() {
        let chat = ChatAddress {
            id: 5,
            business_connection_id: "b".into(),
            ..ChatAddress::default()
        };
        let target = Target {
            chat: Some(chat),
            topic_id: 0,
        };
        assert!(Params::to_without_business(Some(&target)).is_err());
    }

    #[test]
    fn text_goes_out_with_entities_and_never_as_markup() {
        let text = FormattedText {
            text: "<b>*not* markup</b>".into(),
            entities: vec![TextEntity {
                r#type: "date_time".into(),
                offset: 0,
                length: 3,
                extra_json: r#"{"unix_time":5}"#.into(),
                ..TextEntity::default()
            }],
        };
        let mut params = Params::default();
        params.set_text("text", "entities", &text);
        assert_eq!(
            params.into_value(),
            json!({
                "text": "<b>*not* markup</b>",
                "entities": [{ "type": "date_time", "offset": 0, "length": 3, "unix_time": 5 }],
            })
        );
    }

    #[test]
    fn a_button_that_is_never_sent_is_left_out() {
        let button = |action| Button {
            text: "x".into(),
            action: Some(action),
        };
        let rows = [
            ButtonRow {
                buttons: vec![button(button::Action::Other("web_app".into()))],
            },
            ButtonRow {
                buttons: vec![button(button::Action::CallbackData("d".into()))],
            },
        ];
        let mut params = Params::default();
        params.set_buttons(&rows);
        assert_eq!(
            params.into_value(),
            json!({ "reply_markup": { "inline_keyboard": [[{ "text": "x", "callback_data": "d" }]] } })
        );
    }
}
