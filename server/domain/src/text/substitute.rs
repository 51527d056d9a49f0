//! Putting values where a text has place-holders.

use super::sort;
use crate::message::{Entity, FormattedText};

/// The text with some characters replaced by texts of their own.
///
/// What is put in is never looked at again: neither a place-holder nor markup in
/// it means anything. Entities around a place-holder grow to cover its value, entities
/// inside the value come along.
#[must_use]
pub fn substitute(
    text: &FormattedText,
    mut value: impl FnMut(char) -> Option<FormattedText>,
) -> FormattedText {
    let mut whole = FormattedText::default();
    let mut added = Vec::new();
    // New position of every old code unit, and of the end.
    let mut positions = Vec::with_capacity(text.text.len() + 1);
    let mut units = 0;
    for character in text.text.chars() {
        positions.extend(std::iter::repeat_n(units, character.len_utf16()));
        match value(character) {
            None => {
                whole.text.push(character);
                units += character.len_utf16();
            }
            Some(put_in) => {
                whole.text.push_str(&put_in.text);
                added.extend(put_in.entities.into_iter().map(|entity| Entity {
                    offset: entity.offset.saturating_add(units),
                    ..entity
                }));
                units += super::utf16_len(&put_in.text);
            }
        }
    }
    let moved = |old: usize| positions.get(old).copied().unwrap_or(units);
    whole.entities = text
        .entities
        .iter()
        .map(|entity| {
            let offset = moved(entity.offset);
            let end = moved(entity.offset.saturating_add(entity.length));
            Entity {
                offset,
                length: end - offset,
                ..entity.clone()
            }
        })
        .chain(added)
        .filter(|entity| entity.length > 0)
        .collect();
    sort(&mut whole.entities);
    whole
}
