//! A connection: one frontend, one backend group, one set of parameters.

mod conflict;
mod helper;
mod parameter_change;
mod who;

pub use conflict::Conflict;
pub use helper::{Carrier, DeskBot, MOST_RELAYS, Relay, RelayStanding};
pub use parameter_change::ParameterChange;

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use crate::delivery::Rejection;
use crate::id::{ChatId, ConnectionId, IdentityId, UserId};
use crate::outreach::Budget;
use crate::problem::Problem;
use crate::team::Roster;
use crate::text::MAX_CAPTION;
use crate::time::Timestamp;

/// How a connection comes to its backend group.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Group {
    /// Nobody knows the administrator yet: who opens the one-time link is.
    Unclaimed {
        /// SHA-256 of the start code, hexadecimal.
        code_hash: String,
        /// The code is worthless from then on.
        expires_at: Timestamp,
    },
    /// The administrator is known and has to make the bot admin of a forum.
    Awaited,
    /// The account makes a forum of its own.
    Founding {
        /// Its title.
        title: String,
    },
    /// Being checked: it becomes the backend group when the answer is good.
    Checking(ChatId),
    /// The backend group. Another is never taken without the administrator's
    /// word.
    Known(ChatId),
}

/// A Telegram Business account that the frontend serves.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct BusinessAccount {
    /// Whose it is.
    pub owner: UserId,
    /// Their name.
    pub name: String,
    /// Whether it is connected.
    pub is_enabled: bool,
    /// Whether the bot may answer in its name.
    pub can_reply: bool,
}

/// What Telegram permits an account that is a frontend, as its gateway told it last.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AccountLimits {
    /// Whether it has Premium.
    pub is_premium: bool,
    /// Longest caption that it may write, in UTF-16 code units.
    pub longest_caption: usize,
    /// In how many supergroups and channels it may be.
    pub most_channels: usize,
    /// In how many of them it is.
    pub channels: usize,
    /// The largest file that it may send, in bytes; 0 = not told.
    #[serde(default)]
    pub largest_file: u64,
    /// Whether the team was told that these are nearly used up.
    pub was_told: bool,
}

/// A connection as it is stored.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Connection {
    /// Never changes.
    pub id: ConnectionId,
    /// Name for people; unique without regard to case.
    pub name: String,
    /// The identity that customers talk to.
    pub frontend: IdentityId,
    /// Its @name without the @; empty until Telegram told it.
    pub frontend_username: String,
    /// The backend group.
    pub group: Group,
    /// Its title, for people.
    pub group_title: String,
    /// Who manages it.
    pub administrator: Option<UserId>,
    /// Whether a person stopped it.
    pub is_stopped: bool,
    /// What is wrong with the group and what to do about it, for people.
    pub problem: Option<Problem>,
    /// The refusal of Telegram's that it stands for, where it is one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub problem_reason: Option<Rejection>,
    /// What is wrong with the frontend itself and what to do about it, for people:
    /// its credential, or somebody else who receives its updates.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub identity_problem: Option<Problem>,
    /// Whether that is a credential which Telegram does not take.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub is_barred: bool,
    /// Whether Telegram lets nobody add the bot to groups.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub keeps_out_of_groups: bool,
    /// Whether Telegram shows the bot little of groups in which it is no administrator. As of when a
    /// gateway last began to serve it.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub has_privacy_mode: bool,
    /// Whether its administrator manages it in the setup bot: what there is to tell them goes
    /// that way.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub in_setup_bot: bool,
    /// The group that was looked at last and not taken: it may be good by now.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub candidate: Option<ChatId>,
    /// Whether its administrator asked in the setup bot how it is about the group, and has not
    /// heard yet.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub owes_word_of_group: bool,
    /// Accounts: what Telegram permits it; `None` until it was told.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub account: Option<AccountLimits>,
    /// When it was made.
    pub created_at: Timestamp,
    /// Parameters that were set, by name, in the documented grammar.
    pub parameters: BTreeMap<String, String>,
    /// Whether an unknown command was told in the group: that is done once.
    pub told_unknown: bool,
    /// People seen in the backend group: who of them writes in a customer's
    /// group speaks for the team. As large as the team.
    #[serde(default)]
    pub operators: BTreeSet<UserId>,
    /// What is known of them besides.
    #[serde(default, skip_serializing_if = "Roster::is_empty")]
    pub team: Roster,
    /// Business accounts that the frontend serves or served, by Telegram's id of the
    /// connection.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub business: BTreeMap<String, BusinessAccount>,
    /// Its relay bots.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub relays: BTreeMap<IdentityId, Relay>,
    /// An account's budget for approaching people whom it does not know.
    #[serde(default, skip_serializing_if = "Budget::is_empty")]
    pub outreach: Budget,
    /// The bot that looks after the backend group for an account.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub desk: Option<DeskBot>,
    /// Its bots that are served over MTProto in place of the Bot API, with the moment since
    /// when: what was begun before carried no keys.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub mtproto: BTreeMap<IdentityId, Timestamp>,
    /// Which secret webhooks are signed with.
    #[serde(default, skip_serializing_if = "is_first")]
    pub webhook_secret: WebhookSecret,
    /// Raised with every change.
    pub revision: u64,
}

/// Which secret webhooks are signed with: secrets are made from the sealing key and this.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct WebhookSecret {
    /// Raised for another one.
    pub generation: u32,
    /// Since when this one is used; `None`: from the beginning.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub since: Option<Timestamp>,
}

fn is_first(secret: &WebhookSecret) -> bool {
    *secret == WebhookSecret::default()
}

// === impl Connection ===

impl Connection {
    /// The backend group, once it is known.
    #[must_use]
    pub const fn group_id(&self) -> Option<ChatId> {
        match self.group {
            Group::Known(id) => Some(id),
            Group::Unclaimed { .. }
            | Group::Awaited
            | Group::Founding { .. }
            | Group::Checking(_) => None,
        }
    }

    /// Longest caption that the frontend may write, in UTF-16 code units: more than others
    /// for an account with Premium.
    #[must_use]
    pub fn longest_caption(&self) -> usize {
        let account = self.account.as_ref();
        account.map_or(MAX_CAPTION, |account| {
            account.longest_caption.max(MAX_CAPTION)
        })
    }

    /// The same in the topics, which may be a desk bot's.
    #[must_use]
    pub fn longest_caption_in_topics(&self) -> usize {
        if self.desk_identity() == self.frontend {
            self.longest_caption()
        } else {
            MAX_CAPTION
        }
    }

    /// What is wrong, in English: with the frontend first, since without it nothing else can
    /// be put right.
    #[must_use]
    pub fn shown_problem(&self) -> Option<&str> {
        let of_desk = self.desk.as_ref().and_then(|desk| desk.problem.as_ref());
        let problem = self.identity_problem.as_ref().or(of_desk);
        let problem = problem.or(self.problem.as_ref());
        problem.map(|problem| &*problem.words)
    }
}

#[cfg(test)]
impl Connection {
    /// One of a bot's, with its group, for tests.
    pub(crate) fn sample() -> Self {
        serde_json::from_value(serde_json::json!({
            "id": "c1", "name": "support", "frontend": "bot:42", "frontend_username": "support_bot",
            "group": {"known": -1_001_234_567_890_i64}, "group_title": "Team", "administrator": null,
            "is_stopped": false, "problem": null, "created_at": 0, "parameters": {},
            "told_unknown": false, "revision": 1,
        }))
        .unwrap()
    }
}
