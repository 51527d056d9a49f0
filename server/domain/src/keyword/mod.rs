//! Words that texts are searched for.
//!
//! Two users: gates, which ask whether an [`Expression`] matches, and forbidden
//! words, where a [`WordList`] names the word found. Both compare what
//! [`normalise`] makes of text and word, and both look for the word anywhere in
//! the text, inside other words too: what is forbidden must not get past by
//! something written before or behind it. With `=` before it a word is looked for
//! as a whole word only: `="art"` finds *art* and *ART!*, and neither *start* nor
//! *artist*. White space at a word's ends counts for nothing, a run of it inside
//! for one space.
//!
//! ```text
//! expression  = item *( "," item )             one of the items matches
//! item        = word / "[" word *( "," word ) "]"   all words of it match
//! word-list   = listed *( "," listed )
//! word        = [ "~" ] listed    "~": not in the text
//! listed      = [ "=" ] string    "=": as a whole word
//! string      = DQUOTE 1*( character / "\" character ) DQUOTE
//! ```
//!
//! `~` and `=` may stand before the quotes or right behind the opening one. In a string `\"` is a
//! quotation mark, `\\` a backslash, and `\~` or `\=` at its beginning the character itself. The quotation marks that telephones
//! put in place of `"` are taken as well. Example: `"invoice", ["order","~test"]`.

mod disguise;
mod expression;
mod normalise;
mod quoted;
mod twin;
mod word_list;

pub use expression::Expression;
pub use normalise::normalise;
pub(crate) use normalise::{is_general_mark, plain_letter};
pub(crate) use twin::latin_twin;
pub use word_list::WordList;

/// Most words of one list.
pub const MAX_WORDS: usize = 10_000;

/// Most words of one expression.
pub const MAX_TERMS: usize = 1000;

/// Most characters of one word.
pub const MAX_WORD: usize = 256;

/// What is wrong with a typed list or expression.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Error {
    /// Text where a string should begin.
    #[error("`{0}` is not in double quotes")]
    Unquoted(String),
    /// A string without its end.
    #[error("the closing double quote after `{0}` is missing")]
    Unclosed(String),
    /// A bracket without its end.
    #[error("the closing bracket `]` is missing")]
    UnclosedBracket,
    /// Something other than a comma between two words.
    #[error("a comma is missing before `{0}`")]
    MissingComma(String),
    /// A comma and nothing behind it.
    #[error("there is a comma with no word in double quotes behind it")]
    MissingWord,
    /// A word of nothing but what is not seen.
    #[error("a word has no visible character")]
    Empty,
    /// A word over the limit.
    #[error("a word has more than {MAX_WORD} characters")]
    WordTooLong,
    /// Too many words.
    #[error("there are more than {0} words")]
    TooMany(usize),
}

/// Whether the word is in the text with nothing of another word on either side.
fn holds_whole(text: &str, word: &str) -> bool {
    text.match_indices(word)
        .any(|(at, _)| is_whole(text, at, at + word.len()))
}

/// Whether this stretch, in bytes, is cut out of no word.
fn is_whole(text: &str, begin: usize, end: usize) -> bool {
    let joins = |before: Option<char>, behind: Option<char>| {
        before.is_some_and(char::is_alphanumeric) && behind.is_some_and(char::is_alphanumeric)
    };
    let (before, behind) = (&text[..begin], &text[end..]);
    let inside = &text[begin..end];
    !joins(before.chars().next_back(), inside.chars().next())
        && !joins(inside.chars().next_back(), behind.chars().next())
}

#[cfg(test)]
mod tests;
