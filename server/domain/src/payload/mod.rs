//! The one door through which content goes out to Telegram.
//!
//! All of it is a [`Payload`], and a payload is made here and nowhere else. The
//! word gate (`RESTRICTED_KEYWORDS_BACKEND`) of what goes to customers and the privacy gate
//! of what goes to the backend group stand at this door, so that no new way out
//! can forget them.
//!
//! A copy copies what the message *is when it runs*, not what was checked. So a
//! copy leaves this door only where no gate is set for its direction; otherwise
//! the checked content itself is sent: text with its formatting, media by file
//! id.

mod album;
mod carry;
mod frame;
mod gate;
mod merged;
mod named;
mod privacy;
mod strike;

pub use album::{Item, album_item, goes_as_one, may_copy_album};
pub use carry::{Carriage, Refusal, caption_behind, to_customer, to_topic};
pub use frame::Frame;
pub use gate::{GateNow, gate_now};
pub use merged::{Bound, Joins, Merged, Part, joins, merged, with_part};
pub use named::{Unsent, named_instead};
pub use privacy::Privacy;
pub use strike::struck_through;

use serde::{Deserialize, Serialize};

use crate::catalogue::{Language, Notice};
use crate::id::MessageRef;
use crate::message::{Content, FormattedText, MediaKind};
use crate::parameter::{Parameters, Welcome};
use crate::text::{self, MAX_TEXT};

/// Content that may go out. Its field is private: only this module makes one.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Payload {
    content: Box<Content>,
}

/// One step of bringing a message to the other side.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Step {
    /// Sends this.
    Send(Payload),
    /// Copies the original as it is when this runs. Only where no gate is set for the
    /// direction.
    Copy {
        /// The original.
        from: MessageRef,
        /// A caption in place of the original's.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        caption: Option<FormattedText>,
        /// Whether that caption stands above the media.
        #[serde(default)]
        caption_above: bool,
        /// The same made from the stored update, for when the original is gone before
        /// the copy runs; more than one where a bot's caption cannot hold it.
        fallback: Vec<Payload>,
        /// Whether that shows all that a copy would: else only who can copy it may do it.
        #[serde(default = "yes")]
        is_whole: bool,
    },
}

const fn yes() -> bool {
    true
}

// === impl Payload ===

impl Payload {
    /// What is to be sent.
    #[must_use]
    pub fn content(&self) -> &Content {
        &self.content
    }

    /// Backline's own words to the team: a text of the catalogue, cut to what
    /// one message may hold.
    #[must_use]
    pub fn notice(text: FormattedText) -> Self {
        let text = text::split(&text, MAX_TEXT)
            .into_iter()
            .next()
            .unwrap_or_default();
        Self {
            content: Box::new(Content::Text(text)),
        }
    }

    /// Backline's own words to a customer, in the language of their app where there is
    /// a catalogue for it: LANGUAGE is the language of the backend group.
    #[must_use]
    pub fn customer_notice(notice: &Notice, app_language: &str) -> Self {
        Self::notice(notice.render(Language::of_app(app_language)))
    }

    /// The WELCOME text, unless it is off. Its default is English for everybody:
    /// LANGUAGE is the language of the backend group.
    #[must_use]
    pub fn welcome(parameters: &Parameters, title: &str) -> Option<Self> {
        match &parameters.welcome {
            Welcome::Off => None,
            Welcome::Default => {
                let notice = Notice::WelcomeDefault {
                    title: title.to_owned(),
                };
                Some(Self::notice(notice.render(crate::catalogue::Language::En)))
            }
            Welcome::Text(template) => Some(Self::notice(template.fill(title))),
        }
    }

    fn text(text: FormattedText) -> Self {
        Self {
            content: Box::new(Content::Text(text)),
        }
    }

    fn of(content: Content) -> Self {
        Self {
            content: Box::new(content),
        }
    }
}

// === impl Step ===

impl Step {
    /// What is sent, or would be in place of a copy.
    #[must_use]
    pub fn contents(&self) -> &[Payload] {
        match self {
            Self::Send(payload) => std::slice::from_ref(payload),
            Self::Copy { fallback, .. } => fallback,
        }
    }
}

/// Every text of a message that a word gate looks at: what people read, and where links
/// lead, which a preview shows.
pub(crate) fn gated_texts(content: &Content) -> Vec<String> {
    match content {
        Content::Text(text) => read(text).collect(),
        Content::Media(media) => read(&media.caption)
            .chain([
                media.file_name.clone(),
                media.title.clone(),
                media.performer.clone(),
            ])
            .collect(),
        Content::Venue(venue) => vec![venue.title.clone(), venue.address.clone()],
        Content::Contact(contact) => vec![
            format!("{} {}", contact.first_name, contact.last_name),
            contact.phone_number.clone(),
            contact.vcard.clone(),
        ],
        Content::Poll(poll) => [&poll.question, &poll.description, &poll.explanation]
            .into_iter()
            .chain(&poll.options)
            .flat_map(read)
            .collect(),
        Content::Unsupported(unsupported) => read(&unsupported.text).collect(),
        Content::Location(_) | Content::Dice(_) | Content::Service(_) => Vec::new(),
    }
}

/// What is read of a text: its words, its links' addresses, the name of its code's
/// language.
fn read(text: &FormattedText) -> impl Iterator<Item = String> {
    let hidden = text
        .entities
        .iter()
        .flat_map(|entity| [&entity.url, &entity.language]);
    let hidden = hidden.filter(|hidden| !hidden.is_empty());
    std::iter::once(&text.text).chain(hidden).cloned()
}

/// The kind of a message by the Bot API's name of it.
#[must_use]
pub fn kind_name(content: &Content) -> String {
    let name = match content {
        Content::Text(_) => "text",
        Content::Media(media) => match media.kind {
            MediaKind::Photo => "photo",
            MediaKind::Video => "video",
            MediaKind::Animation => "animation",
            MediaKind::Document => "document",
            MediaKind::Audio => "audio",
            MediaKind::Voice => "voice",
            MediaKind::VideoNote => "video_note",
            MediaKind::Sticker => "sticker",
        },
        Content::Location(_) => "location",
        Content::Venue(_) => "venue",
        Content::Contact(_) => "contact",
        Content::Dice(_) => "dice",
        Content::Poll(_) => "poll",
        Content::Service(service) => &service.raw_kind,
        Content::Unsupported(unsupported) => &unsupported.raw_kind,
    };
    name.to_owned()
}
