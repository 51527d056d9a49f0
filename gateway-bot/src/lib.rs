//! The gateway for bots: updates from the Bot API to the server, commands from
//! the server to the Bot API. Many bots in one process; it decides nothing and
//! keeps nothing.
//!
//! - `receive` polls, and confirms only what the server has committed;
//! - `translate` turns raw updates into the contract's;
//! - `execute` makes one Bot API call of one command;
//! - `outcome` tells Telegram's failures apart;
//! - `local` reads the files of a Bot API server that runs with `--local`.

mod api;
mod execute;
mod gateway;
mod local;
mod outcome;
mod platform;
mod receive;
mod translate;

pub use crate::gateway::{Error, Options, TELEGRAM, run, run_with_clock};
pub use crate::platform::Bots;
