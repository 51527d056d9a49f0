use clap::Subcommand;

use super::values::{DialogAddress, Lifetime};

/// Verbs on messages.
#[derive(Debug, Subcommand)]
pub(crate) enum Messages {
    /// List what is kept of a connection's messages, oldest first.
    #[command(
        after_help = "Examples:\n  backline messages list shop --since 24h\n  backline messages list \
                      shop --dialog shop/123456789 --json"
    )]
    List {
        /// Name or id of the connection.
        connection: String,
        /// Only this dialog's, as CONNECTION/CHAT.
        #[arg(long)]
        dialog: Option<DialogAddress>,
        /// Only those of the last hours or days, such as 24h or 7d.
        #[arg(long, value_name = "TIME")]
        since: Option<Lifetime>,
        /// At most this many.
        #[arg(long, value_name = "N")]
        limit: Option<usize>,
    },
}
