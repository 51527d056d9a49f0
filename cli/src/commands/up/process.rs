//! The server and the gateways in this process.

use std::sync::Arc;
use std::time::Duration;

use backline_client::{Client, Config as ClientConfig};
use backline_gateway::{Platform, Real};
use backline_gateway_bot::Bots;
use backline_gateway_user::Accounts;
use backline_server::clock::SharedClock;
use backline_server::config::Config;
use futures::future::{join_all, select_all};
use tokio_util::sync::CancellationToken;

use super::ending::Ending;
use super::server::Server;
use super::watched::{Seen, Watched};
use crate::failure::Failure;
use crate::remote::Remote;

/// How long everything together may take to end.
const DRAIN: Duration = Duration::from_secs(10);
/// How much of that the gateways may take, which end first: they have outcomes to report to the server.
const GATEWAY_DRAIN: Duration = Duration::from_secs(7);

/// A server with a gateway for bots, and one for accounts where there is an application.
pub(super) struct Process {
    server: Server,
    remote: Remote,
    seen: Seen,
    gateways: Vec<Ending>,
    gateway_shutdown: CancellationToken,
}

// === impl Process ===

impl Process {
    /// Starts them. What the store has goes on at once.
    ///
    /// # Errors
    /// The server cannot start (store, address).
    pub(super) async fn start(
        config: Config,
        bots: Bots,
        accounts: Option<Accounts>,
        clock: &SharedClock,
    ) -> Result<Self, Failure> {
        let server = Server::start(config, clock).await?;
        let speak = |token| ClientConfig::new(server.url()).with_token(token);
        let remote = Remote::new(Client::new(&speak(server.admin_token()))?);
        let seen = Seen::default();
        let mut platforms: Vec<(&str, Arc<dyn Platform>)> =
            vec![("up", Arc::new(Watched::new(bots, &seen)))];
        if let Some(accounts) = accounts {
            platforms.push(("up-accounts", Arc::new(Watched::new(accounts, &seen))));
        }
        let gateway_shutdown = CancellationToken::new();
        let gateways = platforms.into_iter().map(|(name, platform)| {
            let options = backline_gateway::Options {
                servers: vec![speak(server.gateway_token())],
                name: name.to_owned(),
                version: env!("CARGO_PKG_VERSION").to_owned(),
                max_identities: 0,
            };
            let asked = gateway_shutdown.clone();
            Ending::of(async move {
                backline_gateway::run(options, platform, Arc::new(Real), asked)
                    .await
                    .map_err(|error| Failure::failed(error.to_string()))
            })
        });
        let gateways = gateways.collect();
        Ok(Self {
            server,
            remote,
            seen,
            gateways,
            gateway_shutdown,
        })
    }

    /// The server.
    pub(super) const fn server(&self) -> &Server {
        &self.server
    }

    /// The server, spoken to as an administrator.
    pub(super) const fn remote(&self) -> &Remote {
        &self.remote
    }

    /// What the gateways' bots and accounts say.
    pub(super) const fn seen(&self) -> &Seen {
        &self.seen
    }

    /// Returns when one of them ended by itself.
    pub(super) async fn failure(&self) -> Failure {
        let gateways = self
            .gateways
            .iter()
            .map(|gateway| Box::pin(gateway.failure("the gateway")));
        tokio::select! {
            (failure, _, _) = select_all(gateways) => failure,
            failure = self.server.failure() => failure,
        }
    }

    /// Stops taking, finishes what is in hand, and ends within ten seconds. Whether everything was
    /// finished.
    pub(super) async fn stop(self, clock: &SharedClock) -> bool {
        let begun = clock.monotonic();
        self.gateway_shutdown.cancel();
        let gateways = tokio::select! {
            _ = join_all(self.gateways.iter().map(Ending::wait)) => true,
            () = clock.sleep_until(begun + GATEWAY_DRAIN) => false,
        };
        let server = tokio::select! {
            () = self.server.stop() => true,
            () = clock.sleep_until(begun + DRAIN) => false,
        };
        gateways && server
    }
}
