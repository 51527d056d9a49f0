//! The parameters of a connection: their names, their grammar, their values.
//!
//! Every way in (command line, API, file, setup bot) goes through [`check`], so
//! that what is allowed and how it is refused is the same everywhere. What is
//! stored is the canonical text that `check` returns; what is acted on is
//! [`Parameters`], read from a set of such texts.
//!
//! # Grammar
//! White space around a value counts for nothing. Words such as `TRUE`, `OFF`,
//! `private`, `en` may be written in any case. `OFF` empties a list, a set or an
//! expression (`NONE` means the same; `EXTENSIONS_ALLOWED` takes `.` instead);
//! `DEFAULT` gives a parameter the value it has when it is not set.
//!
//! | kind of value | how it is written |
//! |---|---|
//! | boolean | `TRUE` or `FALSE` |
//! | strings, keyword expression | see [`crate::keyword`] |
//! | ids | numbers with commas: `777000, -1001234567890` |
//! | set | words with commas, or `ALL`: `private, group` |
//! | hours, minutes | a whole number |
//! | rate | `N` a minute, or `N/SECONDS` |
//! | text with formatting | see [`crate::text::markup`]; `{title}` is the customer's name |
//! | topic title | text with `{status}`, `{marks}`, `{title}`; see [`crate::title`] |
//! | working hours | see [`WorkingHours`] |
//! | webhooks | a JSON object from URL to a list of events; see [`Webhooks`] |

mod color;
mod file;
mod invalid;
mod name;
mod reason;
mod scalar;
mod secret;
mod set;
mod values;
mod webhooks;
mod welcome;
mod working_hours;

pub use color::IconColor;
pub use file::{Contents, FileError, Problem, read_file, write_file};
pub use invalid::{InvalidValue, UnknownName};
pub use name::Name;
pub use reason::Reason;
pub use scalar::{Archive, Rate};
pub use secret::HIDDEN_VALUE;
pub use set::{Direction, Directions, Extensions, Hidden, HiddenSet, KindSet, MAX_IDS, ids_text};
pub use values::{Parameters, check};
pub use webhooks::Webhooks;
pub use welcome::Welcome;
pub use working_hours::WorkingHours;

/// A value as it is read from text and written as canonical text.
trait Value: Sized {
    /// Reads it; the error says what is wrong.
    fn read(text: &str) -> Result<Self, Reason>;

    /// Writes it so that it reads back the same.
    fn write(&self) -> String;
}

/// Whether this is the word, in any case.
fn is_word(text: &str, word: &str) -> bool {
    text.eq_ignore_ascii_case(word)
}

/// Whether this empties a list.
fn is_off(text: &str) -> bool {
    is_word(text, "OFF") || is_word(text, "NONE")
}

#[cfg(test)]
mod pages;
#[cfg(test)]
mod tests;
