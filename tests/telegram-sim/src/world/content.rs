//! What a message holds.

use serde_json::{Map, Value};

use super::{Entity, MediaKind, UserId, entity, file::FileNo, message::Uid};

/// A text or a caption with its formatting.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Text {
    /// The characters.
    pub text: String,
    /// Formatting, offsets in UTF-16 code units.
    pub entities: Vec<Entity>,
}

/// The content of a message.
#[derive(Debug, Clone, PartialEq)]
pub enum Body {
    /// Plain or formatted text.
    Text(Text),
    /// A file of some kind, with a caption.
    Media(Media),
    /// Location, contact, venue, dice, poll, and kinds that exist only as JSON: field name and value.
    Plain(String, Value),
    /// Something happened in the chat.
    Service(Service),
}

/// A file shown in a message.
#[derive(Debug, Clone, PartialEq)]
pub struct Media {
    /// How it is shown.
    pub kind: MediaKind,
    /// Which file.
    pub file: FileNo,
    /// The caption; empty for none.
    pub caption: Text,
    /// Hidden until tapped.
    pub spoiler: bool,
    /// The caption stands above.
    pub caption_above: bool,
}

/// What happened in a chat.
#[derive(Debug, Clone, PartialEq)]
pub enum Service {
    /// A topic began; its message id is the thread id.
    TopicCreated {
        /// First name.
        name: String,
        /// One of six.
        color: i64,
        /// Custom emoji.
        icon: Option<String>,
    },
    /// A topic was renamed or got another icon.
    TopicEdited {
        /// New name, when it changed.
        name: Option<String>,
        /// New icon, when it changed.
        icon: Option<String>,
    },
    /// A topic was closed.
    TopicClosed,
    /// A topic was reopened.
    TopicReopened,
    /// Somebody came.
    NewMembers(Vec<UserId>),
    /// Somebody went.
    LeftMember(UserId),
    /// A message was pinned.
    Pinned(Uid),
    /// The group became that supergroup.
    MigrateTo(i64),
    /// The supergroup was that group.
    MigrateFrom(i64),
    /// A new title.
    NewTitle(String),
    /// Any other kind: field name and value.
    Other(String, Value),
}

// === impl Text ===

impl Text {
    /// A text as a person types it: commands, mentions and links are found.
    #[must_use]
    pub fn typed(text: impl Into<String>) -> Self {
        Self::formatted(text, Vec::new())
    }

    /// A text with formatting.
    #[must_use]
    pub fn formatted(text: impl Into<String>, entities: Vec<Entity>) -> Self {
        let text = text.into();
        let entities = entity::merge(entities, &text);
        Self { text, entities }
    }
}

// === impl Body ===

impl Body {
    /// The Bot API's field name for this content.
    #[must_use]
    pub fn kind(&self) -> &str {
        match self {
            Self::Text(_) => "text",
            Self::Media(media) => media.kind.field(),
            Self::Plain(kind, _) => kind,
            Self::Service(service) => service.field(),
        }
    }

    /// Text or caption.
    #[must_use]
    pub fn text(&self) -> Option<&Text> {
        match self {
            Self::Text(text) => Some(text),
            Self::Media(media) if !media.caption.text.is_empty() => Some(&media.caption),
            _ => None,
        }
    }

    /// Whether it is a service message.
    #[must_use]
    pub fn is_service(&self) -> bool {
        matches!(self, Self::Service(_))
    }

    /// Whether it says that this account is in the chat no more.
    #[must_use]
    pub(crate) fn says_goodbye_to(&self, account: UserId) -> bool {
        matches!(self, Self::Service(Service::LeftMember(who)) if *who == account)
    }

    /// Whether copies may be made of it: no service messages, nothing paid, no giveaways, no invoices. A quiz depends on
    /// who copies: `World::may_copy`.
    #[must_use]
    pub fn is_copyable(&self) -> bool {
        const NEVER: &[&str] = &[
            "paid_media",
            "giveaway",
            "giveaway_winners",
            "invoice",
            // Only with access to whoever posted it, which bots rarely have (inferred).
            "story",
        ];
        match self {
            Self::Service(_) => false,
            Self::Plain(kind, _) => !NEVER.contains(&kind.as_str()),
            Self::Text(_) | Self::Media(_) => true,
        }
    }
}

// === impl Service ===

impl Service {
    /// The Bot API's field name.
    #[must_use]
    pub fn field(&self) -> &str {
        match self {
            Self::TopicCreated { .. } => "forum_topic_created",
            Self::TopicEdited { .. } => "forum_topic_edited",
            Self::TopicClosed => "forum_topic_closed",
            Self::TopicReopened => "forum_topic_reopened",
            Self::NewMembers(_) => "new_chat_members",
            Self::LeftMember(_) => "left_chat_member",
            Self::Pinned(_) => "pinned_message",
            Self::MigrateTo(_) => "migrate_to_chat_id",
            Self::MigrateFrom(_) => "migrate_from_chat_id",
            Self::NewTitle(_) => "new_chat_title",
            Self::Other(field, _) => field,
        }
    }

    /// A bot is told of these even when it caused them itself.
    pub(crate) fn is_echoed(&self) -> bool {
        matches!(
            self,
            Self::TopicCreated { .. }
                | Self::TopicEdited { .. }
                | Self::TopicClosed
                | Self::TopicReopened
                | Self::Pinned(_)
                | Self::NewTitle(_)
                | Self::LeftMember(_)
        )
    }
}

/// An object that holds nothing, as the Bot API writes closed and reopened topics.
pub(crate) fn nothing() -> Value {
    Value::Object(Map::new())
}
