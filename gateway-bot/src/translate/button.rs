//! Inline buttons, shown and pressed.

use backline_proto::common::v1::button::Action;
use backline_proto::common::v1::{Button, ButtonRow, MessageRef};
use backline_proto::gateway::v1::ButtonPressed;
use serde_json::Value;

use super::chat::{place, user_in};
use super::read::{Object, int, object, text};

/// The buttons under a message.
pub(super) fn rows(message: &Object) -> Vec<ButtonRow> {
    let rows = object(message, "reply_markup")
        .and_then(|markup| markup.get("inline_keyboard"))
        .and_then(Value::as_array)
        .map_or(&[][..], Vec::as_slice);
    rows.iter()
        .filter_map(Value::as_array)
        .map(|row| ButtonRow {
            buttons: row
                .iter()
                .filter_map(Value::as_object)
                .map(button)
                .collect(),
        })
        .collect()
}

fn button(button: &Object) -> Button {
    let string = |name: &str| button.get(name).and_then(Value::as_str).map(str::to_owned);
    let other = || {
        button
            .keys()
            .find(|name| !matches!(name.as_str(), "text" | "style" | "icon_custom_emoji_id"))
            .cloned()
    };
    let action = string("url")
        .map(Action::Url)
        .or_else(|| string("callback_data").map(Action::CallbackData))
        .or_else(|| other().map(Action::Other));
    Button {
        text: text(button, "text"),
        action,
    }
}

/// A pressed button. One under a message that was sent inline, in a chat where
/// the bot is not, names no message.
pub(super) fn pressed(query: &Object) -> Option<ButtonPressed> {
    let message = object(query, "message").and_then(|message| {
        Some(MessageRef {
            chat: place(message)?.address,
            message_id: int(message, "message_id")?,
        })
    });
    Some(ButtonPressed {
        query_id: query.get("id")?.as_str()?.to_owned(),
        actor: Some(user_in(query, "from")?),
        message,
        callback_data: text(query, "data"),
    })
}
