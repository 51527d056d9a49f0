use clap::Subcommand;

/// Verbs on updates that were not understood.
#[derive(Debug, Subcommand)]
pub(crate) enum Updates {
    /// List the ones that are kept, newest first. With --json as they came.
    #[command(
        after_help = "Examples:\n  backline updates list shop\n  backline updates list shop --limit 1 \
                      --json"
    )]
    List {
        /// Name or id of the connection.
        connection: String,
        /// At most this many.
        #[arg(long, value_name = "N")]
        limit: Option<usize>,
    },
}
