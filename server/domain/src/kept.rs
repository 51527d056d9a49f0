//! What was posted for a message, kept for a while.
//!
//! A bot cannot read its own messages. What it has to show differently later, struck
//! through when the original is deleted, is known from here alone. The store seals it.

use serde::{Deserialize, Serialize};

use crate::id::ConnectionId;
use crate::link;
use crate::payload::{Part, Payload};
use crate::time::Timestamp;

/// What was posted for a message, part by part; or what a merged post is made of.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Kept {
    /// Of which connection.
    pub connection: ConnectionId,
    /// The original, or the merged post.
    pub key: link::Key,
    /// When it is forgotten; the original's link knows it too, since it is part of
    /// where the row is found.
    pub until: Timestamp,
    /// What its copies show, in order; empty for a merged post.
    pub contents: Vec<Payload>,
    /// What a merged post is made of; `None` for others.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub merged: Option<MergedPost>,
}

/// What a merged post is made of.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct MergedPost {
    /// Its texts, in order.
    pub parts: Vec<Part>,
    /// Whether their days are shown.
    pub with_dates: bool,
}
