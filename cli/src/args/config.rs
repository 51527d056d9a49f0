use std::path::PathBuf;

use clap::{Args, Subcommand};

/// Verbs on the server's configuration.
#[derive(Debug, Subcommand)]
pub(crate) enum Config {
    /// Check the server's configuration and print the effective values, secrets hidden.
    Check(Check),
}

/// `config check`.
#[derive(Debug, Args)]
#[command(
    after_help = "File, then environment (BACKLINE_…, `__` between levels): later wins.\n\n\
                        Example:\n  backline config check --config /etc/backline/server.toml"
)]
pub(crate) struct Check {
    /// The configuration file.
    #[arg(long, value_name = "FILE")]
    pub(crate) config: Option<PathBuf>,
}
