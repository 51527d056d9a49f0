//! How the Bot API says no.

use serde_json::{Value, json};

use crate::world::Refused;

/// A call that was not done: code, text, and what Telegram adds for machines.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Refusal {
    pub(crate) code: u16,
    pub(crate) text: String,
    pub(crate) parameters: Option<Value>,
}

// === impl Refusal ===

impl Refusal {
    pub(crate) fn new(code: u16, text: impl Into<String>) -> Self {
        Self {
            code,
            text: text.into(),
            parameters: None,
        }
    }

    /// 400, with Telegram's prefix.
    pub(crate) fn bad(text: impl AsRef<str>) -> Self {
        Self::new(400, format!("Bad Request: {}", text.as_ref()))
    }

    /// 403, with Telegram's prefix.
    pub(crate) fn forbidden(text: impl AsRef<str>) -> Self {
        Self::new(403, format!("Forbidden: {}", text.as_ref()))
    }

    /// 409, with Telegram's prefix.
    pub(crate) fn conflict(text: impl AsRef<str>) -> Self {
        Self::new(409, format!("Conflict: {}", text.as_ref()))
    }

    /// 429 for so many seconds.
    pub(crate) fn wait(seconds: i64) -> Self {
        Self {
            code: 429,
            text: format!("Too Many Requests: retry after {seconds}"),
            parameters: Some(json!({"retry_after": seconds})),
        }
    }

    /// The group is a supergroup now.
    pub(crate) fn migrated(to: i64) -> Self {
        Self {
            parameters: Some(json!({"migrate_to_chat_id": to})),
            ..Self::bad("group chat was upgraded to a supergroup chat")
        }
    }

    /// Nothing would change.
    pub(crate) fn unmodified() -> Self {
        Self::bad(
            "message is not modified: specified new message content and reply markup are exactly the same as a \
             current content and reply markup of the message",
        )
    }

    /// The answer's body.
    pub(crate) fn wire(&self) -> Value {
        let mut wire = json!({"ok": false, "error_code": self.code, "description": self.text});
        if let Some(parameters) = &self.parameters {
            wire["parameters"] = parameters.clone();
        }
        wire
    }
}

impl From<Refused> for Refusal {
    fn from(Refused(text): Refused) -> Self {
        Self::bad(text)
    }
}
