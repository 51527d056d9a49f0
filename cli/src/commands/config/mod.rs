//! The server's configuration.

mod check;

pub(super) use self::check::check;
