//! The gateway as a whole, for its own program and for those that run it inside
//! another.

use std::path::PathBuf;
use std::sync::Arc;

use backline_client::Config;
use backline_gateway::{Clock, Real};
use tokio_util::sync::CancellationToken;
use tonic::Code;

use crate::Bots;

/// Telegram's own Bot API server.
pub const TELEGRAM: &str = "https://api.telegram.org";

/// What the gateway is told at its start.
#[derive(Debug, Clone)]
pub struct Options {
    /// The servers it attaches to.
    pub servers: Vec<Config>,
    /// The Bot API server that all its bots use; [`TELEGRAM`] unless it is a
    /// local one or a simulated one.
    pub bot_api_url: String,
    /// The folder in which that server keeps its files, where it runs with `--local`: then
    /// its limits hold, files are read from there, and from nowhere else. `None`: the limits
    /// of Telegram's own server.
    pub bot_api_files: Option<PathBuf>,
    /// Name of the process, for people.
    pub name: String,
    /// How many bots it takes; 0 = no limit.
    pub max_identities: i32,
}

/// Why the gateway could not do its work.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The Bot API address cannot be one.
    #[error("the Bot API address {url:?} cannot be used: {detail}; write it as https://HOST")]
    BotApiUrl {
        /// The address as given.
        url: String,
        /// What is wrong with it.
        detail: String,
    },
    /// The folder of a local Bot API server's files cannot be one.
    #[error("the folder {} of the Bot API server's files cannot be used: {detail}", folder.display())]
    BotApiFiles {
        /// The folder as given.
        folder: PathBuf,
        /// What is wrong with it.
        detail: String,
    },
    /// The HTTP client could not be made.
    #[error("no HTTP client could be made: {0}")]
    Http(String),
    /// The server refused, or its address cannot work.
    #[error(transparent)]
    Gateway(#[from] backline_gateway::Error),
}

// === impl Error ===

impl Error {
    /// Whether what it was told is wrong, rather than the world: the same again
    /// cannot work.
    #[must_use]
    pub const fn is_configuration(&self) -> bool {
        use backline_client::Error as Client;
        match self {
            Self::BotApiUrl { .. }
            | Self::BotApiFiles { .. }
            | Self::Gateway(backline_gateway::Error::NoServer) => true,
            Self::Http(_) => false,
            Self::Gateway(backline_gateway::Error::Server(error)) => match error {
                Client::Config { .. } | Client::InsecureToken { .. } => true,
                // A wrong token, or one that is not a gateway's.
                other => matches!(
                    other.code(),
                    Some(Code::Unauthenticated | Code::PermissionDenied | Code::InvalidArgument)
                ),
            },
        }
    }
}

/// Serves bots until `shutdown` is cancelled, then drains within ten seconds.
/// rustls needs a default provider before: install one first thing in `main`.
///
/// # Errors
/// An address cannot work, or a server refused for good; in words.
pub async fn run(options: Options, shutdown: CancellationToken) -> Result<(), Error> {
    run_with_clock(options, Arc::new(Real), shutdown).await
}

/// The same on a clock of the caller's.
///
/// # Errors
/// As [`run`].
pub async fn run_with_clock(
    options: Options,
    clock: Arc<dyn Clock>,
    shutdown: CancellationToken,
) -> Result<(), Error> {
    let mut bots = Bots::new(&options.bot_api_url)?;
    if let Some(folder) = options.bot_api_files {
        bots = bots.with_files_in(folder)?;
    }
    let platform = Arc::new(bots);
    let options = backline_gateway::Options {
        servers: options.servers,
        name: options.name,
        version: env!("CARGO_PKG_VERSION").to_owned(),
        max_identities: options.max_identities,
    };
    Ok(backline_gateway::run(options, platform, clock, shutdown).await?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_wrong_token_is_wrong_configuration_and_an_absent_server_is_not() {
        let refused = |code| {
            let error = backline_client::Error::Refused {
                code,
                reason: None,
                message: String::new(),
                violations: Vec::new(),
            };
            Error::Gateway(error.into()).is_configuration()
        };
        assert!(refused(Code::Unauthenticated));
        assert!(refused(Code::PermissionDenied), "not a gateway's");
        assert!(!refused(Code::Unavailable));
        let unreachable = backline_client::Error::Unreachable {
            url: String::new(),
            detail: String::new(),
        };
        assert!(!Error::Gateway(unreachable.into()).is_configuration());
    }
}
