//! Server, gateway and simulated Telegram in one process, on one driven clock.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::print_stdout,
    clippy::disallowed_methods,
    reason = "a test that cannot go on has failed; its tasks end with its runtime"
)]
#![allow(
    clippy::duplicate_mod,
    reason = "`fronts` plays the same tests with other frontends"
)]

/// What people see is as it was. For other frontends than bots it is what it is for those: `fronts`
/// has a macro of this name.
macro_rules! shown {
    ($picture:expr) => {
        insta::assert_snapshot!($picture)
    };
}

mod accounts;
mod archive;
mod clock;
mod house;
mod random;
mod receiver;

mod buttons;
mod channels;
mod commands;
mod crash;
mod csat;
mod documents;
mod entities;
mod fidelity;
mod files;
mod fronts;
mod gates;
mod handed_on;
mod held;
mod hostile;
mod in_step;
mod large;
mod leak;
mod lines;
mod local;
mod matrix;
mod merging;
mod mixed;
mod mixed_mtproto;
mod nine;
mod outreach;
mod parameters;
mod plans;
mod privacy;
mod relay;
mod relays;
mod roles;
mod roles_kept;
mod setup;
mod setup_bot;
mod shared;
mod soak;
mod starts;
mod states;
mod switches;
mod trouble;
mod twice;
mod via_mtproto;
mod webhooks;

use house::House;

/// An installation in which a bot is the frontend. The same tests are played with others in
/// `fronts`.
async fn opened(parameters: &[(&str, &str)]) -> House {
    House::with(parameters).await
}
