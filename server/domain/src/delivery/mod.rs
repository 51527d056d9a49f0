//! Deliveries: durable outgoing actions, from the moment they are decided until
//! Telegram confirmed or refused them.

mod action;
mod key_of_send;
mod ledger;
mod outcome;
pub mod schedule;
mod sent;
mod transfer;
mod who;

pub use action::{Action, Purpose, ReplyTo, RightAsk, Target};
pub use ledger::{Backlog, Ledger, Line, Waiting};
pub use outcome::{ChatDescription, ChatMember, Outcome, Rejection, Scope};
pub use sent::{BacklogStep, Sent, TopicStep};
pub use transfer::{Moving, TransferLine, TransferStep, Transfers};
pub use who::{Who, files, next_files, sends_renamed};

use serde::{Deserialize, Serialize};

use crate::change::Change;
use crate::choice;
use crate::dialog;
use crate::id::{ConnectionId, IdentityId, MessageRef};
use crate::time::Timestamp;

/// Which delivery. Unique for ever: sequences come from the connection's
/// counter and are never used twice.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Id {
    /// The connection.
    pub connection: ConnectionId,
    /// Rises with every decision of the connection.
    pub sequence: u64,
}

/// The kinds of lanes of a dialog.
///
/// Within a lane, what went in first comes out first, one at a time; lanes do not wait for each other, except that all but
/// [`LaneKind::ToCustomer`] and [`LaneKind::Topic`] need the topic to exist.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum LaneKind {
    /// To the customer.
    ToCustomer,
    /// Customers' messages into the topic.
    ToTopic,
    /// Errors, answers to commands, cards, questions: into the topic, or into
    /// General for the lane without a dialog.
    Notice,
    /// Making, naming, closing and reopening the topic: last state wins.
    Topic,
    /// Receipts on operators' messages.
    Receipt,
}

/// An ordered queue: at most one delivery of it is under way.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Lane {
    /// The connection.
    pub connection: ConnectionId,
    /// The dialog's customer chat; `None` for what concerns the connection as a
    /// whole.
    pub dialog: Option<crate::id::ChatAddress>,
    /// Which of its lanes.
    pub kind: LaneKind,
}

/// A delivery's place in the store: lanes are ranges of keys.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Key {
    /// The lane.
    pub lane: Lane,
    /// Its place there, and its id.
    pub sequence: u64,
}

/// How urgent a delivery is among those that share a budget; earlier is more
/// urgent.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Class {
    /// What operators wrote to customers, and errors told to operators.
    Operator,
    /// Customers' messages into topics, and making topics for new dialogs; those
    /// of new dialogs stand behind known ones.
    Customer,
    /// Receipts, renames, closing and reopening.
    Upkeep,
    /// What uses what is left over.
    Bulk,
}

/// What became of a delivery so far.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Progress {
    /// Raised whenever what it does next is something else: a report about an earlier turn
    /// says nothing about this one.
    #[serde(default)]
    pub turn: u32,
    /// The first of an album's messages that is on the other side.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub first: Option<MessageRef>,
    /// The sequence that it was decided under, where it goes on with what was decided
    /// earlier: who wrote later is told by that.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub since: Option<u64>,
}

/// A delivery as it is stored.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Delivery {
    /// Where it is.
    pub key: Key,
    /// Who executes it, once it is handed out; the frontend until then.
    pub identity: IdentityId,
    /// Who alone may execute it, where that matters.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub via: Option<IdentityId>,
    /// What to do.
    pub action: Action,
    /// What it is for: decides what follows from its outcome.
    pub purpose: Purpose,
    /// How urgent it is.
    pub class: Class,
    /// When it was decided.
    pub created_at: Timestamp,
    /// Not to be handed out before.
    pub due_at: Timestamp,
    /// Attempts that failed. Deferrals do not count.
    pub attempts: u32,
    /// When the first of them failed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub first_failed_at: Option<Timestamp>,
    /// Whether its dialog was quiet for a while before it: such a message need
    /// not wait behind a backlog of others.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub after_silence: bool,
    /// Set before the effect may be caused: without an outcome the effect is
    /// unknown from then on, whoever dies.
    pub started_at: Option<Timestamp>,
    /// An attempt of unknown end was made under an idempotency key, which the next one has
    /// too: what it says does not change any more.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub is_begun: bool,
    /// The hand-out that was started.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub started_by: Option<String>,
    /// Why the last attempt failed, in words.
    pub last_error: Option<String>,
    /// Refusals that people can put right, such as a missing right: no failures of
    /// the delivery's own, counted for the gaps between attempts alone.
    #[serde(default)]
    pub held_back: u32,
    /// What became of it so far.
    #[serde(default)]
    pub progress: Progress,
    /// The dead letter that this does once more: should that one turn out to have
    /// happened, this need not.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub retry_of: Option<u64>,
}

/// A delivery that a person has to decide about. It is out of its lane.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct DeadLetter {
    /// The delivery.
    pub delivery: Delivery,
    /// Why it ended here.
    pub reason: DeadReason,
    /// When.
    pub at: Timestamp,
    /// The buttons with which the team is asked about it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub choice: Option<choice::Id>,
}

/// Why a delivery became a dead letter.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DeadReason {
    /// It may have happened: the people decide.
    Uncertain {
        /// How the answer was lost, in words.
        detail: String,
    },
    /// Telegram refused it for good.
    Rejected {
        /// Why.
        reason: Rejection,
        /// Telegram's words.
        detail: String,
    },
    /// It failed too often while others went through.
    GaveUp {
        /// The last failure, in words.
        detail: String,
    },
}

// === impl DeadLetter ===

impl DeadLetter {
    /// Nobody is asked about it any more.
    #[must_use]
    pub fn undo_choice(&self) -> Option<Change> {
        let of = self.delivery.key.lane.connection.clone();
        let choice = self.choice.clone()?;
        Some(Change::DeleteChoice(of, choice))
    }
}

// === impl Lane ===

impl Lane {
    /// A lane of a dialog.
    #[must_use]
    pub fn of(dialog: &dialog::Key, kind: LaneKind) -> Self {
        Self {
            connection: dialog.connection.clone(),
            dialog: Some(dialog.chat.clone()),
            kind,
        }
    }

    /// The dialog it belongs to.
    #[must_use]
    pub fn dialog_key(&self) -> Option<dialog::Key> {
        let chat = self.dialog.clone()?;
        Some(dialog::Key {
            connection: self.connection.clone(),
            chat,
        })
    }

    /// Whether its deliveries need the dialog's topic.
    #[must_use]
    pub const fn needs_topic(&self) -> bool {
        self.dialog.is_some() && matches!(self.kind, LaneKind::ToTopic | LaneKind::Notice)
    }
}

// === impl Delivery ===

impl Delivery {
    /// The messages that it carries to the other side; none for anything else.
    #[must_use]
    pub fn sources(&self) -> Vec<&MessageRef> {
        if let Action::Album { items, .. } = &self.action {
            return items.iter().map(|item| &item.source).collect();
        }
        if let Action::Merged { parts, .. } = &self.action {
            return parts.iter().map(|part| &part.source).collect();
        }
        let carried = self.purpose.carried();
        carried.into_iter().map(|(_, source)| source).collect()
    }

    /// The operator's message that gets the receipt: of an album the first that arrived.
    #[must_use]
    pub fn receipt_on(&self) -> Option<&MessageRef> {
        let first = self.progress.first.as_ref();
        first.or_else(|| self.sources().first().copied())
    }

    /// The sequence by which it is known who wrote later.
    #[must_use]
    pub fn decided_at(&self) -> u64 {
        self.progress.since.unwrap_or(self.key.sequence)
    }

    /// Its id.
    #[must_use]
    pub fn id(&self) -> Id {
        Id {
            connection: self.key.lane.connection.clone(),
            sequence: self.key.sequence,
        }
    }
}

impl std::fmt::Display for Id {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}-{}", self.connection, self.sequence)
    }
}
