//! Parameters.

mod export;
mod get;
mod history;
mod import;
mod list;
mod set;

pub(super) use self::export::export;
pub(super) use self::get::get;
pub(super) use self::history::history;
pub(super) use self::import::{Import, import};
pub(super) use self::list::list;
pub(super) use self::set::set;
