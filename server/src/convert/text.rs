//! Text with formatting.

use backline_domain::message::{Entity, FormattedText};
use backline_proto::common::v1 as proto;

use super::nonzero;

/// The text. All of it is kept; an entity that does not lie on whole characters
/// inside it is dropped, since nothing could be made of it safely.
#[must_use]
pub fn from_proto(text: proto::FormattedText) -> FormattedText {
    let proto::FormattedText { text, entities } = text;
    if entities.is_empty() {
        return FormattedText {
            text,
            entities: Vec::new(),
        };
    }
    let edges = character_edges(&text);
    let is_edge = |at: usize| edges.get(at).copied().unwrap_or(false);
    let entities = entities
        .into_iter()
        .filter_map(|entity| {
            let offset = usize::try_from(entity.offset).ok()?;
            let length = usize::try_from(entity.length).ok()?;
            let end = offset.checked_add(length)?;
            let fits = length > 0 && is_edge(offset) && is_edge(end) && !entity.r#type.is_empty();
            fits.then(|| Entity {
                kind: entity.r#type,
                offset,
                length,
                url: entity.url,
                user: nonzero(entity.user_id),
                language: entity.language,
                custom_emoji: entity.custom_emoji_id,
                extra_json: entity.extra_json,
            })
        })
        .collect();
    FormattedText { text, entities }
}

/// The text. Entities whose numbers the contract cannot hold are dropped.
#[must_use]
pub fn to_proto(text: &FormattedText) -> proto::FormattedText {
    let entities = text.entities.iter().filter_map(|entity| {
        Some(proto::TextEntity {
            r#type: entity.kind.clone(),
            offset: i32::try_from(entity.offset).ok()?,
            length: i32::try_from(entity.length).ok()?,
            url: entity.url.clone(),
            user_id: entity.user.unwrap_or(0),
            language: entity.language.clone(),
            custom_emoji_id: entity.custom_emoji.clone(),
            extra_json: entity.extra_json.clone(),
        })
    });
    proto::FormattedText {
        text: text.text.clone(),
        entities: entities.collect(),
    }
}

/// For each place between UTF-16 code units, whether it is one between
/// characters.
fn character_edges(text: &str) -> Vec<bool> {
    let mut edges = Vec::with_capacity(text.len() + 1);
    for character in text.chars() {
        edges.push(true);
        if character.len_utf16() == 2 {
            edges.push(false);
        }
    }
    edges.push(true);
    edges
}
