//! Links: which message is the counterpart of which.
//!
//! Every message that is carried has a row from the moment it is decided, and so has
//! every copy once it is there, so that both directions are found by key. A message is
//! either an original or a copy, never both.

use serde::{Deserialize, Serialize};

use crate::delivery;
use crate::dialog;
use crate::id::{ChatAddress, ChatId, IdentityId, MessageId, MessageRef, SubChat, UserId};
use crate::time::Timestamp;
use crate::webhook::Told;

/// One message as one identity sees it.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Key {
    /// Whose view of the chat the message id is: in private chats and basic
    /// groups it counts for that identity alone.
    pub identity: IdentityId,
    /// The chat.
    pub chat: ChatAddress,
    /// The message.
    pub message: MessageId,
    /// Always 0: one row says all of a message's parts.
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

/// A message and what it has to do with the other side.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Link {
    /// The message.
    pub key: Key,
    /// Its side.
    pub side: Side,
    /// The dialog.
    pub dialog: dialog::Key,
    /// The topic of a customer's forum group that the customer's side is in.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub thread: Option<i64>,
    /// What it is.
    pub role: Role,
    /// When that was last so.
    pub at: Timestamp,
}

/// What a linked message is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Role {
    /// Somebody wrote it, and it is carried.
    Original(Box<Original>),
    /// It was posted as, or with, another one's copy.
    Copy(Copy),
    /// It says what became of an operator's message.
    Notice {
        /// The operator's message.
        about: MessageRef,
        /// Sequence of the dead letter that it became.
        letter: u64,
    },
    /// The frontend, an account, posted it, and it is nothing of the above: known, so that it
    /// is not taken for what a person wrote when it comes back.
    Own,
    /// Says, under [`NUMBERED`], which chat of the account the message is in: what is deleted
    /// in private chats and basic groups Telegram tells without it.
    Place,
}

/// Stands for the chat in keys of [`Role::Place`]: an account numbers the messages of its private
/// chats and basic groups in one series.
pub const NUMBERED: ChatAddress = ChatAddress {
    id: ChatId(0),
    sub: SubChat::Whole,
};

/// A message that is carried.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Original {
    /// What it was when it was last decided what to show of it: an edit that changes
    /// nothing of that is none.
    pub hash: String,
    /// Its file, by the id that is the same for every identity; empty for none.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub file: String,
    /// The operator who wrote it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub author: Option<UserId>,
    /// Whether it has the speaker's line above it.
    #[serde(default)]
    pub is_spoken: bool,
    /// Whether what it answers is shown above it as a quotation.
    #[serde(default)]
    pub quotes: bool,
    /// What was posted for it, in order; empty while it waits.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub copies: Vec<MessageRef>,
    /// Which of them carries it: answers go there.
    #[serde(default)]
    pub main: u32,
    /// The delivery that posts it, until it has; for one album it is the same.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub waits: Option<delivery::Key>,
    /// The edit of it that waits.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub edit: Option<delivery::Key>,
    /// The dead letter that it became.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub letter: Option<u64>,
    /// The operator made it a comment or a command while it was in hand: what has not gone
    /// out yet does not.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub is_internal: bool,
    /// What it says, for webhooks that are told once it is known what became of it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub told: Option<Box<Told>>,
    /// When it was taken in, where there is a row of [`crate::archive`] for it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub archived: Option<Timestamp>,
    /// Until when it is kept what was posted for it: see [`crate::kept::Kept`].
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub kept_until: Option<Timestamp>,
    /// The relay bot that posted it: only that one may edit it. `None` = the frontend.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub poster: Option<IdentityId>,
    /// It was posted together with others, as one message.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub merged: Option<MergedInto>,
}

/// What has to be known of a merged post to change a part of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct MergedInto {
    /// Until when it is kept what the post shows; `None`: not at all.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub kept_until: Option<Timestamp>,
}

/// A message that was posted for another.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Copy {
    /// The original; of a merged post's the last.
    pub of: MessageRef,
    /// Of a merged post all its originals, in order.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub parts: Vec<PartOf>,
    /// Who posted it: only that identity may edit or delete it.
    pub poster: IdentityId,
    /// Sequence of the delivery that posted it.
    pub delivery: u64,
}

/// An original of a merged post.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PartOf {
    /// The original.
    pub of: MessageRef,
    /// Where its words begin in the post, in UTF-16 code units.
    pub begins: usize,
    /// How many there are.
    pub length: usize,
}

// === impl Key ===

impl Key {
    /// Whether it is this message's.
    #[must_use]
    pub fn is_of(&self, message: &MessageRef) -> bool {
        self.chat == message.chat && self.message == message.message
    }
}

// === impl Link ===

impl Link {
    /// The original that it is, if it is one.
    #[must_use]
    pub const fn original(&self) -> Option<&Original> {
        match &self.role {
            Role::Original(original) => Some(original),
            Role::Copy(_) | Role::Notice { .. } | Role::Own | Role::Place => None,
        }
    }

    /// The original that it was posted for, if it was.
    #[must_use]
    pub const fn copy(&self) -> Option<&Copy> {
        match &self.role {
            Role::Copy(copy) => Some(copy),
            Role::Original(_) | Role::Notice { .. } | Role::Own | Role::Place => None,
        }
    }

    /// The message on the other side that it corresponds to, once there is one.
    #[must_use]
    pub fn counterpart(&self) -> Option<&MessageRef> {
        match &self.role {
            Role::Original(original) => original.counterpart(),
            Role::Copy(copy) => Some(&copy.of),
            Role::Notice { .. } | Role::Own | Role::Place => None,
        }
    }

    /// The dead letter that it is about.
    #[must_use]
    pub const fn letter(&self) -> Option<u64> {
        match &self.role {
            Role::Original(original) => original.letter,
            Role::Notice { letter, .. } => Some(*letter),
            Role::Copy(_) | Role::Own | Role::Place => None,
        }
    }

    /// What says where its message is, for whom Telegram tells deletions, in a chat that does
    /// not number messages itself.
    #[must_use]
    pub fn place(&self) -> Option<Self> {
        let is_in_series = !self.key.chat.id.is_supergroup() && self.key.chat != NUMBERED;
        is_in_series.then(|| Self {
            key: Key {
                chat: NUMBERED,
                ..self.key.clone()
            },
            side: self.side,
            dialog: dialog::Key {
                connection: self.dialog.connection.clone(),
                chat: self.key.chat.clone(),
            },
            thread: None,
            role: Role::Place,
            at: self.at,
        })
    }

    /// Whether it says nothing but that an account posted it.
    #[must_use]
    pub const fn is_own(&self) -> bool {
        matches!(self.role, Role::Own)
    }

    /// Whether it says where a message is, and nothing else.
    #[must_use]
    pub const fn is_place(&self) -> bool {
        matches!(self.role, Role::Place)
    }

    /// The message.
    #[must_use]
    pub fn message(&self) -> MessageRef {
        MessageRef {
            chat: self.key.chat.clone(),
            message: self.key.message,
        }
    }
}

// === impl Copy ===

impl Copy {
    /// The original that somebody means who answers this post and quotes what is at
    /// `quoted`, as first UTF-16 code unit and length; without a quote the last. With it comes where its words
    /// begin in the post, and whether they hold all of the quote.
    #[must_use]
    pub fn meant(&self, quoted: Option<(usize, usize)>) -> (&MessageRef, usize, bool) {
        let Some((at, length)) = quoted else {
            return (&self.of, 0, true);
        };
        let before = |part: &&PartOf| part.begins <= at;
        let part = self.parts.iter().rev().find(before);
        match part.or_else(|| self.parts.first()) {
            Some(part) => {
                let is_whole = part.begins <= at && at + length <= part.begins + part.length;
                (&part.of, part.begins, is_whole)
            }
            None => (&self.of, 0, true),
        }
    }
}

// === impl Original ===

impl Original {
    /// What carries it on the other side, once it is there.
    #[must_use]
    pub fn counterpart(&self) -> Option<&MessageRef> {
        let main = self.copies.get(self.main as usize);
        main.or_else(|| self.copies.last())
    }
}
