use clap::{ArgGroup, Args, Subcommand};

/// Verbs on dead letters.
#[derive(Debug, Subcommand)]
pub(crate) enum DeadLetters {
    /// List deliveries that were refused for good, gave up or ended unknown.
    #[command(after_help = "Example:\n  backline dead-letters list shop")]
    List {
        /// Name or id of the connection.
        connection: String,
        /// At most this many.
        #[arg(long, value_name = "N")]
        limit: Option<usize>,
    },
    /// Send again: at the end of its lane, behind what waits there already.
    #[command(
        override_usage = "backline dead-letters retry [OPTIONS] <CONNECTION> <ID...|--all>",
        after_help = "Examples:\n  backline dead-letters retry shop 17 23\n  backline \
                            dead-letters retry shop --all"
    )]
    Retry(Chosen),
    /// Give up for good.
    #[command(
        override_usage = "backline dead-letters drop [OPTIONS] <CONNECTION> <ID...|--all>",
        after_help = "Examples:\n  backline dead-letters drop shop 17\n  backline \
                            dead-letters drop shop --all --yes"
    )]
    Drop {
        /// Which.
        #[command(flatten)]
        chosen: Chosen,
        /// Do not ask before all are dropped.
        #[arg(long)]
        yes: bool,
    },
}

/// Some dead letters, or all of a connection.
#[derive(Debug, Args)]
#[command(group = ArgGroup::new("which").args(["ids", "all"]).required(true))]
pub(crate) struct Chosen {
    /// Name or id of the connection.
    pub(crate) connection: String,

    /// Ids of dead letters, as `dead-letters list` shows them. They are taken in the order
    /// in which they were decided.
    #[arg(value_name = "ID")]
    pub(crate) ids: Vec<String>,

    /// All dead letters of the connection.
    #[arg(long)]
    pub(crate) all: bool,
}
