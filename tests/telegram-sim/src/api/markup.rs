//! Keyboards in calls.

use serde_json::Value;

use super::{ask::Ask, refusal::Refusal};

// === impl Ask ===

impl Ask<'_> {
    /// Whether the call brings a keyboard that is no inline one. Such a message can never be edited.
    pub(crate) fn has_other_keyboard(&self) -> bool {
        let markup: Option<Value> = self.params.json("reply_markup").ok().flatten();
        markup.is_some_and(|markup| markup.get("inline_keyboard").is_none())
    }

    /// The inline keyboard of a call; other keyboards are accepted and not shown.
    pub(crate) fn markup(&self) -> Result<Option<Value>, Refusal> {
        let Some(markup) = self.params.json::<Value>("reply_markup")? else {
            return Ok(None);
        };
        let Some(object) = markup.as_object() else {
            return Err(Refusal::bad("object expected as reply markup"));
        };
        let Some(rows) = object.get("inline_keyboard") else {
            return Ok(None);
        };
        let Some(rows) = rows.as_array() else {
            return Err(Refusal::bad(
                "can't parse reply keyboard markup JSON object: Field \"inline_keyboard\" must be an Array of Arrays",
            ));
        };
        for button in rows.iter().filter_map(Value::as_array).flatten() {
            let text = button["text"].as_str().unwrap_or_default();
            let data = button["callback_data"].as_str();
            if text.is_empty() || button.as_object().is_none_or(|fields| fields.len() < 2) {
                return Err(Refusal::bad(
                    "text buttons are unallowed in the inline keyboard",
                ));
            }
            if data.is_some_and(|data| data.is_empty() || data.len() > 64) {
                return Err(Refusal::bad("BUTTON_DATA_INVALID"));
            }
        }
        let empty = rows.is_empty();
        Ok(Some(markup).filter(|_| !empty))
    }
}
