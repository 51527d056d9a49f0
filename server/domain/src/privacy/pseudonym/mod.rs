//! Pleasant names in place of real ones.
//!
//! Everybody of a connection has a number, given once and kept; the name follows from the number alone:
//!
//! | number | name | how many, people / chats |
//! |---|---|---|
//! | the first | *Cheerful Otter*, *Calm Harbour* | 16,384 / 8,192 |
//! | then | *Cheerful Otter of the Old Harbour* | 1,048,576 / 524,288 |
//! | then | the same with a number behind | the rest |
//!
//! So no two of a connection ever have the same name. Which number gets which of the names is shuffled for
//! each connection (a keyed permutation), so that names follow no order and say nothing about who came when.
//! In another language the same number is the same animal. The words are in `names/*.txt`; what stands
//! there is never moved.

mod grammar;
mod shuffle;
mod words;

use std::fmt::Write as _;

use crate::catalogue::Language;
use crate::id::ConnectionId;

/// What is named.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Sort {
    /// A person: an animal.
    Person,
    /// A group or channel: a place or thing.
    Chat,
}

/// The name of whoever has this number in the connection.
///
/// People and chats have different names even under the same number.
#[must_use]
pub fn name(connection: &ConnectionId, sort: Sort, number: u32, language: Language) -> String {
    let words = words::words();
    let nouns = match sort {
        Sort::Person => &words.animals,
        Sort::Chat => &words.places,
    };
    let (adjectives, origins) = (words.adjectives.len(), words.origins.len());
    let short = adjectives * nouns.len();
    let long = short * origins;
    let key = shuffle::Key::of(connection, sort);
    let number = usize::try_from(number).unwrap_or(usize::MAX);
    let (place, origin, round) = match number.checked_sub(short) {
        None => (key.place(number, short), None, 0),
        Some(rest) => {
            let place = key.place(rest % long, long);
            (place % short, words.origins.get(place / short), rest / long)
        }
    };
    let (Some(adjective), Some(noun)) = (
        words.adjectives.get(place % adjectives),
        nouns.get(place / adjectives),
    ) else {
        return String::new();
    };
    let mut name = grammar::name(adjective, noun, language);
    if let Some(origin) = origin {
        name.push(' ');
        name.push_str(&origin[grammar::column(language)]);
    }
    if round > 0 {
        // Writing into a string cannot fail.
        let _ = write!(name, " {}", round + 1);
    }
    name
}

#[cfg(test)]
mod tests;
