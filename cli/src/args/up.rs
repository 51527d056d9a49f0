use std::net::SocketAddr;
use std::path::PathBuf;

use clap::{ArgAction, Args};

use super::values::{Assignment, Via, group_id};

/// `up`.
#[derive(Debug, Clone, Args)]
#[command(
    after_help = "The bot's token comes from --bot-token-file, from BACKLINE_BOT_TOKEN, or is asked \
                  for. With a setup bot (--setup-bot-token-file or BACKLINE_SETUP_BOT_TOKEN) none is \
                  needed: bots are connected in Telegram then. Without a token and without anybody \
                  to ask, it runs against the simulated Telegram.\n\nPersonal accounts, and bots over MTProto, are served too where \
                  BACKLINE_API_ID and BACKLINE_API_HASH name an application of https://my.telegram.org (API development \
                  tools).\n\nExamples:\n  BACKLINE_BOT_TOKEN=… backline up\n  backline up \
                  --bot-token-file bot.token --group -1001234567890 --set AUTOCLOSE=24"
)]
pub(crate) struct Up {
    /// The backend group's id; without it a link is printed, and who opens it becomes the
    /// administrator.
    #[arg(long, value_name = "ID", value_parser = group_id, allow_negative_numbers = true)]
    pub(crate) group: Option<i64>,

    /// File with the bot's token from BotFather.
    #[arg(long, value_name = "FILE")]
    pub(crate) bot_token_file: Option<PathBuf>,

    /// File with the token of a bot by which administrators set connections up in Telegram; with
    /// it no other bot is needed to begin.
    #[arg(long, value_name = "FILE")]
    pub(crate) setup_bot_token_file: Option<PathBuf>,

    /// Another Bot API server, for example a local one.
    #[arg(
        long,
        value_name = "URL",
        env = "BACKLINE_BOT_API_URL",
        hide_env_values = true
    )]
    pub(crate) bot_api_url: Option<String>,

    /// Folder of the files of a local Bot API server that runs with --local, as
    /// backline-gateway-bot takes it.
    #[arg(
        long,
        value_name = "DIR",
        env = "BACKLINE_BOT_API_FILES",
        hide_env_values = true,
        requires = "bot_api_url"
    )]
    pub(crate) bot_api_files: Option<PathBuf>,

    /// By which of Telegram's interfaces the bot is served; without it as before, a new one by
    /// the Bot API.
    #[arg(long, value_name = "VIA")]
    pub(crate) via: Option<Via>,

    /// Where all of Telegram's data centres are, for a simulated one: IP:PORT.
    #[arg(
        long,
        value_name = "ADDRESS",
        env = "BACKLINE_DC",
        hide_env_values = true
    )]
    pub(crate) dc: Option<SocketAddr>,

    /// File with auth keys for logins into a simulated Telegram, as backline-gateway-user takes it.
    #[arg(
        long,
        value_name = "FILE",
        env = "BACKLINE_DC_KEY",
        hide_env_values = true,
        requires = "dc"
    )]
    pub(crate) dc_key: Option<PathBuf>,

    /// Where state is kept: `surrealkv://DIR`, `mem://` or `wss://HOST:PORT` [default: as in the
    /// configuration, else `surrealkv://./data`]
    #[arg(long, value_name = "URL")]
    pub(crate) store: Option<String>,

    /// A parameter to set; may be given several times.
    #[arg(long = "set", value_name = "PARAMETER=VALUE")]
    pub(crate) set: Vec<Assignment>,

    /// The server's configuration file.
    #[arg(long, value_name = "FILE")]
    pub(crate) config: Option<PathBuf>,

    /// Where the server listens for the other commands; a free port on loopback without it.
    #[arg(long, value_name = "ADDRESS")]
    pub(crate) listen: Option<SocketAddr>,

    /// Run against the simulated Telegram, as `backline demo` does.
    #[arg(long, conflicts_with_all = ["bot_token_file", "setup_bot_token_file", "bot_api_url", "group", "via", "dc"])]
    pub(crate) demo: bool,

    /// More in the log; twice for even more.
    #[arg(short, long, action = ArgAction::Count)]
    pub(crate) verbose: u8,
}

/// `demo`.
#[derive(Debug, Clone, Args)]
#[command(
    after_help = "Example:\n  backline demo\n\nThen open the printed address in a browser: \
                        customers are on the left, the team's group is on the right."
)]
pub(crate) struct Demo {
    /// Where the page of the simulated Telegram is served; a free port on loopback without it.
    #[arg(long, value_name = "ADDRESS")]
    pub(crate) page: Option<SocketAddr>,

    /// A parameter to set; may be given several times.
    #[arg(long = "set", value_name = "PARAMETER=VALUE")]
    pub(crate) set: Vec<Assignment>,

    /// More in the log; twice for even more.
    #[arg(short, long, action = ArgAction::Count)]
    pub(crate) verbose: u8,
}
