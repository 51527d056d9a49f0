//! Bots beside the frontend in the backend group: relay bots, and an account's desk bot.

use serde::{Deserialize, Serialize};

use crate::delivery::Rejection;
use crate::id::IdentityId;
use crate::problem::Problem;
use crate::time::Timestamp;

/// Most relay bots: Telegram admits 20 bots to a supergroup, and one is the frontend.
pub const MOST_RELAYS: usize = 19;

/// A further bot in the backend group that posts there, so that more than one bot's
/// messages a minute fit.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Relay {
    /// The bot.
    pub identity: IdentityId,
    /// Its @name without the @; empty until Telegram told it.
    pub username: String,
    /// How it stands in the backend group.
    pub standing: RelayStanding,
    /// When it was added.
    pub added_at: Timestamp,
}

/// How a relay bot stands in the backend group.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RelayStanding {
    /// Not asked yet: nothing goes through it.
    Unchecked,
    /// It posts.
    Ready {
        /// Whether it may make topics too.
        makes_topics: bool,
        /// Whether it may send files, as far as Telegram has not refused one.
        #[serde(default = "yes")]
        sends_files: bool,
    },
    /// It may not post: nothing goes through it until it is back.
    Out {
        /// Why.
        reason: Rejection,
        /// Telegram's words.
        detail: String,
    },
}

const fn yes() -> bool {
    true
}

/// A bot beside an account that looks after the backend group.
///
/// It makes the topics, posts texts and buttons there, and sees what operators write. Media
/// the account brings itself, since a bot has none of its files.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DeskBot {
    /// The bot.
    pub identity: IdentityId,
    /// Its @name without the @; empty until Telegram told it.
    pub username: String,
    /// What is wrong with the bot itself and what to do about it, for people.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub problem: Option<Problem>,
    /// What was written in the group from then on counts as this bot sees it, by the
    /// message's own time; what was written before, as the account sees it. `None`: the
    /// group has not admitted the bot yet, and the account looks after it alone.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub since: Option<Timestamp>,
    /// How the account stands in the group, where it is a member besides.
    pub account: Carrier,
    /// When it was added.
    pub added_at: Timestamp,
}

/// Whether an account may bring media into a backend group that a desk bot looks after.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Carrier {
    /// As far as Telegram has not refused it.
    Ready,
    /// It may not: files go through the server's store, as far as the desk bot may send
    /// them.
    Out {
        /// Why.
        reason: Rejection,
        /// Telegram's words.
        detail: String,
    },
}

// === impl DeskBot ===

impl DeskBot {
    /// Its name for people.
    #[must_use]
    pub fn shown_name(&self) -> String {
        shown(&self.username, self.identity)
    }

    /// Whether the account may bring media into the group itself.
    #[must_use]
    pub const fn has_carrier(&self) -> bool {
        matches!(self.account, Carrier::Ready)
    }
}

fn shown(username: &str, identity: IdentityId) -> String {
    if username.is_empty() {
        identity.to_string()
    } else {
        format!("@{username}")
    }
}

// === impl Relay ===

impl Relay {
    /// Its name for people.
    #[must_use]
    pub fn shown_name(&self) -> String {
        shown(&self.username, self.identity)
    }

    /// Whether it posts.
    #[must_use]
    pub const fn is_ready(&self) -> bool {
        matches!(self.standing, RelayStanding::Ready { .. })
    }

    /// Whether files may go through it.
    #[must_use]
    pub const fn sends_files(&self) -> bool {
        matches!(
            self.standing,
            RelayStanding::Ready {
                sends_files: true,
                ..
            }
        )
    }

    /// Whether it makes topics.
    #[must_use]
    pub const fn makes_topics(&self) -> bool {
        matches!(
            self.standing,
            RelayStanding::Ready {
                makes_topics: true,
                ..
            }
        )
    }
}
