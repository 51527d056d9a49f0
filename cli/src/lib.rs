//! Backline's command line, apart from the process that it runs in.
//!
//! `args` says what can be typed, `commands` does it (one verb, one file), `remote` is the server
//! at the other end, `output` the one way out.

mod args;
mod commands;
mod exit;
mod failure;
mod output;
mod remote;
mod secret;
mod surroundings;

use std::ffi::OsString;

use clap::Parser as _;

pub use crate::exit::ExitStatus;
pub use crate::surroundings::{Console, Environment, Pause, Surroundings, Terminal};

use crate::args::Cli;
use crate::commands::Context;
use crate::output::{Format, Printer};

/// Runs one command, the program's name first in the arguments. What it has to say is written when
/// it returns.
///
/// `up` and `demo` take SIGINT and SIGTERM for themselves and return once everything is drained.
pub async fn run<I, A>(arguments: I, surroundings: Surroundings) -> ExitStatus
where
    I: IntoIterator<Item = A>,
    A: Into<OsString> + Clone,
{
    let Surroundings {
        stdout,
        stderr,
        environment,
        terminal,
        now,
        pause,
    } = surroundings;
    let cli = match Cli::try_parse_from(arguments) {
        Ok(cli) => cli,
        Err(error) => return tell_usage(&error, Printer::new(Format::Text, stdout, stderr)),
    };
    let format = if cli.json { Format::Json } else { Format::Text };
    let mut context = Context {
        printer: Printer::new(format, stdout, stderr),
        environment,
        terminal,
        now,
        pause,
        server: cli.remote,
    };
    match Box::pin(commands::run(cli.command, &mut context)).await {
        Ok(()) => ExitStatus::Success,
        Err(failure) if failure.is_reader_gone() => ExitStatus::Success,
        Err(failure) => {
            // Nothing is left to tell it with when stderr is gone too.
            let _ = context.printer.note(&format!("error: {failure}"));
            failure.status()
        }
    }
}

/// Help and version are data; what was typed wrong is not.
fn tell_usage(error: &clap::Error, mut printer: Printer) -> ExitStatus {
    let text = error.render();
    let (told, status) = if error.use_stderr() {
        (printer.note(text.to_string().trim_end()), ExitStatus::Usage)
    } else {
        (
            printer.data(text.to_string().trim_end()),
            ExitStatus::Success,
        )
    };
    match told {
        Ok(()) => status,
        Err(_) => ExitStatus::Failure,
    }
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory as _;

    #[test]
    fn the_arguments_make_sense() {
        crate::args::Cli::command().debug_assert();
    }
}
