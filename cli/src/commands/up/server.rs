//! The server in this process: the only file that knows how it is started.

use backline_client::Secret;
use backline_server::clock::SharedClock;
use backline_server::config::Config;

use crate::failure::Failure;

/// A server in this process.
pub(super) struct Server {
    url: String,
}

impl Server {
    pub(super) async fn start(_config: Config, _clock: &SharedClock) -> Result<Self, Failure> {
        Err(Failure::failed(
            "the server cannot be started from here yet",
        ))
    }

    pub(super) fn url(&self) -> &str {
        &self.url
    }

    pub(super) fn admin_token(&self) -> Result<Secret, Failure> {
        Err(Failure::failed("not yet"))
    }

    pub(super) fn gateway_token(&self) -> Result<Secret, Failure> {
        Err(Failure::failed("not yet"))
    }

    pub(super) async fn failure(&self) -> Failure {
        std::future::pending().await
    }

    pub(super) async fn stop(self) {}
}
