//! The gateway as a whole, for its own program and for those that run it inside
//! another.

use std::net::SocketAddr;
use std::sync::Arc;

use backline_client::{Config, Secret};
use backline_gateway::{Clock, Real};
use tokio_util::sync::CancellationToken;
use tonic::Code;

use crate::Accounts;

/// What the gateway is told at its start.
#[derive(Debug, Clone)]
pub struct Options {
    /// The servers it attaches to.
    pub servers: Vec<Config>,
    /// The application's number, from <https://my.telegram.org>.
    pub api_id: i32,
    /// The application's hash, from the same place.
    pub api_hash: Secret,
    /// Where all data centres are: a simulated Telegram. None = Telegram's own.
    pub dc: Option<SocketAddr>,
    /// Auth keys that logins into the simulated Telegram take, which does not have
    /// Telegram's own keys to agree upon one: accounts the first, bots those behind it by
    /// their ids, so that each session has its own.
    pub login_keys: Vec<LoginKey>,
    /// Name of the process, for people.
    pub name: String,
    /// How many accounts it takes; 0 = no limit.
    pub max_identities: i32,
}

/// An auth key that a simulated Telegram knows already.
#[derive(Clone)]
pub struct LoginKey(pub [u8; 256]);

impl std::fmt::Debug for LoginKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("LoginKey(hidden)")
    }
}

/// Why the gateway could not do its work.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The application's number or hash cannot be one.
    #[error(
        "{what} is missing or no such thing: make an application at https://my.telegram.org (API \
         development tools), and set BACKLINE_API_ID and BACKLINE_API_HASH to what it shows"
    )]
    Application {
        /// Which of the two.
        what: &'static str,
    },
    /// The server refused, or its address cannot work.
    #[error(transparent)]
    Gateway(#[from] backline_gateway::Error),
}

// === impl Options ===

impl Options {
    /// Whether the application can be one.
    fn check(&self) -> Result<(), Error> {
        if self.api_id <= 0 {
            let what = "the application's api_id";
            return Err(Error::Application { what });
        }
        let hash = self.api_hash.expose().trim();
        if hash.is_empty() || !hash.chars().all(|c| c.is_ascii_alphanumeric()) {
            let what = "the application's api_hash";
            return Err(Error::Application { what });
        }
        Ok(())
    }
}

// === impl Error ===

impl Error {
    /// Whether what it was told is wrong, rather than the world: the same again
    /// cannot work.
    #[must_use]
    pub const fn is_configuration(&self) -> bool {
        use backline_client::Error as Client;
        match self {
            Self::Application { .. } | Self::Gateway(backline_gateway::Error::NoServer) => true,
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
    options.check()?;
    let hash = options.api_hash.expose().trim();
    let mut platform = Accounts::new(options.api_id, hash, options.dc);
    let keys = options.login_keys.into_iter().map(|key| key.0);
    platform = platform.with_login_keys(keys.collect());
    let platform = Arc::new(platform);
    let options = backline_gateway::Options {
        servers: options.servers,
        name: options.name,
        version: env!("CARGO_PKG_VERSION").to_owned(),
        max_identities: options.max_identities,
    };
    Ok(backline_gateway::run(options, platform, clock, shutdown).await?)
}
