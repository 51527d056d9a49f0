//! The privacy gate: what `HIDE_INFO` hides of customers never gets to the team.
//!
//! Whatever Backline shows to the team of a customer comes through [`Gate`], and the types say so: a name
//! is a [`Shown`], a message a [`Masked`], and nobody else makes either. A notice that names somebody, a
//! topic's title, the card of `/info` and a payload into the backend group take these and nothing else, so
//! that the compiler refuses what was not masked.
//!
//! | option | what becomes of it |
//! |---|---|
//! | `name` | a [pseudonym], the same wherever the person is named; names that nobody is known behind are left out |
//! | `title` | a pseudonym of the group or channel |
//! | `link` | @names, addresses of profiles (t.me and other networks), ids in links |
//! | `contact` | phone numbers, e-mail addresses, contact cards |
//! | `mention` | @names, and people who are mentioned by their names |
//! | `forward` | where a message was forwarded from |
//! | `command` | `/info` is refused in the group; who may see everything gets it in private ([`crate::setup_bot::PrivateCard`]) |
//!
//! What is looked for is what people can read: disguises are undone first (`fold`), and every find knows
//! where it stands in the original. Only what is found is replaced; the rest stays as it was written.

mod content;
mod find;
mod fold;
mod gate;
mod people;
pub mod pseudonym;
mod shown;
mod switch;
mod text;

pub use gate::{Gate, Numbers, customer};
pub use people::people;
pub use shown::{Masked, Named, Shown};
pub(crate) use switch::{Mask, is_on};

#[cfg(test)]
mod tests;
