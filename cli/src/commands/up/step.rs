//! What `up` did and learned, in words for people and as JSON lines for programs.

use serde::Serialize;

/// One thing that happened. On stdout, one line each (some with a line of advice below).
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(tag = "step", rename_all = "snake_case")]
pub(super) enum Step {
    /// Telegram is simulated in this process.
    Simulated {
        /// Where a person plays both sides.
        page: String,
    },
    /// The server serves.
    Server {
        /// Its address.
        url: String,
        /// Where state is kept.
        store: String,
    },
    /// The server made its first token.
    Token {
        /// The file that it is in.
        path: String,
    },
    /// Accounts, and bots over MTProto, are served too.
    Accounts,
    /// No bot was named: the setup bot connects them.
    SetupBot,
    /// The store had a connection for this bot.
    Resumed {
        /// Its name.
        connection: String,
    },
    /// A connection was made.
    Made {
        /// Its name.
        connection: String,
    },
    /// The bot is served by another of Telegram's interfaces from now on.
    Via {
        /// Whether it is MTProto.
        is_mtproto: bool,
    },
    /// A parameter was set.
    Set {
        /// Its name.
        parameter: String,
        /// Its value now.
        value: String,
        /// Whether this version acts on it.
        is_effective: bool,
    },
    /// Telegram knows the token.
    Bot {
        /// Its name.
        name: String,
        /// Its @name without the @.
        username: String,
        /// Its id.
        id: i64,
    },
    /// Privacy mode is on.
    Privacy {
        /// Its @name without the @.
        username: String,
    },
    /// Telegram cannot be reached for the moment.
    Unreachable {
        /// Why, and what to do.
        detail: String,
    },
    /// Somebody else polls the same bot, or a webhook is set.
    Conflict {
        /// Who, and what to do.
        detail: String,
    },
    /// Telegram answers again.
    Back,
    /// Who opens it becomes the administrator.
    Link {
        /// The link.
        link: String,
        /// Until when, for people.
        until: String,
    },
    /// The link is over and nobody opened it.
    LinkExpired,
    /// The administrator is known, the group is not.
    Administrator {
        /// The person's id.
        id: i64,
    },
    /// The group is looked at.
    Checking {
        /// Its id.
        id: i64,
    },
    /// Something needs a person.
    Problem {
        /// What, and what to do.
        detail: String,
    },
    /// A person stopped the connection earlier.
    Stopped {
        /// Its name.
        connection: String,
    },
    /// Somebody else's group was left.
    ForeignGroup {
        /// Its id.
        id: i64,
        /// Its title.
        title: String,
    },
    /// It works.
    Ready {
        /// The bot's @name without the @.
        username: String,
        /// The group's title.
        group: String,
        /// The group's id.
        group_id: i64,
    },
    /// It was asked to end.
    Draining,
    /// It ended.
    Ended {
        /// Whether all was finished in time.
        is_complete: bool,
        /// Whether its state outlives it.
        is_kept: bool,
    },
}

// === impl Step ===

impl Step {
    /// For people.
    pub(super) fn words(&self) -> String {
        match self {
            Self::Simulated { page } => format!(
                "This is a simulated Telegram: nothing leaves this machine.\n  Open {page} in a \
                 browser: customers are on the left, the team's group is on the right.\n  To \
                 begin from nothing, choose BotFather above the customers, then Setup.\n  With a \
                 real bot: get a token from @BotFather, put it into BACKLINE_BOT_TOKEN and run \
                 `backline up`."
            ),
            Self::Server { url, store } => format!("Server at {url}, state in {store}"),
            Self::Token { path } => {
                format!("The token for the other commands is in {path}; they find it there")
            }
            Self::Accounts => "Personal accounts are served too: `backline connections add NAME \
                               --account qr` connects one"
                .into(),
            Self::SetupBot => "No bot was named. Open your setup bot in Telegram and press Start: it \
                               connects bots and groups from there. Ctrl-C ends it."
                .into(),
            Self::Resumed { connection } => {
                format!("Connection {connection}: found in the store, goes on where it was")
            }
            Self::Made { connection } => format!("Connection {connection}: made"),
            Self::Via { is_mtproto: true } => "The bot goes over MTProto from now on".into(),
            Self::Via { is_mtproto: false } => "The bot goes over the Bot API from now on".into(),
            Self::Set { parameter, value, is_effective: true } => format!("{parameter} = {value}"),
            Self::Set { parameter, value, is_effective: false } => {
                format!("{parameter} = {value} (kept; this version does not act on it yet)")
            }
            Self::Bot { name, username, id } => format!("Bot {name} (@{username}, {id}): verified"),
            Self::Privacy { username } => format!(
                "Privacy mode of @{username} is on: in customers' groups it sees only commands. For \
                 MONITOR_GROUPS switch it off (@BotFather: /setprivacy, @{username}, Disable), then \
                 remove the bot from each group and add it again."
            ),
            Self::Unreachable { detail } => format!(
                "Telegram cannot be reached: {detail}\n  Check this machine's way to the internet; \
                 --bot-api-url names another Bot API server. Nothing is lost; it goes on trying."
            ),
            Self::Conflict { detail } => format!(
                "Somebody else takes this bot's messages: {detail}\n  Stop the other program that \
                 uses this token, or give Backline a bot of its own. It goes on trying."
            ),
            Self::Back => "Telegram answers again".into(),
            Self::Link { link, until } => format!(
                "No group is known yet. Open this link within 10 minutes (until {until}):\n  {link}\n  \
                 Who opens it first becomes the administrator. Then make the bot an admin of your \
                 forum group, with the right to manage topics."
            ),
            Self::LinkExpired => "Nobody opened the link in time; here is another.".into(),
            Self::Administrator { id } => format!(
                "The administrator is {id}. Next: make the bot an admin of your forum group, with \
                 the right to manage topics."
            ),
            Self::Checking { id } => format!("Group {id}: being looked at"),
            Self::Problem { detail } => format!("Needs you: {detail}"),
            Self::Stopped { connection } => format!(
                "Connection {connection} was stopped by a person: it takes and sends nothing until \
                 `backline connections start {connection}`"
            ),
            Self::ForeignGroup { id, title } => format!(
                "Somebody added the bot to a group that is not yours: {title} ({id}). It leaves, and \
                 nothing of that group is relayed."
            ),
            Self::Ready { username, group, group_id } => format!(
                "Ready. Who writes to @{username} appears in {group} ({group_id}), in a topic of \
                 their own; what you write there goes to them. Ctrl-C ends it."
            ),
            Self::Draining => "Ending: what is in hand is finished first (Ctrl-C again: at once)".into(),
            Self::Ended { is_kept: false, .. } => "Ended, and with it all that was in memory.".into(),
            Self::Ended { is_complete: true, .. } => "Ended. Nothing is lost; the next start goes on.".into(),
            Self::Ended { is_complete: false, .. } => {
                "Ended before everything in hand was finished. Nothing is lost: the next start goes \
                 on, and asks about what may have been sent."
                    .into()
            }
        }
    }
}
