//! What sessions need of the desks, as a port: tests stand in for them.

use std::sync::Arc;

use async_trait::async_trait;
use backline_domain::change::Cursor;
use backline_domain::delivery::Outcome;
use backline_domain::id::{ConnectionId, IdentityId, IdentityKind};
use backline_domain::message::Update;
use tokio::sync::watch;

use crate::desk::{
    self, Asked, Completion, ConnectionChange, ExpectedFile, Extended, Handle, Ingested, Presence,
    Registry,
};
use crate::files::StoredFile;

/// One connection's desk. See [`Handle`] for what each of them promises.
#[async_trait]
pub trait Desk: Send + Sync {
    /// Commits a batch of updates.
    async fn ingest(
        &self,
        identity: IdentityId,
        updates: Vec<Update>,
        cursor: Cursor,
    ) -> desk::Result<Ingested>;
    /// Commits that an effect is about to be caused.
    async fn start(&self, lease_token: String) -> desk::Result<()>;
    /// Commits an outcome.
    async fn complete(&self, lease_token: String, outcome: Outcome) -> desk::Result<Completion>;
    /// Keeps commands leased.
    async fn extend(&self, lease_tokens: Vec<String>) -> desk::Result<Extended>;
    /// Which file a command is to bring.
    async fn expected_file(&self, lease_token: String) -> desk::Result<ExpectedFile>;
    /// It is in the store.
    async fn file_arrived(&self, lease_token: String, file: StoredFile) -> desk::Result<()>;
    /// The stored file that a command sends.
    async fn stored_file(&self, lease_token: String, name: String) -> desk::Result<StoredFile>;
    /// Tells who holds the identity.
    async fn presence(&self, identity: IdentityId, presence: Presence) -> desk::Result<()>;
    /// Changes the connection.
    async fn change(&self, change: ConnectionChange) -> desk::Result<()>;
}

/// All desks of this server.
pub trait Desks: Send + Sync + 'static {
    /// All identities that there is a desk for.
    fn identities(&self) -> Vec<IdentityId>;
    /// An identity's connection and its desk.
    fn of_identity(&self, identity: IdentityId) -> Option<(ConnectionId, Arc<dyn Desk>)>;
    /// The connection that a lease token belongs to; `None` when it is no token.
    fn connection_of(&self, lease_token: &str) -> Option<ConnectionId>;
    /// A connection's desk.
    fn desk(&self, connection: &ConnectionId) -> Option<Arc<dyn Desk>>;
    /// Who was to execute what a lease token stands for: the frontend of its connection, or
    /// one of its relay bots. `None` when it is no token, or there is no such connection.
    fn holder_of(&self, lease_token: &str) -> Option<IdentityId>;
    /// Of which kind the gateways are that can serve it.
    fn gateway_kind(&self, identity: IdentityId) -> IdentityKind;
    /// Whether a person stopped the connection: no gateway may hold its identity.
    fn is_stopped(&self, connection: &ConnectionId) -> bool;
    /// Changes whenever a desk comes or goes, its connection is stopped or started, or an
    /// identity is served another way.
    fn changes(&self) -> watch::Receiver<u64>;
}

// === impl Handle ===

#[async_trait]
impl Desk for Handle {
    async fn ingest(
        &self,
        identity: IdentityId,
        updates: Vec<Update>,
        cursor: Cursor,
    ) -> desk::Result<Ingested> {
        Self::ingest(self, identity, updates, cursor).await
    }

    async fn start(&self, lease_token: String) -> desk::Result<()> {
        Self::start(self, lease_token).await
    }

    async fn complete(&self, lease_token: String, outcome: Outcome) -> desk::Result<Completion> {
        Self::complete(self, lease_token, outcome).await
    }

    async fn extend(&self, lease_tokens: Vec<String>) -> desk::Result<Extended> {
        Self::extend(self, lease_tokens).await
    }

    async fn expected_file(&self, lease_token: String) -> desk::Result<ExpectedFile> {
        Self::expected_file(self, lease_token).await
    }

    async fn file_arrived(&self, lease_token: String, file: StoredFile) -> desk::Result<()> {
        Self::file_arrived(self, lease_token, file).await
    }

    async fn stored_file(&self, lease_token: String, name: String) -> desk::Result<StoredFile> {
        Self::stored_file(self, lease_token, name).await
    }

    async fn presence(&self, identity: IdentityId, presence: Presence) -> desk::Result<()> {
        Self::presence(self, identity, presence).await
    }

    async fn change(&self, change: ConnectionChange) -> desk::Result<()> {
        let asked = Asked {
            by: "gateway".to_owned(),
            request: None,
        };
        Self::change(self, change, asked).await.map(|_| ())
    }
}

// === impl Registry ===

impl Desks for Registry {
    fn identities(&self) -> Vec<IdentityId> {
        Self::identities(self)
    }

    fn of_identity(&self, identity: IdentityId) -> Option<(ConnectionId, Arc<dyn Desk>)> {
        let (connection, desk) = Self::of_identity(self, identity)?;
        Some((connection, Arc::new(desk)))
    }

    fn connection_of(&self, lease_token: &str) -> Option<ConnectionId> {
        desk::connection_of(lease_token)
    }

    fn desk(&self, connection: &ConnectionId) -> Option<Arc<dyn Desk>> {
        Some(Arc::new(Self::desk(self, connection)?))
    }

    fn holder_of(&self, lease_token: &str) -> Option<IdentityId> {
        Self::holder_of(self, lease_token)
    }

    fn gateway_kind(&self, identity: IdentityId) -> IdentityKind {
        Self::gateway_kind(self, identity)
    }

    fn is_stopped(&self, connection: &ConnectionId) -> bool {
        Self::is_stopped(self, connection)
    }

    fn changes(&self) -> watch::Receiver<u64> {
        Self::changes(self)
    }
}
