//! CSAT: what customers are asked for when a dialog closes, and what they answered.

use serde::{Deserialize, Serialize};

use crate::dialog;
use crate::id::MessageId;
use crate::time::Timestamp;

/// How many stars there are.
pub const MOST: u8 = 5;

/// A question for a rating that nobody has answered. It is part of its dialog, and so of its
/// connection: only that dialog's customer can answer it, and of a dialog only the last one
/// is open.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Question {
    /// Drawn by chance: what the buttons under the question carry.
    pub id: String,
    /// When the dialog was closed.
    pub asked_at: Timestamp,
    /// The answer counts until then.
    pub until: Timestamp,
    /// Whether a digit answers it, since an account shows no buttons.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub by_digit: bool,
    /// The question in the customer's chat, once that is known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub message: Option<MessageId>,
}

/// What a customer answered so far, for people.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Ratings {
    /// The last answer, 1–5.
    pub last: u8,
    /// When it came.
    pub at: Timestamp,
    /// How many answers there are.
    pub count: u64,
}

/// One answer, kept for analytics as long as the connection is there.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Rating {
    /// Whose.
    pub dialog: dialog::Key,
    /// Orders the answers of a moment; from the connection's counter.
    pub sequence: u64,
    /// 1–5.
    pub value: u8,
    /// When the dialog was closed.
    pub asked_at: Timestamp,
    /// When the answer came.
    pub at: Timestamp,
}

/// Where a page of ratings goes on: behind the one of this moment and sequence.
pub type Mark = (Timestamp, u64);
