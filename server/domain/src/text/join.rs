//! Putting texts together.

use crate::message::{Entity, FormattedText};

/// The parts one behind the other, entities shifted.
#[must_use]
pub fn concat(parts: impl IntoIterator<Item = FormattedText>) -> FormattedText {
    let mut whole = FormattedText::default();
    let mut units = 0;
    for part in parts {
        whole
            .entities
            .extend(part.entities.into_iter().map(|entity| Entity {
                offset: entity.offset.saturating_add(units),
                ..entity
            }));
        units += super::utf16_len(&part.text);
        whole.text.push_str(&part.text);
    }
    whole
}

/// The text with a line before it. An empty text gives the line alone.
#[must_use]
pub fn prepend_line(line: FormattedText, text: FormattedText) -> FormattedText {
    if text.is_empty() {
        return line;
    }
    concat([line, FormattedText::plain("\n"), text])
}

/// The whole string in one formatting, such as `bold`.
#[must_use]
pub fn styled(kind: &str, text: impl Into<String>) -> FormattedText {
    let text = text.into();
    let length = super::utf16_len(&text);
    let entities = if length == 0 {
        Vec::new()
    } else {
        vec![Entity {
            kind: kind.to_owned(),
            offset: 0,
            length,
            ..Entity::default()
        }]
    };
    FormattedText { text, entities }
}
