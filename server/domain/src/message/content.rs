//! What a message holds.

use serde::{Deserialize, Serialize};

use super::{FormattedText, User};
use crate::id::{ChatId, MessageId, MessageRef};
use crate::time::Timestamp;

/// The kind of a file in a message.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum MediaKind {
    /// Photo.
    Photo,
    /// Video.
    Video,
    /// Animation.
    Animation,
    /// Any file.
    Document,
    /// Music.
    Audio,
    /// Voice message.
    Voice,
    /// Round video message.
    VideoNote,
    /// Sticker.
    Sticker,
}

/// A file in a message.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Media {
    /// What it is.
    pub kind: MediaKind,
    /// The file as the identity that received it may name it.
    pub file_id: String,
    /// The same for every identity.
    pub file_unique_id: String,
    /// Bytes; 0 = unknown.
    pub size: i64,
    /// MIME type; may be empty.
    pub mime_type: String,
    /// Name of the file; may be empty.
    pub file_name: String,
    /// Pixels; 0 = does not apply.
    pub width: i32,
    /// Pixels; 0 = does not apply.
    pub height: i32,
    /// Seconds; 0 = does not apply.
    pub duration: i32,
    /// Title of an audio file.
    pub title: String,
    /// Performer of an audio file.
    pub performer: String,
    /// Emoji of a sticker.
    pub emoji: String,
    /// Caption; may be empty.
    pub caption: FormattedText,
    /// Hidden behind a spoiler.
    pub has_spoiler: bool,
    /// Caption above the media.
    pub caption_above: bool,
    /// The message in which an identity saw it that is not the one to send it: that one's
    /// file id is of no use to the other, who takes the file from there.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub seen_in: Option<MessageRef>,
    /// Its own name is hidden: the one here is another, and only a file that is uploaded anew has
    /// it. Its id would bring the real one along.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub is_renamed: bool,
}

/// A point, or a live one while `live_period` is not 0.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Default)]
pub struct Location {
    /// Degrees.
    pub latitude: f64,
    /// Degrees.
    pub longitude: f64,
    /// Metres; 0 = unknown.
    pub accuracy: f64,
    /// Seconds; 0 = not live.
    pub live_period: i32,
    /// Degrees 1–360; 0 = unknown.
    pub heading: i32,
    /// Metres; 0 = none.
    pub proximity_alert: i32,
}

/// A named place.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Venue {
    /// Where.
    pub location: Location,
    /// Name.
    pub title: String,
    /// Address.
    pub address: String,
    /// Foursquare id and type, Google Places id and type; may be empty.
    pub provider_ids: [String; 4],
}

/// A contact card.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Contact {
    /// Phone number as given.
    pub phone_number: String,
    /// Given name.
    pub first_name: String,
    /// Family name; may be empty.
    pub last_name: String,
    /// The contact's user id, where known.
    pub user: Option<i64>,
    /// vCard; may be empty.
    pub vcard: String,
}

/// An animated emoji with a random value.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Dice {
    /// The emoji.
    pub emoji: String,
    /// The value that came up.
    pub value: i32,
}

/// A question with options.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Poll {
    /// The question.
    pub question: FormattedText,
    /// The options.
    pub options: Vec<FormattedText>,
    /// Whether votes are anonymous.
    pub is_anonymous: bool,
    /// Whether several options may be chosen.
    pub allows_multiple_answers: bool,
    /// Whether it is a quiz.
    pub is_quiz: bool,
    /// A quiz's right option, where known.
    pub correct_option: Option<i32>,
    /// All right options of a quiz, where known.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub correct_options: Vec<i32>,
    /// Under the question.
    #[serde(default, skip_serializing_if = "FormattedText::is_empty")]
    pub description: FormattedText,
    /// What a quiz tells who chose wrongly.
    #[serde(default, skip_serializing_if = "FormattedText::is_empty")]
    pub explanation: FormattedText,
    /// Seconds that it is open; 0 = no such limit.
    #[serde(default)]
    pub open_period: i32,
    /// When it closes by itself.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub closes_at: Option<Timestamp>,
}

/// What a service message tells.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ServiceKind {
    /// Some other one, named by `raw_kind`.
    Other,
    /// A topic was made.
    TopicCreated,
    /// A topic got another name or icon.
    TopicEdited,
    /// A topic was closed.
    TopicClosed,
    /// A topic was reopened.
    TopicReopened,
    /// People came in.
    MembersJoined,
    /// Somebody left.
    MemberLeft,
    /// The chat got another title.
    TitleChanged,
    /// A message was pinned.
    MessagePinned,
    /// The basic group became a supergroup.
    MigratedTo,
    /// The supergroup was a basic group.
    MigratedFrom,
    /// The chat's photo changed.
    PhotoChanged,
}

/// A service message.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Service {
    /// What it tells.
    pub kind: ServiceKind,
    /// The Bot API's field name.
    pub raw_kind: String,
    /// Topic name or chat title.
    pub title: String,
    /// The people it is about.
    pub users: Vec<User>,
    /// The other chat of a migration.
    pub other_chat: Option<ChatId>,
    /// The message it is about.
    pub message: Option<MessageId>,
}

/// Content that this version does not carry.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Unsupported {
    /// The Bot API's field name or the TL constructor.
    pub raw_kind: String,
    /// Text or caption found in it.
    pub text: FormattedText,
    /// Whether Telegram copies such a message.
    pub copyable: bool,
}

/// What a message holds.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Content {
    /// Text.
    Text(FormattedText),
    /// A file with its caption.
    Media(Box<Media>),
    /// A point on the map.
    Location(Location),
    /// A named place.
    Venue(Venue),
    /// A contact card.
    Contact(Contact),
    /// A dice.
    Dice(Dice),
    /// A poll.
    Poll(Poll),
    /// A service message.
    Service(Service),
    /// Something else.
    Unsupported(Unsupported),
}

/// An inline button.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Button {
    /// What it says.
    pub text: String,
    /// What it does.
    pub action: ButtonAction,
}

/// What an inline button does.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ButtonAction {
    /// Opens an address.
    Url(String),
    /// Sent back when pressed.
    Callback(String),
    /// Something else, named by the Bot API's field. Never sent.
    Other(String),
}

// === impl Content ===

impl Content {
    /// The text that people wrote in it: text or caption. `None` where there is
    /// no such place; the text may be empty.
    #[must_use]
    pub fn text(&self) -> Option<&FormattedText> {
        match self {
            Self::Text(text) => Some(text),
            Self::Media(media) => Some(&media.caption),
            Self::Unsupported(unsupported) => Some(&unsupported.text),
            Self::Poll(poll) => Some(&poll.question),
            Self::Location(_)
            | Self::Venue(_)
            | Self::Contact(_)
            | Self::Dice(_)
            | Self::Service(_) => None,
        }
    }
}
