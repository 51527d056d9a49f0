//! What came of a post, and the words for it.

use std::error::Error as _;
use std::io;
use std::time::Duration;

/// What came of a post.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Answer {
    /// It was taken: the status was 2xx.
    Taken {
        /// What was answered, as far as it was read; what is no UTF-8 is replaced.
        body: String,
        /// Whether it says of itself that it is JSON.
        is_json: bool,
    },
    /// Nothing is wanted there any more (410): it is not to be posted to again.
    Gone,
    /// Another status. It was not taken.
    Refused {
        /// The HTTP status.
        status: u16,
        /// How long the receiver asks to wait, an hour at most.
        retry_after: Option<Duration>,
    },
    /// No whole answer came. Nobody knows whether the receiver has it, unless no connection was
    /// made.
    Unreachable {
        /// Why.
        reason: Reason,
    },
}

/// Why no answer came, for people. Of the URL only the host is in it.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Reason {
    /// Nothing can be posted to such a URL.
    #[error("the URL cannot be used: it has to begin with https:// or http:// and name a host")]
    Unusable,
    /// The name has no address.
    #[error(
        "no address was found for {host}: check the name, and whether the server can look names up"
    )]
    Unresolved {
        /// The URL's host.
        host: String,
    },
    /// None of its addresses may be posted to.
    #[error(
        "{host} leads into a network that is not public: name a public host, or allow the network \
         with the server's setting `webhooks.allowed_networks`"
    )]
    NotAllowed {
        /// The URL's host.
        host: String,
    },
    /// Nobody listens there, or there is no way to it.
    #[error("{host} takes no connection ({detail}): check the host and the port")]
    NoConnection {
        /// The URL's host.
        host: String,
        /// What the system says.
        detail: String,
    },
    /// The receiver did not prove who it is, or speaks no TLS.
    #[error("{host} cannot be spoken to over TLS ({detail}): check its certificate and the port")]
    Tls {
        /// The URL's host.
        host: String,
        /// What is wrong.
        detail: String,
    },
    /// It took too long.
    #[error("{host} took longer than {within:?} to {what}")]
    TimedOut {
        /// The URL's host.
        host: String,
        /// What it may take.
        within: Duration,
        /// What it was to do.
        what: &'static str,
    },
    /// The answer broke off, or was none.
    #[error("{host} gave no whole answer: the connection broke, or what came is no HTTP")]
    Broke {
        /// The URL's host.
        host: String,
    },
}

/// A name without an address.
#[derive(Debug, thiserror::Error)]
#[error("no address was found")]
pub(super) struct Unresolved;

/// A name that has no address that may be posted to.
#[derive(Debug, thiserror::Error)]
#[error("the addresses may not be posted to")]
pub(super) struct NotAllowed;

/// How long things may take.
#[derive(Debug, Clone, Copy)]
pub(super) struct Times {
    /// To connect.
    pub(super) connect: Duration,
    /// All of it, to the end of the answer.
    pub(super) whole: Duration,
}

// === impl Answer ===

impl Answer {
    /// What went wrong, for people: to stand behind the host's name or the number of the URL.
    /// `None` when it was taken.
    #[must_use]
    pub fn trouble(&self) -> Option<String> {
        match self {
            Self::Taken { .. } => None,
            Self::Gone => Some("it answered 410: nothing is wanted there any more".to_owned()),
            Self::Refused { status, .. } if (300..400).contains(status) => Some(format!(
                "it answered {status}, a redirect, which is not followed: name the URL that it \
                 leads to"
            )),
            Self::Refused { status, .. } => Some(format!(
                "it answered {status}, and only 200 to 299 mean that it was taken"
            )),
            Self::Unreachable { reason } => Some(reason.to_string()),
        }
    }
}

// === impl Reason ===

impl Reason {
    /// Tells the HTTP client's errors apart. Its own words are not used: they repeat the URL.
    pub(super) fn of(error: &reqwest::Error, host: &str, times: Times) -> Self {
        let host = host.to_owned();
        if error.is_builder() {
            return Self::Unusable;
        }
        if caused::<NotAllowed>(error).is_some() {
            return Self::NotAllowed { host };
        }
        if caused::<Unresolved>(error).is_some() {
            return Self::Unresolved { host };
        }
        if error.is_timeout() {
            let (within, what) = if error.is_connect() {
                (times.connect, "take a connection")
            } else {
                (times.whole, "answer")
            };
            return Self::TimedOut { host, within, what };
        }
        if let Some(error) = caused::<rustls::Error>(error) {
            let detail = error.to_string();
            return Self::Tls { host, detail };
        }
        if error.is_connect() {
            let detail = caused::<io::Error>(error).map_or_else(
                || "no reason is known".to_owned(),
                |error| error.kind().to_string(),
            );
            return Self::NoConnection { host, detail };
        }
        Self::Broke { host }
    }
}

/// The error of this kind that is behind another one. `io::Error` does not name what it wraps as
/// its source, but the source of that.
fn caused<E: std::error::Error + 'static>(error: &reqwest::Error) -> Option<&E> {
    let mut next = error.source();
    while let Some(error) = next {
        if let Some(found) = error.downcast_ref() {
            return Some(found);
        }
        let inner = error
            .downcast_ref::<io::Error>()
            .and_then(io::Error::get_ref);
        next = match inner {
            Some(inner) => Some(inner),
            None => error.source(),
        };
    }
    None
}
