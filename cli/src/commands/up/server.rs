//! The server in this process: the only file that knows how it is started.

use std::net::SocketAddr;
use std::path::PathBuf;
use std::sync::{Mutex, PoisonError};

use backline_client::Secret;
use backline_domain::relay::Event;
use backline_server::app::{self, Running};
use backline_server::clock::SharedClock;
use backline_server::config::Config;
use backline_server::desk::News;
use backline_server::grpc::access::FirstToken;
use tokio::sync::broadcast::Receiver;
use tokio::sync::broadcast::error::TryRecvError;
use tokio_util::sync::CancellationToken;

use super::ending::Ending;
use super::step::Step;
use crate::failure::Failure;

/// A server in this process.
pub(super) struct Server {
    address: SocketAddr,
    admin_token: Secret,
    gateway_token: Secret,
    first_token: Option<PathBuf>,
    news: Mutex<Receiver<News>>,
    shutdown: CancellationToken,
    ending: Ending,
}

// === impl Server ===

impl Server {
    /// Starts it. When this returns, it serves, and what the store has goes on.
    ///
    /// # Errors
    /// The store cannot be opened, the address cannot be listened on.
    pub(super) async fn start(config: Config, clock: &SharedClock) -> Result<Self, Failure> {
        let shutdown = CancellationToken::new();
        let running = Box::pin(app::start(config, None, clock.clone(), shutdown.clone()))
            .await
            .map_err(|error| told(&error))?;
        let lent = |token: Result<_, _>| token.map_err(|error| told_no_randomness(&error));
        let admin_token = lent(running.lend_admin_token())?;
        let gateway_token = lent(running.lend_gateway_token())?;
        let first_token = match running.first_token() {
            FirstToken::Made(path) => Some(path.clone()),
            FirstToken::NotNeeded => None,
        };
        Ok(Self {
            address: running.address(),
            admin_token: text(admin_token.expose()),
            gateway_token: text(gateway_token.expose()),
            first_token,
            news: Mutex::new(running.desks().news.subscribe()),
            shutdown,
            ending: Ending::of(wait(running)),
        })
    }

    /// Its address.
    pub(super) fn url(&self) -> String {
        format!("http://{}", self.address)
    }

    /// A token that may do everything but be a gateway. It ends with the process.
    pub(super) fn admin_token(&self) -> Secret {
        self.admin_token.clone()
    }

    /// A token for the gateway. It ends with the process.
    pub(super) fn gateway_token(&self) -> Secret {
        self.gateway_token.clone()
    }

    /// Where the first administrator's token is, when this start made one.
    pub(super) const fn first_token(&self) -> Option<&PathBuf> {
        self.first_token.as_ref()
    }

    /// What happened since this was asked last and is worth telling.
    pub(super) fn take_news(&self) -> Vec<Step> {
        let mut news = self.news.lock().unwrap_or_else(PoisonError::into_inner);
        let mut steps = Vec::new();
        loop {
            match news.try_recv() {
                Ok(News {
                    event: Event::ForeignGroup { id, title },
                    ..
                }) => {
                    steps.push(Step::ForeignGroup { id: id.0, title });
                }
                // There was more than is kept; the newest are.
                Ok(_) | Err(TryRecvError::Lagged(_)) => {}
                Err(TryRecvError::Empty | TryRecvError::Closed) => return steps,
            }
        }
    }

    /// Returns when it ended by itself.
    pub(super) async fn failure(&self) -> Failure {
        self.ending.failure("the server").await
    }

    /// Drains it. It has a limit of its own; may be given up at any time.
    pub(super) async fn stop(&self) {
        self.shutdown.cancel();
        self.ending.wait().await;
    }
}

async fn wait(running: Running) -> Result<(), Failure> {
    running.wait().await.map_err(|error| told(&error))
}

fn told(error: &app::Error) -> Failure {
    if error.is_configuration() {
        Failure::usage(error.to_string())
    } else {
        Failure::failed(error.to_string())
    }
}

fn told_no_randomness(error: &dyn std::fmt::Display) -> Failure {
    Failure::failed(format!(
        "the system gives no randomness for a token: {error}"
    ))
}

fn text(token: &[u8]) -> Secret {
    Secret::new(String::from_utf8_lossy(token).into_owned())
}
