//! What the pages say beside the table: kinds of values, rules, examples.

mod how;
mod whom;

use super::Name;

/// What a page says.
pub(super) struct Words {
    /// The kind of value.
    pub(super) kind: &'static str,
    /// How it acts.
    pub(super) more: &'static str,
    /// Values, and what they mean.
    pub(super) examples: &'static [(&'static str, &'static str)],
    /// Whether a plan may limit it.
    pub(super) plan: bool,
}

/// The words of a parameter's page.
pub(super) fn words_of(name: Name) -> Words {
    let words = whom::words_of(name).or_else(|| how::words_of(name));
    words.unwrap_or_else(|| panic!("{name} has no words for its page"))
}
