//! Several waiting texts as one message, each under the time at which it was written.

use serde::{Deserialize, Serialize};

use super::{Carriage, Frame, OfCustomers, Payload, Step};
use crate::catalogue::Language;
use crate::id::MessageRef;
use crate::message::{Content, Entity, FormattedText, Message};
use crate::text::{self, MAX_TEXT};
use crate::time::Timestamp;

/// Most entities in one message: Telegram drops those above, and says nothing.
const MAX_ENTITIES: usize = 100;

/// Between two of them.
const GAP: &str = "\n\n";

/// What a text needs to be merged with others.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Joins {
    /// When it was written.
    pub written_at: Timestamp,
    /// How many UTF-16 code units of lines of ours stand before its own words.
    pub words_at: usize,
}

/// One of the texts of a merged message.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Part {
    /// The original.
    pub source: MessageRef,
    /// How it goes by itself. Its one content is a text.
    pub step: Step,
    /// What it needs to be merged.
    pub joins: Joins,
}

/// Where a part's own words are in the whole.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Bound {
    /// First UTF-16 code unit.
    pub begins: usize,
    /// Number of UTF-16 code units.
    pub length: usize,
}

/// A merged message.
#[derive(Debug, Clone, PartialEq)]
pub struct Merged {
    /// The whole.
    pub payload: Payload,
    /// Where its parts are, in their order.
    pub bounds: Vec<Bound>,
}

// === impl Part ===

impl Part {
    /// What it shows.
    #[must_use]
    pub fn payload(&self) -> Option<&Payload> {
        self.step.contents().first()
    }

    fn text(&self) -> Option<&FormattedText> {
        shown(self.payload()?)
    }
}

/// Whether a customer's message may be merged with others: a text that is one message
/// by itself. One with custom emoji goes alone, since only a copy keeps them.
#[must_use]
pub fn joins(
    message: &Message,
    frame: &Frame,
    language: Language,
    carriage: &Carriage,
) -> Option<Joins> {
    let Content::Text(own) = &message.content else {
        return None;
    };
    let is_one = carriage.steps.len() == 1
        && carriage.steps.first()?.contents().len() == 1
        && own.entities.iter().all(|one| one.kind != "custom_emoji");
    let above = frame.above(language).map(|line| line.utf16_len() + 1);
    is_one.then_some(Joins {
        written_at: message.sent_at,
        words_at: above.unwrap_or(0),
    })
}

/// The texts as one, in order. `None` where they do not fit into one message.
///
/// Times are shown where and how the reader's app shows times, in the reader's own zone; `with_dates`
/// adds the day. Apps that do not know such an entity show it in UTC.
#[must_use]
pub fn merged(parts: &[Part], with_dates: bool) -> Option<Merged> {
    let mut whole = Vec::with_capacity(parts.len() * 4);
    let mut bounds = Vec::with_capacity(parts.len());
    let mut units = 0;
    for part in parts {
        let body = part.text()?;
        let time = time_line(part.joins.written_at, with_dates);
        if !whole.is_empty() {
            whole.push(FormattedText::plain(GAP));
            units += GAP.len();
        }
        units += time.utf16_len() + 1;
        let (length, words_at) = (body.utf16_len(), part.joins.words_at);
        bounds.push(Bound {
            begins: units + words_at.min(length),
            length: length.saturating_sub(words_at),
        });
        units += length;
        whole.extend([time, FormattedText::plain("\n"), body.clone()]);
    }
    let text = text::concat(whole);
    let fits = units <= MAX_TEXT && text.entities.len() <= MAX_ENTITIES;
    fits.then(|| Merged {
        payload: Payload::text(text).showing(of_customers(parts)),
        bounds,
    })
}

/// All that the parts show; hidden in the whole is what was hidden in each.
fn of_customers(parts: &[Part]) -> OfCustomers {
    let each = || {
        parts
            .iter()
            .filter_map(Part::payload)
            .map(|part| &part.of_customers)
    };
    let hidden = each().map(|one| one.hidden.clone());
    OfCustomers {
        names: each().flat_map(|one| one.names.iter().cloned()).collect(),
        quotes: each().flat_map(|one| one.quotes.iter().cloned()).collect(),
        hidden: hidden
            .reduce(|one, other| &one & &other)
            .unwrap_or_default(),
    }
}

/// The parts with this one as it is now; `None` where it is none of them or no text.
#[must_use]
pub fn with_part(parts: &[Part], source: &MessageRef, now: &Payload) -> Option<Vec<Part>> {
    shown(now)?;
    let mut parts = parts.to_vec();
    let part = parts.iter_mut().find(|part| part.source == *source)?;
    part.step = Step::Send(now.clone());
    Some(parts)
}

fn shown(payload: &Payload) -> Option<&FormattedText> {
    if let Content::Text(text) = payload.content() {
        Some(text)
    } else {
        None
    }
}

fn time_line(at: Timestamp, with_date: bool) -> FormattedText {
    let (written, format) = if with_date {
        ("%Y-%m-%d %H:%M UTC", "dt")
    } else {
        ("%H:%M UTC", "t")
    };
    let text = at.utc(written);
    let extra = serde_json::json!({
        "unix_time": at.seconds(),
        "date_time_format": format,
    });
    let entity = Entity {
        kind: "date_time".to_owned(),
        offset: 0,
        length: text::utf16_len(&text),
        extra_json: extra.to_string(),
        ..Entity::default()
    };
    FormattedText {
        text,
        entities: vec![entity],
    }
}
