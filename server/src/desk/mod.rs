//! A connection's desk: the one task that decides and writes for it.
//!
//! Updates, outcomes, timers and administrators' wishes come into one mailbox, so that
//! nothing is decided on a state that somebody else is changing; what piled up
//! is committed together.
//!
//! | file | holds |
//! |---|---|
//! | `handle`, `ask`, `registry`, `news` | what others may ask, where desks are found, what they tell |
//! | `context`, `load` | opening a desk, and what it reads then |
//! | `task`, `serve`, `work` | the loop, the asks, the unit of work |
//! | `ingest`, `learn`, `decide` | a batch of updates, what is read for it, each update |
//! | `complete`, `presence` | starts and outcomes; who holds the identity, timers |
//! | `hand_out`, `resolve`, `call` | commands on their way to a gateway |
//! | `window`, `leases`, `token` | heads of lanes, commands under way, what proves a hand-out |
//! | `tests` | a desk by itself, with a store that fails on demand |

mod ask;
mod call;
mod complete;
mod context;
mod decide;
mod hand_out;
mod handle;
mod ingest;
mod learn;
mod leases;
mod load;
mod news;
mod presence;
mod registry;
mod resolve;
mod serve;
mod task;
mod token;
mod window;
mod work;

#[cfg(test)]
mod tests;

pub use call::{Call, Place, Reply};
pub use context::{Context, OpenError, close, open};
pub use handle::{
    Asked, COMMAND_LEASE, Command, Completion, ConnectionChange, Down, DownSender, Error, Extended,
    Handle, Ingested, Presence, Queue, Result,
};
pub use news::News;
pub use registry::Registry;
pub use token::connection_of;
