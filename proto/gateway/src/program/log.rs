//! How much is logged.

use std::env::VarError;
use std::io::IsTerminal as _;

use tracing_subscriber::EnvFilter;

use super::Program;

/// Begins the log, on stderr. A filter that says nothing sensible is refused: whoever
/// wrote it waits for lines that would never come.
pub(super) fn begin(program: &Program, given: Result<String, VarError>) -> Result<(), String> {
    let target = program.target;
    let wrong = |given: &str, detail: &str| {
        format!(
            "BACKLINE_LOG is {given:?}, which is no log filter ({detail}): write a level (error, \
             warn, info, debug, trace), or TARGET=LEVEL pairs with commas, such as \
             info,{target}=debug"
        )
    };
    let given = match given {
        Ok(given) if !given.trim().is_empty() => given,
        Ok(_) | Err(VarError::NotPresent) => "info".to_owned(),
        Err(VarError::NotUnicode(given)) => {
            return Err(wrong(&given.to_string_lossy(), "it is no text"));
        }
    };
    let filter = EnvFilter::builder()
        .parse(&given)
        .map_err(|error| wrong(&given, &error.to_string()))?;
    let quiet = program.quiet.iter().filter_map(|quiet| quiet.parse().ok());
    let filter = quiet.fold(filter, EnvFilter::add_directive);
    tracing_subscriber::fmt()
        .with_env_filter(filter)
        .with_writer(std::io::stderr)
        .with_ansi(std::io::stderr().is_terminal())
        .init();
    Ok(())
}
