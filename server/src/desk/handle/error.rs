//! Why a desk did not do what it was asked.

use backline_domain::connection::Conflict;
use backline_domain::parameter;

/// Why the desk did not do it.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The store refused or failed.
    #[error(transparent)]
    Store(#[from] backline_store::Error),
    /// The desk stopped: the connection is deleted, or the server is stopping.
    #[error("the server is stopping; try again in a moment")]
    Stopped,
    /// The lease is not valid any more: the command belongs to somebody else,
    /// or ended.
    #[error("the lease is over: the command belongs to somebody else or has ended")]
    LeaseLost,
    /// The same token was reported with another outcome before.
    #[error("this command was reported with another outcome before")]
    OutcomeMismatch,
    /// No such dialog, dead letter or parameter.
    #[error("there is no {0}")]
    NotFound(String),
    /// A parameter's value is not in its grammar.
    #[error(transparent)]
    Parameter(#[from] parameter::InvalidValue),
    /// The administrator's plan does not allow it.
    #[error(transparent)]
    Plan(#[from] backline_domain::plan::Refused),
    /// The connection is not the one that was looked at.
    #[error("the connection was changed meanwhile; read it again and decide again")]
    Changed {
        /// Its revision now.
        revision: u64,
    },
    /// The batch has a message of the account of which it cannot be said yet whether it
    /// was sent from here: once the deliveries that may have made it have ended it can.
    #[error("it cannot be said yet who wrote one of these messages; give them again in a moment")]
    Undecided,
    /// The connection's state does not allow it: what stands against it, and the words for
    /// people.
    #[error("{1}")]
    WrongState(Conflict, String),
    /// The machine gives no random numbers.
    #[error("the machine gives no random numbers: {0}")]
    Random(String),
}

/// A result of the desk.
pub type Result<T> = std::result::Result<T, Error>;
