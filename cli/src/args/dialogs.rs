use clap::{Subcommand, ValueEnum};

use super::values::DialogAddress;

/// Verbs on dialogs.
#[derive(Debug, Subcommand)]
pub(crate) enum Dialogs {
    /// List the dialogs of a connection.
    #[command(after_help = "Example:\n  backline dialogs list shop --state user-answered")]
    List {
        /// Name or id of the connection.
        connection: String,
        /// Only dialogs in this state.
        #[arg(long)]
        state: Option<StateFilter>,
        /// At most this many.
        #[arg(long, value_name = "N")]
        limit: Option<usize>,
    },
    /// Show a dialog.
    #[command(after_help = "Example:\n  backline dialogs show shop/123456789")]
    Show {
        /// The dialog, as CONNECTION/CHAT.
        dialog: DialogAddress,
    },
    /// Close a dialog, as the operators' /close does.
    #[command(after_help = "Example:\n  backline dialogs close shop/123456789")]
    Close {
        /// The dialog, as CONNECTION/CHAT.
        dialog: DialogAddress,
    },
}

/// A dialog's state.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum StateFilter {
    /// 🟪 Needs the team.
    UserAnswered,
    /// 🟨 Waits for the customer.
    SupportAnswered,
    /// ⬛️ Closed.
    Closed,
}
