use clap::Subcommand;

/// Verbs on plans.
#[derive(Debug, Subcommand)]
pub(crate) enum Plans {
    /// List the plans that the installation offers. They are made in the server's configuration.
    #[command(after_help = "Example:\n  backline plans list")]
    List {
        /// At most this many.
        #[arg(long, value_name = "N")]
        limit: Option<usize>,
    },
    /// Show the plan of a connection's administrator, and what they used of it today.
    #[command(after_help = "Example:\n  backline plans show shop")]
    Show {
        /// The connection, by name or id.
        connection: String,
    },
}
