//! Messages as Backline holds them: what people wrote, independent of the wire
//! and of either Telegram library.

mod content;
mod text;
mod update;

pub use content::{
    Button, ButtonAction, Contact, Content, Dice, Location, Media, MediaKind, Poll, Service,
    ServiceKind, Unsupported, Venue,
};
pub use text::{Entity, FormattedText};
pub use update::{
    BusinessConnection, ButtonPress, Deletion, Event, MemberRights, MemberStatus, Membership,
    PersonChange, Reaction, ReactionChange, UnknownUpdate, Update, UpdateKey,
};

use serde::{Deserialize, Serialize};

use crate::id::{ChatAddress, ChatId, MessageId, MessageRef, TopicId, UserId};
use crate::time::Timestamp;

/// What a chat is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ChatKind {
    /// One person and the identity.
    Private,
    /// A basic group.
    Group,
    /// A supergroup, forum or not.
    Supergroup,
    /// A broadcast channel.
    Channel,
}

/// A chat as an update described it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Chat {
    /// Where it is.
    pub address: ChatAddress,
    /// What it is.
    pub kind: ChatKind,
    /// Title of a group or channel; empty for a private chat.
    pub title: String,
    /// Public @name without the @; may be empty.
    pub username: String,
    /// A private chat's person: given name.
    pub first_name: String,
    /// A private chat's person: family name.
    pub last_name: String,
    /// Whether the supergroup has topics.
    pub is_forum: bool,
}

/// A person or a bot.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct User {
    /// Telegram's id.
    pub id: UserId,
    /// Whether it is a bot.
    pub is_bot: bool,
    /// Given name.
    pub first_name: String,
    /// Family name; may be empty.
    pub last_name: String,
    /// @name without the @; may be empty.
    pub username: String,
    /// Language of the person's app; may be empty.
    pub language: String,
}

/// Who wrote a message.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Default)]
pub struct Sender {
    /// The person or bot; `None` for anonymous senders.
    pub user: Option<User>,
    /// The chat in whose name it was written.
    pub chat: Option<Chat>,
    /// Signature of a channel post or title of an anonymous administrator.
    pub signature: String,
}

/// What a message answers.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reply {
    /// The message answered.
    pub message: MessageId,
    /// Its chat, when it is another one.
    pub chat: Option<ChatAddress>,
    /// The quoted part.
    pub quote: Option<FormattedText>,
    /// Where the quote begins in the original, in UTF-16 code units.
    pub quote_position: i32,
    /// Text of the message answered, as far as it came along.
    pub answered_text: Option<FormattedText>,
}

/// Where a forwarded message first came from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ForwardOrigin {
    /// The Bot API's type; open, since new ones appear.
    pub kind: String,
    /// The person, where known.
    pub user: Option<User>,
    /// The chat or channel, where known.
    pub chat: Option<Chat>,
    /// Name of a person who hides their account.
    pub sender_name: String,
    /// The message in a channel.
    pub message: Option<MessageId>,
}

/// A message as it was when the update was made.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Message {
    /// The chat.
    pub chat: Chat,
    /// Its id there.
    pub id: MessageId,
    /// Who wrote it.
    pub sender: Sender,
    /// When it was sent.
    pub sent_at: Timestamp,
    /// When it was last edited.
    pub edited_at: Option<Timestamp>,
    /// Forum topic it is in; `None` for General too.
    pub topic: Option<TopicId>,
    /// What it answers; never the pseudo reply to a topic's first message.
    pub reply: Option<Reply>,
    /// Where it was forwarded from.
    pub forward: Option<ForwardOrigin>,
    /// Groups the members of an album.
    pub album: Option<String>,
    /// What it holds.
    pub content: Content,
    /// Rows of inline buttons under it.
    pub buttons: Vec<Vec<Button>>,
    /// The chat forbids saving.
    pub is_protected: bool,
    /// The bot through which it was sent.
    pub via_bot: Option<User>,
    /// Forwarded by Telegram itself from a linked channel.
    pub is_automatic_forward: bool,
    /// Written by the identity itself from another session.
    pub is_outgoing: bool,
    /// Sent in a Business account's name by this bot, which may be ours.
    pub business_bot: Option<User>,
    /// An account's own message: the random id it was sent with.
    pub random_id: Option<i64>,
    /// Thread of a customer's forum group, kept in answers.
    pub thread: Option<i64>,
}

// === impl ChatKind ===

impl ChatKind {
    /// Whether message ids count in the chat itself, the same for everybody.
    #[must_use]
    pub const fn has_own_message_ids(self) -> bool {
        matches!(self, Self::Supergroup | Self::Channel)
    }
}

// === impl Chat ===

impl Chat {
    /// The chat's id.
    #[must_use]
    pub const fn id(&self) -> ChatId {
        self.address.id
    }

    /// What people call it: the title, or the person's full name.
    #[must_use]
    pub fn display_name(&self) -> String {
        match self.kind {
            ChatKind::Private => full_name(&self.first_name, &self.last_name),
            ChatKind::Group | ChatKind::Supergroup | ChatKind::Channel => self.title.clone(),
        }
    }
}

// === impl User ===

impl User {
    /// Given and family name.
    #[must_use]
    pub fn full_name(&self) -> String {
        full_name(&self.first_name, &self.last_name)
    }
}

fn full_name(first: &str, last: &str) -> String {
    if last.is_empty() {
        first.to_owned()
    } else {
        format!("{first} {last}")
    }
}

// === impl ForwardOrigin ===

impl ForwardOrigin {
    /// What it is called; empty where that is not known.
    #[must_use]
    pub fn name(&self) -> String {
        let user = self.user.as_ref().map(User::full_name);
        let chat = || self.chat.as_ref().map(Chat::display_name);
        user.or_else(chat)
            .unwrap_or_else(|| self.sender_name.clone())
    }
}

// === impl Message ===

impl Message {
    /// Whether it answers a message of another chat or topic, or one that cannot be named.
    #[must_use]
    pub fn answers_elsewhere(&self) -> bool {
        let reply = self.reply.as_ref();
        reply.is_some_and(|reply| reply.chat.is_some() || reply.message.0 == 0)
    }

    /// This message's place and id.
    #[must_use]
    pub fn reference(&self) -> MessageRef {
        MessageRef {
            chat: self.chat.address.clone(),
            message: self.id,
        }
    }
}
