//! Identifiers. Telegram's and ours are separate types and never mix; each is
//! parsed once, at the edge.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

macro_rules! telegram_id {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $name(pub i64);

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.0.fmt(f)
            }
        }
    };
}

telegram_id! {
    /// A chat in Bot API form: positive for people, negative for groups, -100…
    /// for supergroups and channels; at most 52 significant bits.
    ChatId
}
telegram_id! {
    /// A person or bot. The id of somebody's private chat is the same number.
    UserId
}
telegram_id! {
    /// A message. Means nothing without its chat, and in private chats and basic
    /// groups nothing without the identity that sees it.
    MessageId
}
telegram_id! {
    /// A forum topic: the id of the message that made it. Never 1: General is
    /// "no topic".
    TopicId
}

/// A connection's id, issued by the server. Names for people may change, this
/// may not: record keys carry it.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct ConnectionId(String);

/// Whether an identity is a bot or an account. Over which of Telegram's interfaces a bot is
/// served its connection says ([`crate::connection::Connection::speaks_mtproto`]).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum IdentityKind {
    /// A bot.
    Bot,
    /// A personal account.
    User,
}

/// A Telegram identity that Backline speaks as: `bot:ID` or `user:ID`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(into = "String", try_from = "String")]
pub struct IdentityId {
    /// Bot or account.
    pub kind: IdentityKind,
    /// Its Telegram id.
    pub user: UserId,
}

/// The part of a chat that is a place of its own. Two places with different
/// parts never share a dialog, even when the chat's id is the same.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, Default)]
pub enum SubChat {
    /// The chat itself.
    #[default]
    Whole,
    /// The chat as a Business account has it, by the business connection's id.
    Business(String),
    /// A topic of a private chat with a bot.
    PrivateTopic(i64),
    /// A topic of a channel's direct messages.
    DirectMessages(i64),
}

/// Where a message comes from or goes to.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct ChatAddress {
    /// The chat.
    pub id: ChatId,
    /// Which part of it.
    #[serde(default, skip_serializing_if = "SubChat::is_whole")]
    pub sub: SubChat,
}

/// One message in one place.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct MessageRef {
    /// The place.
    pub chat: ChatAddress,
    /// The message.
    pub message: MessageId,
}

/// Text that is no identifier, with what would be one.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{given}` is no {what}: {allowed}")]
pub struct ParseIdError {
    given: String,
    what: &'static str,
    allowed: &'static str,
}

/// Supergroups and channels have ids below this.
const SUPERGROUPS: i64 = -1_000_000_000_000;

// === impl ChatId ===

impl ChatId {
    /// Whether it is a supergroup or channel. Those number their messages themselves; in
    /// private chats and basic groups each account has its own numbers.
    #[must_use]
    pub const fn is_supergroup(self) -> bool {
        self.0 < SUPERGROUPS
    }
}

// === impl ConnectionId ===

impl ConnectionId {
    /// Reads an id as the server issues it.
    ///
    /// # Errors
    /// When it is empty, over 32 characters, or holds anything but lower-case
    /// Latin letters and digits.
    pub fn parse(text: &str) -> Result<Self, ParseIdError> {
        let good = (1..=32).contains(&text.len())
            && text
                .bytes()
                .all(|b| b.is_ascii_lowercase() || b.is_ascii_digit());
        if good {
            Ok(Self(text.to_owned()))
        } else {
            Err(ParseIdError {
                given: text.chars().take(64).collect(),
                what: "connection id",
                allowed: "1–32 lower-case Latin letters and digits",
            })
        }
    }

    /// The id as text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for ConnectionId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

// === impl IdentityId ===

impl IdentityId {
    /// The bot with this id.
    #[must_use]
    pub const fn bot(id: i64) -> Self {
        Self {
            kind: IdentityKind::Bot,
            user: UserId(id),
        }
    }

    /// The account with this id.
    #[must_use]
    pub const fn account(id: i64) -> Self {
        Self {
            kind: IdentityKind::User,
            user: UserId(id),
        }
    }

    /// Under what its session over MTProto is stored: an account's under itself, a bot's beside
    /// its token. Telegram's ids are one series, so that no account has the same.
    #[must_use]
    pub const fn session_key(self) -> Self {
        Self {
            kind: IdentityKind::User,
            user: self.user,
        }
    }
}

impl fmt::Display for IdentityId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let kind = match self.kind {
            IdentityKind::Bot => "bot",
            IdentityKind::User => "user",
        };
        write!(f, "{kind}:{}", self.user)
    }
}

impl From<IdentityId> for String {
    fn from(id: IdentityId) -> Self {
        id.to_string()
    }
}

impl TryFrom<String> for IdentityId {
    type Error = ParseIdError;

    fn try_from(text: String) -> Result<Self, ParseIdError> {
        text.parse()
    }
}

impl FromStr for IdentityId {
    type Err = ParseIdError;

    fn from_str(text: &str) -> Result<Self, ParseIdError> {
        let error = || ParseIdError {
            given: text.chars().take(64).collect(),
            what: "identity",
            allowed: "`bot:ID` or `user:ID`",
        };
        let (kind, id) = text.split_once(':').ok_or_else(error)?;
        let id = id.parse().map_err(|_| error())?;
        match kind {
            "bot" => Ok(Self::bot(id)),
            "user" => Ok(Self::account(id)),
            _ => Err(error()),
        }
    }
}

// === impl SubChat ===

impl SubChat {
    /// Whether it is the chat itself.
    #[must_use]
    pub fn is_whole(&self) -> bool {
        *self == Self::Whole
    }

    /// A text that is different for different parts: empty for the whole chat.
    #[must_use]
    pub fn key(&self) -> String {
        match self {
            Self::Whole => String::new(),
            Self::Business(id) => format!("b{id}"),
            Self::PrivateTopic(id) => format!("p{id}"),
            Self::DirectMessages(id) => format!("d{id}"),
        }
    }

    /// The reverse of [`SubChat::key`].
    ///
    /// # Errors
    /// When the text is not one that `key` makes.
    pub fn parse_key(text: &str) -> Result<Self, ParseIdError> {
        let error = || ParseIdError {
            given: text.chars().take(64).collect(),
            what: "part of a chat",
            allowed: "nothing, or b, p or d and an id",
        };
        let number = |rest: &str| rest.parse().map_err(|_| error());
        match text.split_at_checked(1) {
            None => Ok(Self::Whole),
            Some(("b", rest)) => Ok(Self::Business(rest.to_owned())),
            Some(("p", rest)) => Ok(Self::PrivateTopic(number(rest)?)),
            Some(("d", rest)) => Ok(Self::DirectMessages(number(rest)?)),
            Some(_) => Err(error()),
        }
    }
}

// === impl ChatAddress ===

impl ChatAddress {
    /// The chat itself.
    #[must_use]
    pub const fn whole(id: ChatId) -> Self {
        Self {
            id,
            sub: SubChat::Whole,
        }
    }
}

/// `ID` or `ID/part`, as in resource names and logs.
impl fmt::Display for ChatAddress {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.sub.is_whole() {
            self.id.fmt(f)
        } else {
            write!(f, "{}.{}", self.id, self.sub.key())
        }
    }
}

impl FromStr for ChatAddress {
    type Err = ParseIdError;

    fn from_str(text: &str) -> Result<Self, ParseIdError> {
        let (id, sub) = text.split_once('.').unwrap_or((text, ""));
        let id = id.parse().map_err(|_| ParseIdError {
            given: text.chars().take(64).collect(),
            what: "chat",
            allowed: "a chat id, optionally with `.` and a part",
        })?;
        Ok(Self {
            id: ChatId(id),
            sub: SubChat::parse_key(sub)?,
        })
    }
}
