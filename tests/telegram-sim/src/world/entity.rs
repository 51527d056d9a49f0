//! Formatting: entities with UTF-16 offsets. How Telegram checks what bots send is in `formatting`.

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

/// One piece of formatting.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Entity {
    /// `bold`, `text_link`, …; from people also kinds that no library knows yet.
    #[serde(rename = "type")]
    pub kind: String,
    /// Start in UTF-16 code units.
    pub offset: i64,
    /// Length in UTF-16 code units.
    pub length: i64,
    /// `url`, `user`, `language`, `custom_emoji_id` and whatever else belongs to the kind.
    #[serde(flatten)]
    pub more: Map<String, Value>,
}

/// Length in UTF-16 code units, as Telegram counts.
#[must_use]
pub fn length(text: &str) -> usize {
    text.encode_utf16().count()
}

/// Whether two lists of formatting say the same, in whatever order.
pub(crate) fn same(one: &[Entity], other: &[Entity]) -> bool {
    one.len() == other.len() && one.iter().all(|entity| other.contains(entity))
}

/// Given and found entities together, in order, none found inside a link or code that was given.
pub(crate) fn merge(given: Vec<Entity>, text: &str) -> Vec<Entity> {
    let closed = ["code", "pre", "text_link", "text_mention"];
    let mut all = given;
    for found in super::found::find(text) {
        let covered = all.iter().any(|entity| {
            closed.contains(&entity.kind.as_str())
                && entity.offset < found.offset.saturating_add(found.length)
                && found.offset < entity.offset.saturating_add(entity.length)
        });
        let known = all
            .iter()
            .any(|entity| entity.kind == found.kind && entity.offset == found.offset);
        if !covered && !known {
            all.push(found);
        }
    }
    all.sort_by_key(|entity| (entity.offset, entity.length.saturating_neg()));
    all
}
