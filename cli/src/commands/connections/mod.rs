//! Connections.

mod add;
mod list;
mod remove;
mod set_state;
mod show;

#[cfg(feature = "all-in-one")]
pub(super) use self::add::by_name;
#[cfg(feature = "all-in-one")]
pub(super) use self::list::all;

pub(super) use self::add::add;
pub(super) use self::list::list;
pub(super) use self::remove::remove;
pub(super) use self::set_state::{start, stop};
pub(super) use self::show::show;
