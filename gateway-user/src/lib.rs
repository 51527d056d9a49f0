//! The gateway for personal accounts, and for bots that are put here: updates from
//! Telegram to the server, commands from the server to Telegram, over MTProto. Many of
//! them in one process; it decides nothing and keeps nothing.
//!
//! - `telegram` is an account's connection, with time limits of its own;
//! - `receive` follows the updates, and moves on only behind what the server has
//!   committed;
//! - `translate` turns updates into the contract's;
//! - `execute` makes the call of one command;
//! - `outcome` tells Telegram's failures apart;
//! - `login` makes and ends a session, `entry` a bot's; `limits` is what Telegram permits an account.

mod application;
mod entry;
mod execute;
mod file;
mod gateway;
mod limits;
mod login;
mod outcome;
mod peers;
mod platform;
mod receive;
mod sent;
mod session;
mod state;
mod telegram;
mod translate;
mod uploads;

pub use crate::application::{Application, ApplicationError, LoginKey};
pub use crate::gateway::{Error, Options, run, run_with_clock};
pub use crate::login::{CodeKind, LoggedIn, Login, Step, Why};
pub use crate::platform::Accounts;
pub use crate::session::account_session;
