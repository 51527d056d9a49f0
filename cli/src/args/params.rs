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
    /// Print the parameters that somebody set as a file that `import` takes.
    #[command(
        after_help = "Examples:\n  backline params export shop > shop.params\n  backline params \
                      export shop --all"
    )]
    Export {
        /// Name or id of the connection.
        connection: String,
        /// Those that have their defaults too, as comments.
        #[arg(long)]
        all: bool,
        /// What may hold secrets too: the addresses in WEBHOOKS.
        #[arg(long)]
        with_secrets: bool,
    },
    /// Set all that is in a file, or nothing where something in it is wrong.
    #[command(
        after_help = "Examples:\n  backline params import shop shop.params --check\n  backline \
                      params export shop | backline params import workshop -"
    )]
    Import {
        /// Name or id of the connection.
        connection: String,
        /// The file; - reads it from standard input.
        file: std::path::PathBuf,
        /// What is not in the file returns to its default.
        #[arg(long)]
        replace: bool,
        /// Only check the file, and say what it would change.
        #[arg(long)]
        check: bool,
    },
    /// List who changed which parameter when, newest first.
    #[command(after_help = "Example:\n  backline params history shop --limit 20")]
    History {
        /// Name or id of the connection.
        connection: String,
        /// At most this many.
        #[arg(long, value_name = "N")]
        limit: Option<usize>,
    },
}
