//! The server and the gateway in this process.

use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use backline_client::{Client, Config as ClientConfig};
use backline_gateway::Real;
use backline_gateway_bot::Bots;
use backline_server::clock::SharedClock;
use backline_server::config::Config;
use tokio::sync::watch;
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;

use super::server::Server;
use super::watched::{Seen, Watched};
use crate::failure::Failure;
use crate::remote::Remote;

/// How long everything together may take to end. The gateway ends first: it still has outcomes to
/// report to the server.
const DRAIN: Duration = Duration::from_secs(10);
/// How much of that the gateway may take.
const GATEWAY_DRAIN: Duration = Duration::from_secs(7);

/// A server with a gateway for bots.
pub(super) struct Process {
    server: Server,
    remote: Remote,
    seen: Seen,
    gateway: Gateway,
}

struct Gateway {
    shutdown: CancellationToken,
    tasks: TaskTracker,
    /// Why it ended, when nobody asked it to.
    failure: Arc<Mutex<Option<Failure>>>,
    has_ended: watch::Receiver<bool>,
}

// === impl Process ===

impl Process {
    /// Starts both. What the store has goes on at once.
    ///
    /// # Errors
    /// The server cannot start (store, address), or the Bot API's address cannot be one.
    pub(super) async fn start(
        config: Config,
        bot_api_url: &str,
        clock: &SharedClock,
    ) -> Result<Self, Failure> {
        let bots = Bots::new(bot_api_url).map_err(|error| Failure::usage(error.to_string()))?;
        let server = Server::start(config, clock).await?;
        let speak = |token| ClientConfig::new(server.url()).with_token(token);
        let remote = Remote::new(Client::new(&speak(server.admin_token()?))?);
        let (watched, seen) = Watched::new(bots);
        let gateway = Gateway::start(watched, speak(server.gateway_token()?));
        Ok(Self {
            server,
            remote,
            seen,
            gateway,
        })
    }

    /// The server's address.
    pub(super) fn url(&self) -> &str {
        self.server.url()
    }

    /// The server, spoken to as an administrator.
    pub(super) const fn remote(&self) -> &Remote {
        &self.remote
    }

    /// What the gateway's bots say.
    pub(super) const fn seen(&self) -> &Seen {
        &self.seen
    }

    /// Returns when one of both ended by itself.
    pub(super) async fn failure(&self) -> Failure {
        tokio::select! {
            failure = self.gateway.failure() => failure,
            failure = self.server.failure() => failure,
        }
    }

    /// Stops taking, finishes what is in hand, and ends within ten seconds. Whether everything was
    /// finished.
    pub(super) async fn stop(self, clock: &SharedClock) -> bool {
        let begun = clock.monotonic();
        self.gateway.shutdown.cancel();
        self.gateway.tasks.close();
        let gateway = tokio::select! {
            () = self.gateway.tasks.wait() => true,
            () = clock.sleep_until(begun + GATEWAY_DRAIN) => false,
        };
        let server = tokio::select! {
            () = self.server.stop() => true,
            () = clock.sleep_until(begun + DRAIN) => false,
        };
        gateway && server
    }
}

// === impl Gateway ===

impl Gateway {
    fn start(platform: Arc<Watched>, server: ClientConfig) -> Self {
        let options = backline_gateway::Options {
            servers: vec![server],
            name: "up".to_owned(),
            version: env!("CARGO_PKG_VERSION").to_owned(),
            max_identities: 0,
        };
        let shutdown = CancellationToken::new();
        let tasks = TaskTracker::new();
        let failure = Arc::new(Mutex::new(None));
        let (end, has_ended) = watch::channel(false);
        let (asked, kept) = (shutdown.clone(), Arc::clone(&failure));
        tasks.spawn(async move {
            let ended = backline_gateway::run(options, platform, Arc::new(Real), asked).await;
            let why = ended.err().map(|error| Failure::failed(error.to_string()));
            *kept.lock().unwrap_or_else(PoisonError::into_inner) = why;
            // Nobody listens any more when everything ends at once.
            let _ = end.send(true);
        });
        Self {
            shutdown,
            tasks,
            failure,
            has_ended,
        }
    }

    async fn failure(&self) -> Failure {
        let mut has_ended = self.has_ended.clone();
        // A task that panicked drops its sender: that is an end as well.
        let _ = has_ended.wait_for(|ended| *ended).await;
        let kept = self
            .failure
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .take();
        kept.unwrap_or_else(|| {
            Failure::failed("the gateway ended by itself: this is a bug; run with -v to see more")
        })
    }
}
