//! What went wrong, as a sentence that names the remedy.

use std::error::Error as StdError;
use std::fmt;

use backline_proto::reason::Reason;
use tonic::{Code, Status};
use tonic_types::StatusExt as _;

/// Why a call did not work. Its `Display` is for people: what was wrong, and
/// what to do. No secret is ever in it.
#[derive(Debug, Clone, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// The address, the token or the TLS settings cannot work.
    #[error("the server address {url:?} cannot be used: {detail}")]
    Config {
        /// The address as given.
        url: String,
        /// What is wrong with it.
        detail: String,
    },
    /// A token would have gone over plain HTTP to another machine.
    #[error(
        "a token is not sent over plain http to {url}, where others could read it: \
         use https or a loopback address"
    )]
    InsecureToken {
        /// The address.
        url: String,
    },
    /// No connection.
    #[error(
        "server unreachable at {url}: is it running? Start backline-server, or correct the \
         address ({detail})"
    )]
    Unreachable {
        /// The address.
        url: String,
        /// What the connection said.
        detail: String,
    },
    /// There is somebody at the address, and no call comes through.
    #[error(
        "whoever is at {url} does not understand the call, or does not take it: {} ({detail})",
        hint(url)
    )]
    Broken {
        /// The address.
        url: String,
        /// What the connection said.
        detail: String,
    },
    /// The server answered with an error.
    #[error("{}", Sentence { code: *code, reason: *reason, message, violations })]
    Refused {
        /// The gRPC code.
        code: Code,
        /// The machine-readable reason, where the server gave one known here.
        reason: Option<Reason>,
        /// The server's words.
        message: String,
        /// The fields that are wrong.
        violations: Vec<Violation>,
    },
}

/// A field of a request that is wrong.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Violation {
    /// Path of the field in the request.
    pub field: String,
    /// What is wrong with it and what is allowed.
    pub description: String,
}

/// A refusal in words.
struct Sentence<'a> {
    code: Code,
    reason: Option<Reason>,
    message: &'a str,
    violations: &'a [Violation],
}

// === impl Error ===

impl Error {
    pub(crate) fn from_status(url: &str, status: &Status) -> Self {
        if status.code() == Code::Unavailable && is_transport(status) {
            return Self::unreachable(url, status);
        }
        // What a server says of itself has no cause here.
        let is_ours = matches!(status.code(), Code::Unknown | Code::Internal);
        if is_ours && status.source().is_some() {
            return Self::Broken {
                url: url.to_owned(),
                detail: innermost(status),
            };
        }
        let violations = status
            .get_details_bad_request()
            .map(|details| details.field_violations)
            .unwrap_or_default()
            .into_iter()
            .map(|violation| Violation {
                field: violation.field,
                description: violation.description,
            })
            .collect();
        Self::Refused {
            code: status.code(),
            reason: reason_of(status),
            message: status.message().to_owned(),
            violations,
        }
    }

    pub(crate) fn unreachable(url: &str, error: &dyn StdError) -> Self {
        Self::Unreachable {
            url: url.to_owned(),
            detail: innermost(error),
        }
    }

    /// The machine-readable reason, where the server gave one.
    #[must_use]
    pub const fn reason(&self) -> Option<Reason> {
        match self {
            Self::Refused { reason, .. } => *reason,
            _ => None,
        }
    }

    /// The gRPC code, where the server answered.
    #[must_use]
    pub const fn code(&self) -> Option<Code> {
        match self {
            Self::Refused { code, .. } => Some(*code),
            Self::Unreachable { .. } => Some(Code::Unavailable),
            _ => None,
        }
    }
}

/// What to look at when nothing comes through, by the address.
fn hint(url: &str) -> &'static str {
    if url.starts_with("https") {
        "if the server asks clients for a certificate, name one with --tls-cert and --tls-key; \
         else look whether a Backline server listens there"
    } else {
        "if the server serves TLS, write https in place of http; else look whether a Backline \
         server listens there"
    }
}

/// The reason in a Status, when Backline gave it and this version knows it.
fn reason_of(status: &Status) -> Option<Reason> {
    let info = status.get_details_error_info()?;
    (info.domain == backline_proto::reason::DOMAIN)
        .then(|| Reason::parse(&info.reason))
        .flatten()
}

/// Whether the Status was made here because of the connection, and not by a
/// server that says of itself that it is unavailable.
fn is_transport(status: &Status) -> bool {
    let mut source = status.source();
    while let Some(error) = source {
        if error.is::<tonic::transport::Error>() || error.is::<tonic::ConnectError>() {
            return true;
        }
        source = error.source();
    }
    false
}

/// The deepest cause: the words that tell most, for example "Connection refused".
fn innermost(error: &dyn StdError) -> String {
    let mut deepest = error;
    while let Some(source) = deepest.source() {
        deepest = source;
    }
    deepest.to_string()
}

// === impl Sentence ===

impl fmt::Display for Sentence<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.message.is_empty() {
            write!(f, "the server answered {:?}", self.code)?;
        } else {
            f.write_str(self.message)?;
        }
        for violation in self.violations {
            // The server's message often says it already.
            if !self.message.contains(&violation.description) {
                write!(f, "; {}: {}", violation.field, violation.description)?;
            }
        }
        match self.remedy() {
            Some(remedy) => write!(f, " ({remedy})"),
            None => Ok(()),
        }
    }
}

impl Sentence<'_> {
    /// What to do, where the message of the server cannot know it.
    fn remedy(&self) -> Option<&'static str> {
        Some(match (self.reason, self.code) {
            (Some(Reason::Unauthenticated), _) | (None, Code::Unauthenticated) => {
                "check the token in BACKLINE_TOKEN or --token-file; `backline tokens create` makes \
                 a new one"
            }
            (Some(Reason::ScopeMissing), _) | (None, Code::PermissionDenied) => {
                "use a token with the needed scope; `backline tokens create` makes one"
            }
            (Some(Reason::EtagMismatch), _) => {
                "somebody else changed it: read it again, then change it"
            }
            (Some(Reason::Overloaded), _) | (None, Code::ResourceExhausted) => {
                "wait a little and try again"
            }
            (Some(Reason::Unavailable), _) | (None, Code::Unavailable) => {
                "try again; if it stays so, the server's log says why"
            }
            (Some(Reason::NotSupported), _) | (None, Code::Unimplemented) => {
                "is the server of the same version?"
            }
            (Some(Reason::Internal), _) | (None, Code::Internal | Code::Unknown) => {
                "this is a bug; the server's log has more"
            }
            (None, Code::DeadlineExceeded | Code::Cancelled) => {
                "the server did not answer in time: try again, and look at its log"
            }
            _ => return None,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use tonic_types::{ErrorDetails, StatusExt};

    fn told(status: &Status) -> String {
        Error::from_status("http://127.0.0.1:7443", status).to_string()
    }

    #[test]
    fn a_wrong_field_is_named_with_what_is_allowed() {
        let mut details = ErrorDetails::with_error_info("INVALID_PARAMETER", "backline", []);
        details.add_bad_request_violation("value", "AUTOCLOSE takes hours or OFF, not \"soon\"");
        let status =
            Status::with_error_details(Code::InvalidArgument, "invalid parameter", details);
        assert_eq!(
            told(&status),
            "invalid parameter; value: AUTOCLOSE takes hours or OFF, not \"soon\""
        );
        let error = Error::from_status("", &status);
        assert_eq!(error.reason(), Some(Reason::InvalidParameter));
    }

    #[test]
    fn a_wrong_token_says_where_to_get_another() {
        let details = ErrorDetails::with_error_info("UNAUTHENTICATED", "backline", []);
        let status = Status::with_error_details(Code::Unauthenticated, "unknown token", details);
        let told = told(&status);
        assert!(
            told.starts_with("unknown token (") && told.contains("backline tokens create"),
            "{told}"
        );
    }

    #[test]
    fn a_reason_of_another_domain_is_not_taken_for_ours() {
        let details = ErrorDetails::with_error_info("SUPERSEDED", "example.org", []);
        let status = Status::with_error_details(Code::FailedPrecondition, "proxy", details);
        assert_eq!(Error::from_status("", &status).reason(), None);
    }

    #[test]
    fn an_empty_message_still_says_something() {
        assert!(told(&Status::new(Code::DataLoss, "")).contains("DataLoss"));
    }
}
