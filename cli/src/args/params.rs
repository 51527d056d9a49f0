use clap::Subcommand;

/// Verbs on parameters.
#[derive(Debug, Subcommand)]
pub(crate) enum Params {
    /// Show a parameter: value, default, what it does and what is allowed.
    #[command(after_help = "Example:\n  backline params get shop AUTOCLOSE")]
    Get {
        /// Name or id of the connection.
        connection: String,
        /// The parameter.
        parameter: String,
    },
    /// Change a parameter; it takes effect with the next message.
    #[command(
        after_help = "Examples:\n  backline params set shop AUTOCLOSE 24\n  backline params set \
                      shop PRIVATE_KEYWORDS '\"invoice\", [\"order\",\"~test\"]'\n  backline params \
                      set shop WELCOME DEFAULT"
    )]
    Set {
        /// Name or id of the connection.
        connection: String,
        /// The parameter.
        parameter: String,
        /// The new value; DEFAULT returns to the default.
        #[arg(allow_hyphen_values = true)]
        value: String,
        /// Only check the value.
        #[arg(long)]
        check: bool,
    },
    /// List all parameters of a connection.
    #[command(after_help = "Example:\n  backline params list shop --changed")]
    List {
        /// Name or id of the connection.
        connection: String,
        /// Only those that somebody set.
        #[arg(long)]
        changed: bool,
    },
}
