//! A text with formatting into which a name is put.

use unicode_segmentation::UnicodeSegmentation;

use super::{MAX_TEXT, markup, substitute, trim, utf16_len};
use crate::message::FormattedText;

/// Stands for `{title}` in the parsed text; one UTF-16 code unit.
const TITLE: char = '\u{FFFC}';

/// A typed text with the place-holder `{title}`, in the syntax of [`markup`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Template {
    source: String,
    text: FormattedText,
}

/// What is wrong with a typed template.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Error {
    /// Its formatting.
    #[error(transparent)]
    Markup(#[from] markup::Error),
    /// Nothing to read in it.
    #[error("no text is left without the formatting")]
    Empty,
    /// Over Telegram's limit.
    #[error(
        "it has {0} characters as Telegram counts them (UTF-16 code units), more than {MAX_TEXT}"
    )]
    TooLong(usize),
}

// === impl Template ===

impl Template {
    /// Reads a typed text.
    ///
    /// # Errors
    /// When the formatting is wrong, nothing is left to read, or it is longer
    /// than a message may be.
    pub fn parse(source: &str) -> Result<Self, Error> {
        let source = source.trim();
        let text = trim(&markup::parse(source, &[("title", TITLE)])?);
        let units = text.utf16_len();
        if text.is_empty() {
            return Err(Error::Empty);
        }
        if units > MAX_TEXT {
            return Err(Error::TooLong(units));
        }
        Ok(Self {
            source: source.to_owned(),
            text,
        })
    }

    /// As it was typed.
    #[must_use]
    pub fn source(&self) -> &str {
        &self.source
    }

    /// The text for the customer of this name. The name is put in as plain text;
    /// formatting that surrounds it covers all of it. A name that would make the
    /// text too long is shortened.
    #[must_use]
    pub fn fill(&self, title: &str) -> FormattedText {
        let count = self.text.text.chars().filter(|c| *c == TITLE).count();
        let room = (MAX_TEXT - (self.text.utf16_len() - count)) / count.max(1);
        let title = FormattedText::plain(shorten(title, room));
        substitute(&self.text, |c| (c == TITLE).then(|| title.clone()))
    }
}

/// As many whole characters, as people see them, as fit into so many UTF-16 code
/// units.
#[must_use]
pub fn shorten(text: &str, max_units: usize) -> &str {
    let mut units = 0;
    for (byte, cluster) in text.grapheme_indices(true) {
        units += utf16_len(cluster);
        if units > max_units {
            return &text[..byte];
        }
    }
    text
}
