//! The scanner for strings in double quotes, brackets and commas.

use super::{Error, MAX_WORD};

/// Reads a value from its beginning.
pub(super) struct Scanner<'a> {
    rest: &'a str,
}

/// A word as it was typed.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Word {
    pub(super) text: String,
    pub(super) is_negated: bool,
}

/// Writes a string so that the scanner reads the same.
pub(super) fn quote(text: &str) -> String {
    quote_behind("", text)
}

/// Writes a word of an expression so that the scanner reads the same.
pub(super) fn quote_word(text: &str, is_negated: bool) -> String {
    match (is_negated, text.starts_with('~')) {
        (false, false) => quote(text),
        (true, _) => quote_behind("~", text),
        (false, true) => quote_behind("\\", text),
    }
}

fn quote_behind(lead: &str, text: &str) -> String {
    let mut quoted = String::with_capacity(text.len() + 3);
    quoted.push('"');
    quoted.push_str(lead);
    for character in text.chars() {
        if matches!(character, '"' | '\\') {
            quoted.push('\\');
        }
        quoted.push(character);
    }
    quoted.push('"');
    quoted
}

// === impl Scanner ===

impl<'a> Scanner<'a> {
    pub(super) fn new(text: &'a str) -> Self {
        Self {
            rest: text.trim_start(),
        }
    }

    pub(super) fn is_done(&self) -> bool {
        self.rest.is_empty()
    }

    /// Takes this character, with white space behind it, if it comes next.
    pub(super) fn take(&mut self, character: char) -> bool {
        match self.rest.strip_prefix(character) {
            Some(rest) => {
                self.rest = rest.trim_start();
                true
            }
            None => false,
        }
    }

    /// Takes a comma between two things; false at the end of the text.
    pub(super) fn comma(&mut self) -> Result<bool, Error> {
        if self.take(',') {
            return if self.is_done() {
                Err(Error::MissingWord)
            } else {
                Ok(true)
            };
        }
        if self.is_done() {
            Ok(false)
        } else {
            Err(Error::MissingComma(self.sample()))
        }
    }

    /// Takes a string; a tilde means nothing.
    pub(super) fn string(&mut self) -> Result<String, Error> {
        let (text, _) = self.quoted()?;
        if text.chars().count() > MAX_WORD {
            Err(Error::WordTooLong)
        } else {
            Ok(text)
        }
    }

    /// Takes a word of an expression: a tilde before or in the quotes negates.
    pub(super) fn word(&mut self) -> Result<Word, Error> {
        let is_outside = self.take('~');
        let (mut text, begins_with_tilde) = self.quoted()?;
        let is_inside = begins_with_tilde && !is_outside;
        if is_inside {
            text.remove(0);
        }
        if text.chars().count() > MAX_WORD {
            return Err(Error::WordTooLong);
        }
        Ok(Word {
            text,
            is_negated: is_outside || is_inside,
        })
    }

    /// Takes a string, and whether it begins with a tilde that is not escaped.
    fn quoted(&mut self) -> Result<(String, bool), Error> {
        let opening = match self.rest.chars().next() {
            Some(c @ ('"' | '“' | '”' | '„')) => c,
            Some(_) => return Err(Error::Unquoted(self.sample())),
            None => return Err(Error::MissingWord),
        };
        let closes = |c: char| c == '"' || (opening != '"' && matches!(c, '“' | '”'));
        let body = &self.rest[opening.len_utf8()..];
        let mut text = String::new();
        let mut is_escaped = false;
        for (at, character) in body.char_indices() {
            if is_escaped {
                text.push(character);
                is_escaped = false;
            } else if character == '\\' {
                is_escaped = true;
            } else if closes(character) {
                self.rest = body[at + character.len_utf8()..].trim_start();
                return Ok((text, body.starts_with('~')));
            } else {
                text.push(character);
            }
        }
        Err(Error::Unclosed(self.sample()))
    }

    fn sample(&self) -> String {
        self.rest.chars().take(24).collect()
    }
}
