//! What the team itself writes down about a customer: notes, and fields of its own.
//!
//! Words of the team, for the team: they never leave the backend group. A row of their own keeps
//! them, sealed, apart from the dialog: they are read when somebody asks for them and not with
//! every message.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::dialog;
use crate::id::UserId;
use crate::text::utf16_len;
use crate::time::Timestamp;

/// Most notes of a customer.
pub const MOST_NOTES: usize = 20;

/// Most UTF-16 code units of a note.
pub const LONGEST_NOTE: usize = 500;

/// Most fields of a customer.
pub const MOST_FIELDS: usize = 16;

/// Most UTF-16 code units of a field's value.
pub const LONGEST_VALUE: usize = 200;

/// Most characters of a field's name.
pub const LONGEST_NAME: usize = 32;

/// What is written down about a dialog's customer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Profile {
    /// Whose.
    pub dialog: dialog::Key,
    /// Notes, oldest first.
    pub notes: Vec<Note>,
    /// How many notes there ever were: numbers are not used twice.
    pub numbered: u32,
    /// Fields by their names, which are in small letters.
    pub fields: BTreeMap<String, String>,
}

/// A note.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Note {
    /// Its number, from 1.
    pub number: u32,
    /// What it says.
    pub text: String,
    /// Who wrote it.
    pub by: UserId,
    /// What they were called then.
    pub author: String,
    /// When.
    pub at: Timestamp,
}

/// Why something is not written down.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Refusal {
    /// There are as many as there may be.
    Full,
    /// It is longer than it may be: so many code units.
    TooLong(usize),
    /// There is none of that number or name.
    NotThere,
    /// It is no name: a Latin letter, then letters, digits, `-`, `_`.
    NoName,
}

// === impl Profile ===

impl Profile {
    /// Nothing is written down yet.
    #[must_use]
    pub const fn new(dialog: dialog::Key) -> Self {
        Self {
            dialog,
            notes: Vec::new(),
            numbered: 0,
            fields: BTreeMap::new(),
        }
    }

    /// Writes a note and gives its number.
    ///
    /// # Errors
    /// [`Refusal::Full`], [`Refusal::TooLong`].
    pub fn add_note(
        &mut self,
        text: &str,
        by: UserId,
        author: String,
        at: Timestamp,
    ) -> Result<u32, Refusal> {
        let length = utf16_len(text);
        if length > LONGEST_NOTE {
            return Err(Refusal::TooLong(length));
        }
        if self.notes.len() >= MOST_NOTES {
            return Err(Refusal::Full);
        }
        self.numbered = self.numbered.saturating_add(1);
        self.notes.push(Note {
            number: self.numbered,
            text: text.to_owned(),
            by,
            author,
            at,
        });
        Ok(self.numbered)
    }

    /// Takes a note away.
    ///
    /// # Errors
    /// [`Refusal::NotThere`].
    pub fn delete_note(&mut self, number: u32) -> Result<(), Refusal> {
        let before = self.notes.len();
        self.notes.retain(|note| note.number != number);
        if self.notes.len() == before {
            return Err(Refusal::NotThere);
        }
        Ok(())
    }

    /// Sets a field and gives its name as it is kept; an empty value takes the field away.
    ///
    /// # Errors
    /// All of [`Refusal`].
    pub fn set_field(&mut self, name: &str, value: &str) -> Result<String, Refusal> {
        if !is_name(name) {
            return Err(Refusal::NoName);
        }
        let name = name.to_ascii_lowercase();
        if value.is_empty() {
            let was_there = self.fields.remove(&name).is_some();
            return was_there.then_some(name).ok_or(Refusal::NotThere);
        }
        let length = utf16_len(value);
        if length > LONGEST_VALUE {
            return Err(Refusal::TooLong(length));
        }
        if !self.fields.contains_key(&name) && self.fields.len() >= MOST_FIELDS {
            return Err(Refusal::Full);
        }
        self.fields.insert(name.clone(), value.to_owned());
        Ok(name)
    }
}

/// A Latin letter, then letters, digits, `-`, `_`, not too many.
fn is_name(name: &str) -> bool {
    name.len() <= LONGEST_NAME
        && name.starts_with(|c: char| c.is_ascii_alphabetic())
        && name
            .bytes()
            .all(|b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_'))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::id::{ChatAddress, ChatId, ConnectionId};

    fn profile() -> Profile {
        Profile::new(dialog::Key {
            connection: ConnectionId::parse("a").unwrap(),
            chat: ChatAddress::whole(ChatId(7)),
        })
    }

    fn note(profile: &mut Profile, text: &str) -> Result<u32, Refusal> {
        profile.add_note(text, UserId(1), "Olga".to_owned(), Timestamp(0))
    }

    #[test]
    fn numbers_of_notes_are_not_used_twice() {
        let mut profile = profile();
        assert_eq!(note(&mut profile, "one"), Ok(1));
        assert_eq!(note(&mut profile, "two"), Ok(2));
        assert_eq!(profile.delete_note(2), Ok(()));
        assert_eq!(profile.delete_note(2), Err(Refusal::NotThere));
        assert_eq!(note(&mut profile, "three"), Ok(3));
        let numbers: Vec<_> = profile.notes.iter().map(|note| note.number).collect();
        assert_eq!(numbers, [1, 3]);
    }

    #[test]
    fn notes_are_bounded() {
        let mut profile = profile();
        let long = "😀".repeat(LONGEST_NOTE / 2 + 1);
        let refused = Err(Refusal::TooLong(LONGEST_NOTE + 2));
        assert_eq!(note(&mut profile, &long), refused);
        for _ in 0..MOST_NOTES {
            note(&mut profile, "x").unwrap();
        }
        assert_eq!(note(&mut profile, "x"), Err(Refusal::Full));
        profile.delete_note(1).unwrap();
        assert!(note(&mut profile, "x").is_ok());
    }

    #[test]
    fn fields_have_names_that_can_be_asked_for() {
        let mut profile = profile();
        assert_eq!(profile.set_field("VAT-id", "DE 1"), Ok("vat-id".to_owned()));
        assert_eq!(profile.set_field("vat-ID", "DE 2"), Ok("vat-id".to_owned()));
        assert_eq!(profile.fields["vat-id"], "DE 2");
        let long = "x".repeat(LONGEST_NAME + 1);
        for name in ["", "1st", "näme", "a b", "=a", &long] {
            assert_eq!(profile.set_field(name, "x"), Err(Refusal::NoName), "{name}");
        }
        assert_eq!(profile.set_field("VAT-ID", ""), Ok("vat-id".to_owned()));
        assert_eq!(profile.set_field("VAT-ID", ""), Err(Refusal::NotThere));
        assert!(profile.fields.is_empty());
    }

    #[test]
    fn fields_are_bounded() {
        let mut profile = profile();
        let long = "x".repeat(LONGEST_VALUE + 1);
        let refused = Err(Refusal::TooLong(LONGEST_VALUE + 1));
        assert_eq!(profile.set_field("a", &long), refused);
        for number in 0..MOST_FIELDS {
            profile.set_field(&format!("f{number}"), "x").unwrap();
        }
        assert_eq!(profile.set_field("a", "x"), Err(Refusal::Full));
        assert!(profile.set_field("F0", "y").is_ok(), "that one is there");
    }
}
