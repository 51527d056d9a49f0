//! What a hand-out was about, as far as its outcome needs to know: the world may be
//! another one when the outcome comes.

use std::time::Duration;

use serde::{Deserialize, Serialize};

use super::TransferStep;
use crate::id::{IdentityId, TopicId};
use crate::message::Reaction;

/// One step of bringing a topic into the state that its dialog has.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TopicStep {
    /// Makes it.
    Create {
        /// Under this name.
        name: String,
    },
    /// Renames it.
    Rename {
        /// To this.
        name: String,
    },
    /// Closes or reopens it.
    SetClosed {
        /// Whether it is closed afterwards.
        closed: bool,
    },
}

/// What becomes of the line in General that says what waits.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum BacklogStep {
    /// It is posted.
    Posted {
        /// The wait that it tells of.
        told: Duration,
    },
    /// It says something else.
    Changed {
        /// The wait that it tells of.
        told: Duration,
    },
    /// It goes.
    Deleted,
}

/// What a hand-out was about.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Sent {
    /// The delivery's turn.
    #[serde(default)]
    pub turn: u32,
    /// The relay bot that it was handed to; `None` = the frontend.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub by: Option<IdentityId>,
    /// The step of a topic's synchronisation.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub step: Option<TopicStep>,
    /// The reaction that was set; `None` = taken away.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reaction: Option<Reaction>,
    /// What becomes of the line in General.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub backlog: Option<BacklogStep>,
    /// What becomes of the line about a large file.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub transfer: Option<TransferStep>,
    /// The place of the file, among those that the delivery names, that was only to be brought
    /// into the server's store; nothing of the delivery itself was to be done.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub fetches: Option<usize>,
    /// The topic of the backend group that it went to.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub topic: Option<TopicId>,
}

// === impl Sent ===

impl Sent {
    /// The name that a topic was to be made with.
    #[must_use]
    pub fn created_name(&self) -> Option<&str> {
        match &self.step {
            Some(TopicStep::Create { name }) => Some(name),
            Some(TopicStep::Rename { .. } | TopicStep::SetClosed { .. }) | None => None,
        }
    }
}
