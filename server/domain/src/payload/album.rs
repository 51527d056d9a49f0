//! Albums: several media that Telegram shows as one.

use serde::{Deserialize, Serialize};

use super::{Carriage, Frame, OfCustomers, Payload, Step};
use crate::catalogue::Language;
use crate::id::{MessageRef, SubChat};
use crate::message::{Content, Media, Message};
use crate::text;

/// One of an album's media.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Item {
    /// The original.
    pub source: MessageRef,
    /// Its checked content: media, or what only Telegram can copy.
    pub payload: Payload,
    /// Whether it has lines of ours in its caption, so that a plain copy would not do.
    pub is_framed: bool,
    /// By itself, when the album cannot go as one.
    pub alone: Vec<Step>,
    /// Which of these steps carries it.
    pub main: u32,
    /// How many of them are done.
    pub done: u32,
}

// === impl Item ===

impl Item {
    /// The media.
    #[must_use]
    pub fn media(&self) -> Option<&Media> {
        if let Content::Media(media) = self.payload.content() {
            Some(media)
        } else {
            None
        }
    }
}

/// A message of an album as one of its media, where it can be one: its caption has to
/// fit with the lines around it. `alone` is how it goes by itself.
#[must_use]
pub fn album_item(
    message: &Message,
    frame: &Frame,
    language: Language,
    alone: &Carriage,
) -> Option<Item> {
    let line = frame.above(language);
    let is_framed = line.is_some();
    let content = match &message.content {
        Content::Media(media) => {
            let mut media = media.clone();
            if let Some(line) = line {
                media.caption = text::prepend_line(line, media.caption);
            }
            let fits = !is_framed || media.caption.utf16_len() <= frame.longest_caption();
            // What goes as a line that names it is no part of an album, nor what may have to:
            // it would take the others with it.
            let mut parts = alone.steps.iter().flat_map(Step::contents);
            let is_media = parts.any(|part| matches!(part.content(), Content::Media(_)));
            let goes_along = fits && is_media && !message.is_protected && !media.is_renamed;
            goes_along.then_some(Content::Media(media))?
        }
        // A live photo: a part of its album where that is copied.
        Content::Unsupported(_) if matches!(alone.steps.as_slice(), [Step::Copy { .. }]) => {
            message.content.clone()
        }
        Content::Unsupported(_)
        | Content::Text(_)
        | Content::Location(_)
        | Content::Venue(_)
        | Content::Contact(_)
        | Content::Dice(_)
        | Content::Poll(_)
        | Content::Service(_) => return None,
    };
    Some(Item {
        source: message.reference(),
        payload: Payload::of(content).showing(of_customers(alone)),
        is_framed,
        alone: alone.steps.clone(),
        main: u32::try_from(alone.main).unwrap_or(0),
        done: 0,
    })
}

/// The same that it shows by itself.
fn of_customers(alone: &Carriage) -> OfCustomers {
    let first = alone.steps.iter().flat_map(Step::contents).next();
    first
        .map(|first| first.of_customers.clone())
        .unwrap_or_default()
}

/// Whether Telegram takes them as one album: what is no media can only be copied along,
/// and no copy is an answer.
#[must_use]
pub fn goes_as_one(items: &[Item], is_answer: bool) -> bool {
    let is_media = items.iter().all(|item| item.media().is_some());
    is_media || (!is_answer && may_copy_album(items))
}

/// Whether an album may be copied as it is, which keeps custom emoji and captions over
/// 1,024.
#[must_use]
pub fn may_copy_album(items: &[Item]) -> bool {
    let may = |item: &Item| {
        let is_business = matches!(item.source.chat.sub, SubChat::Business(_));
        let is_copy = item
            .alone
            .iter()
            .any(|step| matches!(step, Step::Copy { .. }));
        !item.is_framed && !is_business && is_copy
    };
    items.iter().all(may)
}
