//! `backline-gateway-bot`: serves bots for Backline servers.

mod args;

use std::process::ExitCode;

use backline_gateway::program::Program;
use backline_gateway_bot::{Error, run};
use clap::Parser as _;

use crate::args::{Args, NAME};

fn main() -> ExitCode {
    let args = Args::parse();
    let program = Program {
        name: NAME,
        target: "backline_gateway_bot",
        quiet: &[],
    };
    program.run(|| args.options(), run, Error::is_configuration)
}
