//! What stands around a message on the other side: who speaks, where it is from, what
//! it answers, what its buttons say.

use super::OfCustomers;
use crate::catalogue::{Language, Notice};
use crate::message::{Button, ButtonAction, FormattedText, ForwardOrigin, Message};
use crate::parameter::HiddenSet;
use crate::privacy::{Masked, Shown};
use crate::text::{self, MAX_CAPTION};

/// The lines around a message.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Frame {
    /// Above it, in order.
    pub above: Vec<Notice>,
    /// Below it, in order.
    pub below: Vec<Notice>,
    /// Longest caption that whoever sends it may write; `None`: what everybody may.
    pub longest_caption: Option<usize>,
}

// === impl Frame ===

impl Frame {
    /// The lines that a customer's message brings along itself: its origin, what it answers where the
    /// counterpart is unknown, its buttons.
    #[must_use]
    pub fn of(message: &Masked, quotes: bool) -> Self {
        let origin = message.origin().map(origin_line);
        let quoted = message.quote().filter(|_| quotes);
        let quoted = quoted.map(|text| Notice::QuotedReply { text });
        Self {
            above: origin.into_iter().chain(quoted).collect(),
            below: message.buttons().map(button_line).collect(),
            longest_caption: None,
        }
    }

    /// Those of an operator's message: its origin, as far as that names nobody of the team, and its
    /// buttons.
    #[must_use]
    pub fn to_customer(message: &Message, origin: Option<&ForwardOrigin>) -> Self {
        let own = |text: &str| Shown::own(text);
        let button = |button: &Button| {
            let link = match &button.action {
                ButtonAction::Url(link) => Some(own(link)),
                ButtonAction::Callback(_) | ButtonAction::Other(_) => None,
            };
            button_line((own(&button.text), link))
        };
        Self {
            above: origin
                .map(|origin| origin_line(own(&origin.name())))
                .into_iter()
                .collect(),
            below: message.buttons.iter().flatten().map(button).collect(),
            longest_caption: None,
        }
    }

    /// From somebody who may write captions of that length.
    #[must_use]
    pub const fn of_captions_up_to(mut self, longest: usize) -> Self {
        self.longest_caption = Some(longest);
        self
    }

    /// Longest caption in UTF-16 code units.
    pub(super) fn longest_caption(&self) -> usize {
        self.longest_caption.unwrap_or(MAX_CAPTION)
    }

    /// Whether what the message answers is shown as a quotation.
    #[must_use]
    pub fn quotes(&self) -> bool {
        let is_quote = |notice: &Notice| matches!(notice, Notice::QuotedReply { .. });
        self.above.iter().any(is_quote)
    }

    /// With this line above all others.
    #[must_use]
    pub fn under(mut self, line: Option<Notice>) -> Self {
        self.above.splice(0..0, line);
        self
    }

    /// What the lines show of customers, made while this was hidden.
    pub(super) fn of_customers(&self, hidden: &HiddenSet) -> OfCustomers {
        let lines = || self.above.iter().chain(&self.below);
        let quotes = lines().filter_map(|line| {
            let Notice::QuotedReply { text } = line else {
                return None;
            };
            Some(text.words().to_owned())
        });
        OfCustomers {
            names: lines().flat_map(Notice::names).collect(),
            quotes: quotes.collect(),
            hidden: hidden.clone(),
        }
    }

    /// The lines above, as text.
    #[must_use]
    pub(super) fn above(&self, language: Language) -> Option<FormattedText> {
        lines(&self.above, language)
    }

    /// The lines below, as text.
    #[must_use]
    pub(super) fn below(&self, language: Language) -> Option<FormattedText> {
        lines(&self.below, language)
    }
}

fn lines(notices: &[Notice], language: Language) -> Option<FormattedText> {
    let mut lines = notices.iter().map(|notice| notice.render(language));
    let first = lines.next()?;
    Some(lines.fold(first, text::prepend_line))
}

fn origin_line(name: Shown) -> Notice {
    if name.as_str().is_empty() {
        Notice::ForwardedFromUnknown {}
    } else {
        Notice::ForwardedFrom { name }
    }
}

fn button_line((label, link): (Shown, Option<Shown>)) -> Notice {
    match link {
        Some(link) => Notice::ButtonLine { label, link },
        None => Notice::ButtonLineBare { label },
    }
}
