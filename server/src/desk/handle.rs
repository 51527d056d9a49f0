//! What the rest of the server may ask of a connection's desk: the one task
//! that decides and writes for that connection. Everything goes through its
//! mailbox, in order, so that nothing is decided on a state that somebody else
//! is changing.

use std::time::Duration;

use backline_domain::change::{Cursor, Request, Secret};
use backline_domain::connection::{AccountLimits, Conflict, Connection};
use backline_domain::delivery::Outcome;
use backline_domain::dialog::Dialog;
use backline_domain::id::{ChatAddress, ChatId, IdentityId, MessageId};
use backline_domain::logout::{self, Logout};
use backline_domain::message::Update;
use backline_domain::parameter;
use backline_domain::problem::Problem;
use backline_domain::setup_bot::InfoEnd;
use backline_domain::time::Timestamp;
use tokio::sync::{mpsc, oneshot};

use super::ask::{Ask, FileAnswer, FileAsk};
use super::webhook::WebhookAsk;
use crate::files::{StoredFile, Ticket};

/// Why the desk did not do it.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The store refused or failed.
    #[error(transparent)]
    Store(#[from] backline_store::Error),
    /// The desk stopped: the connection is deleted, or the server is stopping.
    #[error("the server is stopping; try again in a moment")]
    Stopped,
    /// The lease is not valid any more: the command belongs to somebody else,
    /// or ended.
    #[error("the lease is over: the command belongs to somebody else or has ended")]
    LeaseLost,
    /// The same token was reported with another outcome before.
    #[error("this command was reported with another outcome before")]
    OutcomeMismatch,
    /// No such dialog, dead letter or parameter.
    #[error("there is no {0}")]
    NotFound(String),
    /// A parameter's value is not in its grammar.
    #[error(transparent)]
    Parameter(#[from] parameter::InvalidValue),
    /// The administrator's plan does not allow it.
    #[error(transparent)]
    Plan(#[from] backline_domain::plan::Refused),
    /// The connection is not the one that was looked at.
    #[error("the connection was changed meanwhile; read it again and decide again")]
    Changed {
        /// Its revision now.
        revision: u64,
    },
    /// The batch has a message of the account of which it cannot be said yet whether it
    /// was sent from here: once the deliveries that may have made it have ended it can.
    #[error("it cannot be said yet who wrote one of these messages; give them again in a moment")]
    Undecided,
    /// The connection's state does not allow it: what stands against it, and the words for
    /// people.
    #[error("{1}")]
    WrongState(Conflict, String),
    /// The machine gives no random numbers.
    #[error("the machine gives no random numbers: {0}")]
    Random(String),
}

/// A result of the desk.
pub type Result<T> = std::result::Result<T, Error>;

/// A command on its way to a gateway: what the session turns into
/// `CommandDelivery`.
#[derive(Debug, Clone, PartialEq)]
pub struct Command {
    /// The delivery's id, for people and logs.
    pub id: String,
    /// Proves this hand-out. Opaque to everybody but the desk.
    pub lease_token: String,
    /// Who executes it.
    pub identity: IdentityId,
    /// Which attempt, from 1.
    pub attempt: u32,
    /// At most one per key is outstanding.
    pub ordering_key: String,
    /// Not to be begun later than this.
    pub deadline: Timestamp,
    /// Whether a Start has to be committed before the effect.
    pub needs_start: bool,
    /// Idempotency keys of the messages that it makes, in their order; empty for bots.
    pub random_ids: Vec<i64>,
    /// What to do, with every target and reply resolved.
    pub call: super::Call,
    /// Names of the files in the server's store that it sends in place of those that the
    /// call names, in their order; empty = as the call stands.
    pub stored: Vec<String>,
}

/// What goes down to a gateway's session.
#[derive(Debug, Clone, PartialEq)]
pub enum Down {
    /// Execute this.
    Execute(Box<Command>),
    /// Do not begin this any more.
    Cancel {
        /// The command's lease token.
        lease_token: String,
    },
}

/// The way down to the session that holds an identity. Bounded: the desk never
/// waits on it, and what does not fit is handed out again later.
pub type DownSender = mpsc::Sender<Down>;

/// What became of a reported outcome.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Completion {
    /// Recorded now.
    Recorded,
    /// The same report was recorded before.
    Repeated,
    /// A late success of an older hand-out was recorded.
    RecordedLate,
    /// The delivery had ended before; nothing changed.
    AlreadyFinal,
}

/// What became of a batch of updates.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ingested {
    /// The cursor now committed.
    pub cursor: Cursor,
    /// Updates that were new.
    pub accepted: usize,
    /// Updates that were known already.
    pub duplicates: usize,
}

/// A file that a command is to bring into the store.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ExpectedFile {
    /// Under which ticket.
    pub ticket: Ticket,
    /// Its size in bytes, as the message told it; 0 = unknown.
    pub size: u64,
}

/// What became of leases to be extended.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Extended {
    /// Leases that belong to somebody else now.
    pub lost: Vec<String>,
    /// Commands cancelled meanwhile.
    pub cancelled: Vec<String>,
}

/// What waits, for one identity.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Queue {
    /// The identity.
    pub identity: IdentityId,
    /// Waiting or under way.
    pub waiting: usize,
    /// Under way.
    pub running: usize,
    /// When the oldest was decided.
    pub oldest: Option<Timestamp>,
    /// Why the next one waits, in words.
    pub reason: String,
    /// Whether a gateway holds the identity.
    pub is_online: bool,
    /// Files on their way through the store.
    pub files: FilesMoving,
}

/// Files on their way through the store, in bytes.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct FilesMoving {
    /// What has come so far: fetching is one half of it, sending on the other.
    pub moved: u64,
    /// All of them.
    pub total: u64,
}

/// How large files an identity moves over the way that it is on, in bytes; 0 = that is not said.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct FileLimits {
    /// That it sends.
    pub sent: u64,
    /// That it fetches.
    pub fetched: u64,
}

/// What a gateway's session tells the desk about its identity.
#[derive(Debug, Clone)]
pub enum Presence {
    /// A session holds the identity; commands go there. Sent again after a
    /// reconnect, with the lease tokens that the gateway still has in hand:
    /// those are not handed out again while their lease lasts.
    Online {
        /// Way down.
        down: DownSender,
        /// At most so many commands outstanding.
        max_outstanding: usize,
        /// How large files the gateway moves.
        files: FileLimits,
        /// Still in hand.
        held: Vec<String>,
    },
    /// The stream is gone, but the session may come back: nothing is handed
    /// out, leases stay.
    Paused,
    /// No session holds the identity any more: leases without a Start are void.
    Offline,
}

/// An administrative change with what makes it safe to repeat.
#[derive(Debug, Clone)]
pub struct Asked {
    /// Who: `token:ID`, `user:ID`, `file`.
    pub by: String,
    /// The row to commit with the change, so that a repeated call is answered
    /// from it; `None` for callers without a request id.
    pub request: Option<Box<Request>>,
}

// === impl Asked ===

impl Asked {
    /// By the server itself.
    #[must_use]
    pub fn by_server() -> Self {
        Self {
            by: "server".to_owned(),
            request: None,
        }
    }
}

/// What became of a card of `/info` that the setup bot sent to whoever asked for it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CardTold {
    /// Whose card.
    pub chat: ChatAddress,
    /// The message in the topic that asked for it.
    pub command: MessageId,
    /// What became of it.
    pub end: InfoEnd,
    /// The setup bot's @name, without the @.
    pub setup_bot: String,
}

/// How the connection itself is to change.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ConnectionChange {
    /// Another name for people.
    Rename(String),
    /// This group, checked first; the answer comes as the connection's state.
    TakeGroup(ChatId),
    /// How it comes to its group, as long as it has none: the account makes one with this title;
    /// `None`: the administrator makes its bot an admin of one.
    SeekGroup(Option<String>),
    /// A message into General, for a person to see whether it arrives.
    TestGroup,
    /// Stop or run.
    SetStopped(bool),
    /// What Telegram says of the frontend, or of a relay bot.
    Profile {
        /// Of whom.
        identity: IdentityId,
        /// @name without the @.
        username: String,
        /// Whether the bot sees all messages in groups.
        reads_all: bool,
        /// Whether nobody may add the bot to groups.
        keeps_out_of_groups: bool,
        /// What Telegram permits an account.
        limits: Option<AccountLimits>,
    },
    /// What is wrong with the frontend itself, or with a relay bot, and what to do; `None`
    /// = all is well with it. What is wrong with the group is the desk's own to say.
    Problem {
        /// With whom.
        identity: IdentityId,
        /// What is wrong, and what to do.
        problem: Option<Problem>,
        /// Whether it can do nothing at all any more: Telegram does not take its
        /// credential.
        is_barred: bool,
    },
    /// Another credential of the same frontend; what was wrong with the one before
    /// is over.
    Credential(Secret),
    /// One of its bots is served over MTProto, or over the Bot API.
    Via {
        /// Which.
        bot: IdentityId,
        /// Over MTProto.
        is_mtproto: bool,
    },
    /// A bot's session over MTProto is not used any more: it is to be ended in Telegram. Its
    /// token stays.
    EndSession(Box<Logout>),
    /// The account was logged in anew: its session from before is to be ended in Telegram,
    /// and the one it has now is not.
    Logout {
        /// The session from before.
        wanted: Option<Box<Logout>>,
        /// What would have ended the one it has now.
        unwanted: logout::Id,
    },
    /// A bot that looks after the backend group for an account; the one that there is gets
    /// this token.
    SetDesk(IdentityId, Secret),
    /// A further bot for the backend group; one that is there gets this token.
    AddRelay(IdentityId, Secret),
    /// A relay bot is out of use, and its token forgotten.
    RemoveRelay(IdentityId),
    /// Another secret that webhooks are signed with.
    RotateWebhookSecret,
    /// Another start code for the administrator who is awaited.
    Claim {
        /// SHA-256 of the code, hexadecimal.
        code_hash: String,
        /// The code is worthless from then on.
        expires_at: Timestamp,
    },
}

/// The way to a connection's desk. Cheap to clone.
#[derive(Debug, Clone)]
pub struct Handle {
    mailbox: mpsc::Sender<Ask>,
}

/// How long a command stays leased without an extension.
pub const COMMAND_LEASE: Duration = Duration::from_secs(60);

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
