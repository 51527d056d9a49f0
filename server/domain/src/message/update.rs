//! What happened in Telegram, as one identity saw it.

use serde::{Deserialize, Serialize};

use super::{Chat, Message, Sender, User};
use crate::id::{ChatAddress, MessageId, MessageRef};
use crate::time::Timestamp;

/// What makes an update the same when it comes twice.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct UpdateKey {
    /// Where the id comes from: every Bot API server counts on its own.
    pub source: String,
    /// Bots: the `update_id`; accounts: 0.
    pub update_id: i64,
    /// Accounts, and updates without an id: peer, message, kind and date.
    pub natural: String,
}

/// One thing that happened.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Update {
    /// What makes it the same when it comes twice.
    pub key: UpdateKey,
    /// What happened.
    pub event: Event,
}

/// What happened.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Event {
    /// A message was posted.
    Posted(Box<Message>),
    /// A message was edited, visibly or not.
    Edited(Box<Message>),
    /// Messages were deleted.
    Deleted(Deletion),
    /// Somebody changed their reaction.
    Reacted(Box<ReactionChange>),
    /// The identity's own standing changed.
    OwnMembership(Box<Membership>),
    /// Somebody else's standing changed.
    Member(Box<Membership>),
    /// A button was pressed.
    Pressed(Box<ButtonPress>),
    /// A Business account connected, changed or disconnected.
    Business(Box<BusinessConnection>),
    /// A person is called otherwise now.
    Person(Box<PersonChange>),
    /// Not understood.
    Unknown(Box<UnknownUpdate>),
}

/// Deleted messages.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Deletion {
    /// The chat, where Telegram tells it.
    pub chat: Option<ChatAddress>,
    /// The messages.
    pub messages: Vec<MessageId>,
}

/// A reaction.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Reaction {
    /// An emoji.
    Emoji(String),
    /// A custom emoji's id.
    CustomEmoji(String),
    /// Another type, by the Bot API's name.
    Other(String),
}

/// One person's changed reactions to one message.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReactionChange {
    /// The chat.
    pub chat: Chat,
    /// The message.
    pub message: MessageId,
    /// Who.
    pub actor: Sender,
    /// Before.
    pub old: Vec<Reaction>,
    /// Now.
    pub new: Vec<Reaction>,
    /// When.
    pub at: Timestamp,
}

/// Somebody's standing in a chat.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum MemberStatus {
    /// Owner.
    Owner,
    /// Administrator.
    Administrator,
    /// Ordinary member.
    Member,
    /// Restricted, but inside.
    Restricted,
    /// Not a member.
    Left,
    /// Banned; in a private chat: blocked the bot.
    Banned,
}

/// The rights that Backline asks about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, Default)]
pub struct MemberRights {
    /// May create, rename, close and reopen topics.
    pub manage_topics: bool,
    /// May delete other people's messages.
    pub delete_messages: bool,
    /// May pin messages.
    pub pin_messages: bool,
    /// May ban and restrict.
    pub restrict_members: bool,
    /// May invite.
    pub invite_users: bool,
    /// Writes in the group's name.
    pub is_anonymous: bool,
}

/// A changed standing.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Membership {
    /// The chat.
    pub chat: Chat,
    /// Who did it.
    pub actor: User,
    /// Whose standing.
    pub member: User,
    /// Before.
    pub old: MemberStatus,
    /// Now.
    pub new: MemberStatus,
    /// Rights now.
    pub rights: MemberRights,
    /// When.
    pub at: Timestamp,
}

/// A pressed button.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ButtonPress {
    /// To be named in the answer.
    pub query: String,
    /// Who.
    pub actor: User,
    /// The message with the button, where Telegram tells it.
    pub message: Option<MessageRef>,
    /// The button's data.
    pub data: String,
}

/// A Business account's connection to the bot.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct BusinessConnection {
    /// Telegram's id.
    pub id: String,
    /// The account's owner.
    pub owner: User,
    /// Whether it is on.
    pub is_enabled: bool,
    /// Whether the bot may answer in the account's name.
    pub can_reply: bool,
}

/// How a person is called now.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PersonChange {
    /// The person.
    pub person: User,
    /// Their phone number's digits; empty: not told.
    pub phone: String,
}

/// An update that could not be understood.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct UnknownUpdate {
    /// The field that names its kind, or `malformed`.
    pub raw_kind: String,
    /// The update as it came.
    pub raw_json: String,
    /// The chat, where one could be found.
    pub chat: Option<Chat>,
    /// Who it is from, where that could be found.
    pub sender: Sender,
    /// The message, where one could be found.
    pub message: Option<MessageId>,
}

// === impl MemberStatus ===

impl MemberStatus {
    /// Whether the person is inside.
    #[must_use]
    pub const fn is_inside(self) -> bool {
        matches!(
            self,
            Self::Owner | Self::Administrator | Self::Member | Self::Restricted
        )
    }

    /// Whether the person administers the chat.
    #[must_use]
    pub const fn is_admin(self) -> bool {
        matches!(self, Self::Owner | Self::Administrator)
    }
}
