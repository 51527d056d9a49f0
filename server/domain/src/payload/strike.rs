//! What was posted for a message that its author deleted: the same, struck through.

use super::Payload;
use crate::catalogue::{Language, Notice};
use crate::message::{Content, Entity, FormattedText, MediaKind};
use crate::text::{self, MAX_CAPTION};

/// The parts of what was posted, struck through; media say so in their captions, under
/// `label`. `None` where a part has no words to strike and no caption to say it in.
#[must_use]
pub fn struck_through(
    parts: &[Payload],
    label: &Notice,
    language: Language,
) -> Option<Vec<Payload>> {
    let label = label.render(language);
    parts.iter().map(|part| struck(part, &label)).collect()
}

fn struck(part: &Payload, label: &FormattedText) -> Option<Payload> {
    let content = match part.content() {
        Content::Text(text) => Content::Text(line_through(text)),
        Content::Media(media) if takes_caption(media.kind) => {
            let mut media = media.clone();
            media.caption = text::prepend_line(label.clone(), line_through(&media.caption));
            if media.caption.utf16_len() > MAX_CAPTION {
                return None;
            }
            Content::Media(media)
        }
        Content::Media(_)
        | Content::Location(_)
        | Content::Venue(_)
        | Content::Contact(_)
        | Content::Dice(_)
        | Content::Poll(_)
        | Content::Service(_)
        | Content::Unsupported(_) => return None,
    };
    Some(Payload::of(content).showing(part.of_customers.clone()))
}

/// Stickers and video notes have none.
pub(super) const fn takes_caption(kind: MediaKind) -> bool {
    !matches!(kind, MediaKind::Sticker | MediaKind::VideoNote)
}

fn line_through(text: &FormattedText) -> FormattedText {
    let mut struck = text.clone();
    let length = struck.utf16_len();
    if length > 0 {
        let line = Entity {
            kind: "strikethrough".to_owned(),
            offset: 0,
            length,
            ..Entity::default()
        };
        // The outermost, as Telegram orders them.
        struck.entities.insert(0, line);
    }
    struck
}
