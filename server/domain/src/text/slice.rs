//! A part of a text.

use std::ops::Range;

use super::sort;
use crate::message::{Entity, FormattedText};

/// The part of `text` in this range of UTF-16 code units.
///
/// A border inside a character moves to the character's beginning, so that parts
/// of adjoining ranges join to the whole; one beyond the end moves to the end.
/// Entities are cut to the part and shifted; what covers nothing is dropped.
#[must_use]
pub fn slice(text: &FormattedText, range: Range<usize>) -> FormattedText {
    let (start, start_byte) = boundary(&text.text, range.start);
    let (end, end_byte) = boundary(&text.text, range.end.max(range.start));
    let mut entities: Vec<Entity> = text
        .entities
        .iter()
        .filter_map(|entity| {
            let from = entity.offset.max(start);
            let to = entity.offset.saturating_add(entity.length).min(end);
            (from < to).then(|| Entity {
                offset: from - start,
                length: to - from,
                ..entity.clone()
            })
        })
        .collect();
    sort(&mut entities);
    FormattedText {
        text: text.text[start_byte..end_byte].to_owned(),
        entities,
    }
}

/// The text without leading and trailing white space, as Telegram trims it when
/// it takes a message in; entities shifted.
#[must_use]
pub fn trim(text: &FormattedText) -> FormattedText {
    let rest = text.text.trim_start();
    let lead = super::utf16_len(&text.text[..text.text.len() - rest.len()]);
    let kept = super::utf16_len(rest.trim_end());
    slice(text, lead..lead + kept)
}

/// The last character border at or before this position: in UTF-16 code units
/// and in bytes.
fn boundary(text: &str, position: usize) -> (usize, usize) {
    let mut units = 0;
    for (byte, character) in text.char_indices() {
        if units + character.len_utf16() > position {
            return (units, byte);
        }
        units += character.len_utf16();
    }
    (units, text.len())
}
