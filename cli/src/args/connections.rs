use std::path::PathBuf;

use clap::{Args, Subcommand};

use super::values::{AccountLogin, Assignment, Via, account_login, group_id};

/// Verbs on connections.
#[derive(Debug, Subcommand)]
pub(crate) enum Connections {
    /// Connect a bot or an account.
    Add(Add),
    /// List connections.
    #[command(after_help = "Example:\n  backline connections list --json")]
    List {
        /// At most this many.
        #[arg(long, value_name = "N")]
        limit: Option<usize>,
    },
    /// Show a connection.
    #[command(after_help = "Example:\n  backline connections show shop")]
    Show(Named),
    /// Delete a connection with its dialogs and secrets. What is in Telegram stays there.
    Remove(Remove),
    /// Stop a connection: updates stay with Telegram, deliveries wait.
    #[command(after_help = "Example:\n  backline connections stop shop")]
    Stop(Named),
    /// Let a stopped connection go on.
    #[command(after_help = "Example:\n  backline connections start shop")]
    Start(Named),
    /// Make a new one-time link for a connection that nobody has claimed. The one before ends.
    #[command(after_help = "Example:\n  backline connections claim shop")]
    Claim(Named),
    /// Give a connection the new token of its bot.
    SetToken(SetToken),
    /// Serve the bot of a connection, or an account's desk bot, by another of Telegram's interfaces.
    SetVia(SetVia),
    /// Log the account of a connection in again.
    Login(LogIn),
    /// Let a bot look after the group of an account, or give that bot its new token.
    SetDesk(SetDesk),
    /// Further bots that post in the backend group: 20 more messages a minute each.
    #[command(subcommand)]
    Relay(RelayBots),
}

/// Verbs on relay bots.
#[derive(Debug, Subcommand)]
pub(crate) enum RelayBots {
    /// Add a bot, or give one that is there its new token, or another way.
    Add(AddRelay),
    /// List the relay bots of a connection.
    #[command(after_help = "Example:\n  backline connections relay list shop")]
    List(Named),
    /// Take a bot out of use and forget its token. What it posted stays.
    #[command(after_help = "Example:\n  backline connections relay remove shop @shop_relay_bot")]
    Remove {
        /// Name or id of the connection.
        connection: String,
        /// The bot: its id, bot:ID, or its @name.
        bot: String,
    },
}

/// `connections relay add`.
#[derive(Debug, Args)]
#[command(
    after_help = "The token comes from --bot-token-file, from BACKLINE_BOT_TOKEN, or is asked for. \
                  Add the bot to the backend group too, best as an administrator with the right to \
                  manage topics.\n\nExample:\n  backline connections relay add shop \
                  --bot-token-file relay.token"
)]
pub(crate) struct AddRelay {
    /// Name or id of the connection.
    pub(crate) connection: String,

    /// File with the bot's token from BotFather.
    #[arg(long, value_name = "FILE")]
    pub(crate) bot_token_file: Option<PathBuf>,

    /// By which of Telegram's interfaces it is served; without it as before, a new one by the
    /// Bot API.
    #[arg(long, value_name = "VIA")]
    pub(crate) via: Option<Via>,
}

/// `connections set-token`.
#[derive(Debug, Args)]
#[command(
    after_help = "The token comes from --bot-token-file, from BACKLINE_BOT_TOKEN, or is asked for. It \
                  must be one of the same bot: BotFather makes it with /revoke, which ends the old \
                  one.\n\nExample:\n  backline connections set-token shop --bot-token-file shop.token"
)]
pub(crate) struct SetToken {
    /// Name or id of the connection.
    pub(crate) connection: String,

    /// File with the bot's token from BotFather.
    #[arg(long, value_name = "FILE")]
    pub(crate) bot_token_file: Option<PathBuf>,
}

/// `connections set-via`.
#[derive(Debug, Args)]
#[command(
    after_help = "What customers write between the last look by the one and the first by the other \
                  is not carried: change it in a quiet minute. A bot that leaves MTProto is logged out there; \
                  its token stays good.\n\nExamples:\n  backline connections set-via shop mtproto\n  \
                  backline connections set-via anna mtproto --desk"
)]
pub(crate) struct SetVia {
    /// Name or id of the connection.
    pub(crate) connection: String,

    /// By which interface from now on.
    #[arg(value_name = "VIA")]
    pub(crate) via: Via,

    /// The bot that looks after the group for the connection's account.
    #[arg(long)]
    pub(crate) desk: bool,
}

/// `connections set-desk`.
#[derive(Debug, Args)]
#[command(
    after_help = "The bot makes the topics, posts texts and buttons, and sees what operators write; \
                  files the account brings into the group itself. Make the bot an administrator of \
                  the group first, with the right to manage topics, and keep the account a member. \
                  The token comes from --bot-token-file, from BACKLINE_DESK_BOT_TOKEN, or is asked \
                  for.\n\nExample:\n  backline connections set-desk anna --bot-token-file desk.token"
)]
pub(crate) struct SetDesk {
    /// Name or id of the connection.
    pub(crate) connection: String,

    /// File with the bot's token from BotFather.
    #[arg(long, value_name = "FILE")]
    pub(crate) bot_token_file: Option<PathBuf>,

    /// By which of Telegram's interfaces it is served; without it as before, a new one by the
    /// Bot API.
    #[arg(long, value_name = "VIA")]
    pub(crate) via: Option<Via>,
}

/// `connections login`.
#[derive(Debug, Args)]
#[command(
    after_help = "Telegram's code, and the password of two-step verification, are asked for. The \
                  server needs a gateway for accounts: backline-gateway-user.\n\nExamples:\n  \
                  backline connections login shop --account qr\n  \
                  backline connections login shop --account '+49 151 23456789'"
)]
pub(crate) struct LogIn {
    /// Name or id of the connection.
    pub(crate) connection: String,

    /// `qr` for a code to scan with the account's phone, or the account's phone number.
    #[arg(long, value_name = "qr|PHONE", value_parser = account_login)]
    pub(crate) account: AccountLogin,
}

/// `connections add`.
#[derive(Debug, Args)]
#[command(
    after_help = "The bot's token comes from --bot-token-file, from BACKLINE_BOT_TOKEN, or is asked \
                  for; a desk bot's from its file or from BACKLINE_DESK_BOT_TOKEN.\n\nExamples:\n  backline connections add shop --bot-token-file shop.token \
                  --group -1001234567890 --set AUTOCLOSE=24\n  backline connections add anna \
                  --account qr --group -1001234567890\n  backline connections add shop \
                  --bot-token-file shop.token --via mtproto"
)]
pub(crate) struct Add {
    /// Name of the connection: a Latin letter, then letters, digits, - and _, at most 32.
    pub(crate) name: String,

    /// The backend group's id; without it a link is printed, and who opens it claims the
    /// connection.
    #[arg(
        long,
        value_name = "ID",
        value_parser = group_id,
        allow_negative_numbers = true,
        group = "its_group"
    )]
    pub(crate) group: Option<i64>,

    /// Let the account make its group itself: a forum with this title, with the desk bot as its
    /// administrator.
    #[arg(long, value_name = "TITLE", group = "its_group", requires = "account")]
    pub(crate) new_group: Option<String>,

    /// File with the bot's token from BotFather.
    #[arg(long, value_name = "FILE")]
    pub(crate) bot_token_file: Option<PathBuf>,

    /// Connect an account instead of a bot: `qr` for a code to scan with the account's phone, or
    /// its phone number.
    #[arg(
        long,
        value_name = "qr|PHONE",
        value_parser = account_login,
        conflicts_with = "bot_token_file",
        requires = "its_group"
    )]
    pub(crate) account: Option<AccountLogin>,

    /// By which of Telegram's interfaces the bot is served; an account has no choice.
    #[arg(long, value_name = "VIA", conflicts_with = "account")]
    pub(crate) via: Option<Via>,

    /// File with the token of a bot that is to look after the group for the account: topics,
    /// texts, buttons.
    #[arg(long, value_name = "FILE", requires = "account")]
    pub(crate) desk_bot_token_file: Option<PathBuf>,

    /// By which of Telegram's interfaces that bot is served.
    #[arg(long, value_name = "VIA", requires = "account")]
    pub(crate) desk_via: Option<Via>,

    /// A parameter to begin with; may be given several times.
    #[arg(long = "set", value_name = "PARAMETER=VALUE")]
    pub(crate) set: Vec<Assignment>,
}

/// A connection and nothing else.
#[derive(Debug, Args)]
pub(crate) struct Named {
    /// Name or id of the connection.
    pub(crate) connection: String,
}

/// `connections remove`.
#[derive(Debug, Args)]
#[command(after_help = "Example:\n  backline connections remove shop --yes")]
pub(crate) struct Remove {
    /// Name or id of the connection.
    pub(crate) connection: String,

    /// Do not ask.
    #[arg(long)]
    pub(crate) yes: bool,
}
