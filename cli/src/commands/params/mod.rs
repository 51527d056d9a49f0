//! Parameters.

mod get;
mod list;
mod set;

pub(super) use self::get::get;
pub(super) use self::list::list;
pub(super) use self::set::set;
