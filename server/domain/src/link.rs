//! Links: which message is the counterpart of which. Every relayed message has
//! two, one for each side, so that both directions are found by key.

use serde::{Deserialize, Serialize};

use crate::dialog;
use crate::id::{ChatAddress, IdentityId, MessageId, MessageRef};
use crate::time::Timestamp;

/// One side of a link. Unique: a message has at most one counterpart per part.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Key {
    /// Whose view of the chat the message id is: in private chats and basic
    /// groups it counts for that identity alone.
    pub identity: IdentityId,
    /// The chat.
    pub chat: ChatAddress,
    /// The message.
    pub message: MessageId,
    /// A merged post has several parts; all others are part 0.
    pub part: u32,
}

/// Which side of the dialog the key's message is on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Side {
    /// In the customer's chat.
    Customer,
    /// In the backend group.
    Team,
}

/// A message and its counterpart.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Link {
    /// The message.
    pub key: Key,
    /// Its side.
    pub side: Side,
    /// The counterpart.
    pub other: MessageRef,
    /// The counterpart's part.
    pub other_part: u32,
    /// Who posted the copy of the two: only that identity may edit or delete it.
    pub poster: IdentityId,
    /// Whether the key's message is the copy; else it is the original.
    pub is_copy: bool,
    /// The topic of a customer's forum group that the customer's side is in.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub thread: Option<i64>,
    /// The dialog.
    pub dialog: dialog::Key,
    /// Sequence of the delivery that made the copy.
    pub delivery: u64,
    /// When the copy was confirmed.
    pub at: Timestamp,
}
