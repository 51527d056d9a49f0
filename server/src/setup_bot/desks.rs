//! The desks as sessions see them, with the setup bot beside them.

use std::sync::Arc;

use backline_domain::id::{ConnectionId, IdentityId, IdentityKind};
use backline_domain::setup_bot::setup_id;
use tokio::sync::watch;

use super::Handle;
use crate::desk::Registry;
use crate::gateway::{Desk, Desks};

/// All desks of this server, and the setup bot where there is one.
#[derive(Debug, Clone)]
pub struct AllDesks {
    registry: Registry,
    setup_bot: Option<Handle>,
}

// === impl AllDesks ===

impl AllDesks {
    /// These.
    #[must_use]
    pub const fn new(registry: Registry, setup_bot: Option<Handle>) -> Self {
        Self {
            registry,
            setup_bot,
        }
    }

    fn setup_bot(&self, connection: &ConnectionId) -> Option<&Handle> {
        self.setup_bot
            .as_ref()
            .filter(|_| *connection == setup_id())
    }

    fn is_setup_bot(&self, identity: IdentityId) -> bool {
        self.setup_bot
            .as_ref()
            .is_some_and(|handle| handle.identity() == identity)
    }
}

impl Desks for AllDesks {
    fn identities(&self) -> Vec<IdentityId> {
        let own = self.setup_bot.as_ref().map(Handle::identity);
        let mut all = Registry::identities(&self.registry);
        all.extend(own);
        all
    }

    fn of_identity(&self, identity: IdentityId) -> Option<(ConnectionId, Arc<dyn Desk>)> {
        if self.is_setup_bot(identity) {
            let handle = self.setup_bot.clone()?;
            return Some((setup_id(), Arc::new(handle)));
        }
        Desks::of_identity(&self.registry, identity)
    }

    fn connection_of(&self, lease_token: &str) -> Option<ConnectionId> {
        Desks::connection_of(&self.registry, lease_token)
    }

    fn desk(&self, connection: &ConnectionId) -> Option<Arc<dyn Desk>> {
        match self.setup_bot(connection) {
            Some(handle) => Some(Arc::new(handle.clone())),
            None => Desks::desk(&self.registry, connection),
        }
    }

    fn holder_of(&self, lease_token: &str) -> Option<IdentityId> {
        let connection = self.connection_of(lease_token)?;
        match self.setup_bot(&connection) {
            Some(handle) => Some(handle.identity()),
            None => Desks::holder_of(&self.registry, lease_token),
        }
    }

    fn gateway_kind(&self, identity: IdentityId) -> IdentityKind {
        if self.is_setup_bot(identity) {
            IdentityKind::Bot
        } else {
            Desks::gateway_kind(&self.registry, identity)
        }
    }

    fn is_stopped(&self, connection: &ConnectionId) -> bool {
        self.setup_bot(connection).is_none() && Desks::is_stopped(&self.registry, connection)
    }

    fn changes(&self) -> watch::Receiver<u64> {
        Desks::changes(&self.registry)
    }
}
