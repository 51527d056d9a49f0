//! What Telegram makes of a text that a bot sends: offsets are checked, control characters go, blanks are cut at both
//! ends, and formatting that cannot be nested is split or dropped.

use serde_json::Value;

use super::{Entity, entity::length};

/// Kinds that Telegram finds in the text itself; what a bot claims of them is ignored.
const FOUND: &[&str] = &[
    "mention",
    "hashtag",
    "cashtag",
    "bot_command",
    "url",
    "email",
    "phone_number",
    "bank_card_number",
];

/// Kinds that a sender decides, with the field that each needs.
const GIVEN: &[(&str, Option<&str>)] = &[
    ("bold", None),
    ("italic", None),
    ("underline", None),
    ("strikethrough", None),
    ("spoiler", None),
    ("blockquote", None),
    ("expandable_blockquote", None),
    ("code", None),
    ("pre", None),
    ("text_link", Some("url")),
    ("text_mention", Some("user")),
    ("custom_emoji", Some("custom_emoji_id")),
    ("date_time", Some("unix_time")),
];

/// The largest offset and length that Telegram reads.
const LARGEST: i64 = 1_000_000;

/// Cleans a text and its formatting. `Err` is Telegram's text without its prefix.
pub(crate) fn clean(text: &str, entities: &[Entity]) -> Result<(String, Vec<Entity>), String> {
    let mut kept = Vec::new();
    for entity in entities {
        if admit(entity)? {
            kept.push(entity.clone());
        }
    }
    for entity in &kept {
        for (what, value) in [("offset", entity.offset), ("length", entity.length)] {
            if !(0..=LARGEST).contains(&value) {
                return Err(format!("receive an entity with incorrect {what} {value}"));
            }
        }
    }
    kept.retain(|entity| entity.length > 0);
    super::nesting::fix(&mut kept);
    check_borders(text, &kept)?;
    let (text, kept) = without_controls(text, kept);
    Ok(trimmed(text, kept))
}

/// Whether a piece of formatting counts at all.
fn admit(entity: &Entity) -> Result<bool, String> {
    let kind = entity.kind.as_str();
    if FOUND.contains(&kind) {
        return Ok(false);
    }
    let Some((_, required)) = GIVEN.iter().find(|(given, _)| *given == kind) else {
        return Err("can't parse MessageEntity: Unsupported type specified".into());
    };
    if let Some(field) = required.filter(|field| !entity.more.contains_key(*field)) {
        return Err(format!(
            "can't parse MessageEntity: Can't find field \"{field}\""
        ));
    }
    let format = entity.more.get("date_time_format").and_then(Value::as_str);
    let format = format.filter(|format| !matches!(*format, "r" | "R"));
    if kind == "date_time"
        && format.is_some_and(|format| !format.chars().all(|one| "tTdDwW".contains(one)))
    {
        return Err("can't parse MessageEntity: Invalid date-time format specified".into());
    }
    Ok(true)
}

fn check_borders(text: &str, entities: &[Entity]) -> Result<(), String> {
    let end = units(text);
    for entity in entities {
        if let Some(byte) = inside_symbol(text, entity.offset) {
            return Err(format!(
                "entity begins in a middle of a UTF-16 symbol at byte offset {byte}"
            ));
        }
        if entity.offset > end {
            return Err(format!(
                "entity begins after the end of the text at UTF-16 offset {}",
                entity.offset
            ));
        }
        let close = entity.offset + entity.length;
        if let Some(byte) = inside_symbol(text, close) {
            return Err(format!(
                "entity beginning at UTF-16 offset {} ends in a middle of a UTF-16 symbol at byte offset {byte}",
                entity.offset
            ));
        }
        if close > end {
            return Err(format!(
                "entity beginning at UTF-16 offset {} ends after the end of the text at UTF-16 offset {close}",
                entity.offset
            ));
        }
    }
    Ok(())
}

/// The byte after the symbol that a UTF-16 offset cuts in two, if it does.
fn inside_symbol(text: &str, offset: i64) -> Option<usize> {
    let mut at = 0;
    for (byte, symbol) in text.char_indices() {
        let next = at + wide(symbol);
        if at < offset && offset < next {
            return Some(byte + symbol.len_utf8());
        }
        at = next;
    }
    None
}

/// Control characters become blanks, carriage returns and what turns the direction of writing go.
fn without_controls(text: &str, entities: Vec<Entity>) -> (String, Vec<Entity>) {
    let mut clean = String::with_capacity(text.len());
    // Where each UTF-16 offset of the old text is in the new one.
    let mut places = vec![0];
    let mut at = 0;
    for symbol in text.chars() {
        let put = match symbol {
            '\n' => Some('\n'),
            '\r' | '\u{2028}'..='\u{202e}' | '\u{333}' | '\u{33f}' | '\u{30a}' => None,
            symbol if symbol < ' ' => Some(' '),
            symbol => Some(symbol),
        };
        if let Some(symbol) = put {
            clean.push(symbol);
            at += wide(symbol);
        }
        for _ in 0..wide(symbol) {
            places.push(at);
        }
    }
    let place = |offset: i64| {
        let index = usize::try_from(offset).unwrap_or(usize::MAX);
        places.get(index).copied().unwrap_or(at)
    };
    let moved = entities.into_iter().map(|entity| {
        let offset = place(entity.offset);
        let length = place(entity.offset + entity.length) - offset;
        Entity {
            offset,
            length,
            ..entity
        }
    });
    let moved = moved.filter(|entity| entity.length > 0).collect();
    (clean, moved)
}

/// Cuts blanks at the end, and at the beginning where no formatting is.
fn trimmed(mut text: String, mut entities: Vec<Entity>) -> (String, Vec<Entity>) {
    const BLANK: [char; 2] = [' ', '\n'];
    text.truncate(text.trim_end_matches(BLANK).len());
    let end = units(&text);
    entities.retain_mut(|entity| {
        entity.length = entity.length.min(end - entity.offset);
        entity.length > 0
    });
    let first = entities.iter().map(|entity| entity.offset).min();
    let blanks = text.len() - text.trim_start_matches(BLANK).len();
    let cut = i64::try_from(blanks).unwrap_or(0);
    let cut = first.map_or(cut, |first| first.min(cut));
    for entity in &mut entities {
        entity.offset -= cut;
    }
    // Blanks are one byte each.
    text.drain(..usize::try_from(cut).unwrap_or(0));
    (text, entities)
}

fn wide(symbol: char) -> i64 {
    i64::try_from(symbol.len_utf16()).unwrap_or(2)
}

fn units(text: &str) -> i64 {
    i64::try_from(length(text)).unwrap_or(i64::MAX)
}
