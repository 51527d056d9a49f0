//! The values that notices carry.

use std::time::Duration;

use serde::{Deserialize, Serialize};

use super::bundle::Values;
use crate::delivery::Rejection;
use crate::dialog::{Kind, State};
use crate::message::{Content, FormattedText, MediaKind};
use crate::privacy::Shown;
use crate::text::styled;
use crate::time::Timestamp;
use crate::title::square;

/// A value as the catalogue takes it.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Value {
    /// Put in as it is.
    Text(FormattedText),
    /// Written as a number; decides on the plural.
    Number(u64),
    /// Another text of the catalogue.
    Message(&'static str, Values),
}

/// What becomes a value.
pub(super) trait Argument {
    fn value(&self) -> Value;

    /// What it shows of customers.
    fn shown(&self) -> Option<&Shown> {
        None
    }
}

/// A kind of content by the Bot API's name of it, such as `video_note`. Unknown
/// ones are shown as they are.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ContentKind(pub String);

/// A size in bytes; 0 is an unknown one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct FileSize(pub u64);

/// Text shown as a quotation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Quoted(FormattedText);

/// Text shown folded: people open it when they want to read it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Folded(pub Shown);

/// The square of a dialog in this state.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Square(pub State);

/// A name that leads somewhere.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Linked {
    /// The name.
    pub title: Shown,
    /// Where it leads.
    pub link: Option<String>,
}

/// Why Telegram refused something, with its own words where they tell more.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Refusal {
    /// Why.
    pub reason: Rejection,
    /// Telegram's words; may be empty.
    pub detail: String,
}

/// A right that a bot needs in the backend group.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Right {
    /// Manage topics.
    ManageTopics,
    /// Delete other people's messages.
    DeleteMessages,
}

/// Why something waits.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum QueueReason {
    /// Telegram's budget for the group or chat is used up.
    Budget,
    /// Telegram told to wait.
    FloodWait,
    /// No gateway is connected.
    NoGateway,
    /// An attempt failed; the next one is due later.
    Retry,
    /// The topic is not made yet.
    Topic,
    /// The connection is stopped.
    Stopped,
    /// The administrator's plan is used up for the day.
    Plan {
        /// When the next day begins.
        until: Timestamp,
    },
    /// It is next.
    Next,
}

fn message(key: &'static str) -> Value {
    Value::Message(key, Vec::new())
}

// === impl ContentKind ===

impl From<&Content> for ContentKind {
    fn from(content: &Content) -> Self {
        let name = match content {
            Content::Text(_) => "text",
            Content::Media(media) => media_name(media.kind),
            Content::Location(_) => "location",
            Content::Venue(_) => "venue",
            Content::Contact(_) => "contact",
            Content::Dice(_) => "dice",
            Content::Poll(_) => "poll",
            Content::Service(service) => &service.raw_kind,
            Content::Unsupported(unsupported) => &unsupported.raw_kind,
        };
        Self(name.to_owned())
    }
}

impl From<MediaKind> for ContentKind {
    fn from(kind: MediaKind) -> Self {
        Self(media_name(kind).to_owned())
    }
}

const fn media_name(kind: MediaKind) -> &'static str {
    match kind {
        MediaKind::Photo => "photo",
        MediaKind::Video => "video",
        MediaKind::Animation => "animation",
        MediaKind::Document => "document",
        MediaKind::Audio => "audio",
        MediaKind::Voice => "voice",
        MediaKind::VideoNote => "video_note",
        MediaKind::Sticker => "sticker",
    }
}

/// Names of kinds in the Bot API and in the catalogue.
pub(super) const KINDS: [(&str, &str); 24] = [
    ("text", "kind-text"),
    ("photo", "kind-photo"),
    ("video", "kind-video"),
    ("animation", "kind-animation"),
    ("document", "kind-document"),
    ("audio", "kind-audio"),
    ("voice", "kind-voice"),
    ("video_note", "kind-video-note"),
    ("sticker", "kind-sticker"),
    ("location", "kind-location"),
    ("venue", "kind-venue"),
    ("contact", "kind-contact"),
    ("dice", "kind-dice"),
    ("poll", "kind-poll"),
    ("story", "kind-story"),
    ("game", "kind-game"),
    ("gift", "kind-gift"),
    ("unique_gift", "kind-gift"),
    ("paid_media", "kind-paid-media"),
    ("giveaway", "kind-giveaway"),
    ("invoice", "kind-invoice"),
    ("checklist", "kind-checklist"),
    ("live_photo", "kind-live-photo"),
    ("rich_message", "kind-rich-message"),
];

impl Argument for ContentKind {
    fn value(&self) -> Value {
        match KINDS.iter().find(|(name, _)| *name == self.0) {
            Some((_, key)) => message(key),
            None => styled("code", self.0.chars().take(64).collect::<String>()).value(),
        }
    }
}

// === impl Quoted ===

impl Quoted {
    /// Made by the gate alone, from what may be shown.
    pub(crate) const fn new(text: FormattedText) -> Self {
        Self(text)
    }

    /// What is quoted.
    pub(crate) fn words(&self) -> &str {
        &self.0.text
    }
}

// === impl Argument ===

impl Argument for String {
    fn value(&self) -> Value {
        Value::Text(FormattedText::plain(self.as_str()))
    }
}

impl Argument for Shown {
    fn value(&self) -> Value {
        Value::Text(FormattedText::plain(self.as_str()))
    }

    fn shown(&self) -> Option<&Shown> {
        Some(self)
    }
}

impl Argument for FormattedText {
    fn value(&self) -> Value {
        Value::Text(self.clone())
    }
}

impl Argument for u64 {
    fn value(&self) -> Value {
        Value::Number(*self)
    }
}

impl Argument for Quoted {
    /// Telegram refuses a quotation within a quotation.
    fn value(&self) -> Value {
        let mut text = styled("blockquote", self.0.text.as_str());
        let inner = self
            .0
            .entities
            .iter()
            .filter(|entity| !entity.kind.ends_with("blockquote"));
        text.entities.extend(inner.cloned());
        Value::Text(text)
    }
}

impl Argument for Folded {
    fn value(&self) -> Value {
        Value::Text(styled("expandable_blockquote", self.0.as_str()))
    }

    fn shown(&self) -> Option<&Shown> {
        Some(&self.0)
    }
}

impl Argument for Square {
    fn value(&self) -> Value {
        square(self.0).to_owned().value()
    }
}

impl Argument for Linked {
    fn value(&self) -> Value {
        let name = self.title.as_str();
        let Some(link) = &self.link else {
            return self.title.value();
        };
        let mut text = styled("text_link", name);
        for entity in &mut text.entities {
            entity.url.clone_from(link);
        }
        Value::Text(text)
    }

    fn shown(&self) -> Option<&Shown> {
        Some(&self.title)
    }
}

impl Argument for Duration {
    fn value(&self) -> Value {
        let seconds = self.as_secs();
        let (key, count) = match seconds {
            0..60 => ("span-seconds", seconds),
            60..3600 => ("span-minutes", seconds / 60),
            3600..172_800 => ("span-hours", seconds / 3600),
            _ => ("span-days", seconds / 86_400),
        };
        Value::Message(key, vec![("count", Value::Number(count))])
    }
}

impl Argument for Timestamp {
    /// The same in every language: date and minute in UTC.
    fn value(&self) -> Value {
        let text = self.to_string();
        let minute = text.get(..16).filter(|_| text.ends_with('Z'));
        let text = minute.map_or(text.clone(), |minute| minute.replace('T', " ") + " UTC");
        text.value()
    }
}

impl Argument for FileSize {
    fn value(&self) -> Value {
        const UNITS: [&str; 4] = ["KB", "MB", "GB", "TB"];
        if self.0 == 0 {
            return message("size-unknown");
        }
        if self.0 < 1024 {
            return format!("{} B", self.0).value();
        }
        // Tenths of the unit, rounded up: a file over a limit is never shown as
        // just within it.
        let mut tenths = (u128::from(self.0) * 10).div_ceil(1024);
        let mut unit = 0;
        while tenths >= 10_240 && unit + 1 < UNITS.len() {
            tenths = tenths.div_ceil(1024);
            unit += 1;
        }
        let (whole, tenth) = (tenths / 10, tenths % 10);
        let number = if tenth == 0 {
            whole.to_string()
        } else {
            format!("{whole}.{tenth}")
        };
        format!("{number} {}", UNITS[unit]).value()
    }
}

impl Argument for Right {
    fn value(&self) -> Value {
        message(match self {
            Self::ManageTopics => "right-manage-topics",
            Self::DeleteMessages => "right-delete-messages",
        })
    }
}

impl Argument for QueueReason {
    fn value(&self) -> Value {
        message(match self {
            Self::Budget => "queue-reason-budget",
            Self::FloodWait => "queue-reason-flood-wait",
            Self::NoGateway => "queue-reason-no-gateway",
            Self::Retry => "queue-reason-retry",
            Self::Topic => "queue-reason-topic",
            Self::Stopped => "queue-reason-stopped",
            Self::Plan { until } => {
                return Value::Message("queue-reason-plan", vec![("until", until.value())]);
            }
            Self::Next => "queue-reason-next",
        })
    }
}

impl Argument for Kind {
    fn value(&self) -> Value {
        message(match self {
            Self::Private => "chat-private",
            Self::Group => "chat-group",
            Self::Channel => "chat-channel",
        })
    }
}

impl Argument for State {
    fn value(&self) -> Value {
        message(match self {
            Self::UserAnswered => "state-user-answered",
            Self::SupportAnswered => "state-support-answered",
            Self::Closed => "state-closed",
        })
    }
}

impl Argument for Refusal {
    fn value(&self) -> Value {
        let key = match self.reason {
            Rejection::Other if self.detail.is_empty() => "reason-other",
            Rejection::Other => "reason-other-with-words",
            Rejection::Blocked => "reason-blocked",
            Rejection::Deactivated => "reason-deactivated",
            Rejection::NotAMember => "reason-not-a-member",
            Rejection::NeverStarted => "reason-never-started",
            Rejection::ChatNotFound => "reason-chat-not-found",
            Rejection::TopicNotFound => "reason-topic-not-found",
            Rejection::TopicClosed => "reason-topic-closed",
            Rejection::NotAForum => "reason-not-a-forum",
            Rejection::MissingRight if self.detail.is_empty() => "reason-missing-right",
            Rejection::MissingRight => "reason-missing-right-named",
            Rejection::MessageNotFound => "reason-message-not-found",
            Rejection::NotCopyable => "reason-not-copyable",
            Rejection::NotEditable => "reason-not-editable",
            Rejection::TooLong => "reason-too-long",
            Rejection::FileTooBig => "reason-file-too-big",
            Rejection::FileNotFound => "reason-file-not-found",
            Rejection::QuoteMismatch => "reason-quote-mismatch",
            Rejection::ReactionNotAllowed => "reason-reaction-not-allowed",
            Rejection::BadCredential => "reason-bad-credential",
            Rejection::NotSupported => "reason-not-supported",
            Rejection::PeerFlood => "reason-peer-flood",
            Rejection::NotFound => "reason-not-found",
            Rejection::Privacy => "reason-privacy",
            Rejection::LinkInvalid => "reason-link-invalid",
            Rejection::TooManyChats => "reason-too-many-chats",
            Rejection::PersonInTooManyChats => "reason-person-in-too-many-chats",
            Rejection::ChatFull => "reason-chat-full",
            Rejection::UnwantedKind => "reason-unwanted-kind",
        };
        Value::Message(key, vec![("detail", self.detail.value())])
    }
}
