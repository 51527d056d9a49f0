//! The gateway for bots between a scripted server and the simulated Telegram.

#![allow(clippy::unwrap_used, clippy::expect_used)]

mod server;
mod stage;

mod commands;
mod failures;
mod program;
mod receiving;
mod secrets;
mod troubles;
