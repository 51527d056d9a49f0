//! The gateway for accounts between a scripted server and the simulated Telegram.

#![allow(clippy::unwrap_used, clippy::expect_used)]

mod server;
mod stage;

mod bots;
mod commands;
mod failures;
mod gaps;
mod login;
mod media;
mod outreach;
mod program;
mod receiving;
mod restarts;
mod secrets;
