//! The expression of a gate.

use std::fmt;
use std::str::FromStr;

use super::quoted::{Scanner, Word, quote_word};
use super::{Error, MAX_TERMS, holds_whole, normalise};

/// Alternatives, each of words that must or must not be there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Expression {
    alternatives: Vec<Vec<Term>>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
struct Term {
    /// As it was typed.
    word: Word,
    /// What is looked for.
    normal: String,
}

// === impl Expression ===

impl Expression {
    /// Whether the text passes.
    #[must_use]
    pub fn matches(&self, text: &str) -> bool {
        let text = normalise(text);
        self.alternatives
            .iter()
            .any(|terms| terms.iter().all(|term| term.holds(&text)))
    }
}

impl FromStr for Expression {
    type Err = Error;

    fn from_str(text: &str) -> Result<Self, Error> {
        let mut scanner = Scanner::new(text);
        let mut alternatives = Vec::new();
        let mut count = 0;
        loop {
            let terms = if scanner.take('[') {
                group(&mut scanner)?
            } else {
                vec![term(&mut scanner)?]
            };
            count += terms.len();
            if count > MAX_TERMS {
                return Err(Error::TooMany(MAX_TERMS));
            }
            alternatives.push(terms);
            if !scanner.comma()? {
                return Ok(Self { alternatives });
            }
        }
    }
}

/// The canonical spelling, which reads back as the same expression.
impl fmt::Display for Expression {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, terms) in self.alternatives.iter().enumerate() {
            if index > 0 {
                f.write_str(", ")?;
            }
            let words: Vec<_> = terms.iter().map(|term| quote_word(&term.word)).collect();
            match words.as_slice() {
                [word] => f.write_str(word)?,
                _ => write!(f, "[{}]", words.join(","))?,
            }
        }
        Ok(())
    }
}

fn group(scanner: &mut Scanner<'_>) -> Result<Vec<Term>, Error> {
    let mut terms = Vec::new();
    loop {
        terms.push(term(scanner)?);
        if scanner.take(']') {
            return Ok(terms);
        }
        if !scanner.comma()? {
            return Err(Error::UnclosedBracket);
        }
    }
}

fn term(scanner: &mut Scanner<'_>) -> Result<Term, Error> {
    let word = scanner.word()?;
    let normal = normalise(&word.text).trim().to_owned();
    if normal.is_empty() {
        return Err(Error::Empty);
    }
    Ok(Term { word, normal })
}

// === impl Term ===

impl Term {
    fn holds(&self, normal_text: &str) -> bool {
        let is_there = if self.word.is_whole {
            holds_whole(normal_text, &self.normal)
        } else {
            normal_text.contains(&self.normal)
        };
        is_there != self.word.is_negated
    }
}
