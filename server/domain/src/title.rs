//! A topic's name.
//!
//! The template of `TOPIC_TITLE` is one line of text with the place-holders
//! `{status}` (the state's square), `{marks}` and `{title}` (the customer);
//! `{{` and `}}` are braces. What a place-holder leaves empty leaves no double
//! space behind.

use unicode_segmentation::UnicodeSegmentation;

use crate::dialog::State;
use crate::text::{is_invisible, shorten, utf16_len};

/// The square of a dialog that needs the team.
pub const USER_ANSWERED: &str = "🟪";

/// The square of a dialog that waits for the customer.
pub const SUPPORT_ANSWERED: &str = "🟨";

/// The square of a closed dialog.
pub const CLOSED: &str = "⬛️";

/// What stands behind the square while the customer is banned.
pub const BANNED: &str = "🚫";

/// Most characters of a topic's name. Telegram counts to 128; counted here in
/// UTF-16 code units, of which there are never fewer.
pub const MAX_UNITS: usize = 128;

/// Stands for a name of which nothing can be seen.
const NAMELESS: &str = "—";

/// What is put into a template.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Look<'a> {
    /// The state's square, see [`square`].
    pub status: &'a str,
    /// The marks' tickers; may be empty.
    pub marks: &'a str,
    /// What people call the customer, as it came from Telegram.
    pub title: &'a str,
}

/// `TOPIC_TITLE`, read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Template {
    source: String,
    pieces: Vec<Piece>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum Piece {
    Text(String),
    Status,
    Marks,
    Title,
}

/// What is wrong with a template.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Error {
    /// A place-holder that there is not.
    #[error(
        "`{{{0}}}` is not a placeholder here; there is {{status}}, {{marks}}, {{title}}, and `{{{{` for a brace itself"
    )]
    UnknownPlaceholder(String),
    /// A brace without its counterpart.
    #[error("a single `{0}` has no meaning; write it twice for a brace")]
    StrayBrace(char),
    /// More than one line, or a character that nobody sees.
    #[error("a topic's name is one line of visible characters")]
    NotOneLine,
    /// Longer than any name may be.
    #[error("it has more than {MAX_UNITS} characters")]
    TooLong,
}

/// The square that leads the name of a dialog in this state.
#[must_use]
pub const fn square(state: State) -> &'static str {
    match state {
        State::UserAnswered => USER_ANSWERED,
        State::SupportAnswered => SUPPORT_ANSWERED,
        State::Closed => CLOSED,
    }
}

/// The name of a topic.
///
/// Never empty, at most [`MAX_UNITS`] long, one line, without control characters and without marks that turn the direction of
/// writing. Too long a name loses the customer's end first, behind a `…`.
#[must_use]
pub fn render(template: &Template, look: &Look<'_>) -> String {
    let title = match clean(look.title) {
        title if title.chars().all(|c| c.is_whitespace() || is_invisible(c)) => NAMELESS.to_owned(),
        title => title,
    };
    let whole = template.put(look, &title);
    let excess = utf16_len(&whole).saturating_sub(MAX_UNITS);
    if excess == 0 {
        return if whole.is_empty() {
            NAMELESS.to_owned()
        } else {
            whole
        };
    }
    let kept = utf16_len(&title).saturating_sub(excess);
    let whole = template.put(look, &ellipsis(&title, kept));
    if utf16_len(&whole) <= MAX_UNITS {
        whole
    } else {
        ellipsis(&whole, MAX_UNITS)
    }
}

/// At most so many code units of the text, the last of them `…`.
fn ellipsis(text: &str, max_units: usize) -> String {
    let room = max_units.saturating_sub(1);
    let kept = match shorten(text, room) {
        "" => cut(text, room),
        kept => kept,
    };
    format!("{}…", kept.trim_end())
}

/// The characters that fit, where not even one cluster of them does.
fn cut(text: &str, room: usize) -> &str {
    let cluster = text.graphemes(true).next().unwrap_or_default();
    let mut units = 0;
    for (byte, character) in cluster.char_indices() {
        units += character.len_utf16();
        if units > room {
            return &cluster[..byte];
        }
    }
    cluster
}

/// One line with single spaces, without what would change the line around it, and as
/// Telegram makes it: a topic whose creation got no answer is known by its name alone.
fn clean(text: &str) -> String {
    let words: Vec<String> = text
        .split(|c: char| c.is_whitespace() || c.is_control() || is_blank(c))
        .map(|word| word.chars().filter(|c| !is_disturbing(*c)).collect())
        .filter(|word: &String| !word.is_empty())
        .collect();
    words.join(" ")
}

/// What Telegram makes a blank in names besides white space (tdlib `clean_name`): the
/// blank of Braille, the place of an object, and tags, so that the flags of England,
/// Scotland and Wales are black there.
const fn is_blank(character: char) -> bool {
    matches!(
        character,
        '\u{2800}' | '\u{FFFC}' | '\u{E0000}'..='\u{E007F}'
    )
}

/// Marks of writing direction, and invisible characters that shape nothing.
/// Joiners and selectors stay: emoji and several scripts need them.
fn is_disturbing(character: char) -> bool {
    is_invisible(character)
        && !matches!(character, '\u{200C}' | '\u{200D}' | '\u{FE00}'..='\u{FE0F}')
}

fn push_text(pieces: &mut Vec<Piece>, text: String) {
    if !text.is_empty() {
        pieces.push(Piece::Text(text));
    }
}

// === impl Template ===

impl Template {
    /// Reads a template.
    ///
    /// # Errors
    /// See [`Error`].
    pub fn parse(source: &str) -> Result<Self, Error> {
        let source = source.trim();
        if source.chars().any(|c| c.is_control() || is_disturbing(c)) {
            return Err(Error::NotOneLine);
        }
        if utf16_len(source) > MAX_UNITS {
            return Err(Error::TooLong);
        }
        let mut pieces = Vec::new();
        let mut text = String::new();
        let mut rest = source;
        while let Some(at) = rest.find(['{', '}']) {
            text.push_str(&rest[..at]);
            let brace = if rest[at..].starts_with('{') {
                '{'
            } else {
                '}'
            };
            rest = &rest[at + 1..];
            if let Some(behind) = rest.strip_prefix(brace) {
                text.push(brace);
                rest = behind;
                continue;
            }
            let (name, behind) = match rest.split_once('}') {
                Some(found) if brace == '{' => found,
                _ => return Err(Error::StrayBrace(brace)),
            };
            push_text(&mut pieces, std::mem::take(&mut text));
            pieces.push(Piece::named(name)?);
            rest = behind;
        }
        text.push_str(rest);
        push_text(&mut pieces, text);
        Ok(Self {
            source: source.to_owned(),
            pieces,
        })
    }

    /// As it was typed.
    #[must_use]
    pub fn source(&self) -> &str {
        &self.source
    }

    fn put(&self, look: &Look<'_>, title: &str) -> String {
        let whole: String = self
            .pieces
            .iter()
            .map(|piece| match piece {
                Piece::Text(text) => text,
                Piece::Status => look.status,
                Piece::Marks => look.marks,
                Piece::Title => title,
            })
            .collect();
        clean(&whole)
    }
}

/// `{status} {marks} {title}`.
impl Default for Template {
    fn default() -> Self {
        let space = || Piece::Text(" ".to_owned());
        Self {
            source: "{status} {marks} {title}".to_owned(),
            pieces: vec![Piece::Status, space(), Piece::Marks, space(), Piece::Title],
        }
    }
}

// === impl Piece ===

impl Piece {
    fn named(name: &str) -> Result<Self, Error> {
        match name {
            "status" => Ok(Self::Status),
            "marks" => Ok(Self::Marks),
            "title" => Ok(Self::Title),
            _ => Err(Error::UnknownPlaceholder(name.chars().take(32).collect())),
        }
    }
}

#[cfg(test)]
#[path = "title/tests.rs"]
mod tests;
