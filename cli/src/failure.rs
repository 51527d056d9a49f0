//! Why a command did not work: one sentence that names the remedy.

use std::io;

use backline_client::Error as ClientError;
use backline_proto::reason::Reason;
use tonic::Code;

use crate::exit::ExitStatus;

/// Why a command did not work. Its `Display` is what people read; no secret is ever in it.
#[derive(Debug, thiserror::Error)]
pub(crate) enum Failure {
    /// What was typed or configured cannot work.
    #[error("{0}")]
    Usage(String),
    /// It was right, and did not work.
    #[error("{0}")]
    Failed(String),
    /// The call did not work.
    #[error(transparent)]
    Call(#[from] ClientError),
    /// The output could not be written.
    #[error("the output cannot be written: {0}")]
    Output(#[from] io::Error),
}

// === impl Failure ===

impl Failure {
    /// What was typed or configured cannot work.
    pub(crate) fn usage(message: impl Into<String>) -> Self {
        Self::Usage(message.into())
    }

    /// It was right, and did not work.
    pub(crate) fn failed(message: impl Into<String>) -> Self {
        Self::Failed(message.into())
    }

    /// Whether the server does not know what was named.
    #[must_use]
    pub(crate) fn is_not_found(&self) -> bool {
        matches!(self, Self::Call(error)
            if error.reason() == Some(Reason::NotFound) || error.code() == Some(Code::NotFound))
    }

    /// Whether whoever reads the output went away, as `head` does: no failure of ours.
    #[must_use]
    pub(crate) fn is_reader_gone(&self) -> bool {
        matches!(self, Self::Output(error) if error.kind() == io::ErrorKind::BrokenPipe)
    }

    /// How the program ends with it.
    #[must_use]
    pub(crate) fn status(&self) -> ExitStatus {
        match self {
            Self::Usage(_) => ExitStatus::Usage,
            Self::Failed(_) | Self::Output(_) => ExitStatus::Failure,
            Self::Call(ClientError::Config { .. } | ClientError::InsecureToken { .. }) => {
                ExitStatus::Usage
            }
            Self::Call(error) => match error.code() {
                Some(Code::InvalidArgument | Code::Unauthenticated) => ExitStatus::Usage,
                _ => ExitStatus::Failure,
            },
        }
    }
}
