//! Putting values where a text has place-holders.

use super::replace;
use crate::message::FormattedText;

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
    let mut parts = Vec::new();
    let mut units = 0;
    for character in text.text.chars() {
        let end = units + character.len_utf16();
        if let Some(put_in) = value(character) {
            parts.push((units..end, put_in));
        }
        units = end;
    }
    replace(text, &parts)
}
