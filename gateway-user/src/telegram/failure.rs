//! Why a call gave nothing.

use std::time::Duration;

use grammers_client::sender::{InvocationError, RpcError};

/// Why a call gave nothing, told apart by what may have happened.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Failure {
    /// Not sent: the gateway may not act.
    Fenced,
    /// Not sent.
    NotSent(String),
    /// Perhaps sent, and no answer came.
    Lost(String),
    /// Telegram refused.
    Refused(RpcError),
    /// It happened, and the answer cannot be read.
    Unreadable(String),
    /// Not taken by Telegram: this machine's clock is so far ahead of Telegram's.
    ClockAhead(Duration),
}

/// The account's session is over: trying again does not mend it.
const ENDED: &[&str] = &[
    "AUTH_KEY_UNREGISTERED",
    "AUTH_KEY_INVALID",
    "AUTH_KEY_DUPLICATED",
    "AUTH_KEY_PERM_EMPTY",
    "SESSION_REVOKED",
    "SESSION_EXPIRED",
    "USER_DEACTIVATED",
    "USER_DEACTIVATED_BAN",
];

// === impl Failure ===

impl Failure {
    pub(super) fn of(error: InvocationError) -> Self {
        match error {
            InvocationError::Rpc(error) => Self::Refused(error),
            InvocationError::Session(_) => Self::NotSent("the session could not be read".into()),
            InvocationError::InvalidDc => Self::NotSent("the data centre is not known".into()),
            InvocationError::Authentication(error) => {
                Self::NotSent(format!("no key could be agreed upon: {error}"))
            }
            InvocationError::Io(error) => Self::Lost(error.to_string()),
            InvocationError::Deserialize(error) => Self::Lost(error.to_string()),
            InvocationError::Transport(error) => Self::Lost(error.to_string()),
            InvocationError::Dropped(why) => Self::Lost(why.to_owned()),
        }
    }

    /// The same of a call that was only to come after the one that failed.
    pub(super) fn unsent(self) -> Self {
        match self {
            Self::Lost(detail) | Self::Unreadable(detail) => {
                Self::NotSent(format!("Telegram cannot be reached: {detail}"))
            }
            other @ (Self::Fenced | Self::NotSent(_) | Self::Refused(_) | Self::ClockAhead(_)) => {
                other
            }
        }
    }

    /// Whether Telegram refused with this name.
    pub(crate) fn is(&self, name: &str) -> bool {
        matches!(self, Self::Refused(error) if error.is(name))
    }

    /// Refused as such: not for now, and not for the account as a whole.
    pub(crate) fn is_refused(&self) -> bool {
        match self {
            Self::Refused(error) => {
                matches!(error.code, 400 | 403 | 404 | 406)
                    && !self.is_end()
                    && !error.name.contains("_WAIT")
            }
            Self::Fenced
            | Self::NotSent(_)
            | Self::Lost(_)
            | Self::Unreadable(_)
            | Self::ClockAhead(_) => false,
        }
    }

    /// Whether the account's session is over.
    pub(crate) fn is_end(&self) -> bool {
        matches!(self, Self::Refused(error)
            if ENDED.contains(&error.name.as_str())
                // A key that nobody knows shows in no name.
                || (error.code == 401 && error.name != "SESSION_PASSWORD_NEEDED"))
    }

    /// Whether a bot's token proves nothing: only another one mends it.
    pub(crate) fn is_of_token(&self) -> bool {
        matches!(self, Self::Refused(error) if error.name.starts_with("ACCESS_TOKEN_"))
    }

    /// In words, without secrets.
    pub(crate) fn words(&self) -> String {
        match self {
            Self::Fenced => "the gateway has not heard from the server for 40 seconds".to_owned(),
            Self::NotSent(detail) | Self::Lost(detail) | Self::Unreadable(detail) => detail.clone(),
            Self::Refused(error) => name(error),
            Self::ClockAhead(by) => format!(
                "this machine's clock is {} s ahead of Telegram's, which takes nothing from the \
                 future: set the clock right, best by NTP (`timedatectl set-ntp true`)",
                by.as_secs()
            ),
        }
    }
}

/// Telegram's name for what is wrong, as it was sent.
pub(crate) fn name(error: &RpcError) -> String {
    match error.value {
        Some(value) => format!("{}_{value}", error.name),
        None => error.name.clone(),
    }
}
