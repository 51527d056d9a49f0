//! What the server does for a person, by the same functions as the API.

use std::fmt;

use serde::{Deserialize, Serialize};

use super::InfoEnd;
use super::account::Ask;
use crate::access::Scope;
use crate::catalogue::Language;
use crate::connection::Conflict;
use crate::id::{ChatAddress, ChatId, ConnectionId, IdentityId, MessageId};
use crate::plan::Barrier;

/// Text that nobody is shown who did not ask for it: rows that hold it are sealed.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Hidden(pub String);

/// Something to be done, with what makes it safe to do twice.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Wished {
    /// A UUID of its own.
    pub request: String,
    /// What.
    pub wish: Wish,
    /// The message whose button asked for it: what is shown next takes its place.
    pub at: Option<MessageId>,
}

/// What is to be done.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Wish {
    /// A connection with this frontend, administered by the person.
    Create {
        /// The frontend's token.
        token: Hidden,
        /// The language that Backline is to speak in its group.
        language: Language,
    },
    /// One that came to nothing is deleted, without a word.
    Discard(ConnectionId),
    /// Its name becomes that of its bot, where that is free.
    Rename(ConnectionId, String),
    /// A group is looked at once more.
    TakeGroup(ConnectionId, ChatId),
    /// A test message goes into the group.
    Test(ConnectionId),
    /// A parameter is set.
    Set {
        /// Of which connection.
        connection: ConnectionId,
        /// Its name.
        name: String,
        /// The value, as it was given.
        value: String,
    },
    /// The connection is stopped or started.
    Stop(ConnectionId, bool),
    /// A relay bot is added.
    AddRelay {
        /// To which connection.
        connection: ConnectionId,
        /// Its token.
        token: Hidden,
    },
    /// A bot of a connection's has another token.
    SetToken {
        /// Of which connection.
        connection: ConnectionId,
        /// Its frontend, or its desk bot.
        bot: IdentityId,
        /// The token.
        token: Hidden,
    },
    /// A relay bot is removed.
    RemoveRelay(ConnectionId, IdentityId),
    /// One that came to nothing is removed, without a word.
    DiscardRelay(ConnectionId, IdentityId),
    /// An API token for this connection alone.
    MakeToken(ConnectionId, Scope),
    /// An API token is revoked.
    Revoke(ConnectionId, String),
    /// The secret that webhooks are signed with, or a new one.
    WebhookSecret(ConnectionId, bool),
    /// The topic is told what became of a card of `/info`.
    TellInfo {
        /// Which connection's.
        connection: ConnectionId,
        /// Of which customer chat.
        dialog: ChatAddress,
        /// The message that asked for it.
        command: MessageId,
        /// What became of it.
        end: InfoEnd,
    },
    /// The connection is deleted.
    Delete {
        /// Which.
        connection: ConnectionId,
        /// Its name, which nobody knows afterwards.
        name: String,
    },
    /// Something about personal accounts.
    Account(Ask),
}

/// What came of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Done {
    /// It is done.
    Done,
    /// The connection that was made.
    Created(ConnectionId),
    /// The token that was made; `None`: it was made before, and is not known any more.
    Token(Option<Hidden>),
    /// It was about a login, or an account that was logged in, that is not there any more.
    LoginGone,
    /// It was refused.
    Refused(Refusal),
}

/// A refusal: all that the setup bot knows of one. The words in which the server refuses are
/// English and stay in its log; what the person is told is in their language.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Refusal {
    /// What was given is not in its grammar.
    Malformed,
    /// It is somebody's already.
    Taken,
    /// There is no such thing, or it is not this person's.
    NotFound,
    /// Not now.
    Unavailable,
    /// No gateway for accounts is there.
    NoAccountGateway,
    /// The person's plan does not allow it.
    Plan(Barrier),
    /// The connection is not as it would have to be.
    State(Conflict),
    /// For another reason.
    Other,
}

// === impl Hidden ===

impl fmt::Debug for Hidden {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Hidden")
    }
}

// === impl Wish ===

impl Wish {
    /// The connection that it is about; `None` for one that is to be made.
    #[must_use]
    pub const fn connection(&self) -> Option<&ConnectionId> {
        match self {
            Self::Create { .. } => None,
            Self::Account(ask) => ask.connection(),
            Self::Discard(of)
            | Self::Rename(of, _)
            | Self::TakeGroup(of, _)
            | Self::Test(of)
            | Self::Stop(of, _)
            | Self::RemoveRelay(of, _)
            | Self::DiscardRelay(of, _)
            | Self::MakeToken(of, _)
            | Self::Revoke(of, _)
            | Self::WebhookSecret(of, _)
            | Self::Set { connection: of, .. }
            | Self::AddRelay { connection: of, .. }
            | Self::SetToken { connection: of, .. }
            | Self::TellInfo { connection: of, .. }
            | Self::Delete { connection: of, .. } => Some(of),
        }
    }
}
