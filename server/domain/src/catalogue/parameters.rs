//! What each parameter does, in people's languages.

use super::Language;
use super::bundle::message;
use crate::message::FormattedText;
use crate::parameter::Name;

/// What this parameter does, in a sentence.
#[must_use]
pub fn describe(name: Name, language: Language) -> FormattedText {
    message(language, &key(name), &Vec::new())
}

/// The catalogue's name of it.
pub(super) fn key(name: Name) -> String {
    let name = name.as_str().to_ascii_lowercase().replace('_', "-");
    format!("parameter-{name}")
}
