//! Text with formatting, counted as Telegram counts it: in UTF-16 code units.

use serde::{Deserialize, Serialize};

/// Text and its entities. Offsets and lengths are UTF-16 code units.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Default)]
pub struct FormattedText {
    /// The text, without markup.
    pub text: String,
    /// Its formatting, ordered by offset; may nest.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub entities: Vec<Entity>,
}

/// One stretch of formatting.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Default)]
pub struct Entity {
    /// The Bot API's name of the type; open, since new ones appear.
    pub kind: String,
    /// First UTF-16 code unit.
    pub offset: usize,
    /// Number of UTF-16 code units.
    pub length: usize,
    /// `text_link`: the address.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub url: String,
    /// `text_mention`: the person.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub user: Option<i64>,
    /// `pre`: the language.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub language: String,
    /// `custom_emoji`: its id.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub custom_emoji: String,
    /// Fields of types unknown here, as a JSON object.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub extra_json: String,
}

// === impl FormattedText ===

impl FormattedText {
    /// Text without formatting.
    #[must_use]
    pub fn plain(text: impl Into<String>) -> Self {
        Self {
            text: text.into(),
            entities: Vec::new(),
        }
    }

    /// Whether there is no text.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.text.is_empty()
    }

    /// Length in UTF-16 code units: what Telegram's limits count.
    #[must_use]
    pub fn utf16_len(&self) -> usize {
        self.text.encode_utf16().count()
    }
}

impl From<&str> for FormattedText {
    fn from(text: &str) -> Self {
        Self::plain(text)
    }
}
