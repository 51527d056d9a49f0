//! Content that has no place in the contract: named, with its words.

use backline_proto::common::v1::content::Kind;
use backline_proto::common::v1::{FormattedText, Unsupported};
use serde_json::Value;

use super::entity::{formatted, words};
use super::lines::Lines;
use super::read::{Object, int, object, objects, text};
use super::{poll, rich};

/// Its kinds, and whether Telegram copies them: what the documentation of
/// copyMessage does not exclude.
const KINDS: &[(&str, bool)] = &[
    // Comes with a photo, for older programs; the photo alone would not be it.
    ("live_photo", true),
    ("rich_message", true),
    ("checklist", true),
    ("story", true),
    ("game", true),
    ("paid_media", false),
    ("invoice", false),
    ("giveaway", false),
    ("giveaway_winners", false),
    ("passport_data", false),
];

/// A kind that is known to have no place.
pub(super) fn known(message: &Object) -> Option<Kind> {
    let (name, copyable) = KINDS.iter().find(|(name, _)| message.contains_key(*name))?;
    Some(named(message, name, *copyable))
}

/// Content by the field that holds it.
pub(super) fn named(message: &Object, raw_kind: &str, copyable: bool) -> Kind {
    let mut lines = Lines::default();
    let inner = object(message, raw_kind).and_then(|inner| inner_words(raw_kind, inner));
    for text in [inner, words(message)].into_iter().flatten() {
        lines.add("", text);
    }
    Kind::Unsupported(Unsupported {
        raw_kind: raw_kind.to_owned(),
        text: lines.end(),
        copyable,
    })
}

/// The words inside content of whatever kind.
pub(super) fn inner_words(kind: &str, inner: &Object) -> Option<FormattedText> {
    match kind {
        "checklist" => checklist(inner),
        "rich_message" => rich::words(inner),
        "poll" => poll::words(&poll::read(inner)),
        "story" => story(inner),
        _ => {
            let mut lines = Lines::default();
            for (name, entities) in [
                ("title", "title_entities"),
                ("description", "description_entities"),
                ("text", "text_entities"),
                ("caption", "caption_entities"),
                ("prize_description", ""),
                ("address", ""),
            ] {
                if let Some(said) = formatted(inner, name, entities) {
                    lines.add("", said);
                }
            }
            lines.end()
        }
    }
}

/// A checklist's title and its tasks.
fn checklist(checklist: &Object) -> Option<FormattedText> {
    let mut lines = Lines::default();
    lines.add(
        "",
        formatted(checklist, "title", "title_entities").unwrap_or_default(),
    );
    add_tasks(&mut lines, objects(checklist, "tasks"));
    lines.end()
}

/// Tasks of a checklist, done and not.
pub(super) fn add_tasks<'a>(lines: &mut Lines, tasks: impl Iterator<Item = &'a Object>) {
    for task in tasks {
        let is_done = int(task, "completion_date").is_some_and(|date| date != 0);
        let mark = if is_done { "☑ " } else { "☐ " };
        lines.add(mark, task_text(task));
    }
}

pub(super) fn task_text(task: &Object) -> FormattedText {
    formatted(task, "text", "text_entities").unwrap_or_default()
}

/// Where a story can be seen, when its poster has a public name.
fn story(story: &Object) -> Option<FormattedText> {
    let poster = object(story, "chat").map(|chat| text(chat, "username"));
    let poster = poster.filter(|username| !username.is_empty())?;
    let id = int(story, "id")?;
    Some(FormattedText {
        text: format!("https://t.me/{poster}/s/{id}"),
        entities: Vec::new(),
    })
}

/// The fields that hold content. What comes twice for older programs is looked
/// for by its newer field first.
const CONTENT: &[&str] = &[
    "animation",
    "live_photo",
    "paid_media",
    "audio",
    "document",
    "photo",
    "sticker",
    "story",
    "video",
    "video_note",
    "voice",
    "checklist",
    "contact",
    "dice",
    "game",
    "poll",
    "venue",
    "location",
    "giveaway",
    "giveaway_winners",
    "invoice",
    "rich_message",
];

/// What a message or a part of one holds, by field name, beside its text.
pub(super) fn content_field(of: &Object) -> Option<(&'static str, Option<&Object>)> {
    let name = CONTENT.iter().find(|name| of.contains_key(**name))?;
    Some((name, of.get(*name).and_then(Value::as_object)))
}
