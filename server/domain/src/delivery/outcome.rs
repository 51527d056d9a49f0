//! How an attempt ended, and above all whether it happened.

use std::time::Duration;

use serde::{Deserialize, Serialize};

use crate::id::{ChatId, MessageId, TopicId};
use crate::message::{Chat, MemberRights, MemberStatus, User};
use crate::outreach::Reached;

/// What has to wait.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Scope {
    /// This chat, for this identity.
    Chat,
    /// The identity as a whole.
    Identity,
}

/// Why something never works.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Rejection {
    /// Some other refusal.
    Other,
    /// The person blocked the bot.
    Blocked,
    /// The person's account is deleted.
    Deactivated,
    /// The identity is not in the chat.
    NotAMember,
    /// The person never wrote to the bot.
    NeverStarted,
    /// The chat does not exist for this identity.
    ChatNotFound,
    /// The topic is gone.
    TopicNotFound,
    /// The topic is closed to the identity.
    TopicClosed,
    /// The group has no topics.
    NotAForum,
    /// A right is missing.
    MissingRight,
    /// The message to copy, edit or answer is gone.
    MessageNotFound,
    /// Telegram does not copy such a message.
    NotCopyable,
    /// Too old, or not the identity's own.
    NotEditable,
    /// Text or caption too long.
    TooLong,
    /// Over the limit of the way at hand.
    FileTooBig,
    /// The file id is not valid for this identity.
    FileNotFound,
    /// The quote does not match the original.
    QuoteMismatch,
    /// The reaction is not allowed there.
    ReactionNotAllowed,
    /// The identity's credential is not valid any more.
    BadCredential,
    /// The gateway cannot do it.
    NotSupported,
    /// Telegram forbids the account to write to strangers.
    PeerFlood,
    /// Nobody and no group is found by that name, number or id.
    NotFound,
    /// The person's settings are against it.
    Privacy,
    /// The invite link is none, or is good no more.
    LinkInvalid,
    /// The account is in as many groups and channels as Telegram allows.
    TooManyChats,
    /// The person is in as many groups and channels as Telegram allows.
    PersonInTooManyChats,
    /// No more people fit into the group.
    ChatFull,
    /// The link leads to a kind of chat that was not asked for.
    UnwantedKind,
}

/// Somebody in a chat.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ChatMember {
    /// Who.
    pub user: User,
    /// Their standing.
    pub status: MemberStatus,
    /// Their rights.
    pub rights: MemberRights,
}

/// Answer to a question about a chat.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ChatDescription {
    /// The chat.
    pub chat: Chat,
    /// The identity's own standing.
    pub own_status: MemberStatus,
    /// The identity's own rights.
    pub own_rights: MemberRights,
    /// The person asked about.
    pub member: Option<ChatMember>,
    /// The administrators, when asked for.
    pub administrators: Vec<ChatMember>,
    /// How many members the chat has, when it was asked.
    pub members: Option<u64>,
    /// Whether 👌 may be set as a reaction there.
    pub receipts_allowed: bool,
}

/// How an attempt ended.
#[derive(Debug, Clone, PartialEq)]
pub enum Outcome {
    /// It happened.
    Succeeded {
        /// One per part; 0 = known only later.
        messages: Vec<MessageId>,
        /// The topic made.
        topic: Option<TopicId>,
        /// The answer to a question.
        description: Option<Box<ChatDescription>>,
        /// What was found, made or joined.
        reached: Option<Box<Reached>>,
    },
    /// It certainly did not happen; it has to wait. Costs no attempt.
    Deferred {
        /// For so long.
        delay: Duration,
        /// What waits.
        scope: Scope,
        /// Whether Telegram asked for it.
        is_flood_wait: bool,
        /// In words.
        detail: String,
    },
    /// It certainly did not happen; it may later.
    Failed {
        /// In words.
        detail: String,
    },
    /// It certainly did not happen and never will.
    Rejected {
        /// Why.
        reason: Rejection,
        /// Telegram's words.
        detail: String,
    },
    /// It certainly did not happen; the chat has another id now.
    Moved {
        /// The new id.
        chat: ChatId,
    },
    /// It may have happened.
    Uncertain {
        /// In words.
        detail: String,
        /// Messages that certainly came to be, though it is not known of which
        /// originals: a part of what was asked for.
        messages: Vec<MessageId>,
        /// One of several was refused, as it would be again; the others may be there.
        in_part: bool,
    },
}
