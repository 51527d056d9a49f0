//! A dialog: everything between one frontend and one customer chat, shown as
//! one topic in the backend group.

mod creation;
mod state;
mod wait;

pub use creation::Creation;
pub use state::{State, Step, Trigger, step};
pub use wait::Wait;

use serde::{Deserialize, Serialize};

use crate::catalogue::Notice;
use crate::delivery::{self, Lane, LaneKind};
use crate::id::{ChatAddress, ConnectionId, MessageId, TopicId, UserId};
use crate::link::Side;
use crate::message::ChatKind;
use crate::privacy::Shown;
use crate::rating::{Question, Ratings};
use crate::time::Timestamp;

/// Which dialog.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Key {
    /// The connection.
    pub connection: ConnectionId,
    /// The customer chat.
    pub chat: ChatAddress,
}

/// What kind of customer chat it is; the parameters' `private`, `group`,
/// `channel`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// One person.
    Private,
    /// A basic group or supergroup.
    Group,
    /// A channel.
    Channel,
}

/// The customer as last seen.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Default)]
pub struct Customer {
    /// The person's full name or the group's title.
    pub name: String,
    /// @name without the @; may be empty.
    pub username: String,
    /// Language of the person's app; may be empty.
    pub language: String,
    /// The person's phone number, digits alone, where Telegram told an account of it.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub phone: String,
    /// Their number among the connection's customers, from which their pseudonym follows; none until
    /// one is needed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub number: Option<u32>,
}

/// The dialog's topic.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Topic {
    /// None yet, or lost: the next synchronisation makes one.
    Missing,
    /// Its creation was started; whether Telegram made it is not known until
    /// the outcome, or the bot's own `forum_topic_created`, says so.
    Creating {
        /// The name it is created with: how its own service message is known.
        name: String,
        /// When the creation was started.
        started_at: Timestamp,
    },
    /// Made.
    Known(TopicId),
}

/// What a topic looks like.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Default)]
pub struct Look {
    /// The topic's name; empty = not known.
    pub name: String,
    /// Whether it is closed.
    pub is_closed: bool,
}

/// The album whose pieces came last from one side. Telegram says only which album a
/// piece is of.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct OpenAlbum {
    /// Telegram's name of it.
    pub id: String,
    /// The delivery that its pieces joined.
    pub key: delivery::Key,
    /// A piece did not pass a gate: none of it does.
    #[serde(default)]
    pub is_refused: bool,
}

/// Who came into the customer's chat and who left, in the line that waits to say so.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Traffic {
    /// The delivery that says it.
    pub key: delivery::Key,
    /// Who came.
    pub joined: People,
    /// Who left.
    pub left: People,
}

/// People by their names.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct People {
    /// The first of them.
    pub names: Vec<String>,
    /// Their ids, as far as they are known.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub ids: Vec<i64>,
    /// How many they are.
    pub count: u64,
}

/// How many messages of bots were shown in the present minute.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct BotMinute {
    /// The minute, since the epoch.
    pub minute: i64,
    /// So many.
    pub shown: u32,
}

/// Why nothing reaches the customer at the moment.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Unreachable {
    /// The person blocked the bot.
    Blocked,
    /// The account is deleted.
    Deactivated,
    /// The bot is not in the chat any more.
    Removed,
}

/// An operator who did something about a dialog, or is to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct By {
    /// The operator.
    pub user: UserId,
    /// What they were called then.
    pub name: String,
    /// Since when.
    pub at: Timestamp,
}

/// A dialog as it is stored.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Dialog {
    /// Which one.
    pub key: Key,
    /// What kind of chat the customer's is.
    pub kind: Kind,
    /// Who has to answer.
    pub state: State,
    /// The customer.
    pub customer: Customer,
    /// The topic.
    pub topic: Topic,
    /// How often a topic was made.
    pub topics_made: u32,
    /// The topic that was lost, until the one in its place says where it was.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub former_topic: Option<TopicId>,
    /// What the topic looks like in Telegram, as far as is known.
    pub shown: Look,
    /// Whether a synchronisation of the topic waits in its lane.
    pub sync_waits: bool,
    /// When the topic was last renamed.
    pub renamed_at: Timestamp,
    /// When the dialog began.
    pub created_at: Timestamp,
    /// The customer's last message: when it was taken in.
    pub customer_wrote_at: Option<Timestamp>,
    /// The same on the connection's counter, for comparing with deliveries.
    pub customer_wrote_seq: u64,
    /// The same of the last command, or closing or reopening in the app: it stands,
    /// though an answer from before it arrives later.
    #[serde(default)]
    pub state_set_seq: u64,
    /// The team's last message or `/wait`.
    pub team_wrote_at: Option<Timestamp>,
    /// Any message, either way.
    pub last_message_at: Timestamp,
    /// When a person last said that it needs the team.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub held_at: Option<Timestamp>,
    /// The topic of a customer's forum group that was written in last: answers go
    /// there.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub thread: Option<i64>,
    /// The customer's last album.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub customer_album: Option<OpenAlbum>,
    /// The team's last album.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub team_album: Option<OpenAlbum>,
    /// Messages of bots in the customer's group.
    #[serde(default)]
    pub bots: BotMinute,
    /// Joins and leaves that were told last.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub traffic: Option<Box<Traffic>>,
    /// Where the customer's chat is now, when it is another than when the dialog began:
    /// a group that became a supergroup.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub moved_to: Option<ChatAddress>,
    /// Whether an AUTOCLOSE timer is in the store.
    pub has_timer: bool,
    /// Since when it needs the team; see [`Dialog::open_wait`].
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub wait: Option<Wait>,
    /// Whether a `REMIND_AFTER` timer is in the store.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub has_reminder: bool,
    /// The question for a rating that is open.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub question: Option<Question>,
    /// What the customer answered to such questions.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ratings: Option<Ratings>,
    /// When the AWAY text answered last.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub away_at: Option<Timestamp>,
    /// Who spoke last in the topic, for speaker lines.
    pub last_speaker: Option<UserId>,
    /// Messages from the customer.
    pub customer_messages: u64,
    /// Messages to the customer.
    pub team_messages: u64,
    /// Payload of the `/start` that began it.
    pub start_payload: Option<String>,
    /// Set once the operators were told that nothing arrives.
    pub unreachable: Option<Unreachable>,
    /// Who is to look after it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub assigned: Option<By>,
    /// Who banned the customer. Whether they are banned `IGNORE_CHATS` says.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub banned: Option<By>,
    /// Whether the store has it among those that `/list` is about.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub is_in_list: bool,
    /// We wrote first, and the person has not written to us yet: each message to them
    /// counts against the account's budget for strangers.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub is_stranger: bool,
    /// The command in General that waits to be told where the topic is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub asked_by: Option<MessageId>,
    /// A link into the customer's group for people who cannot be invited; empty until one
    /// was needed.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub invite_link: String,
    /// What programs of the team's know it by, where they may not know the customer's id: drawn
    /// by chance. Empty in dialogs that are older, until their customers write.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub tag: String,
}

// === impl Unreachable ===

impl Unreachable {
    /// In words.
    #[must_use]
    pub fn notice(self, title: Shown) -> Notice {
        match self {
            Self::Blocked => Notice::CustomerBlocked { title },
            Self::Deactivated => Notice::CustomerDeleted { title },
            Self::Removed => Notice::FrontendRemoved { title },
        }
    }
}

// === impl Kind ===

impl From<ChatKind> for Kind {
    fn from(kind: ChatKind) -> Self {
        match kind {
            ChatKind::Private => Self::Private,
            ChatKind::Group | ChatKind::Supergroup => Self::Group,
            ChatKind::Channel => Self::Channel,
        }
    }
}

// === impl OpenAlbum ===

impl OpenAlbum {
    /// An album of which nothing goes, whichever of its pieces was the reason.
    #[must_use]
    pub fn refused(id: &str, dialog: &Key, side: Side) -> Self {
        let kind = match side {
            Side::Customer => LaneKind::ToTopic,
            Side::Team => LaneKind::ToCustomer,
        };
        Self {
            id: id.to_owned(),
            // No delivery has this sequence.
            key: delivery::Key {
                lane: Lane::of(dialog, kind),
                sequence: 0,
            },
            is_refused: true,
        }
    }
}

// === impl Dialog ===

impl Dialog {
    /// A dialog that begins now.
    #[must_use]
    pub fn new(key: Key, kind: Kind, customer: Customer, now: Timestamp) -> Self {
        Self {
            key,
            kind,
            state: State::UserAnswered,
            customer,
            topic: Topic::Missing,
            topics_made: 0,
            former_topic: None,
            shown: Look::default(),
            sync_waits: false,
            renamed_at: Timestamp::default(),
            created_at: now,
            customer_wrote_at: None,
            customer_wrote_seq: 0,
            state_set_seq: 0,
            team_wrote_at: None,
            last_message_at: now,
            held_at: None,
            thread: None,
            customer_album: None,
            team_album: None,
            bots: BotMinute::default(),
            traffic: None,
            moved_to: None,
            has_timer: false,
            wait: None,
            has_reminder: false,
            question: None,
            ratings: None,
            away_at: None,
            last_speaker: None,
            customer_messages: 0,
            team_messages: 0,
            start_payload: None,
            unreachable: None,
            assigned: None,
            banned: None,
            is_in_list: false,
            is_stranger: false,
            asked_by: None,
            invite_link: String::new(),
            tag: String::new(),
        }
    }

    /// Whether it is among those that `/list` is about: open ones, and those whose customers an
    /// operator banned.
    #[must_use]
    pub fn is_listed(&self) -> bool {
        self.state != State::Closed || self.banned.is_some()
    }

    /// Whether a list of chats names it: under its address, or under the one it had before.
    #[must_use]
    pub fn is_in(&self, chats: &std::collections::BTreeSet<i64>) -> bool {
        chats.contains(&self.key.chat.id.0) || chats.contains(&self.chat().id.0)
    }

    /// Where the customer's chat is.
    #[must_use]
    pub fn chat(&self) -> &ChatAddress {
        self.moved_to.as_ref().unwrap_or(&self.key.chat)
    }

    /// The last album from this side.
    #[must_use]
    pub const fn album(&self, side: Side) -> Option<&OpenAlbum> {
        match side {
            Side::Customer => self.customer_album.as_ref(),
            Side::Team => self.team_album.as_ref(),
        }
    }

    /// The same, to change it.
    pub const fn album_mut(&mut self, side: Side) -> &mut Option<OpenAlbum> {
        match side {
            Side::Customer => &mut self.customer_album,
            Side::Team => &mut self.team_album,
        }
    }

    /// The topic, once it is made.
    #[must_use]
    pub const fn topic_id(&self) -> Option<TopicId> {
        match self.topic {
            Topic::Known(id) => Some(id),
            Topic::Missing | Topic::Creating { .. } => None,
        }
    }
}
