//! Every text that Backline itself writes to people in Telegram, in four
//! languages.
//!
//! A [`Notice`] names the text and carries its typed values; [`Notice::render`]
//! makes it in a language. The texts are Fluent messages in `locales/LANGUAGE/`,
//! one file per concern, with the formatting of [`crate::text::markup`] in them.
//! Values come in behind the markup's reader: nothing in a name is ever
//! formatting, a place-holder or a part of the message's logic.
//!
//! [`InfoCard`] and [`help`] are texts of several lines, made the same way.

mod bundle;
mod card;
mod help;
mod language;
#[macro_use]
mod notice;
mod parameters;
mod reason;
mod setup_words;
mod value;

pub(crate) use card::note_line;
pub use card::{InfoCard, Members};
pub use help::{Abilities, help};
pub use language::Language;
pub use notice::Notice;
pub use parameters::describe;
pub use reason::Allowed;
pub use setup_words::SetupWords;
pub use value::{
    ContentKind, FileSize, Folded, Linked, QueueReason, Quoted, Refusal, Right, Square,
};

#[cfg(test)]
mod tests;
