//! Text and its formatting.

use backline_proto::common::v1::{FormattedText, TextEntity};
use serde_json::{Map, Value};

use super::read::{Object, int, object, objects, text};

/// The fields that the contract has a place for.
const KNOWN: &[&str] = &[
    "type",
    "offset",
    "length",
    "url",
    "user",
    "language",
    "custom_emoji_id",
];

/// The text in a field, with the entities in another.
pub(super) fn formatted(from: &Object, name: &str, entities: &str) -> Option<FormattedText> {
    let text = from.get(name)?.as_str()?.to_owned();
    Some(FormattedText {
        text,
        entities: objects(from, entities).filter_map(entity).collect(),
    })
}

/// The text or the caption of a message.
pub(super) fn words(message: &Object) -> Option<FormattedText> {
    formatted(message, "text", "entities")
        .or_else(|| formatted(message, "caption", "caption_entities"))
}

/// An entity of whatever type. One without a place in the text formats nothing.
fn entity(entity: &Object) -> Option<TextEntity> {
    let kind = text(entity, "type");
    let offset = i32::try_from(int(entity, "offset")?).ok()?;
    let length = i32::try_from(int(entity, "length")?).ok()?;
    if kind.is_empty() || offset < 0 || length < 1 {
        return None;
    }
    let user_id = object(entity, "user").and_then(|user| int(user, "id"));
    Some(TextEntity {
        r#type: kind,
        offset,
        length,
        url: text(entity, "url"),
        user_id: user_id.unwrap_or(0),
        language: text(entity, "language"),
        custom_emoji_id: text(entity, "custom_emoji_id"),
        extra_json: extra(entity),
    })
}

fn extra(entity: &Object) -> String {
    let extra: Map<String, Value> = entity
        .iter()
        .filter(|(name, _)| !KNOWN.contains(&name.as_str()))
        .map(|(name, value)| (name.clone(), value.clone()))
        .collect();
    if extra.is_empty() {
        String::new()
    } else {
        Value::Object(extra).to_string()
    }
}
