//! What only an account can do: write to people first, make groups, invite people, join.
//!
//! Telegram ends accounts that approach many strangers. So every such act is counted
//! against a budget of its own ([`Budget`]), kept in the connection's row.

mod budget;
mod named;

pub use budget::{Budget, DAILY, HOURLY, MadeGroup, REST_AFTER_STOP, Shut};
pub use named::{Invitation, MAX_TITLE, NewGroup, Whom};

use serde::{Deserialize, Serialize};

use crate::id::ChatId;
use crate::message::{Chat, User};

/// What an account does towards somebody, or some group, that it may not know.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Reach {
    /// Looks a person up.
    Find {
        /// Whom.
        who: Whom,
    },
    /// Makes a supergroup and then invites people, one by one. A creation of unknown end
    /// (`Delivery::is_begun`) is settled only by the account's own word that it made the
    /// group, and is never made again unasked.
    CreateGroup {
        /// Its title.
        title: String,
        /// Who is invited once it is there.
        people: Vec<Whom>,
    },
    /// Makes a forum that is to become the backend group. One of unknown end is looked for
    /// before another is made.
    Found {
        /// Its title.
        title: String,
    },
    /// Brings the desk bot into a group that was made so, as its administrator.
    Appoint {
        /// The group.
        chat: ChatId,
    },
    /// Invites a person into the dialog's chat.
    Invite {
        /// Whom.
        who: Whom,
    },
    /// Asks for a link into the dialog's chat, for a person who cannot be invited.
    Link {
        /// For whom.
        who: Whom,
    },
    /// Joins a group or channel.
    Join {
        /// Which.
        link: Invitation,
    },
}

/// What was found, made or joined.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reached {
    /// The person's private chat, or the group; `None` where the chat itself is not shown,
    /// as while an account asks to be let in.
    pub chat: Option<Chat>,
    /// The person, where it is one.
    pub person: Option<User>,
    /// It was so already.
    pub was_there: bool,
    /// Somebody there has to let the account in yet.
    pub is_waiting: bool,
    /// A link into the chat; empty when none was asked for.
    pub link: String,
}

// === impl Reach ===

impl Reach {
    /// What it is about, as people write it.
    #[must_use]
    pub fn shown(&self) -> String {
        match self {
            Self::Find { who } | Self::Invite { who } | Self::Link { who } => who.shown(),
            Self::CreateGroup { title, .. } | Self::Found { title } => title.clone(),
            Self::Appoint { chat } => chat.to_string(),
            Self::Join { link } => link.shown(),
        }
    }
}

#[cfg(test)]
mod tests;
