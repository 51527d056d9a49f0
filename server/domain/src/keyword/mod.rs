//! Words that texts are searched for.
//!
//! Two users: gates, which ask whether an [`Expression`] matches, and forbidden
//! words, where a [`WordList`] names the word found. Both compare what
//! [`normalise`] makes of text and word, and both look for the word anywhere in
//! the text, inside other words too: what is forbidden must not get past by
//! something written before or behind it. White space at a word's ends counts
//! for nothing, a run of it inside for one space.
//!
//! ```text
//! expression  = item *( "," item )             one of the items matches
//! item        = word / "[" word *( "," word ) "]"   all words of it match
//! word-list   = string *( "," string )
//! word        = [ "~" ] string / string beginning with "~"    not in the text
//! string      = DQUOTE 1*( character / "\" character ) DQUOTE
//! ```
//!
//! In a string `\"` is a quotation mark, `\\` a backslash, and `\~` at its
//! beginning a tilde that negates nothing. The quotation marks that telephones
//! put in place of `"` are taken as well. Example: `"invoice", ["order","~test"]`.

mod expression;
mod normalise;
mod quoted;
mod word_list;

pub use expression::Expression;
pub use normalise::normalise;
pub use word_list::WordList;

/// Most words of one value.
pub const MAX_WORDS: usize = 1000;

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
    #[error("there are more than {MAX_WORDS} words")]
    TooMany,
}

#[cfg(test)]
mod tests;
