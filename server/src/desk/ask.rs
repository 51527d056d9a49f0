//! What comes into a desk's mailbox.

use backline_domain::change::Cursor;
use backline_domain::connection::Connection;
use backline_domain::delivery::Outcome;
use backline_domain::dialog::Dialog;
use backline_domain::id::{ChatAddress, IdentityId};
use backline_domain::message::Update;
use backline_domain::parameter;
use tokio::sync::oneshot;

use crate::files::StoredFile;

use super::handle::{
    Asked, CardTold, Completion, ConnectionChange, Error, ExpectedFile, Extended, Ingested,
    Presence, Queue, Result,
};
use super::webhook::WebhookAsk;

/// One ask, with where its answer goes. [`super::Handle`] says what each is for.
pub(super) enum Ask {
    Ingest {
        identity: IdentityId,
        updates: Vec<Update>,
        cursor: Cursor,
        answer: oneshot::Sender<Result<Ingested>>,
    },
    Start {
        lease_token: String,
        answer: oneshot::Sender<Result<()>>,
    },
    Complete {
        lease_token: String,
        outcome: Outcome,
        answer: oneshot::Sender<Result<Completion>>,
    },
    Extend {
        lease_tokens: Vec<String>,
        answer: oneshot::Sender<Result<Extended>>,
    },
    File {
        lease_token: String,
        what: FileAsk,
        answer: oneshot::Sender<Result<FileAnswer>>,
    },
    Presence {
        identity: IdentityId,
        presence: Presence,
    },
    Change {
        changes: Vec<ConnectionChange>,
        /// The connection has to be as it was then.
        expected_revision: Option<u64>,
        asked: Asked,
        answer: oneshot::Sender<Result<Connection>>,
    },
    SetParameters {
        values: Vec<(parameter::Name, String)>,
        asked: Asked,
        answer: oneshot::Sender<Result<Connection>>,
    },
    CloseDialog {
        chat: ChatAddress,
        asked: Asked,
        answer: oneshot::Sender<Result<Dialog>>,
    },
    TellInfo {
        told: CardTold,
        asked: Asked,
        answer: oneshot::Sender<Result<()>>,
    },
    Webhook {
        ask: WebhookAsk,
        asked: Asked,
        answer: oneshot::Sender<Result<()>>,
    },
    RetryDeadLetter {
        sequence: u64,
        asked: Asked,
        answer: oneshot::Sender<Result<()>>,
    },
    DropDeadLetter {
        sequence: u64,
        asked: Asked,
        answer: oneshot::Sender<Result<()>>,
    },
    Queue {
        answer: oneshot::Sender<Result<Queue>>,
    },
    Connection {
        answer: oneshot::Sender<Result<Connection>>,
    },
    /// For tests: answered when everything asked before is done, with how much is under
    /// way.
    Quiet {
        answer: oneshot::Sender<Result<usize>>,
    },
    /// The connection is about to be deleted.
    Stop { answer: oneshot::Sender<Result<()>> },
}

/// What is asked about the file of a command.
pub(super) enum FileAsk {
    /// Which file it is to bring.
    Expected,
    /// It is in the store.
    Arrived(StoredFile),
    /// It is to be given out under this name.
    Wanted(String),
}

/// The answers to those, in their order.
pub(super) enum FileAnswer {
    Expected(ExpectedFile),
    Taken,
    Given(StoredFile),
}

// === impl Ask ===

impl Ask {
    /// Refuses it.
    pub(super) fn refuse(self, error: Error) {
        fn say<T>(to: oneshot::Sender<Result<T>>, error: Error) {
            // Whoever asked and went away does not need the answer.
            let _ = to.send(Err(error));
        }
        match self {
            Self::Ingest { answer, .. } => say(answer, error),
            Self::Start { answer, .. }
            | Self::TellInfo { answer, .. }
            | Self::Webhook { answer, .. }
            | Self::RetryDeadLetter { answer, .. } => {
                say(answer, error);
            }
            Self::Complete { answer, .. } => say(answer, error),
            Self::Extend { answer, .. } => say(answer, error),
            Self::File { answer, .. } => say(answer, error),
            Self::Change { answer, .. } | Self::SetParameters { answer, .. } => say(answer, error),
            Self::CloseDialog { answer, .. } => say(answer, error),
            Self::Queue { answer } => say(answer, error),
            Self::Connection { answer } => say(answer, error),
            Self::Quiet { answer } => say(answer, error),
            Self::DropDeadLetter { answer, .. } | Self::Stop { answer } => say(answer, error),
            Self::Presence { .. } => {}
        }
    }
}
