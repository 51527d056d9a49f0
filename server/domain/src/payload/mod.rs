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
mod hide;
mod merged;
mod named;
mod stored;
mod strike;

pub use album::{Item, album_item, goes_as_one, may_copy_album};
pub use carry::{Carriage, Refusal, caption_behind, to_customer, to_topic};
pub use frame::Frame;
pub use gate::{GateNow, gate_now};
pub use merged::{Bound, Joins, Merged, Part, joins, merged, with_part};
pub use named::{Unsent, named_instead};
pub use strike::struck_through;

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use crate::catalogue::{Abilities, InfoCard, Language, Notice, help};
use crate::id::MessageRef;
use crate::message::{Content, FormattedText, Media, MediaKind};
use crate::operator_command::Place;
use crate::parameter::{HiddenSet, Welcome};
use crate::plan::Signature;
use crate::privacy::Named;
use crate::text::{self, MAX_TEXT};

/// Content that may go out. Its fields are private: only this module makes one.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(from = "stored::Stored", into = "stored::Stored")]
pub struct Payload {
    content: Box<Content>,
    /// What it shows of customers.
    of_customers: OfCustomers,
}

/// What a payload shows of customers, for hiding it when that is asked for before it went out.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
struct OfCustomers {
    /// Their names in Backline's own lines.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    names: Vec<Named>,
    /// What is quoted in those.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    quotes: Vec<String>,
    /// What was hidden when it was made.
    #[serde(default, skip_serializing_if = "HiddenSet::is_empty")]
    hidden: HiddenSet,
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

    /// Backline's own words: a text of the catalogue, cut to what one message may hold.
    #[must_use]
    pub fn notice(notice: &Notice, language: Language) -> Self {
        Self::lines(std::slice::from_ref(notice), language)
    }

    /// Several of them, one a line.
    #[must_use]
    pub fn lines(notices: &[Notice], language: Language) -> Self {
        let lines = notices.iter().map(|notice| notice.render(language));
        let text = lines.reduce(text::prepend_line).unwrap_or_default();
        let names = notices.iter().flat_map(Notice::names).collect();
        Self::words(&text).naming(names)
    }

    /// The setup bot's own words to an administrator, cut to what one message may hold.
    pub(crate) fn setup(text: &FormattedText) -> Self {
        Self::words(text)
    }

    /// A picture of the setup bot's, of which whoever sends it knows the file.
    pub(crate) fn setup_picture(caption: &FormattedText) -> Self {
        let parts = text::split(caption, text::MAX_CAPTION);
        Self::of(Content::Media(Box::new(Media {
            kind: MediaKind::Photo,
            file_id: String::new(),
            file_unique_id: String::new(),
            size: 0,
            mime_type: "image/png".to_owned(),
            file_name: "login.png".to_owned(),
            width: 0,
            height: 0,
            duration: 0,
            title: String::new(),
            performer: String::new(),
            emoji: String::new(),
            caption: parts.into_iter().next().unwrap_or_default(),
            has_spoiler: false,
            caption_above: false,
            seen_in: None,
            is_renamed: false,
        })))
    }

    /// The card of `/info`.
    #[must_use]
    pub fn card(card: &InfoCard, language: Language) -> Self {
        Self::words(&card.render(language)).naming(card.names())
    }

    /// The answer to `/help`; `others`: the commands that webhooks register.
    #[must_use]
    pub fn help(
        place: Place,
        abilities: Abilities,
        others: &BTreeSet<String>,
        language: Language,
    ) -> Self {
        Self::words(&help(place, abilities, others, language))
    }

    /// The same content once more, with a line of Backline's above it.
    #[must_use]
    pub fn under(line: &Notice, language: Language, contents: &[Self]) -> Vec<Self> {
        let mut noted = contents.to_vec();
        let first = contents.first().map(|first| (first, first.content()));
        match first {
            Some((first, Content::Text(text))) => {
                let whole = text::prepend_line(line.render(language), text.clone());
                let parts = text::split(&whole, MAX_TEXT).into_iter();
                let parts = parts.map(|part| Self::text(part).showing(first.of_customers.clone()));
                noted.splice(0..1, parts);
            }
            _ => noted.insert(0, Self::notice(line, language)),
        }
        noted
    }

    /// The WELCOME or AWAY text with the plan's line under it, unless it is off. The default is English for everybody:
    /// LANGUAGE is the language of the backend group.
    #[must_use]
    pub fn greeting(
        text: &Welcome,
        default: &Notice,
        title: &str,
        signature: &Signature,
    ) -> Option<Self> {
        let text = match text {
            Welcome::Off => return None,
            Welcome::Default => default.render(Language::En),
            Welcome::Text(template) => template.fill(title),
        };
        Some(match signature.line(title) {
            None => Self::words(&text),
            Some(line) => Self::signed(&text, line),
        })
    }

    /// A text with a line under it. The line is there whatever the text is: one that leaves no room
    /// for it is cut.
    fn signed(text: &FormattedText, line: FormattedText) -> Self {
        let gap = FormattedText::plain("\n\n");
        let room = MAX_TEXT - (line.utf16_len() + gap.utf16_len()).min(MAX_TEXT);
        let parts = text::split(text, room);
        let text = parts.into_iter().next().unwrap_or_default();
        Self::text(text::concat([text, gap, line]))
    }

    /// Any text, for tests.
    #[cfg(test)]
    pub(crate) fn any(text: FormattedText) -> Self {
        Self::text(text)
    }

    fn words(text: &FormattedText) -> Self {
        let parts = text::split(text, MAX_TEXT);
        Self::text(parts.into_iter().next().unwrap_or_default())
    }

    fn text(text: FormattedText) -> Self {
        Self::of(Content::Text(text))
    }

    fn of(content: Content) -> Self {
        Self {
            content: Box::new(content),
            of_customers: OfCustomers::default(),
        }
    }

    fn naming(mut self, names: Vec<Named>) -> Self {
        self.of_customers.names.extend(names);
        self
    }

    fn showing(mut self, of_customers: OfCustomers) -> Self {
        self.of_customers = of_customers;
        self
    }
}

// === impl Step ===

impl Step {
    fn contents_mut(&mut self) -> &mut [Payload] {
        match self {
            Self::Send(payload) => std::slice::from_mut(payload),
            Self::Copy { fallback, .. } => fallback,
        }
    }

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
            unfolded(&contact.vcard),
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
    let hidden = hidden.flat_map(|hidden| [hidden.clone(), text::decoded_hex(hidden, b'%')]);
    std::iter::once(text.text.clone()).chain(hidden)
}

/// A vCard's lines as programs read them: long ones put together again, quoted-printable ones decoded
/// (RFC 2426, vCard 2.1).
fn unfolded(vcard: &str) -> String {
    let lines = vcard.replace("\r\n", "\n");
    let whole = ["=\n", "\n ", "\n\t"];
    let whole = whole
        .into_iter()
        .fold(lines, |text, fold| text.replace(fold, ""));
    text::decoded_hex(&whole, b'=')
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

#[cfg(test)]
mod tests;
