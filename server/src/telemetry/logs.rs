//! Logs: one line an event, to stderr. What people wrote, tokens and secrets
//! are never in them.

use std::io::IsTerminal as _;

use tracing_subscriber::EnvFilter;
use tracing_subscriber::layer::SubscriberExt as _;
use tracing_subscriber::util::SubscriberInitExt as _;

/// How a log line looks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Format {
    /// For people.
    #[default]
    Text,
    /// One JSON object a line, for programs.
    Json,
}

/// Why logs cannot be started.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The filter is not one.
    #[error(
        "`{filter}` is no log filter ({detail}); give a level such as `info`, or \
         `TARGET=LEVEL` pairs with commas, such as `info,backline_server::grpc=debug`"
    )]
    Filter {
        /// What was given.
        filter: String,
        /// What is wrong with it.
        detail: String,
    },
    /// Something in this process logs already.
    #[error("logs were started before in this process")]
    Started,
}

/// Whether it is a filter.
pub(crate) fn is_filter(filter: &str) -> bool {
    parse(filter).is_ok()
}

/// Starts writing logs to stderr, for the whole process.
///
/// # Errors
/// When the filter is not one, or when logs were started before.
pub fn start_logs(filter: &str, format: Format) -> Result<(), Error> {
    let registry = tracing_subscriber::registry().with(parse(filter)?);
    let colours = std::io::stderr().is_terminal();
    let started = match format {
        Format::Text => registry
            .with(
                tracing_subscriber::fmt::layer()
                    .with_ansi(colours)
                    .with_writer(std::io::stderr),
            )
            .try_init(),
        Format::Json => registry
            .with(
                tracing_subscriber::fmt::layer()
                    .json()
                    .with_writer(std::io::stderr),
            )
            .try_init(),
    };
    started.map_err(|_| Error::Started)
}

fn parse(filter: &str) -> Result<EnvFilter, Error> {
    EnvFilter::builder()
        .parse(filter)
        .map_err(|error| Error::Filter {
            filter: filter.to_owned(),
            detail: error.to_string(),
        })
}
