//! API tokens.

mod create;
mod list;
mod revoke;
mod secret_file;

pub(super) use self::create::create;
pub(super) use self::list::list;
pub(super) use self::revoke::revoke;
