//! Formatting: entities with UTF-16 offsets, checked as Telegram checks what bots send.

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

/// Kinds that Telegram finds in the text itself; what a bot claims of them is ignored.
const FOUND: &[&str] = &[
    "mention",
    "hashtag",
    "cashtag",
    "bot_command",
    "url",
    "email",
    "phone_number",
    "bank_card",
];

/// Kinds that a sender decides.
const GIVEN: &[&str] = &[
    "bold",
    "italic",
    "underline",
    "strikethrough",
    "spoiler",
    "blockquote",
    "expandable_blockquote",
    "code",
    "pre",
    "text_link",
    "text_mention",
    "custom_emoji",
    "date_time",
];

/// Length in UTF-16 code units, as Telegram counts.
#[must_use]
pub fn length(text: &str) -> usize {
    text.encode_utf16().count()
}

/// Checks what a bot sends. `Err` is Telegram's text without its prefix.
pub(crate) fn check(text: &str, entities: &[Entity]) -> Result<Vec<Entity>, String> {
    let units: Vec<u16> = text.encode_utf16().collect();
    let mut kept = Vec::new();
    let mut sorted: Vec<&Entity> = entities.iter().collect();
    sorted.sort_by_key(|entity| (entity.offset, entity.length.saturating_neg()));
    for entity in sorted {
        if FOUND.contains(&entity.kind.as_str()) {
            continue;
        }
        if !GIVEN.contains(&entity.kind.as_str()) {
            return Err("can't parse MessageEntity: Unsupported type specified".into());
        }
        let required = match entity.kind.as_str() {
            "text_link" => Some("url"),
            "text_mention" => Some("user"),
            "custom_emoji" => Some("custom_emoji_id"),
            _ => None,
        };
        if let Some(field) = required
            && !entity.more.contains_key(field)
        {
            return Err(format!(
                "can't parse MessageEntity: Can't find field \"{field}\""
            ));
        }
        if entity.length <= 0 {
            continue;
        }
        let end = entity.offset.saturating_add(entity.length);
        check_border(&units, entity.offset, || {
            if entity.offset < 0 {
                "entity begins before the beginning of the text".into()
            } else {
                format!(
                    "entity begins after the end of the text at UTF-16 offset {}",
                    entity.offset
                )
            }
        })?;
        if splits(&units, entity.offset) {
            return Err(format!(
                "entity begins in a middle of a UTF-16 symbol at byte offset {}",
                entity.offset
            ));
        }
        check_border(&units, end, || {
            format!(
                "entity beginning at UTF-16 offset {} ends after the end of the text at UTF-16 offset {end}",
                entity.offset
            )
        })?;
        if splits(&units, end) {
            return Err(format!(
                "entity beginning at UTF-16 offset {} ends in a middle of a UTF-16 symbol at byte offset {end}",
                entity.offset
            ));
        }
        kept.push(entity.clone());
    }
    Ok(kept)
}

fn check_border(units: &[u16], at: i64, error: impl Fn() -> String) -> Result<(), String> {
    match usize::try_from(at) {
        Ok(at) if at <= units.len() => Ok(()),
        _ => Err(error()),
    }
}

fn splits(units: &[u16], at: i64) -> bool {
    usize::try_from(at)
        .ok()
        .and_then(|at| units.get(at))
        .is_some_and(|unit| (0xDC00..0xE000).contains(unit))
}

/// What Telegram finds in a text by itself: commands, mentions and links.
#[must_use]
pub(crate) fn find(text: &str) -> Vec<Entity> {
    let mut found = Vec::new();
    let mut offset = 0_i64;
    for word in text.split_inclusive(char::is_whitespace) {
        let bare = word.trim_end();
        let kind = if is_command(bare) {
            Some("bot_command")
        } else if is_mention(bare) {
            Some("mention")
        } else if is_link(bare) {
            Some("url")
        } else {
            None
        };
        if let Some(kind) = kind {
            found.push(Entity {
                kind: kind.to_owned(),
                offset,
                length: i64::try_from(length(bare)).unwrap_or(0),
                more: Map::new(),
            });
        }
        offset += i64::try_from(length(word)).unwrap_or(0);
    }
    found
}

fn is_command(word: &str) -> bool {
    word.strip_prefix('/').is_some_and(|rest| {
        let name = rest.split('@').next().unwrap_or_default();
        (1..=64).contains(&name.len())
            && rest
                .chars()
                .all(|c| c.is_ascii_alphanumeric() || c == '_' || c == '@')
    })
}

fn is_mention(word: &str) -> bool {
    word.strip_prefix('@').is_some_and(|name| {
        (4..=32).contains(&name.len())
            && name.chars().all(|c| c.is_ascii_alphanumeric() || c == '_')
    })
}

fn is_link(word: &str) -> bool {
    ["http://", "https://"].iter().any(|scheme| {
        word.strip_prefix(scheme)
            .is_some_and(|rest| rest.contains('.') && !rest.starts_with('.'))
    })
}

/// Given and found entities together, in order, none found inside a link or code that was given.
pub(crate) fn merge(given: Vec<Entity>, text: &str) -> Vec<Entity> {
    let closed = ["code", "pre", "text_link", "text_mention"];
    let mut all = given;
    for found in find(text) {
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
