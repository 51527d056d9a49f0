//! What goes to and comes from a gateway that holds an identity, and how things stand.

use std::time::Duration;

use backline_domain::change::Cursor;
use backline_domain::id::IdentityId;
use backline_domain::time::Timestamp;
use tokio::sync::mpsc;

use crate::files::Ticket;

/// How long a command stays leased without an extension.
pub const COMMAND_LEASE: Duration = Duration::from_secs(60);

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
    pub call: crate::desk::Call,
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
