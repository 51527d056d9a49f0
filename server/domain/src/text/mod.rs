//! Operations on [`FormattedText`]. All positions are UTF-16 code units, as
//! Telegram counts; no operation ever cuts a character in two, and entities are
//! cut and shifted with the text that they cover.
//!
//! [`markup`] reads the small formatting syntax in which people type texts.

mod encoded;
mod join;
pub mod markup;
mod replace;
mod slice;
mod split;
mod substitute;
mod template;
mod visible;

pub use encoded::decoded_hex;
pub use join::{concat, prepend_line, styled};
pub use replace::replace;
pub use slice::{slice, trim};
pub use split::split;
pub use substitute::substitute;
pub use template::{Error as TemplateError, Template, shorten};
pub use visible::is_invisible;

use std::cmp::Reverse;

use crate::message::{Entity, FormattedText};

/// Most UTF-16 code units of a message's text.
pub const MAX_TEXT: usize = 4096;

/// Most UTF-16 code units of a caption.
pub const MAX_CAPTION: usize = 1024;

/// Length of a string in UTF-16 code units.
#[must_use]
pub fn utf16_len(text: &str) -> usize {
    text.chars().map(char::len_utf16).sum()
}

/// Orders entities as Telegram gives them: by offset, the outer before the inner.
fn sort(entities: &mut [Entity]) {
    entities.sort_by_key(|entity| (entity.offset, Reverse(entity.length)));
}

/// The same entities kept within `text`: what reaches over the end is cut, what
/// covers nothing is dropped. Telegram refuses a message with any other.
#[must_use]
pub fn tidy(text: &FormattedText) -> FormattedText {
    slice(text, 0..usize::MAX)
}

#[cfg(test)]
mod tests;
