//! What sessions may ask of the setup bot: the same as of a connection's desk.

use async_trait::async_trait;
use backline_domain::change::Cursor;
use backline_domain::delivery::Outcome;
use backline_domain::id::IdentityId;
use backline_domain::message::Update;
use tokio::sync::{mpsc, oneshot};

use crate::desk::{
    Completion, ConnectionChange, Error, ExpectedFile, Extended, Ingested, Presence, Result,
};
use crate::files::StoredFile;
use crate::gateway::Desk;

/// One ask.
pub(super) enum Ask {
    Ingest {
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
        outcome: Box<Outcome>,
        answer: oneshot::Sender<Result<Completion>>,
    },
    Extend {
        lease_tokens: Vec<String>,
        answer: oneshot::Sender<Result<Extended>>,
    },
    Presence(Presence),
    File {
        lease_token: String,
        name: String,
        answer: oneshot::Sender<Result<StoredFile>>,
    },
    /// Telegram said what the bot is called.
    Named(String),
    Quiet {
        answer: oneshot::Sender<Result<usize>>,
    },
}

/// The way to the setup bot. Cheap to clone.
#[derive(Debug, Clone)]
pub struct Handle {
    identity: IdentityId,
    mailbox: mpsc::Sender<Ask>,
}

// === impl Handle ===

impl Handle {
    pub(super) const fn new(identity: IdentityId, mailbox: mpsc::Sender<Ask>) -> Self {
        Self { identity, mailbox }
    }

    /// The bot.
    #[must_use]
    pub const fn identity(&self) -> IdentityId {
        self.identity
    }

    /// How much it has still to send: 0 once it has done all that it was asked so far.
    ///
    /// # Errors
    /// Only when it stopped.
    pub async fn quiet(&self) -> Result<usize> {
        self.ask(|answer| Ask::Quiet { answer }).await
    }

    async fn ask<T>(&self, ask: impl FnOnce(oneshot::Sender<Result<T>>) -> Ask) -> Result<T> {
        let (answer, answered) = oneshot::channel();
        let sent = self.mailbox.send(ask(answer)).await;
        sent.map_err(|_| Error::Stopped)?;
        answered.await.map_err(|_| Error::Stopped)?
    }
}

#[async_trait]
impl Desk for Handle {
    async fn ingest(
        &self,
        _identity: IdentityId,
        updates: Vec<Update>,
        cursor: Cursor,
    ) -> Result<Ingested> {
        self.ask(|answer| Ask::Ingest {
            updates,
            cursor,
            answer,
        })
        .await
    }

    async fn start(&self, lease_token: String) -> Result<()> {
        self.ask(|answer| Ask::Start {
            lease_token,
            answer,
        })
        .await
    }

    async fn complete(&self, lease_token: String, outcome: Outcome) -> Result<Completion> {
        let outcome = Box::new(outcome);
        self.ask(|answer| Ask::Complete {
            lease_token,
            outcome,
            answer,
        })
        .await
    }

    async fn extend(&self, lease_tokens: Vec<String>) -> Result<Extended> {
        self.ask(|answer| Ask::Extend {
            lease_tokens,
            answer,
        })
        .await
    }

    async fn expected_file(&self, _lease_token: String) -> Result<ExpectedFile> {
        Err(Error::LeaseLost)
    }

    async fn file_arrived(&self, _lease_token: String, _file: StoredFile) -> Result<()> {
        Err(Error::LeaseLost)
    }

    async fn stored_file(&self, lease_token: String, name: String) -> Result<StoredFile> {
        self.ask(|answer| Ask::File {
            lease_token,
            name,
            answer,
        })
        .await
    }

    async fn presence(&self, _identity: IdentityId, presence: Presence) -> Result<()> {
        let sent = self.mailbox.send(Ask::Presence(presence)).await;
        sent.map_err(|_| Error::Stopped)
    }

    async fn change(&self, change: ConnectionChange) -> Result<()> {
        if let ConnectionChange::Profile { username, .. } = change {
            let sent = self.mailbox.send(Ask::Named(username)).await;
            return sent.map_err(|_| Error::Stopped);
        }
        // It has no row where that could stand; the log is read by whoever runs the server.
        if let ConnectionChange::Problem {
            problem: Some(problem),
            ..
        } = change
        {
            tracing::error!(identity = %self.identity, problem = %problem.words, "the setup bot does not work");
        }
        Ok(())
    }
}
