use backline_server::config::{Config, Flags};
use serde::Serialize;

use crate::args::Check;
use crate::commands::Context;
use crate::failure::Failure;
use crate::output::Format;

/// The effective configuration, for programs.
#[derive(Serialize)]
struct Checked<'a> {
    /// `KEY = VALUE  # ORIGIN`, one each.
    effective: Vec<&'a str>,
}

/// Prints the server's configuration as it is in force, secrets hidden.
pub(crate) fn check(arguments: &Check, context: &mut Context) -> Result<(), Failure> {
    let flags = Flags {
        config: arguments.config.clone(),
        ..Flags::default()
    };
    let config = Config::load(&flags, context.environment.variables())
        .map_err(|error| Failure::usage(error.to_string()))?;
    let effective = config.effective();
    match context.printer.format() {
        Format::Text => context.printer.data(effective.trim_end())?,
        Format::Json => context.printer.json(&Checked {
            effective: effective.lines().collect(),
        })?,
    }
    Ok(())
}
