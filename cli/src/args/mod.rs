//! What can be typed. Nothing here does anything.

mod config;
mod connections;
mod dead_letters;
mod dialogs;
mod messages;
mod params;
mod plans;
mod remote;
mod tokens;
mod up;
mod updates;
mod values;
mod webhooks;

use clap::{Parser, Subcommand};
use clap_complete::Shell;

#[cfg(feature = "all-in-one")]
pub(crate) use self::config::Check;
pub(crate) use self::config::Config;
pub(crate) use self::connections::{
    Add, AddRelay, Connections, LogIn, Named, RelayBots, Remove, SetDesk, SetToken, SetVia,
};
pub(crate) use self::dead_letters::{Chosen, DeadLetters};
pub(crate) use self::dialogs::{Dialogs, StateFilter};
pub(crate) use self::messages::Messages;
pub(crate) use self::params::Params;
pub(crate) use self::plans::Plans;
pub(crate) use self::remote::Remote;
pub(crate) use self::tokens::{Create, GatewayKind, ScopeName, Tokens};
pub(crate) use self::up::{Demo, Up};
pub(crate) use self::updates::Updates;
pub(crate) use self::values::{AccountLogin, Assignment, DialogAddress, Lifetime, Via};
pub(crate) use self::webhooks::{Replayed, Webhooks};

/// Many customer chats, one team, one Telegram forum group.
#[derive(Debug, Parser)]
#[command(
    name = "backline",
    version,
    disable_help_subcommand = true,
    after_help = "Begin with `backline up`: it runs everything in one process. The other commands \
                  manage a server that runs already.",
    after_long_help = "Begin with `backline up`: it runs everything in one process. The other \
                       commands manage a server that runs already; its address is --server, its \
                       token comes from BACKLINE_TOKEN or --token-file.\n\n\
                       Exit status: 0 good, 1 failed, 2 wrong usage or configuration."
)]
pub(crate) struct Cli {
    /// Where the server is, and with what token it is spoken to.
    #[command(flatten)]
    pub(crate) remote: Remote,

    /// Print JSON for programs instead of text for people.
    #[arg(long, global = true, help_heading = None)]
    pub(crate) json: bool,

    /// What to do.
    #[command(subcommand)]
    pub(crate) command: Command,
}

/// The commands.
#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Run everything in one process: server, gateway and store.
    Up(Up),
    /// Try it out against a simulated Telegram, in the browser, without any account.
    Demo(Demo),
    /// Bots that customers write to, each with its backend group.
    #[command(subcommand)]
    Connections(Connections),
    /// Parameters of a connection.
    #[command(subcommand)]
    Params(Params),
    /// Dialogs: one per customer chat.
    #[command(subcommand)]
    Dialogs(Dialogs),
    /// What is kept of messages, as ARCHIVE says.
    #[command(subcommand)]
    Messages(Messages),
    /// Show what waits to be sent, for how long and why.
    #[command(after_help = "Example:\n  backline queue shop")]
    Queue {
        /// Only this connection.
        connection: Option<String>,
    },
    /// Deliveries that failed for good and wait for a decision.
    #[command(subcommand)]
    DeadLetters(DeadLetters),
    /// Programs that events are posted to, as WEBHOOKS says.
    #[command(subcommand)]
    Webhooks(Webhooks),
    /// What came from Telegram and was not understood.
    #[command(subcommand)]
    Updates(Updates),
    /// What administrators may use, and used today.
    #[command(subcommand)]
    Plans(Plans),
    /// API tokens.
    #[command(subcommand)]
    Tokens(Tokens),
    /// List the gateways that are attached, and the identities they hold.
    #[command(after_help = "Example:\n  backline gateways")]
    Gateways,
    /// The server's configuration.
    #[command(subcommand)]
    Config(Config),
    /// Print a script that completes commands in a shell.
    #[command(
        after_help = "Example:\n  backline completions bash > /etc/bash_completion.d/backline"
    )]
    Completions {
        /// The shell.
        shell: Shell,
    },
}
