//! Connections.

mod add;
mod claim;
mod list;
mod log_in;
pub(super) mod relay;
mod remove;
mod set_desk;
mod set_state;
mod set_token;
mod set_via;
mod show;

#[cfg(feature = "all-in-one")]
pub(super) use self::add::by_name;
#[cfg(feature = "all-in-one")]
pub(super) use self::list::all;

pub(super) use self::add::add;
pub(super) use self::claim::claim;
pub(super) use self::list::list;
pub(super) use self::log_in::log_in;
pub(super) use self::remove::remove;
pub(super) use self::set_desk::set_desk;
pub(super) use self::set_state::{start, stop};
pub(super) use self::set_token::set_token;
pub(super) use self::set_via::set_via;
pub(super) use self::show::show;
