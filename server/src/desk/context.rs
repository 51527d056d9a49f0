//! What every desk is given, and how a desk is opened.

use std::sync::Arc;

use backline_domain::connection::Connection;
use backline_domain::parameter::InvalidValue;
use backline_store::Store;
use tokio::sync::{broadcast, mpsc};
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;

use super::task::Desk;
use super::{Handle, News, Registry};
use crate::clock::SharedClock;
use crate::files::Files;
use crate::plan::Plans;
use crate::telemetry::Metrics;
use crate::webhook::Board;

/// Asks that a mailbox holds before askers wait. Bounded, so that a desk that
/// cannot keep up pushes back to Telegram.
const MAILBOX: usize = 256;

/// What every desk is given. Cheap to clone.
#[derive(Clone)]
pub struct Context {
    /// Durable state.
    pub store: Arc<dyn Store>,
    /// Files on their way between identities.
    pub files: Files,
    /// Time.
    pub clock: SharedClock,
    /// Where desks are found.
    pub registry: Registry,
    /// Runs the desks' tasks.
    pub tracker: TaskTracker,
    /// Stops them.
    pub shutdown: CancellationToken,
    /// Numbers.
    pub metrics: Metrics,
    /// What administrators may use, and used today.
    pub plans: Plans,
    /// Whether a setup bot sends what goes out in private.
    pub has_setup_bot: bool,
    /// Where webhooks' posts go, and where there are new ones.
    pub webhooks: Board,
    /// What happened, for whoever shows it as it happens. Nobody has to listen.
    pub news: broadcast::Sender<News>,
}

/// Why a desk could not be opened.
#[derive(Debug, thiserror::Error)]
pub enum OpenError {
    /// The store refused or failed.
    #[error(transparent)]
    Store(#[from] backline_store::Error),
    /// A stored parameter cannot be read by this program.
    #[error("connection {name}: {error}")]
    Parameter {
        /// The connection's name.
        name: String,
        /// What is wrong.
        error: InvalidValue,
    },
}

// === impl Context ===

impl std::fmt::Debug for Context {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Context")
            .field("registry", &self.registry)
            .finish_non_exhaustive()
    }
}

/// Opens a stored connection's desk, reads what waits, and adds it to the
/// registry. Its task ends at shutdown, or when the connection is deleted.
///
/// # Errors
/// When the store does not answer or holds what this program cannot read.
pub async fn open(context: &Context, connection: Connection) -> Result<Handle, OpenError> {
    let plan = context.plans.of(&connection);
    let parameters = plan
        .read(&connection.parameters)
        .map_err(|error| OpenError::Parameter {
            name: connection.name.clone(),
            error,
        })?;
    let (id, frontend) = (connection.id.clone(), connection.frontend);
    let is_stopped = connection.is_stopped;
    let over_mtproto = connection.mtproto.keys().copied().collect();
    let (mailbox, asks) = mpsc::channel(MAILBOX);
    let handle = Handle::new(mailbox);
    let mut desk = Desk::new(context.clone(), connection, parameters);
    desk.webhooks_known();
    // A usage that is read is entered into the book: gone again when the desk cannot be opened.
    if let Err(error) = desk.load().await {
        context.plans.forget(&id);
        return Err(error.into());
    }
    context.tracker.spawn(desk.run(asks));
    // First, so that nobody gets the identity of a stopped one.
    context.registry.set_stopped(&id, is_stopped);
    context.registry.set_mtproto(&id, over_mtproto);
    context.registry.add(id, frontend, handle.clone());
    Ok(handle)
}

/// Closes a connection's desk, for its deletion. What it has in hand is
/// finished; what was asked of it later is refused as stopped.
pub async fn close(context: &Context, connection: &backline_domain::id::ConnectionId) {
    if let Some(desk) = context.registry.desk(connection) {
        context.registry.remove(connection);
        desk.stop().await;
        context.plans.forget(connection);
        context.webhooks.remove(connection);
    }
}
