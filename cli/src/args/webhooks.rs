use clap::{ArgGroup, Args, Subcommand};

/// Verbs on webhooks.
#[derive(Debug, Subcommand)]
pub(crate) enum Webhooks {
    /// List the URLs that events are posted to, and how each is doing.
    #[command(
        after_help = "Example:\n  backline webhooks list shop\n\nWhich there are is set by the \
                      parameter WEBHOOKS:\n  backline params set shop WEBHOOKS \
                      '{\"https://example.org/hook\":[\"message_received\"]}'"
    )]
    List {
        /// Name or id of the connection.
        connection: String,
    },
    /// Show the secret with which a receiver checks that a post comes from here.
    #[command(
        after_help = "Posts are signed as https://www.standardwebhooks.com says; its libraries take \
                      the secret as it is printed.\n\nExample:\n  backline webhooks secret shop"
    )]
    Secret {
        /// Name or id of the connection.
        connection: String,
        /// Make another one. For a day posts are signed with the one of before too.
        #[arg(long)]
        rotate: bool,
    },
    /// List what no receiver took for a day.
    #[command(after_help = "Example:\n  backline webhooks dead shop")]
    Dead {
        /// Name or id of the connection.
        connection: String,
        /// At most this many.
        #[arg(long, value_name = "N")]
        limit: Option<usize>,
    },
    /// Post it once more, behind what waits.
    #[command(
        override_usage = "backline webhooks replay [OPTIONS] <CONNECTION> <ID...|--all>",
        after_help = "Examples:\n  backline webhooks replay shop 472222-17\n  backline webhooks \
                      replay shop --all"
    )]
    Replay(Replayed),
}

/// Some of what was given up, or all of a connection.
#[derive(Debug, Args)]
#[command(group = ArgGroup::new("which").args(["ids", "all"]).required(true))]
pub(crate) struct Replayed {
    /// Name or id of the connection.
    pub(crate) connection: String,

    /// Ids, as `webhooks dead` shows them.
    #[arg(value_name = "ID")]
    pub(crate) ids: Vec<String>,

    /// All of the connection.
    #[arg(long)]
    pub(crate) all: bool,
}
