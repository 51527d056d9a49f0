//! A connection: one frontend, one backend group, one set of parameters.

mod conflict;

pub use conflict::Conflict;

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use crate::delivery::Rejection;
use crate::id::{ChatId, ConnectionId, IdentityId, IdentityKind, UserId};
use crate::outreach::Budget;
use crate::parameter::{InvalidValue, Name, check};
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

/// Most relay bots: Telegram admits 20 bots to a supergroup, and one is the frontend.
pub const MOST_RELAYS: usize = 19;

/// A change of a parameter, kept for people.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ParameterChange {
    /// Of which connection.
    pub connection: ConnectionId,
    /// Orders the changes of a connection; from its counter.
    pub sequence: u64,
    /// The parameter's name.
    pub name: String,
    /// The value before.
    pub old: String,
    /// The value after.
    pub new: String,
    /// Who: `token:ID`, `user:ID` or `file`.
    pub by: String,
    /// When.
    pub at: Timestamp,
}

// === impl Connection ===

impl Connection {
    /// The connection with another value of a parameter, and what is kept of the change: the
    /// one way to set one. `None`: it has that value, set or by default. `DEFAULT` takes it back to
    /// its default.
    ///
    /// # Errors
    /// When the parameter cannot have that value; the error is for people.
    pub fn with_parameter(
        &self,
        name: Name,
        value: &str,
        by: String,
        at: Timestamp,
        sequence: u64,
    ) -> Result<Option<(Self, ParameterChange)>, InvalidValue> {
        let key = name.as_str();
        let old = self.parameters.get(key).cloned();
        let mut after = self.clone();
        if value.eq_ignore_ascii_case("DEFAULT") {
            after.parameters.remove(key);
        } else {
            let value = check(name, value)?;
            after.parameters.insert(key.to_owned(), value);
        }
        let new = after.parameters.get(key).cloned();
        let is_default = new.as_deref() == Some(name.default_text());
        if old == new || (old.is_none() && is_default) {
            return Ok(None);
        }
        let shown = |value: Option<String>| value.unwrap_or_else(|| name.default_text().to_owned());
        let change = ParameterChange {
            connection: self.id.clone(),
            sequence,
            name: key.to_owned(),
            old: shown(old),
            new: shown(new),
            by,
            at,
        };
        Ok(Some((after, change)))
    }

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

    /// The desk bot, once it looks after the group, and from when on.
    #[must_use]
    pub fn desk_in_charge(&self) -> Option<(&DeskBot, Timestamp)> {
        let desk = self.desk.as_ref()?;
        Some((desk, desk.since?))
    }

    /// The one identity that looks after the backend group: makes topics, posts buttons,
    /// sees what operators write.
    #[must_use]
    pub fn desk_identity(&self) -> IdentityId {
        self.desk_in_charge()
            .map_or(self.frontend, |(desk, _)| desk.identity)
    }

    /// Who posts in the backend group besides the frontend.
    pub fn helpers(&self) -> impl Iterator<Item = IdentityId> {
        let desk = self.desk.as_ref().map(|desk| desk.identity);
        self.relays.keys().copied().chain(desk)
    }

    /// Whether the account is no member of the group that a desk bot looks after: nothing goes
    /// from one side to the other by Telegram's own forward then.
    #[must_use]
    pub fn is_without_carrier(&self) -> bool {
        let desk = self.desk_in_charge();
        desk.is_some_and(|(desk, _)| !desk.has_carrier())
    }

    /// Who is asked about a group, where that is not the frontend: what the desk bot may do
    /// there counts, as soon as there is one for a new group.
    #[must_use]
    pub fn group_checker(&self) -> Option<IdentityId> {
        let desk = self.desk.as_ref()?;
        let is_its = desk.since.is_some() || self.group_id().is_none();
        is_its.then_some(desk.identity)
    }

    /// Whether it is the connection's in any way: its frontend, desk bot or relay bot.
    #[must_use]
    pub fn has(&self, identity: IdentityId) -> bool {
        self.frontend == identity || self.helpers().any(|helper| helper == identity)
    }

    /// Whether it is one of the relay bots.
    #[must_use]
    pub fn is_relay(&self, identity: IdentityId) -> bool {
        self.relays.contains_key(&identity)
    }

    /// Whether what this one does to topics is done from here and is no person's act. An
    /// account beside a desk bot does nothing to them from here: its owner does.
    #[must_use]
    pub fn keeps_topics_as(&self, user: UserId) -> bool {
        let is_helper = self.helpers().any(|helper| helper.user == user);
        is_helper || self.desk_identity().user == user
    }

    /// The names that commands in the group may be addressed to, without the @.
    #[must_use]
    pub fn usernames(&self) -> Vec<&str> {
        let desk = self.desk.as_ref().map(|desk| desk.username.as_str());
        let names = [Some(self.frontend_username.as_str()), desk];
        names
            .into_iter()
            .flatten()
            .filter(|name| !name.is_empty())
            .collect()
    }

    /// Whether Telegram serves it over MTProto: every account, and bots that were put there.
    /// It is then told of its own messages and of deletions, and what it sends carries keys.
    #[must_use]
    pub fn speaks_mtproto(&self, identity: IdentityId) -> bool {
        identity.kind == IdentityKind::User || self.mtproto.contains_key(&identity)
    }

    /// Has one of its bots served over MTProto, or over the Bot API.
    pub fn put_on_mtproto(&mut self, bot: IdentityId, is_mtproto: bool, now: Timestamp) {
        if is_mtproto {
            self.mtproto.entry(bot).or_insert(now);
        } else {
            self.mtproto.remove(&bot);
        }
    }

    /// Of which kind the gateways are that can serve it.
    #[must_use]
    pub fn gateway_kind(&self, identity: IdentityId) -> IdentityKind {
        if self.speaks_mtproto(identity) {
            IdentityKind::User
        } else {
            IdentityKind::Bot
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
