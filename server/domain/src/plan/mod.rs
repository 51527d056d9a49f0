//! Plans: how much an administrator's connections may do.
//!
//! An installation that offers none limits nobody. What is counted is counted per administrator,
//! over all of their connections; who has a connection whose administrator is not known yet is
//! counted by that connection alone. Days are days of UTC, for everybody.
//!
//! | file | holds |
//! |---|---|
//! | `limits` | a plan and what it limits; the built-in `free` |
//! | `offer` | the plans of an installation, and who has which |
//! | `day`, `usage` | what is counted in a day, and when that is near or over |
//! | `barrier`, `parameters` | what a plan refuses, and what it makes of parameters |
//! | `carried` | which deliveries are counted, and so wait |
//!
//! Over a limit nothing is refused that comes from Telegram: it keeps updates for a day only. It is
//! taken in, decided upon and written down; messages wait in their lanes until the next day or
//! a larger plan.

mod barrier;
mod carried;
mod day;
mod limits;
mod offer;
mod parameters;
mod usage;

pub use barrier::{Barrier, Refused};
pub use carried::{arrived, is_counted, pieces, seen_late};
pub use day::Day;
pub use limits::{Feature, Kind, Limits, Plan, Signature};
pub use offer::{Offer, Owner};
pub use usage::{Due, Hold, Told, Totals, Usage, due, goes_on};

#[cfg(test)]
mod tests;
