//! How a message is brought to the other side: copied where nothing has to be looked
//! at, sent from its checked content otherwise, named where it cannot travel.

use super::strike::takes_caption;
use super::{Frame, OfCustomers, Payload, Step, gated_texts, kind_name};
use crate::catalogue::{ContentKind, FileSize, Language, Notice};
use crate::id::SubChat;
use crate::message::{Content, FormattedText, Media, Message};
use crate::parameter::{HiddenSet, Parameters};
use crate::privacy::{Mask, Masked, is_on};
use crate::text::{self, MAX_CAPTION, MAX_TEXT};

/// How a message is brought over. Never empty.
#[derive(Debug, Clone, PartialEq)]
pub struct Carriage {
    /// One behind the other.
    pub steps: Vec<Step>,
    /// Which of them carries the message itself: answers to the message go there.
    pub main: usize,
}

/// Why an operator's message does not go out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Refusal {
    /// It holds a word of `RESTRICTED_KEYWORDS_BACKEND`.
    Word(String),
    /// Telegram neither copies nor sends such a message.
    Kind(String),
}

/// An operator's message on its way to the customer, whose app has this language.
///
/// # Errors
/// The gate's refusal, or that such a message cannot travel. Nothing of it may
/// go out then.
pub fn to_customer(
    message: &Message,
    parameters: &Parameters,
    frame: &Frame,
    language: Language,
    is_business: bool,
) -> Result<Carriage, Refusal> {
    let words = &parameters.restricted_keywords_backend;
    let lines = frame.above.iter().chain(&frame.below);
    let lines = lines.map(|line| line.render(language).text);
    for text in gated_texts(&message.content).into_iter().chain(lines) {
        if let Some(word) = words.find(&text) {
            return Err(Refusal::Word(word.to_owned()));
        }
    }
    let refused = || Err(Refusal::Kind(kind_name(&message.content)));
    if message.is_protected && !matches!(message.content, Content::Text(_)) {
        return refused();
    }
    // Telegram copies into no chat that a Business account's bot only serves. And a copy
    // takes along what its original answers elsewhere, a part of it included: another
    // customer's words.
    let may_copy =
        words.is_empty() && !is_business && !message.is_protected && !message.answers_elsewhere();
    match &message.content {
        Content::Service(_) => refused(),
        Content::Unsupported(unsupported) if unsupported.copyable && may_copy => {
            // Nothing is known of its insides, so nothing can be made anew.
            let fallback = Payload::text(unsupported.text.clone());
            Ok(around(copy(message, vec![fallback]), frame, language))
        }
        Content::Unsupported(_) => refused(),
        Content::Text(_)
        | Content::Media(_)
        | Content::Location(_)
        | Content::Venue(_)
        | Content::Contact(_)
        | Content::Dice(_)
        | Content::Poll(_) => Ok(carry(message, may_copy, frame, language)),
    }
    .map(|carriage| carriage.showing(&frame.of_customers(&HiddenSet::new())))
}

/// A customer's message on its way into the topic. What cannot travel becomes a
/// line that names it.
#[must_use]
pub fn to_topic(masked: &Masked, parameters: &Parameters, frame: &Frame) -> Carriage {
    carried(masked, parameters, frame).showing(&frame.of_customers(&parameters.hide_info))
}

fn carried(masked: &Masked, parameters: &Parameters, frame: &Frame) -> Carriage {
    let message = masked.message();
    let language = parameters.language;
    let is_business = matches!(message.chat.address.sub, SubChat::Business(_));
    let may_copy = (parameters.hide_info.is_empty() || !is_on(Mask::Copy))
        && parameters.restricted_keywords_frontend.is_empty()
        && !is_business
        && !message.is_protected;
    let is_text = matches!(message.content, Content::Text(_) | Content::Service(_));
    if message.is_protected && !is_text {
        let kind = ContentKind(kind_name(&message.content));
        let named = Notice::ProtectedAttachment { kind }.render(language);
        let words = message.content.text().filter(|text| !text.is_empty());
        let whole = match words {
            Some(words) => text::prepend_line(named, words.clone()),
            None => named,
        };
        return as_text(whole, frame, language);
    }
    if let (Content::Media(media), true) = (&message.content, masked.is_withheld()) {
        let line = hidden_file(media).render(language);
        return as_text(
            text::prepend_line(line, media.caption.clone()),
            frame,
            language,
        );
    }
    match &message.content {
        Content::Service(service) => {
            let kind = ContentKind(service.raw_kind.clone());
            as_text(
                Notice::ServiceOther { kind }.render(language),
                frame,
                language,
            )
        }
        Content::Unsupported(unsupported) => {
            let kind = ContentKind(unsupported.raw_kind.clone());
            let mut named = Notice::Unsupported { kind }.render(language);
            if !unsupported.text.is_empty() {
                named = text::prepend_line(named, unsupported.text.clone());
            }
            if unsupported.copyable && may_copy {
                let fallback = text::split(&named, MAX_TEXT);
                let fallback = fallback.into_iter().map(Payload::text).collect();
                around(copy(message, fallback), frame, language)
            } else {
                as_text(named, frame, language)
            }
        }
        Content::Text(_)
        | Content::Media(_)
        | Content::Location(_)
        | Content::Venue(_)
        | Content::Contact(_)
        | Content::Dice(_)
        | Content::Poll(_) => carry(message, may_copy, frame, language),
    }
}

/// A file that carries what is hidden, and cannot go under another name.
pub(super) fn hidden_file(media: &Media) -> Notice {
    Notice::HiddenFile {
        kind: ContentKind::from(media.kind),
        size: FileSize(u64::try_from(media.size).unwrap_or(0)),
    }
}

/// What a bot can make anew.
fn carry(message: &Message, may_copy: bool, frame: &Frame, language: Language) -> Carriage {
    let has_lines = !frame.above.is_empty() || !frame.below.is_empty();
    match &message.content {
        Content::Text(text) if has_lines || !may_copy => as_text(text.clone(), frame, language),
        Content::Media(media) => {
            let caption = framed(&media.caption, frame, language);
            let takes_caption = takes_caption(media.kind);
            if has_lines && takes_caption && caption.utf16_len() <= frame.longest_caption() {
                let mut sent = media.clone();
                sent.caption = caption.clone();
                let fallback = vec![Payload::of(Content::Media(sent))];
                let step = if may_copy {
                    Step::Copy {
                        from: message.reference(),
                        caption: Some(caption),
                        caption_above: media.caption_above,
                        fallback,
                        is_whole: true,
                    }
                } else {
                    return sends(fallback);
                };
                return one(step);
            }
            let fallback = anew(&message.content, frame.longest_caption());
            let inner = if may_copy {
                one(copy(message, fallback))
            } else {
                sends(fallback)
            };
            surround(inner, frame, language)
        }
        // A copy of a live location stands still: one of our own is moved along.
        Content::Location(location) if location.live_period > 0 => surround(
            sends(anew(&message.content, frame.longest_caption())),
            frame,
            language,
        ),
        content @ (Content::Text(_)
        | Content::Location(_)
        | Content::Venue(_)
        | Content::Contact(_)
        | Content::Dice(_)
        | Content::Poll(_)
        | Content::Service(_)
        | Content::Unsupported(_)) => {
            let anew = anew(content, frame.longest_caption());
            if may_copy {
                around(copy(message, anew), frame, language)
            } else {
                surround(sends(anew), frame, language)
            }
        }
    }
}

/// The content as it is sent by somebody who may write captions of that length: one that
/// only others may write follows as text.
pub(super) fn anew(content: &Content, longest_caption: usize) -> Vec<Payload> {
    let mut sent = content.clone();
    let mut behind = Vec::new();
    if let Content::Media(media) = &mut sent
        && media.caption.utf16_len() > longest_caption
    {
        behind = text::split(&std::mem::take(&mut media.caption), MAX_TEXT);
    }
    std::iter::once(Payload::of(sent))
        .chain(behind.into_iter().map(Payload::text))
        .collect()
}

/// The same with its caption as a text behind it, where it is longer than everybody may
/// write: whoever sends it has no Premium any more.
#[must_use]
pub fn caption_behind(payload: &Payload) -> Option<Vec<Payload>> {
    let parts = anew(payload.content(), MAX_CAPTION);
    (parts.len() > 1).then_some(parts)
}

fn copy(message: &Message, fallback: Vec<Payload>) -> Step {
    Step::Copy {
        from: message.reference(),
        caption: None,
        caption_above: false,
        fallback,
        // Of what is not known all that can be sent is its name.
        is_whole: !matches!(message.content, Content::Unsupported(_)),
    }
}

fn one(step: Step) -> Carriage {
    Carriage {
        steps: vec![step],
        main: 0,
    }
}

fn sends(payloads: Vec<Payload>) -> Carriage {
    Carriage {
        steps: payloads.into_iter().map(Step::Send).collect(),
        main: 0,
    }
}

fn framed(text: &FormattedText, frame: &Frame, language: Language) -> FormattedText {
    let mut whole = match frame.above(language) {
        Some(line) => text::prepend_line(line, text.clone()),
        None => text.clone(),
    };
    if let Some(below) = frame.below(language) {
        whole = if whole.is_empty() {
            below
        } else {
            text::prepend_line(whole, below)
        };
    }
    whole
}

/// Text with its lines, in as many messages as it needs. The last one carries it: the
/// first may be a speaker's line alone.
fn as_text(text: FormattedText, frame: &Frame, language: Language) -> Carriage {
    let parts = text::split(&framed(&text, frame, language), MAX_TEXT);
    sends(parts.into_iter().map(Payload::text).collect())
}

fn around(step: Step, frame: &Frame, language: Language) -> Carriage {
    surround(one(step), frame, language)
}

/// Lines of their own before and behind what takes none.
fn surround(inner: Carriage, frame: &Frame, language: Language) -> Carriage {
    let line = |line: Option<FormattedText>| {
        let words = line.map(|line| Payload::words(&line));
        words.map(Step::Send)
    };
    let above = line(frame.above(language));
    let main = inner.main + usize::from(above.is_some());
    Carriage {
        steps: above
            .into_iter()
            .chain(inner.steps)
            .chain(line(frame.below(language)))
            .collect(),
        main,
    }
}

// === impl Carriage ===

impl Carriage {
    /// With what it shows of customers.
    fn showing(mut self, of_customers: &OfCustomers) -> Self {
        for payload in self.steps.iter_mut().flat_map(Step::contents_mut) {
            payload.of_customers.clone_from(of_customers);
        }
        self
    }
}
