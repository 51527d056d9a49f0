//! Buttons under messages: bots put them there, and what is kept of them is the Bot API's form.

use grammers_tl_types::{
    enums::{self, InlineButtonType as Of},
    types,
};
use serde_json::{Value, json};

use super::{Call, Refused};

/// Longest data of a button, in bytes.
const LONGEST_DATA: usize = 64;

// === impl Call ===

impl Call<'_> {
    /// The buttons that a call brings. People bring none (inferred: Telegram's word for it).
    pub(super) fn markup(
        &self,
        markup: Option<&enums::ReplyMarkup>,
    ) -> Result<Option<Value>, Refused> {
        let Some(markup) = markup else {
            return Ok(None);
        };
        if !self.is_bot() {
            return Err(Refused::bad("REPLY_MARKUP_INVALID"));
        }
        let enums::ReplyMarkup::ReplyInlineMarkup(markup) = markup else {
            // Keyboards in place of the phone's are accepted and not shown.
            return Ok(None);
        };
        let mut rows: Vec<Value> = Vec::new();
        for enums::KeyboardInlineButtonRow::Row(row) in &markup.rows {
            let buttons = row.buttons.iter().map(button);
            rows.push(Value::Array(buttons.collect::<Result<_, _>>()?));
        }
        let is_empty = rows.is_empty();
        Ok((!is_empty).then(|| json!({ "inline_keyboard": rows })))
    }
}

fn button(button: &enums::KeyboardInlineButton) -> Result<Value, Refused> {
    let enums::KeyboardInlineButton::Button(button) = button;
    if button.text.is_empty() {
        return Err(Refused::bad("BUTTON_TEXT_INVALID"));
    }
    let mut shown = json!({ "text": button.text });
    match &button.r#type {
        Of::Url(it) => shown["url"] = json!(it.url),
        Of::Callback(it) => {
            let data = std::str::from_utf8(&it.data)
                .ok()
                .filter(|data| (1..=LONGEST_DATA).contains(&data.len()))
                .ok_or_else(|| Refused::bad("BUTTON_DATA_INVALID"))?;
            shown["callback_data"] = json!(data);
        }
        Of::Copy(it) => shown["copy_text"] = json!({ "text": it.copy_text }),
        _ => return Err(Refused::bad("BUTTON_TYPE_INVALID")),
    }
    Ok(shown)
}

/// The buttons as they are shown.
pub(super) fn shown(markup: Option<&Value>) -> Option<enums::ReplyMarkup> {
    let rows = markup?.get("inline_keyboard")?.as_array()?;
    let rows = rows.iter().map(|row| {
        let buttons = row.as_array().into_iter().flatten();
        let buttons = buttons.filter_map(|button| {
            let text = button["text"].as_str()?.to_owned();
            let r#type: Of = if let Some(data) = button["callback_data"].as_str() {
                types::InlineButtonTypeCallback {
                    requires_password: false,
                    data: data.as_bytes().to_vec(),
                }
                .into()
            } else if let Some(url) = button["url"].as_str() {
                types::InlineButtonTypeUrl {
                    url: url.to_owned(),
                }
                .into()
            } else if let Some(copied) = button["copy_text"]["text"].as_str() {
                let copy_text = copied.to_owned();
                types::InlineButtonTypeCopy { copy_text }.into()
            } else {
                Of::Disabled
            };
            let button = types::KeyboardInlineButton {
                style: None,
                text,
                r#type,
            };
            Some(button.into())
        });
        types::KeyboardInlineButtonRow {
            buttons: buttons.collect(),
        }
        .into()
    });
    let markup = types::ReplyInlineMarkup {
        force_reply: false,
        rows: rows.collect(),
    };
    Some(markup.into())
}
