//! The scanner for strings in double quotes, brackets and commas.

use super::{Error, MAX_WORD};

/// Reads a value from its beginning.
pub(super) struct Scanner<'a> {
    rest: &'a str,
}

/// A word as it was typed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Word {
    pub(super) text: String,
    pub(super) is_negated: bool,
    /// Only where it stands by itself, not within another word.
    pub(super) is_whole: bool,
}

/// Writes a word of a list so that the scanner reads the same.
pub(super) fn quote(text: &str, is_whole: bool) -> String {
    let lead = match (is_whole, text.starts_with('=')) {
        (true, _) => "=",
        (false, true) => "\\",
        (false, false) => "",
    };
    quote_behind(lead, text)
}

/// Writes a word of an expression so that the scanner reads the same.
pub(super) fn quote_word(word: &Word) -> String {
    let begins = |mark: char| word.text.starts_with(mark);
    let lead = match (word.is_negated, word.is_whole) {
        (true, true) => "~=",
        (true, false) if begins('=') => "~\\",
        (true, false) => "~",
        (false, true) => "=",
        (false, false) if begins('~') || begins('=') => "\\",
        (false, false) => "",
    };
    quote_behind(lead, &word.text)
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

    /// Takes a word of a list: a tilde means nothing.
    pub(super) fn string(&mut self) -> Result<Word, Error> {
        self.marked(&['='])
    }

    /// Takes a word of an expression: a tilde before or in the quotes negates.
    pub(super) fn word(&mut self) -> Result<Word, Error> {
        self.marked(&['~', '='])
    }

    /// Takes a word with these marks, each at most once, before or in the quotes.
    fn marked(&mut self, marks: &[char]) -> Result<Word, Error> {
        let is_there = |mark: &char| self.take(*mark);
        let mut given: Vec<char> = marks.iter().copied().filter(is_there).collect();
        let letters = self.quoted()?;
        let mut rest = letters.as_slice();
        for mark in marks {
            if let Some((first, behind)) = rest.split_first()
                && *first == (*mark, false)
                && !given.contains(mark)
            {
                given.push(*mark);
                rest = behind;
            }
        }
        if rest.len() > MAX_WORD {
            return Err(Error::WordTooLong);
        }
        Ok(Word {
            text: rest.iter().map(|(letter, _)| letter).collect(),
            is_negated: given.contains(&'~'),
            is_whole: given.contains(&'='),
        })
    }

    /// Takes a string: its characters, and whether each was escaped.
    fn quoted(&mut self) -> Result<Vec<(char, bool)>, Error> {
        let opening = match self.rest.chars().next() {
            Some(c @ ('"' | '“' | '”' | '„')) => c,
            Some(_) => return Err(Error::Unquoted(self.sample())),
            None => return Err(Error::MissingWord),
        };
        let closes = |c: char| c == '"' || (opening != '"' && matches!(c, '“' | '”'));
        let body = &self.rest[opening.len_utf8()..];
        let mut letters = Vec::new();
        let mut is_escaped = false;
        for (at, character) in body.char_indices() {
            if is_escaped {
                letters.push((character, true));
                is_escaped = false;
            } else if character == '\\' {
                is_escaped = true;
            } else if closes(character) {
                self.rest = body[at + character.len_utf8()..].trim_start();
                return Ok(letters);
            } else {
                letters.push((character, false));
            }
        }
        Err(Error::Unclosed(self.sample()))
    }

    fn sample(&self) -> String {
        self.rest.chars().take(24).collect()
    }
}
