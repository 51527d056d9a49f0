//! What is kept of messages.

mod list;

pub(super) use self::list::{Wanted, list};
