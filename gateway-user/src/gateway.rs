//! The gateway as a whole, for its own program and for those that run it inside
//! another.

use std::sync::Arc;

use backline_client::Config;
use backline_gateway::{Clock, Real};
use tokio_util::sync::CancellationToken;
use tonic::Code;

use crate::application::{Application, ApplicationError};

/// What the gateway is told at its start.
#[derive(Debug, Clone)]
pub struct Options {
    /// The servers it attaches to.
    pub servers: Vec<Config>,
    /// The application that its accounts and bots are used with.
    pub application: Application,
    /// Name of the process, for people.
    pub name: String,
    /// How many accounts it takes; 0 = no limit.
    pub max_identities: i32,
}

/// Why the gateway could not do its work.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The application's number or hash cannot be one.
    #[error(transparent)]
    Application(#[from] ApplicationError),
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
            Self::Application(_) | Self::Gateway(backline_gateway::Error::NoServer) => true,
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

/// Serves accounts until `shutdown` is cancelled, then drains within ten seconds.
/// rustls needs a default provider before: install one first thing in `main`.
///
/// # Errors
/// What it was told cannot work, or a server refused for good; in words.
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
    let platform = Arc::new(options.application.accounts()?);
    let options = backline_gateway::Options {
        servers: options.servers,
        name: options.name,
        version: env!("CARGO_PKG_VERSION").to_owned(),
        max_identities: options.max_identities,
    };
    Ok(backline_gateway::run(options, platform, clock, shutdown).await?)
}
