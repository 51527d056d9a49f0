//! What the rest of the server may ask of a connection's desk: the one task
//! that decides and writes for that connection. Everything goes through its
//! mailbox, in order, so that nothing is decided on a state that somebody else
//! is changing.

mod error;
mod told;
mod wish;

use backline_domain::change::Cursor;
use backline_domain::connection::Connection;
use backline_domain::delivery::Outcome;
use backline_domain::dialog::Dialog;
use backline_domain::id::{ChatAddress, IdentityId};
use backline_domain::message::Update;
use backline_domain::parameter;
use tokio::sync::{mpsc, oneshot};

pub use self::error::{Error, Result};
pub use self::told::{
    COMMAND_LEASE, Command, Completion, Down, DownSender, ExpectedFile, Extended, FileLimits,
    FilesMoving, Ingested, Presence, Queue,
};
pub use self::wish::{Asked, CardTold, ConnectionChange};
use super::ask::{Ask, FileAnswer, FileAsk};
use super::webhook::WebhookAsk;
use crate::files::StoredFile;

/// The way to a connection's desk. Cheap to clone.
#[derive(Debug, Clone)]
pub struct Handle {
    mailbox: mpsc::Sender<Ask>,
}

// === impl Handle ===

impl Handle {
    pub(super) const fn new(mailbox: mpsc::Sender<Ask>) -> Self {
        Self { mailbox }
    }

    async fn ask<T>(&self, ask: impl FnOnce(oneshot::Sender<Result<T>>) -> Ask) -> Result<T> {
        let (answer, answered) = oneshot::channel();
        self.mailbox
            .send(ask(answer))
            .await
            .map_err(|_| Error::Stopped)?;
        answered.await.map_err(|_| Error::Stopped)?
    }

    /// Commits a batch of an identity's updates with all that follows from
    /// them. When it returns, and only then, they may be confirmed to Telegram.
    ///
    /// # Errors
    /// When the commit failed; the same batch may then be given again.
    pub async fn ingest(
        &self,
        identity: IdentityId,
        updates: Vec<Update>,
        cursor: Cursor,
    ) -> Result<Ingested> {
        self.ask(|answer| Ask::Ingest {
            identity,
            updates,
            cursor,
            answer,
        })
        .await
    }

    /// Commits that the effect is about to be caused.
    ///
    /// # Errors
    /// [`Error::LeaseLost`] when the command belongs to somebody else.
    pub async fn start(&self, lease_token: String) -> Result<()> {
        self.ask(|answer| Ask::Start {
            lease_token,
            answer,
        })
        .await
    }

    /// Commits how a command ended, with all that follows.
    ///
    /// # Errors
    /// [`Error::LeaseLost`] for a stale report that is no success,
    /// [`Error::OutcomeMismatch`] for a second report that differs.
    pub async fn complete(&self, lease_token: String, outcome: Outcome) -> Result<Completion> {
        self.ask(|answer| Ask::Complete {
            lease_token,
            outcome,
            answer,
        })
        .await
    }

    /// Keeps commands leased.
    ///
    /// # Errors
    /// Only when the desk stopped.
    pub async fn extend(&self, lease_tokens: Vec<String>) -> Result<Extended> {
        self.ask(|answer| Ask::Extend {
            lease_tokens,
            answer,
        })
        .await
    }

    async fn ask_file(&self, lease_token: String, what: FileAsk) -> Result<FileAnswer> {
        self.ask(|answer| Ask::File {
            lease_token,
            what,
            answer,
        })
        .await
    }

    /// Which file this command is to bring into the store.
    ///
    /// # Errors
    /// [`Error::LeaseLost`] when none is expected of it.
    pub async fn expected_file(&self, lease_token: String) -> Result<ExpectedFile> {
        match self.ask_file(lease_token, FileAsk::Expected).await? {
            FileAnswer::Expected(expected) => Ok(expected),
            FileAnswer::Taken | FileAnswer::Given(_) => Err(Error::LeaseLost),
        }
    }

    /// The file that this command brings is in the store.
    ///
    /// # Errors
    /// [`Error::LeaseLost`] when nobody waits for it any more.
    pub async fn file_arrived(&self, lease_token: String, file: StoredFile) -> Result<()> {
        let taken = self.ask_file(lease_token, FileAsk::Arrived(file)).await;
        taken.map(|_| ())
    }

    /// The stored file that this command sends under this name.
    ///
    /// # Errors
    /// [`Error::LeaseLost`] when the command belongs to somebody else or names no such file.
    pub async fn stored_file(&self, lease_token: String, name: String) -> Result<StoredFile> {
        match self.ask_file(lease_token, FileAsk::Wanted(name)).await? {
            FileAnswer::Given(file) => Ok(file),
            FileAnswer::Expected(_) | FileAnswer::Taken => Err(Error::LeaseLost),
        }
    }

    /// Tells the desk who holds its identity.
    ///
    /// # Errors
    /// Only when the desk stopped.
    pub async fn presence(&self, identity: IdentityId, presence: Presence) -> Result<()> {
        let ask = Ask::Presence { identity, presence };
        self.mailbox.send(ask).await.map_err(|_| Error::Stopped)
    }

    /// Changes the connection itself.
    ///
    /// # Errors
    /// When its state does not allow it, or the commit failed.
    pub async fn change(&self, change: ConnectionChange, asked: Asked) -> Result<Connection> {
        self.change_all(vec![change], None, asked).await
    }

    /// Changes the connection in several respects, all at once or not at all; when
    /// `expected_revision` is set, only the connection of that revision.
    ///
    /// # Errors
    /// [`Error::Changed`] when it has another revision; else as [`Self::change`].
    pub async fn change_all(
        &self,
        changes: Vec<ConnectionChange>,
        expected_revision: Option<u64>,
        asked: Asked,
    ) -> Result<Connection> {
        self.ask(|answer| Ask::Change {
            changes,
            expected_revision,
            asked,
            answer,
        })
        .await
    }

    /// Sets a parameter; `DEFAULT` returns to the default. In effect for the
    /// next message.
    ///
    /// # Errors
    /// [`Error::Parameter`] with the text that every way in gives.
    pub async fn set_parameter(
        &self,
        name: parameter::Name,
        value: String,
        asked: Asked,
    ) -> Result<Connection> {
        self.set_parameters(vec![(name, value)], asked).await
    }

    /// Sets several, in one transaction: all of them or, when one is not allowed, none.
    ///
    /// # Errors
    /// The first value that its parameter cannot have; the store's.
    pub async fn set_parameters(
        &self,
        values: Vec<(parameter::Name, String)>,
        asked: Asked,
    ) -> Result<Connection> {
        self.ask(|answer| Ask::SetParameters {
            values,
            asked,
            answer,
        })
        .await
    }

    /// Does what the operators' `/close` does.
    ///
    /// # Errors
    /// [`Error::NotFound`] when there is no such dialog.
    pub async fn close_dialog(&self, chat: ChatAddress, asked: Asked) -> Result<Dialog> {
        self.ask(|answer| Ask::CloseDialog {
            chat,
            asked,
            answer,
        })
        .await
    }

    /// Tells in the topic what became of a card that was sent in private.
    ///
    /// # Errors
    /// When the commit failed.
    pub async fn tell_info(&self, told: CardTold, asked: Asked) -> Result<()> {
        self.ask(|answer| Ask::TellInfo {
            told,
            asked,
            answer,
        })
        .await
    }

    /// Does what is asked about webhooks.
    ///
    /// # Errors
    /// [`Error::NotFound`] when there is no such dead post; when the commit failed.
    pub async fn webhook(&self, ask: WebhookAsk, asked: Asked) -> Result<()> {
        self.ask(|answer| Ask::Webhook { ask, asked, answer }).await
    }

    /// Puts a dead letter at the end of its lane.
    ///
    /// # Errors
    /// [`Error::NotFound`] when there is no such dead letter.
    pub async fn retry_dead_letter(&self, sequence: u64, asked: Asked) -> Result<()> {
        self.ask(|answer| Ask::RetryDeadLetter {
            sequence,
            asked,
            answer,
        })
        .await
    }

    /// Ends a dead letter.
    ///
    /// # Errors
    /// [`Error::NotFound`] when there is no such dead letter.
    pub async fn drop_dead_letter(&self, sequence: u64, asked: Asked) -> Result<()> {
        self.ask(|answer| Ask::DropDeadLetter {
            sequence,
            asked,
            answer,
        })
        .await
    }

    /// Sums up what waits.
    ///
    /// # Errors
    /// When the store does not answer.
    pub async fn queue(&self) -> Result<Queue> {
        self.ask(|answer| Ask::Queue { answer }).await
    }

    /// The connection as the desk has it.
    ///
    /// # Errors
    /// Only when the desk stopped.
    pub async fn connection(&self) -> Result<Connection> {
        self.ask(|answer| Ask::Connection { answer }).await
    }

    /// Stops the desk. What it has in hand is finished first.
    pub(super) async fn stop(&self) {
        // A desk that has stopped already is as good.
        let _ = self.ask(|answer| Ask::Stop { answer }).await;
    }

    /// Returns when everything asked before is done; gives how many commands are under way.
    ///
    /// # Errors
    /// When the desk stopped, or cannot tell what the store has.
    pub async fn quiet(&self) -> Result<usize> {
        self.ask(|answer| Ask::Quiet { answer }).await
    }
}
