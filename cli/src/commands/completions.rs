use clap::CommandFactory as _;
use clap_complete::Shell;

use super::Context;
use crate::args::Cli;
use crate::failure::Failure;

/// Prints a script that completes commands in that shell.
pub(super) fn print(shell: Shell, context: &mut Context) -> Result<(), Failure> {
    // Made whole first: the generator panics when its output goes away.
    let mut script = Vec::new();
    clap_complete::generate(shell, &mut Cli::command(), "backline", &mut script);
    context.printer.raw().write_all(&script)?;
    Ok(())
}
