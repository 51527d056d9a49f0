//! Posting to the addresses that a connection's WEBHOOKS names.
//!
//! How one event is signed and posted, and what came of it. What is posted, in which order and
//! how often is not known here.
//!
//! Whoever may set WEBHOOKS has the server post wherever they like. So no address is posted to
//! that is not public unless the installation allows its network, and what is judged is the
//! address that the connection is made to, not the name; a redirect is not followed; and of what
//! goes wrong only the host is told, since a path or a query may be a secret.

mod answer;
mod post;
mod reach;
mod sign;

pub use self::answer::{Answer, Reason};
pub use self::post::{Client, Unbuilt};
pub use self::reach::Reach;
pub use self::sign::{ParseSecretError, Secret, Signed, sign};
