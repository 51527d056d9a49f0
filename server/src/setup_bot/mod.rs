//! The setup bot: one task that answers administrators and has done what they wish for.
//!
//! Like a connection's desk it is the only writer of its rows: an update is decided upon
//! (`backline_domain::setup_bot`), the person's row and the answers are committed in one
//! transaction, and only then is anything done. What is done by the API's verbs stands in the
//! row until it was, so that a crash forgets none.
//!
//! | file | holds |
//! |---|---|
//! | `handle`, `desks` | what sessions may ask of it, and how they find it beside the desks |
//! | `task` | the loop |
//! | `ingest`, `work` | updates, and what one decision writes |
//! | `facts` | what is read for what was asked |
//! | `deliver`, `settle` | what is sent: handed out; answered, tried again |
//! | `menu` | the commands as Telegram shows them |
//! | `login`, `qr` | accounts being logged in; their QR codes |
//! | `look` | what connections have to tell, what people wait for, who is forgotten |

mod deliver;
mod desks;
mod facts;
mod handle;
mod ingest;
mod login;
mod look;
mod menu;
mod qr;
mod settle;
mod task;
mod work;

pub use desks::AllDesks;
pub use handle::Handle;

use std::sync::Arc;

use backline_domain::change::{Change, Identity, Secret};
use backline_domain::id::{IdentityId, UserId};
use backline_domain::setup_bot::setup_id;
use backline_store::Store;
use tokio::sync::{broadcast, mpsc};
use tokio_util::sync::CancellationToken;

use self::handle::Ask;
use self::task::Task;
use crate::clock::SharedClock;
use crate::desk::News;
use crate::files::Files;
use crate::grpc::Inside;

/// Asks that wait before askers do.
const MAILBOX: usize = 64;

/// The setup bot's place, before its task runs.
pub(crate) struct Seat {
    pub(crate) handle: Handle,
    asks: mpsc::Receiver<Ask>,
}

/// What its task works with.
pub(crate) struct Context {
    pub(crate) store: Arc<dyn Store>,
    pub(crate) clock: SharedClock,
    pub(crate) inside: Inside,
    /// Who may use it; empty = anybody.
    pub(crate) administrators: Vec<UserId>,
    pub(crate) news: broadcast::Receiver<News>,
    pub(crate) shutdown: CancellationToken,
    /// Where pictures are until they are sent.
    pub(crate) files: Files,
}

/// Makes the setup bot known to the store, with its token sealed. One that was there before is
/// forgotten; what is known of people stays, since they are the same.
///
/// # Errors
/// When the store does not answer, or the token is none.
pub(crate) async fn install(
    store: &Arc<dyn Store>,
    token: &Secret,
) -> backline_store::Result<Option<Seat>> {
    let text = String::from_utf8_lossy(token.expose()).into_owned();
    let id = text.split_once(':').and_then(|(id, _)| id.parse().ok());
    let Some(identity) = id.map(IdentityId::bot) else {
        return Ok(None);
    };
    let known = store.identities().await?;
    let mut changes = Vec::new();
    for other in known.iter().filter(|one| one.connection == setup_id()) {
        if other.id != identity {
            changes.push(Change::DeleteIdentity(other.id));
        }
    }
    match known.iter().find(|one| one.id == identity) {
        Some(row) if row.connection != setup_id() => {
            tracing::error!(
                %identity, connection = %row.connection,
                "the setup bot's token is that of a bot which serves a connection: make a bot of its \
                 own for it at @BotFather; until then there is no setup bot"
            );
            return Ok(None);
        }
        Some(_) => {}
        None => changes.push(Change::PutIdentity(Identity {
            id: identity,
            connection: setup_id(),
            epoch: 0,
            cursor: None,
        })),
    }
    changes.push(Change::PutSecret(identity, token.clone()));
    store.commit(changes).await?;
    let (mailbox, asks) = mpsc::channel(MAILBOX);
    let handle = Handle::new(identity, mailbox);
    Ok(Some(Seat { handle, asks }))
}

// === impl Seat ===

impl Seat {
    /// Runs until shutdown.
    pub(crate) async fn run(self, context: Context) {
        let identity = self.handle.identity();
        Box::pin(Task::new(context, identity).run(self.asks)).await;
    }
}
