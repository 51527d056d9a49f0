//! `backline-gateway-user`: serves personal accounts for Backline servers.

mod args;

use std::process::ExitCode;

use backline_gateway::program::Program;
use backline_gateway_user::{Error, run};
use clap::Parser as _;

use crate::args::{Args, NAME};

/// The library's parts: what they tell is of no use to most, and below `info` they show what
/// people wrote.
const QUIET: &[&str] = &[
    "grammers_client",
    "grammers_mtproto",
    "grammers_mtsender",
    "grammers_session",
];

fn main() -> ExitCode {
    let args = Args::parse();
    let program = Program {
        name: NAME,
        target: "backline_gateway_user",
        quiet: QUIET,
    };
    program.run(|| args.options(), run, Error::is_configuration)
}
