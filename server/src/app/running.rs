//! A server that runs: what callers in the same process may ask of it, and how
//! it ends.

use std::net::SocketAddr;
use std::sync::Arc;

use backline_domain::access::Scope;
use backline_domain::change::Secret;
use backline_store::Surreal;
use tokio::task::JoinHandle;
use tonic_health::server::HealthReporter;

use super::Error;
use crate::desk;
use crate::gateway::Sessions;
use crate::grpc;
use crate::grpc::access::{FirstToken, Tokens};
use crate::setup_bot;
use crate::shutdown::{Deadline, GRACE, Phases};

/// A server that runs.
pub struct Running {
    pub(super) address: SocketAddr,
    pub(super) metrics_address: Option<SocketAddr>,
    pub(super) first_token: FirstToken,
    pub(super) desks: desk::Context,
    pub(super) setup_bot: Option<setup_bot::Handle>,
    pub(super) sessions: Sessions,
    pub(super) tokens: Tokens,
    pub(super) store: Arc<Surreal>,
    pub(super) phases: Phases,
    pub(super) health: HealthReporter,
    pub(super) serving: JoinHandle<Result<(), tonic::transport::Error>>,
}

// === impl Running ===

impl Running {
    /// Where gRPC is served.
    #[must_use]
    pub const fn address(&self) -> SocketAddr {
        self.address
    }

    /// Where the metrics page is served.
    #[must_use]
    pub const fn metrics_address(&self) -> Option<SocketAddr> {
        self.metrics_address
    }

    /// Whether this start made the first administrator's token, and where it is.
    #[must_use]
    pub const fn first_token(&self) -> &FirstToken {
        &self.first_token
    }

    /// The desks, for whoever runs in the same process.
    #[must_use]
    pub const fn desks(&self) -> &desk::Context {
        &self.desks
    }

    /// The setup bot, where one is configured.
    #[must_use]
    pub const fn setup_bot(&self) -> Option<&setup_bot::Handle> {
        self.setup_bot.as_ref()
    }

    /// A token for a caller in this process that may do everything but be a
    /// gateway. It is never stored and ends with the process.
    ///
    /// # Errors
    /// When the system gives no randomness.
    pub fn lend_admin_token(&self) -> Result<Secret, getrandom::Error> {
        self.tokens.lend("in this process", &[Scope::Admin])
    }

    /// A token for a gateway in this process. It is never stored and ends with
    /// the process.
    ///
    /// # Errors
    /// When the system gives no randomness.
    pub fn lend_gateway_token(&self) -> Result<Secret, getrandom::Error> {
        self.tokens
            .lend("gateway in this process", &[Scope::Gateway])
    }

    /// Waits until shutdown, then ends in the order of [`crate::shutdown`].
    ///
    /// # Errors
    /// When serving ended by itself.
    pub async fn wait(mut self) -> Result<(), Error> {
        tokio::select! {
            () = self.phases.draining.cancelled() => {}
            ended = &mut self.serving => {
                self.phases.cut();
                self.desks.files.close();
                self.store.close().await;
                return Err(Error::Serving(in_words(ended)));
            }
        }
        self.drain().await;
        Ok(())
    }

    async fn drain(mut self) {
        tracing::info!("stopping: what is in hand is finished first");
        let deadline = Deadline::begin(self.desks.clock.clone());
        grpc::server::set_serving(&self.health, false).await;
        // It has the grace time as its own bound.
        deadline.bound(self.sessions.drain(GRACE)).await;
        self.phases.streams.cancel();
        self.phases.serving.cancel();
        if deadline.bound(&mut self.serving).await.is_none() {
            tracing::warn!("connections that did not end were cut off");
            self.serving.abort();
        }
        self.phases.desks.cancel();
        self.desks.tracker.close();
        if deadline.bound(self.desks.tracker.wait()).await.is_none() {
            tracing::warn!("desks that did not end were left; what they had in hand comes again");
        }
        self.desks.files.close();
        // A store at a server may not answer at all; what was committed is there.
        let closing = Deadline::begin(self.desks.clock.clone());
        let close = Box::pin(self.store.close());
        if closing.bound(close).await.is_none() {
            tracing::warn!("the store did not close in time and was left");
        }
        tracing::info!("stopped");
    }
}

fn in_words(ended: Result<Result<(), tonic::transport::Error>, tokio::task::JoinError>) -> String {
    match ended {
        Ok(Ok(())) => "nothing says why".to_owned(),
        Ok(Err(error)) => error.to_string(),
        Err(error) => error.to_string(),
    }
}
