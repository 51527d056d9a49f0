//! Formatting of what people write.

use serde_json::{Map, Value, json};

use super::{Account, Content};
use crate::world::{Entity, entity};

// === impl Content ===

impl Content {
    /// Formats the first occurrence of `part`, which must be there, and which may be of a kind nobody knows.
    ///
    /// # Panics
    /// When the text does not contain `part`.
    #[must_use]
    pub fn format(mut self, part: &str, kind: &str) -> Self {
        let entity = self.entity(part, kind, Map::new());
        self.entities.push(entity);
        self
    }

    /// Formats that much from there on, in UTF-16 code units.
    #[must_use]
    pub fn format_at(mut self, kind: &str, offset: i64, length: i64) -> Self {
        let mut more = Map::new();
        if kind == "text_link" {
            more.insert("url".to_owned(), json!("https://example.org/"));
        }
        self.entities.push(Entity {
            kind: kind.to_owned(),
            offset,
            length,
            more,
        });
        self
    }

    /// Formats the first occurrence of `part` as bold.
    #[must_use]
    pub fn bold(self, part: &str) -> Self {
        self.format(part, "bold")
    }

    /// Makes the first occurrence of `part` a link.
    #[must_use]
    pub fn link(mut self, part: &str, url: &str) -> Self {
        let more = Map::from_iter([("url".to_owned(), json!(url))]);
        let entity = self.entity(part, "text_link", more);
        self.entities.push(entity);
        self
    }

    /// Makes the first occurrence of `part` a custom emoji.
    #[must_use]
    pub fn custom_emoji(mut self, part: &str, id: &str) -> Self {
        let more = Map::from_iter([("custom_emoji_id".to_owned(), json!(id))]);
        let entity = self.entity(part, "custom_emoji", more);
        self.entities.push(entity);
        self
    }

    /// Makes the first occurrence of `part` code in that language.
    #[must_use]
    pub fn pre(self, part: &str, language: &str) -> Self {
        self.format_with(part, "pre", &[("language", json!(language))])
    }

    /// Makes the first occurrence of `part` a date, shown to everybody in their own time.
    #[must_use]
    pub fn date_time(self, part: &str, unix_time: i64) -> Self {
        self.format_with(part, "date_time", &[("unix_time", json!(unix_time))])
    }

    /// Makes the first occurrence of `part` a mention of somebody without a username.
    #[must_use]
    pub fn mention(self, part: &str, who: &impl Account) -> Self {
        let user = json!({"id": who.id(), "is_bot": false, "first_name": part});
        self.format_with(part, "text_mention", &[("user", user)])
    }

    fn format_with(mut self, part: &str, kind: &str, more: &[(&str, Value)]) -> Self {
        let more = more
            .iter()
            .map(|(field, value)| ((*field).to_owned(), value.clone()));
        let entity = self.entity(part, kind, more.collect());
        self.entities.push(entity);
        self
    }

    fn entity(&self, part: &str, kind: &str, more: Map<String, Value>) -> Entity {
        let Some(at) = self.text.find(part) else {
            panic!("{part:?} is not in {:?}", self.text);
        };
        let units = |text: &str| i64::try_from(entity::length(text)).unwrap_or(i64::MAX);
        Entity {
            kind: kind.to_owned(),
            offset: units(self.text.get(..at).unwrap_or_default()),
            length: units(part),
            more,
        }
    }
}
