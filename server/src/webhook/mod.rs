//! Posting to the addresses that a connection's WEBHOOKS names.
//!
//! Desks write what is to be posted as rows; they tell the [`Board`] where it goes. The
//! `Postman` takes each row to its receiver with an `Errand`, and writes what became of it.
//! [`sign`] and [`Client`] know one post and what came of it, and nothing of rows.
//!
//! Whoever may set WEBHOOKS has the server post wherever they like. So no address is posted to
//! that is not public unless the installation allows its network, and what is judged is the
//! address that the connection is made to, not the name; a redirect is not followed; and of what
//! goes wrong only the host is told, since a path or a query may be a secret.

mod answer;
mod board;
mod errand;
mod post;
mod postman;
mod reach;
mod sign;

pub use self::answer::{Answer, Reason};
pub use self::board::Board;
pub(crate) use self::board::CHANGE_OVER;
pub use self::post::{Client, Unbuilt};
pub(crate) use self::postman::Postman;
pub use self::reach::Reach;
pub use self::sign::{ParseSecretError, Secret, Signed, sign};
