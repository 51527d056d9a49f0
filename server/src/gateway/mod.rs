//! Sessions of gateway processes: who holds which identity, under which epoch.
//!
//! Everything that calls and streams ask is answered from one table behind a
//! lock that is never held across an await. Everything that has to be committed
//! or told to a desk is done by one task, the keeper: it compares what is with
//! what should be and takes the steps in between, one after the other. So a call
//! costs a lookup and no hop to another task; and what the store and the desks
//! hear comes from one mouth, in order, whatever streams break in the meantime.
//!
//! Where to look: [`table`](self) holds sessions and identities and says what is
//! next, `keeper` does it, `stream` is the way down to one gateway, `call` has
//! one file for each way up.

mod call;
mod desks;
mod error;
mod keeper;
mod list;
mod logins;
mod reach;
mod sessions;
mod stream;
mod table;

#[cfg(test)]
mod tests;

use std::time::Duration;

pub use desks::{Desk, Desks};
pub use error::{Error, Result};
pub use list::{Attached, Held};
pub use logins::{Account, Talk, Told as LoginTold};
pub use sessions::Sessions;
pub use stream::Downstream;

/// The times of a session. Gateways fence themselves after 40 s without an
/// answered heartbeat, so a session lease of less is for tests only.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Timing {
    /// How often heartbeats go down.
    pub heartbeat: Duration,
    /// How long a session lives without an answered one.
    pub session_lease: Duration,
}

impl Default for Timing {
    fn default() -> Self {
        Self {
            heartbeat: Duration::from_secs(10),
            session_lease: Duration::from_secs(60),
        }
    }
}

/// Most commands outstanding for one identity: enough to keep 30 calls a second
/// going at Telegram's usual answer times.
pub const MAX_OUTSTANDING: usize = 32;
/// Most sessions at a time.
const MAX_SESSIONS: usize = 1000;
/// Most identities or lease tokens named in one call.
const MAX_NAMED: usize = 10_000;
/// Most updates in one batch.
const MAX_BATCH: usize = 100;
