//! The commands in hand, and keeping them leased.

use std::collections::HashMap;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use backline_proto::gateway::v1::ExtendLeasesRequest;
use tokio_util::sync::CancellationToken;

use crate::link::Link;
use crate::lock::lock;

/// Most commands in hand. The server's own bound is far lower; one that does not
/// keep to it gets nothing more taken, so that no outcome must ever be dropped.
const MOST: usize = 10_000;

/// The commands in hand, by lease token, from their arrival until the server has
/// their outcome.
#[derive(Debug, Default)]
pub(crate) struct Leases(Mutex<HashMap<String, Lease>>);

/// One command in hand.
#[derive(Debug, Clone, Default)]
pub(crate) struct Lease {
    /// Not to be executed any more, if it has not begun.
    pub(crate) withdrawn: CancellationToken,
}

// === impl Leases ===

impl Leases {
    /// Takes a command into hand. `None` when it is there already (handed out
    /// again after a reconnect), or when there are too many.
    pub(crate) fn take(&self, token: &str) -> Option<Lease> {
        let mut leases = lock(&self.0);
        if leases.contains_key(token) {
            return None;
        }
        if leases.len() >= MOST {
            tracing::error!(most = MOST, "too many commands in hand: one was not taken");
            return None;
        }
        let lease = Lease::default();
        leases.insert(token.to_owned(), lease.clone());
        Some(lease)
    }

    /// The command is out of hand.
    pub(crate) fn end(&self, token: &str) {
        lock(&self.0).remove(token);
    }

    /// Withdraws a command that has not begun; one that has goes on.
    pub(crate) fn withdraw(&self, token: &str) {
        if let Some(lease) = lock(&self.0).get(token) {
            lease.withdrawn.cancel();
        }
    }

    pub(crate) fn tokens(&self) -> Vec<String> {
        lock(&self.0).keys().cloned().collect()
    }
}

/// Keeps the commands in hand leased, at a third of their lease, until the end.
pub(crate) async fn keep(link: Arc<Link>) {
    let sessions = link.sessions();
    loop {
        let lease = sessions.borrow().command_lease;
        let third = (lease / 3).max(Duration::from_secs(1));
        tokio::select! {
            () = link.over.cancelled() => return,
            () = link.clock.sleep(third) => {}
        }
        let lease_tokens = link.leases.tokens();
        if lease_tokens.is_empty() {
            continue;
        }
        let session = link.session().await;
        let request = ExtendLeasesRequest {
            session,
            lease_tokens,
        };
        match link.client.gateway().extend_leases(request).await {
            Ok(response) => {
                let response = response.into_inner();
                for token in response.lost.iter().chain(&response.cancelled) {
                    link.leases.withdraw(token);
                }
            }
            // Not extended: at worst the command is handed out again.
            Err(status) => tracing::debug!(%status, "leases could not be extended"),
        }
    }
}
