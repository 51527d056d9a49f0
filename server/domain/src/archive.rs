//! ARCHIVE: what is kept of messages beyond their delivery.

use serde::{Deserialize, Serialize};

use crate::id::{ChatAddress, ConnectionId, MessageId, UserId};
use crate::message::FormattedText;
use crate::time::Timestamp;

/// Which message, in the order of time; of one millisecond in that of the chats.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Key {
    /// The connection.
    pub connection: ConnectionId,
    /// When it was taken in.
    pub at: Timestamp,
    /// The chat in which it was written.
    pub chat: ChatAddress,
    /// The message there.
    pub message: MessageId,
}

/// Who wrote a message.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Author {
    /// The customer, or somebody in the customers' group.
    Customer,
    /// One of the team, in the topic or in the customers' group.
    Team,
    /// Another session of the frontend.
    Elsewhere,
    /// A bot in the customers' group.
    Bot,
}

/// What became of a message.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Ending {
    /// It is on the other side.
    Arrived,
    /// It became a dead letter.
    Failed,
}

/// What became of it, and when.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct End {
    /// What.
    pub ending: Ending,
    /// When.
    pub at: Timestamp,
}

/// A message that was carried, as far as it is kept: facts, and under `FULL` its text as the
/// team or the customer was to see it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Archived {
    /// Which.
    pub key: Key,
    /// The chat that its dialog is with.
    pub dialog: ChatAddress,
    /// Who wrote it.
    pub author: Author,
    /// Which one of the team; 0 for all others.
    pub operator: UserId,
    /// The kind of content by the Bot API's name of it.
    pub kind: String,
    /// Length of its text or caption in UTF-16 code units.
    pub length: u64,
    /// The message that it answers, in the same chat.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub answers: Option<MessageId>,
    /// When it was last edited.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub edited_at: Option<Timestamp>,
    /// Its text or caption; `None` where that is not kept.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub text: Option<FormattedText>,
    /// What became of it: a row of its own, filled in when it is read.
    #[serde(skip)]
    pub end: Option<End>,
}
