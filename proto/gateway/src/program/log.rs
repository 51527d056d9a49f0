//! How much is logged.

use std::env::VarError;
use std::io::IsTerminal as _;

use tracing_subscriber::EnvFilter;
use tracing_subscriber::filter::LevelFilter;

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
    let quiet = program.quiet.iter().filter_map(|target| {
        let level = level_of(target, &given);
        format!("{target}={level}").parse().ok()
    });
    let filter = quiet.fold(filter, EnvFilter::add_directive);
    tracing_subscriber::fmt()
        .with_env_filter(filter)
        .with_writer(std::io::stderr)
        .with_ansi(std::io::stderr().is_terminal())
        .init();
    Ok(())
}

/// How much of a quiet target is shown: what the filter says of it by name, but nothing below
/// `info`; else warnings.
fn level_of(target: &str, filter: &str) -> LevelFilter {
    let of_it = filter.split(',').filter_map(|directive| {
        let (named, level) = directive.trim().split_once('=')?;
        let is_it = !named.is_empty() && target.starts_with(named);
        Some((named.len(), level.parse::<LevelFilter>().ok()?)).filter(|_| is_it)
    });
    let closest = of_it.max_by_key(|(length, _)| *length);
    closest.map_or(LevelFilter::WARN, |(_, level)| level.min(LevelFilter::INFO))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_quiet_target_speaks_when_it_is_named_and_never_of_what_people_wrote() {
        for (filter, level) in [
            ("info", LevelFilter::WARN),
            ("trace", LevelFilter::WARN),
            ("info,library=info", LevelFilter::INFO),
            ("info,library_net=trace", LevelFilter::INFO),
            ("library=info,library_net=error", LevelFilter::ERROR),
            ("library_net=off", LevelFilter::OFF),
            ("library_network=info", LevelFilter::WARN),
        ] {
            assert_eq!(level_of("library_net", filter), level, "{filter}");
        }
    }
}
