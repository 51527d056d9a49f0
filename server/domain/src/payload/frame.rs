//! What stands around a message on the other side: who speaks, where it is from, what
//! it answers, what its buttons say.

use crate::catalogue::{Language, Notice, Quoted};
use crate::message::{ButtonAction, FormattedText, ForwardOrigin, Message, Reply};
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
    /// The lines that a message brings along itself: its origin, as far as that may be shown
    /// there, what it answers where the counterpart is unknown, its buttons.
    #[must_use]
    pub fn of(message: &Message, origin: Option<&ForwardOrigin>, quotes: bool) -> Self {
        let quoted = message.reply.as_ref().filter(|_| quotes).and_then(quote);
        Self {
            above: origin.map(origin_line).into_iter().chain(quoted).collect(),
            below: message.buttons.iter().flatten().map(button_line).collect(),
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

fn origin_line(origin: &ForwardOrigin) -> Notice {
    let name = origin
        .user
        .as_ref()
        .map(crate::message::User::full_name)
        .or_else(|| origin.chat.as_ref().map(crate::message::Chat::display_name))
        .unwrap_or_else(|| origin.sender_name.clone());
    if name.is_empty() {
        Notice::ForwardedFromUnknown {}
    } else {
        Notice::ForwardedFrom { name }
    }
}

/// What a message answers that was never carried: the part that it quotes, or as much of
/// it as came along.
fn quote(reply: &Reply) -> Option<Notice> {
    /// A line to know it by, not the message once more.
    const LONGEST: usize = 200;
    let text = reply.quote.as_ref().or(reply.answered_text.as_ref())?;
    let short = text::split(text, LONGEST).into_iter().next()?;
    let text = text::trim(&short);
    (!text.is_empty()).then_some(Notice::QuotedReply { text: Quoted(text) })
}

fn button_line(button: &crate::message::Button) -> Notice {
    let label = button.text.clone();
    match &button.action {
        ButtonAction::Url(link) => Notice::ButtonLine {
            label,
            link: link.clone(),
        },
        ButtonAction::Callback(_) | ButtonAction::Other(_) => Notice::ButtonLineBare { label },
    }
}
