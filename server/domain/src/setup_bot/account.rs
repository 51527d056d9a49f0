//! A personal account as a frontend: from *my own account* to a connection, and what its card
//! says of it besides.

mod founding;
mod keeper;
mod making;

pub(super) use self::keeper::{
    ask_group_bot, ask_group_of_desk, group_bot, has_group_bot, is_account, is_logged_out,
    look_at_desk, look_at_founding, poster, state,
};
pub(super) use self::making::{answered, ask_frontend, given, logged_in, pressed};

use serde::{Deserialize, Serialize};

use super::Hidden;
use super::login::{Login, Method};
use crate::catalogue::Language;
use crate::id::{ConnectionId, UserId};
use crate::time::Timestamp;

/// Where somebody is who connects an account.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Stage {
    /// Its phone number is awaited.
    AskPhone {
        /// Of the account of this connection; `None`: of a new one's.
        of: Option<ConnectionId>,
    },
    /// It is being logged in.
    LogIn(Login),
    /// It is logged in; who looks after its group is awaited.
    AskKeeper(Account),
    /// The token of the bot that does.
    AskDesk(Account),
    /// The title of the group that the account makes.
    AskTitle(Account),
    /// The token of another desk bot: that of the one that the connection has is none.
    AskOtherDesk {
        /// Of this connection.
        connection: ConnectionId,
    },
    /// The title of the group that the account makes for the desk bot that there is.
    AskGroupTitle {
        /// Of this connection.
        connection: ConnectionId,
    },
}

/// An account that is logged in and waits to be used.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Account {
    /// What it is used by. Who has it can use the account.
    pub ticket: Hidden,
    /// Who it is.
    pub user: UserId,
    /// Its name.
    pub name: String,
    /// Its @name without the @; may be empty.
    pub username: String,
    /// It waits until then.
    pub until: Timestamp,
}

/// What buttons about accounts do.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Press {
    /// The frontend is to be a bot.
    Bot,
    /// Asks how to log in, anew or for the first time.
    Method(Option<ConnectionId>),
    /// It is this way.
    LogIn(Option<ConnectionId>, Method),
    /// Another code, or another QR code.
    Renew,
    /// A bot looks after the group.
    WithDesk,
    /// The account makes the group itself.
    Alone,
    /// With this title.
    Title(String),
    /// A bot is to look after the group of this connection, which has none that does.
    Desk(ConnectionId),
    /// The account of this connection, which has a desk bot, is to make the group.
    Make(ConnectionId),
}

/// What the server does about accounts.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Ask {
    /// Begins a login; what came of it comes as news.
    LogIn {
        /// The number; `None`: by QR code.
        phone: Option<Hidden>,
    },
    /// Says something to it.
    Say(Said),
    /// A connection with this account, administered by the person.
    Create {
        /// The account.
        account: Account,
        /// Who looks after its group.
        keeper: Keeper,
        /// The language that Backline is to speak in its group.
        language: Language,
    },
    /// The account of this connection was logged in again.
    Renew {
        /// Which.
        connection: ConnectionId,
        /// The account.
        account: Account,
    },
    /// Its desk bot is another, or has this token.
    SetDesk {
        /// Of which connection.
        connection: ConnectionId,
        /// The token.
        token: Hidden,
    },
    /// How it comes to its group, as long as it has none.
    SeekGroup {
        /// Which connection.
        connection: ConnectionId,
        /// The account makes one with this title; `None`: the administrator chooses one.
        title: Option<String>,
    },
}

/// What is said to a login.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Said {
    /// The code.
    Code(Hidden),
    /// The password.
    Password(Hidden),
}

/// Who looks after the group of an account.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Keeper {
    /// A bot, with this token; its administrator chooses the group.
    Desk(Hidden),
    /// The account itself, which makes a group with this title.
    Itself(String),
}

// === impl Stage ===

impl Stage {
    /// The account that is logged in and waits.
    #[must_use]
    pub const fn account(&self) -> Option<&Account> {
        match self {
            Self::AskKeeper(account) | Self::AskDesk(account) | Self::AskTitle(account) => {
                Some(account)
            }
            Self::AskPhone { .. }
            | Self::LogIn(_)
            | Self::AskOtherDesk { .. }
            | Self::AskGroupTitle { .. } => None,
        }
    }

    /// Whether what is sent now may be a secret, and goes from the chat whatever it is.
    pub(super) const fn asks_for_secret(&self) -> bool {
        match self {
            Self::AskPhone { .. }
            | Self::LogIn(_)
            | Self::AskDesk(_)
            | Self::AskOtherDesk { .. } => true,
            Self::AskKeeper(_) | Self::AskTitle(_) | Self::AskGroupTitle { .. } => false,
        }
    }
}

// === impl Account ===

impl Account {
    /// Its name for people.
    #[must_use]
    pub fn shown(&self) -> String {
        match (self.name.is_empty(), self.username.is_empty()) {
            (_, true) => self.name.clone(),
            (true, false) => format!("@{}", self.username),
            (false, false) => format!("{} (@{})", self.name, self.username),
        }
    }
}

// === impl Press ===

impl Press {
    /// The connection that it is about.
    pub(super) const fn connection(&self) -> Option<&ConnectionId> {
        match self {
            Self::Method(of) | Self::LogIn(of, _) => of.as_ref(),
            Self::Desk(of) | Self::Make(of) => Some(of),
            Self::Bot | Self::Renew | Self::WithDesk | Self::Alone | Self::Title(_) => None,
        }
    }
}

// === impl Ask ===

impl Ask {
    /// The connection that it is about.
    pub(super) const fn connection(&self) -> Option<&ConnectionId> {
        match self {
            Self::LogIn { .. } | Self::Say(_) | Self::Create { .. } => None,
            Self::Renew { connection, .. }
            | Self::SetDesk { connection, .. }
            | Self::SeekGroup { connection, .. } => Some(connection),
        }
    }

    /// The account that waits for it.
    pub(super) const fn account(&self) -> Option<&Account> {
        match self {
            Self::Create { account, .. } | Self::Renew { account, .. } => Some(account),
            Self::LogIn { .. } | Self::Say(_) | Self::SetDesk { .. } | Self::SeekGroup { .. } => {
                None
            }
        }
    }
}
