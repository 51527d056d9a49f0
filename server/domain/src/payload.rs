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

use serde::{Deserialize, Serialize};

use crate::catalogue::{ContentKind, Language, Notice};
use crate::delivery::{Action, Delivery, Purpose};
use crate::message::{Content, FormattedText, MediaKind, Message};
use crate::parameter::{Parameters, Welcome};
use crate::text::{self, MAX_CAPTION, MAX_TEXT};

/// Content that may go out. Its field is private: only this module makes one.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Payload {
    content: Content,
}

/// One step of bringing a message to the other side.
#[derive(Debug, Clone, PartialEq)]
pub enum Outgoing {
    /// Send this.
    Send(Payload),
    /// Copy the original; send `fallback` when it is gone by then.
    Copy {
        /// In place of the original's caption.
        caption: Option<FormattedText>,
        /// Made from the stored update.
        fallback: Payload,
        /// What the fallback alone cannot hold: a caption that is too long for a bot.
        behind: Vec<Payload>,
    },
}

/// Why an operator's message does not go out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Refusal {
    /// It holds a word of `RESTRICTED_KEYWORDS_BACKEND`.
    Word(String),
    /// Telegram neither copies nor sends such a message.
    Kind(String),
}

// === impl Payload ===

impl Payload {
    /// What is to be sent.
    #[must_use]
    pub const fn content(&self) -> &Content {
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
            content: Content::Text(text),
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
            content: Content::Text(text),
        }
    }
}

/// An operator's message on its way to the customer.
///
/// # Errors
/// The gate's refusal, or that such a message cannot travel. Nothing of it may
/// go out then.
pub fn to_customer(message: &Message, parameters: &Parameters) -> Result<Vec<Outgoing>, Refusal> {
    let words = &parameters.restricted_keywords_backend;
    for text in gated_texts(&message.content) {
        if let Some(word) = words.find(&text) {
            return Err(Refusal::Word(word.to_owned()));
        }
    }
    if message.is_protected && !matches!(message.content, Content::Text(_)) {
        return Err(Refusal::Kind(kind_name(&message.content)));
    }
    match &message.content {
        Content::Service(_) => Err(Refusal::Kind(kind_name(&message.content))),
        Content::Unsupported(unsupported) if unsupported.copyable && words.is_empty() => {
            // Nothing is known of its insides, so nothing can be made anew.
            let fallback = Payload::text(unsupported.text.clone());
            Ok(vec![Outgoing::Copy {
                caption: None,
                fallback,
                behind: Vec::new(),
            }])
        }
        Content::Unsupported(_) => Err(Refusal::Kind(kind_name(&message.content))),
        content @ (Content::Text(_)
        | Content::Media(_)
        | Content::Location(_)
        | Content::Venue(_)
        | Content::Contact(_)
        | Content::Dice(_)
        | Content::Poll(_)) => Ok(carry(content, message.is_protected, words.is_empty(), None)),
    }
}

/// A customer's message on its way into the topic. `speaker` is the line that
/// says who speaks, where one is due. Never empty: what cannot travel becomes a
/// line that names it.
#[must_use]
pub fn to_topic(
    message: &Message,
    parameters: &Parameters,
    speaker: Option<&Notice>,
) -> Vec<Outgoing> {
    let language = parameters.language;
    let may_copy =
        parameters.hide_info.is_empty() && parameters.restricted_keywords_frontend.is_empty();
    let line = speaker.map(|notice| notice.render(language));
    let with_line = |text: FormattedText| match &line {
        Some(line) => text::prepend_line(line.clone(), text),
        None => text,
    };
    let named = |notice: Notice| {
        vec![Outgoing::Send(Payload::notice(with_line(
            notice.render(language),
        )))]
    };
    let is_text = matches!(message.content, Content::Text(_) | Content::Service(_));
    if message.is_protected && !is_text {
        let content = &message.content;
        let mut out = named(Notice::ProtectedAttachment {
            kind: kind(content),
        });
        let words = content.text().filter(|text| !text.is_empty());
        out.extend(words.map(|text| Outgoing::Send(Payload::text(text.clone()))));
        return out;
    }
    match &message.content {
        Content::Service(service) => named(Notice::ServiceOther {
            kind: ContentKind(service.raw_kind.clone()),
        }),
        Content::Text(text) if line.is_some() => text::split(&with_line(text.clone()), MAX_TEXT)
            .into_iter()
            .map(|part| Outgoing::Send(Payload::text(part)))
            .collect(),
        content @ Content::Text(_) => carry(content, message.is_protected, may_copy, None),
        Content::Unsupported(unsupported) if unsupported.copyable && may_copy => {
            let notice = Notice::Unsupported {
                kind: kind(&message.content),
            };
            let fallback = Payload::notice(notice.render(language));
            let line = line.map(|line| Outgoing::Send(Payload::notice(line)));
            line.into_iter()
                .chain([Outgoing::Copy {
                    caption: None,
                    fallback,
                    behind: Vec::new(),
                }])
                .collect()
        }
        Content::Unsupported(unsupported) => {
            let mut text = Notice::Unsupported {
                kind: kind(&message.content),
            }
            .render(language);
            if !unsupported.text.is_empty() {
                text = text::prepend_line(text, unsupported.text.clone());
            }
            text::split(&with_line(text), MAX_TEXT)
                .into_iter()
                .map(|part| Outgoing::Send(Payload::text(part)))
                .collect()
        }
        content @ (Content::Media(_)
        | Content::Location(_)
        | Content::Venue(_)
        | Content::Contact(_)
        | Content::Dice(_)
        | Content::Poll(_)) => match line {
            None => carry(content, false, may_copy, None),
            Some(line) => match caption_with(&line, content) {
                Some(caption) => carry(content, false, may_copy, Some(caption)),
                None => std::iter::once(Outgoing::Send(Payload::notice(line)))
                    .chain(carry(content, false, may_copy, None))
                    .collect(),
            },
        },
    }
}

/// What the gates say when a delivery is handed out. They may have been set since it
/// was decided, and what waits, or lay among the dead letters, has to pass them too.
#[derive(Debug, Clone, PartialEq)]
pub enum GateNow {
    /// It goes as it is.
    Passes,
    /// Nothing may be copied any more: the checked content goes in its place.
    Instead(Action),
    /// It does not go.
    Shut(Notice),
}

/// Looks at a delivery once more, with the parameters of now.
#[must_use]
pub fn gate_now(delivery: &Delivery, parameters: &Parameters) -> GateNow {
    let words = match delivery.purpose {
        Purpose::ToCustomer { .. } => &parameters.restricted_keywords_backend,
        Purpose::ToTopic { .. } => &parameters.restricted_keywords_frontend,
        _ => return GateNow::Passes,
    };
    let to_topic = matches!(delivery.purpose, Purpose::ToTopic { .. });
    let may_copy = words.is_empty() && (!to_topic || parameters.hide_info.is_empty());
    if may_copy {
        return GateNow::Passes;
    }
    let mut contents: Vec<&Payload> = Vec::new();
    let instead = match &delivery.action {
        Action::Send { payload, .. } => {
            contents.push(payload);
            None
        }
        Action::SendParts { parts, .. } => {
            contents.extend(parts);
            None
        }
        Action::Copy {
            to,
            reply,
            fallback,
            behind,
            ..
        } => {
            contents.push(fallback);
            contents.extend(behind);
            Some(Action::SendParts {
                to: to.clone(),
                parts: contents.iter().map(|part| (*part).clone()).collect(),
                sent: 0,
                reply: reply.clone(),
            })
        }
        _ => None,
    };
    // What customers wrote was taken in: only copying it is not right any more.
    if !to_topic {
        let texts = contents.iter().flat_map(|part| gated_texts(&part.content));
        for text in texts {
            if let Some(word) = words.find(&text) {
                let word = word.to_owned();
                return GateNow::Shut(Notice::NotSentWord { word });
            }
        }
    }
    let is_empty = contents.iter().all(|part| is_empty_text(&part.content));
    match instead {
        Some(_) if is_empty => GateNow::Shut(Notice::NotSentKind {
            kind: ContentKind("unsupported".to_owned()),
        }),
        Some(action) => GateNow::Instead(action),
        None => GateNow::Passes,
    }
}

fn is_empty_text(content: &Content) -> bool {
    matches!(content, Content::Text(text) if text.is_empty())
}

/// Every text of a message that a word gate looks at: what people read.
pub(crate) fn gated_texts(content: &Content) -> Vec<String> {
    match content {
        Content::Text(text) => vec![text.text.clone()],
        Content::Media(media) => vec![
            media.caption.text.clone(),
            media.file_name.clone(),
            media.title.clone(),
            media.performer.clone(),
        ],
        Content::Venue(venue) => vec![venue.title.clone(), venue.address.clone()],
        Content::Contact(contact) => vec![
            format!("{} {}", contact.first_name, contact.last_name),
            contact.phone_number.clone(),
            contact.vcard.clone(),
        ],
        Content::Poll(poll) => [&poll.question, &poll.description, &poll.explanation]
            .into_iter()
            .chain(&poll.options)
            .map(|text| text.text.clone())
            .collect(),
        Content::Unsupported(unsupported) => vec![unsupported.text.text.clone()],
        Content::Location(_) | Content::Dice(_) | Content::Service(_) => Vec::new(),
    }
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

fn kind(content: &Content) -> ContentKind {
    ContentKind(kind_name(content))
}

fn carry(
    content: &Content,
    is_protected: bool,
    may_copy: bool,
    caption: Option<FormattedText>,
) -> Vec<Outgoing> {
    let mut sent = content.clone();
    let mut behind = Vec::new();
    if let Content::Media(media) = &mut sent {
        if let Some(caption) = &caption {
            media.caption = caption.clone();
        } else if media.caption.utf16_len() > MAX_CAPTION {
            // A Premium sender's: only a plain copy keeps it where it is.
            behind = text::split(&std::mem::take(&mut media.caption), MAX_TEXT);
        }
    }
    let fallback = Payload { content: sent };
    let behind: Vec<Payload> = behind.into_iter().map(Payload::text).collect();
    if is_protected || !may_copy {
        std::iter::once(fallback)
            .chain(behind)
            .map(Outgoing::Send)
            .collect()
    } else {
        vec![Outgoing::Copy {
            caption,
            fallback,
            behind,
        }]
    }
}

/// The caption with the speaker's line before it, where this kind has a caption
/// and the line fits.
fn caption_with(line: &FormattedText, content: &Content) -> Option<FormattedText> {
    let Content::Media(media) = content else {
        return None;
    };
    if matches!(media.kind, MediaKind::Sticker | MediaKind::VideoNote) {
        return None;
    }
    let whole = text::prepend_line(line.clone(), media.caption.clone());
    (whole.utf16_len() <= MAX_CAPTION).then_some(whole)
}
