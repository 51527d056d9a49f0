//! A line in place of what cannot be posted, with the words that stood beside it.

use super::carry::hidden_file;
use super::{Payload, Step, kind_name};
use crate::catalogue::{ContentKind, FileSize, Language, Notice, Refusal};
use crate::delivery::Rejection;
use crate::message::{Content, Media};
use crate::privacy::Shown;
use crate::text::{self, MAX_TEXT};

/// Why something cannot be posted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unsent {
    /// The refusal.
    pub refusal: Refusal,
    /// The largest file that could be, in bytes, where that is known.
    pub limit: Option<u64>,
}

/// What stands in for a customer's message that cannot be posted: a line that names it and
/// why. The words that came with a file are its customer's all the same, and stay.
#[must_use]
pub fn named_instead(step: Option<&Step>, unsent: &Unsent, language: Language) -> Vec<Step> {
    let content = step.and_then(|step| step.contents().first());
    let media = match content.map(Payload::content) {
        Some(Content::Media(media)) => Some(&**media),
        _ => None,
    };
    let line = notice(media, unsent).render(language);
    let whole = match media.map(|media| &media.caption) {
        Some(caption) if !caption.is_empty() => text::prepend_line(line, caption.clone()),
        _ => line,
    };
    let parts = text::split(&whole, MAX_TEXT).into_iter();
    let of_customers = content.map(|content| content.of_customers.clone());
    let of_customers = of_customers.unwrap_or_default();
    let payload = |part| Payload::text(part).showing(of_customers.clone());
    parts.map(payload).map(Step::Send).collect()
}

fn notice(media: Option<&Media>, unsent: &Unsent) -> Notice {
    if let Some(media) = media.filter(|media| media.is_renamed) {
        return hidden_file(media);
    }
    let Unsent { refusal, limit } = unsent;
    let too_big = limit.filter(|_| refusal.reason == Rejection::FileTooBig);
    let (Some(media), Some(limit)) = (media, too_big) else {
        let refusal = refusal.clone();
        return Notice::CustomerMessageRejected { refusal };
    };
    let kind = ContentKind(kind_name(&Content::Media(Box::new(media.clone()))));
    let size = FileSize(media.size.unsigned_abs());
    let limit = FileSize(limit);
    if media.file_name.is_empty() {
        Notice::FileTooBig { kind, size, limit }
    } else {
        let name = Shown::passed(&media.file_name);
        Notice::NamedFileTooBig {
            kind,
            name,
            size,
            limit,
        }
    }
}
