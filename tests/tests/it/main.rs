//! Server, gateway and simulated Telegram in one process, on one driven clock.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::print_stdout,
    clippy::disallowed_methods,
    reason = "a test that cannot go on has failed; its tasks end with its runtime"
)]

mod accounts;
mod clock;
mod house;
mod random;

mod commands;
mod crash;
mod documents;
mod entities;
mod fidelity;
mod gates;
mod handed_on;
mod hostile;
mod in_step;
mod lines;
mod matrix;
mod merging;
mod mixed;
mod nine;
mod relay;
mod relays;
mod setup;
mod shared;
mod soak;
mod states;
mod trouble;
mod twice;
