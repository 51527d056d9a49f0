//! `backline-gateway-user`: account frontends are not part of this version, and
//! this program says so.

#![allow(clippy::print_stderr, reason = "errors of a program go to stderr")]

use std::process::ExitCode;

use clap::Parser;

/// Would serve personal accounts for Backline servers. Not part of this version:
/// it only says so, with exit code 1.
#[derive(Debug, Parser)]
#[command(name = "backline-gateway-user", version)]
struct Args {}

fn main() -> ExitCode {
    let Args {} = Args::parse();
    eprintln!(
        "backline-gateway-user: account frontends are not part of this version of Backline. \
         Connect a bot instead: `backline connections add`, served by backline-gateway-bot."
    );
    ExitCode::FAILURE
}

#[cfg(test)]
mod tests {
    use super::Args;
    use clap::CommandFactory as _;

    #[test]
    fn the_arguments_agree_with_each_other() {
        Args::command().debug_assert();
    }
}
