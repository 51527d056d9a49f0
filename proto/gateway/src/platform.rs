//! What a gateway of one kind does: the port behind which Telegram's libraries
//! are.

use std::sync::Arc;

use async_trait::async_trait;
use backline_proto::gateway::v1::{
    Action, Capabilities, Credential, Cursor, GatewayKind, LoginFailed, LogoutFailed, Outcome,
    Update,
};

use crate::{Clock, Fence, Files, KeepSession, LoggingIn, LoggingOut, Login, Reports};

/// One way to Telegram: bots over the Bot API, or accounts and bots over MTProto.
pub trait Platform: Send + Sync {
    /// Kind of identities it serves.
    fn kind(&self) -> GatewayKind;

    /// What it can do.
    fn capabilities(&self) -> Capabilities;

    /// Takes an identity up. Must not wait for anything: Telegram is asked first
    /// when updates are taken, and what it says goes to `assignment.reports`.
    ///
    /// # Errors
    /// The credential is of another kind or cannot be one; in words, without it.
    fn start(&self, assignment: Assignment) -> Result<Started, StartError>;

    /// Logs an account in, step by step, until it is or cannot be. Whatever waits
    /// has a time limit of its own. A platform without accounts says so.
    fn log_in(&self, login: Login) -> LoggingIn {
        drop(login);
        let detail = "this gateway serves no accounts; start backline-gateway-user";
        Box::pin(std::future::ready(Err(LoginFailed {
            detail: detail.to_owned(),
            ..LoginFailed::default()
        })))
    }

    /// Ends an account's session in Telegram that nobody uses any more; one that is over
    /// already is. Has a time limit of its own. A platform without accounts says so.
    fn log_out(&self, account_session: Vec<u8>, fence: Fence, clock: Arc<dyn Clock>) -> LoggingOut {
        drop((account_session, fence, clock));
        Box::pin(std::future::ready(Err(LogoutFailed {
            detail: "this gateway serves no accounts; start backline-gateway-user".to_owned(),
            ..LogoutFailed::default()
        })))
    }
}

/// An identity handed to this gateway.
pub struct Assignment {
    /// "bot:ID" or "user:ID".
    pub identity: String,
    /// What Telegram wants to see. Must not be logged.
    pub credential: Credential,
    /// Where to go on with updates; none = from the beginning.
    pub cursor: Option<Cursor>,
    /// What waits at Telegram is from before, and was taken another way: it is forgotten.
    pub skips_waiting: bool,
    /// Takes a session that was made from the credential.
    pub keep_session: KeepSession,
    /// Where the identity tells how it is doing.
    pub reports: Reports,
    /// Asked before every Telegram call.
    pub fence: Fence,
    /// Time.
    pub clock: Arc<dyn Clock>,
}

/// An identity taken up.
pub struct Started {
    /// Executes commands.
    pub identity: Arc<dyn Identity>,
    /// Gives its updates.
    pub updates: Box<dyn Updates>,
}

/// The credential does not fit; its text is for people and has no secret in it.
#[derive(Debug, thiserror::Error)]
#[error("{0}")]
pub struct StartError(pub String);

/// An identity that executes commands.
#[async_trait]
pub trait Identity: Send + Sync {
    /// Makes one call to Telegram, as it stands: not changed, split, repeated or
    /// delayed. Has a time limit of its own. Never turns "unknown" into certain:
    /// a request that was written and not answered is uncertain.
    ///
    /// `random_ids` are the idempotency keys of the parts, for platforms that
    /// have such; `files` is the server's store, for actions that name its files
    /// or bring one.
    async fn execute(&self, action: Action, random_ids: &[i64], files: &Files) -> Outcome;

    /// Lets go of Telegram. Called when nothing of it is in hand any more.
    async fn stop(&self);
}

/// An identity's updates, in Telegram's order.
#[async_trait]
pub trait Updates: Send {
    /// The next batch: at most [`crate::MAX_BATCH_UPDATES`] and about
    /// [`crate::MAX_BATCH_BYTES`]. Goes on for ever, through Telegram's failures.
    /// May be dropped at any time; nothing is lost by it. Not called again
    /// before the last batch was confirmed, except when it was given up: then it
    /// gives the same updates once more.
    async fn next(&mut self) -> Batch;

    /// The server committed the batch given last, and only now may Telegram hear
    /// of it. `committed` is the cursor the server has now; it may be lower than
    /// an earlier one.
    async fn confirmed(&mut self, committed: Option<Cursor>);
}

/// Updates to commit together.
#[derive(Debug, Clone, Default)]
pub struct Batch {
    /// The updates, in Telegram's order.
    pub updates: Vec<Update>,
    /// Where the stream stands after them.
    pub cursor: Option<Cursor>,
}
