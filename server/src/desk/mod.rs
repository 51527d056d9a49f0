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
//! | `task`, `time`, `serve`, `change`, `work`, `commit`, `recover` | the loop, its clock, the asks, wishes about the connection, the unit of work, its commit, and after one of unknown end |
//! | `ingest`, `learn`, `read`, `decide` | a batch of updates, what is read for it, each update |
//! | `start`, `complete`, `presence`, `timers` | starts and outcomes; who holds the identity; what time does |
//! | `offer`, `merge`, `hand_out`, `over`, `resolve`, `call` | what may go, commands on their way to a gateway, what ends without one |
//! | `poster`, `relays` | the frontend and relay bots: who may hand out what, who has come |
//! | `fetch`, `fetches` | files of what waits, brought into the store so that relay bots can send them |
//! | `transfers` | how far large files on their way are |
//! | `backlog`, `why` | what waits and why, as people see it |
//! | `info` | what is told of cards that went out in private |
//! | `plan`, `used` | what the administrator's plan counts, holds back and says |
//! | `window`, `leases`, `token` | heads of lanes, commands under way, what proves a hand-out |
//! | `tests` | a desk by itself, with a store that fails on demand |

mod ask;
mod backlog;
mod call;
mod change;
mod commit;
mod complete;
mod context;
mod decide;
mod echo;
mod fetch;
mod fetches;
mod file_limits;
mod hand_out;
mod handle;
mod info;
mod ingest;
mod learn;
mod leases;
mod list;
mod load;
mod merge;
mod news;
mod number;
mod offer;
mod over;
mod plan;
mod poster;
mod presence;
mod press;
mod read;
mod recover;
mod registry;
mod relays;
mod resolve;
mod serve;
mod start;
mod take_over;
mod task;
mod time;
mod timers;
mod token;
mod transfers;
mod used;
mod view;
mod webhook;
mod why;
mod window;
mod work;

#[cfg(test)]
mod tests;

pub use call::{Call, Place, Reply};
pub use context::{Context, OpenError, close, open};
pub use handle::{
    Asked, COMMAND_LEASE, CardTold, Command, Completion, ConnectionChange, Down, DownSender, Error,
    ExpectedFile, Extended, FileLimits, FilesMoving, Handle, Ingested, Presence, Queue, Result,
};
pub(crate) use leases::Leases;
pub use news::News;
pub use registry::Registry;
pub(crate) use token::Lease as LeaseToken;
pub use token::connection_of;
pub use webhook::WebhookAsk;
pub(crate) use window::{Refill, Windows};
