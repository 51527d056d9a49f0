//! Who may call: tokens, their secrets, and the table of what needs which scope.

mod first;
mod scope;
mod secret;
mod tokens;

pub use first::{Error as FirstTokenError, First, FirstToken, make_first_token};
pub use scope::{Call, Need, find, rows};
pub use secret::{Issued, random_id};
pub(crate) use secret::{base32, hash};
pub use tokens::Tokens;
