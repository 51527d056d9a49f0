//! `backline-gateway-user`: serves personal accounts for Backline servers.

mod args;

use std::process::ExitCode;

use backline_gateway::program::Program;
use backline_gateway_user::{Error, run};
use clap::Parser as _;

use crate::args::{Args, NAME};

/// Below that they show what people wrote.
const QUIET: &[&str] = &[
    "grammers_session=info",
    "grammers_mtsender=info",
    "grammers_mtproto=info",
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
