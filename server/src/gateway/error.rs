//! Why a gateway's call was refused.

use backline_domain::id::{IdentityId, ParseIdError};

use crate::{convert, desk, files};

/// Why a gateway's call was refused.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The session ended, or never was this caller's.
    #[error("this session is not known any more: attach again")]
    SessionLost,
    /// The identity is not this session's under this epoch.
    #[error("{identity} is not yours under this epoch any more: stop using it")]
    Superseded {
        /// Which.
        identity: IdentityId,
    },
    /// The session named it as held, and that is not decided yet.
    #[error("it is not decided yet who holds {identity}; try again in a moment")]
    Settling {
        /// Which.
        identity: IdentityId,
    },
    /// Nobody waits for this login any more.
    #[error("nobody waits for this login any more: give it up, and log out what it logged in")]
    LoginUnknown,
    /// The same report is being taken in.
    #[error("this login's account is being taken in already; try again in a moment")]
    LoginBusy,
    /// No gateway for accounts is attached.
    #[error(
        "no gateway for accounts is attached to this server: start backline-gateway-user with a \
         token of scope `gateway` for all connections, and try again"
    )]
    NoAccountGateway,
    /// The server stops.
    #[error("the server is stopping; try again in a moment")]
    Draining,
    /// Too many sessions.
    #[error("{most} gateways are attached, and this server takes no more; try again later")]
    TooMany {
        /// How many are taken.
        most: usize,
    },
    /// The token does not allow it; names what it does allow.
    #[error("{0}")]
    Forbidden(String),
    /// The lease token names no connection of this server.
    #[error(
        "this lease is none of this server's: the command was taken back or its connection is gone"
    )]
    LeaseUnknown,
    /// A field is missing or wrong.
    #[error("{field}: {message}")]
    Field {
        /// Its name.
        field: &'static str,
        /// What is wrong and what is allowed.
        message: String,
    },
    /// The file store refused or failed.
    #[error(transparent)]
    Files(#[from] files::Error),
    /// The store failed.
    #[error(transparent)]
    Store(#[from] backline_store::Error),
    /// The desk refused.
    #[error(transparent)]
    Desk(#[from] desk::Error),
    /// A bug, or the machine gives no random numbers.
    #[error("{0}")]
    Internal(String),
}

/// A result of a gateway's call.
pub type Result<T> = std::result::Result<T, Error>;

// === impl Error ===

impl Error {
    pub(super) fn field(field: &'static str, message: impl Into<String>) -> Self {
        Self::Field {
            field,
            message: message.into(),
        }
    }

    pub(super) fn identity(error: &ParseIdError) -> Self {
        Self::field("identity", error.to_string())
    }
}

impl From<convert::Error> for Error {
    fn from(error: convert::Error) -> Self {
        Self::field(error.field(), error.to_string())
    }
}
