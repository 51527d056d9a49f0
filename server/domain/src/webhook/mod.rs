//! Webhooks: what integrators' programs are told of, as posts that wait.
//!
//! A post is written in the transaction that decides about what it tells, and stays until its
//! receiver took it or a day is over: at least once, under an id that stays the same, so that a
//! receiver can drop a second one. Posts to one URL about one dialog go in order. What one says of a customer has
//! passed the privacy gate ([`Body`]).

pub mod address;
mod body;
mod retry;

pub use body::{Body, Command, Message, Subject, Told};
pub use retry::{Failure, LONGEST_WAIT, Next, after_failure};

use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};

use crate::id::{ChatAddress, ConnectionId};
use crate::time::Timestamp;

macro_rules! kinds {
    ($($(#[$doc:meta])+ $kind:ident = $name:literal;)+) => {
        /// What a post tells of.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(rename_all = "snake_case")]
        pub enum Kind {
            $($(#[$doc])+ $kind,)+
        }

        impl Kind {
            /// All of them.
            pub const ALL: &[Self] = &[$(Self::$kind,)+];

            /// Its name, in `WEBHOOKS` and as the `type` of a post.
            #[must_use]
            pub const fn name(self) -> &'static str {
                match self {
                    $(Self::$kind => $name,)+
                }
            }
        }
    };
}

kinds! {
    /// A dialog began.
    DialogCreated = "dialog_created";
    /// A closed dialog is open again.
    DialogReopened = "dialog_reopened";
    /// A dialog was closed.
    DialogClosed = "dialog_closed";
    /// A message in a customer's chat was taken in.
    MessageReceived = "message_received";
    /// An operator's message is with the customer.
    MessageSent = "message_sent";
    /// The frontend wrote to a customer, from elsewhere.
    MessageIntercepted = "message_intercepted";
    /// An operator's message did not go out, or nobody knows.
    MessageFailed = "message_failed";
    /// A mark was set or removed: a later version does.
    MarkChanged = "mark_changed";
    /// A broadcast is over: a later version has them.
    BroadcastFinished = "broadcast_finished";
    /// A customer rated.
    CsatReceived = "csat_received";
    /// An operator gave a command that `WEBHOOKS` registers.
    Command = "command";
}

/// Which URL of a connection's, without saying it: it may hold a secret. 16 hexadecimal digits.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Endpoint(String);

/// What goes in order: what one URL is told about one dialog; `None` for what concerns none.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Lane {
    /// The connection.
    pub connection: ConnectionId,
    /// Its URL.
    pub endpoint: Endpoint,
    /// The dialog's customer chat.
    pub dialog: Option<ChatAddress>,
}

/// A post's place in the store.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Key {
    /// The lane.
    pub lane: Lane,
    /// Its place there, of the connection's counter.
    pub sequence: u64,
}

/// A post that waits.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Post {
    /// Where it waits.
    pub key: Key,
    /// What its receiver knows it by, however often it comes.
    pub id: String,
    /// What it says.
    pub body: Body,
    /// Not to be tried before.
    pub due_at: Timestamp,
    /// Attempts that failed.
    #[serde(default)]
    pub attempts: u32,
    /// When the first of them failed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub first_failed_at: Option<Timestamp>,
    /// Why the last one failed, in words, without the URL.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub last_error: Option<String>,
}

/// A post that nobody took: out of its lane, until it is replayed or its time is over.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct DeadPost {
    /// The post.
    pub post: Post,
    /// When it was given up.
    pub at: Timestamp,
}

/// Which dead post of a connection's: in the order in which they were given up, by the hour.
/// Written `HOUR-SEQUENCE`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct DeadId {
    /// Hours since 1970.
    pub hour: i64,
    /// The post's place in its lane.
    pub sequence: u64,
}

// === impl DeadPost ===

impl DeadPost {
    /// Its id.
    #[must_use]
    pub const fn id(&self) -> DeadId {
        DeadId {
            hour: self.at.hour(),
            sequence: self.post.key.sequence,
        }
    }
}

// === impl DeadId ===

impl std::fmt::Display for DeadId {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}-{}", self.hour, self.sequence)
    }
}

impl std::str::FromStr for DeadId {
    type Err = ();

    fn from_str(text: &str) -> Result<Self, ()> {
        let (hour, sequence) = text.split_once('-').ok_or(())?;
        Ok(Self {
            hour: hour.parse().map_err(|_| ())?,
            sequence: sequence.parse().map_err(|_| ())?,
        })
    }
}

// === impl Kind ===

impl Kind {
    /// Whether this version tells of it. The others may be asked for, and come with what they
    /// tell of.
    #[must_use]
    pub const fn is_told(self) -> bool {
        !matches!(self, Self::MarkChanged | Self::BroadcastFinished)
    }

    /// The one of this name. A command is asked for by its own name instead.
    #[must_use]
    pub fn parse(name: &str) -> Option<Self> {
        let named = Self::ALL.iter().find(|kind| kind.name() == name);
        named.copied().filter(|kind| *kind != Self::Command)
    }
}

// === impl Endpoint ===

impl Endpoint {
    /// The endpoint that this URL is.
    #[must_use]
    pub fn of(url: &str) -> Self {
        let digest = Sha256::digest(url);
        let digits = digest.iter().take(8).map(|byte| format!("{byte:02x}"));
        Self(digits.collect())
    }

    /// One that was written down: 16 hexadecimal digits.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let is_good = text.len() == 16
            && text
                .bytes()
                .all(|b| b.is_ascii_digit() || (b'a'..=b'f').contains(&b));
        is_good.then(|| Self(text.to_owned()))
    }

    /// Its digits.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl std::fmt::Display for Endpoint {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}

// === impl Post ===

impl Post {
    /// A post that may go at once.
    #[must_use]
    pub fn new(lane: Lane, sequence: u64, body: Body, now: Timestamp) -> Self {
        Self {
            // The connection's counter never gives a number twice.
            id: format!("msg_{}_{sequence}_{}", lane.connection, lane.endpoint),
            key: Key { lane, sequence },
            body,
            due_at: now,
            attempts: 0,
            first_failed_at: None,
            last_error: None,
        }
    }

    /// The same post as if it were new, at the end of its lane: for a dead one that is
    /// replayed. Its receiver knows it by the id that it had.
    #[must_use]
    pub fn again(mut self, sequence: u64, now: Timestamp) -> Self {
        self.key.sequence = sequence;
        self.due_at = now;
        self.attempts = 0;
        self.first_failed_at = None;
        self
    }
}

#[cfg(test)]
mod tests;
