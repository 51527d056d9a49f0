//! The rows: what people send, as the table names it.

use serde_json::json;
use telegram_sim::{Content, Seen};

/// A row.
pub(super) struct Kind {
    /// As the table names it.
    pub(super) name: &'static str,
    /// One of it, with these words where it has room for some.
    pub(super) make: fn(&str) -> Content,
}

/// All rows, in the table's order.
pub(super) const KINDS: &[Kind] = &[
    row("text", |words| Content::text(words)),
    row("text with formatting", formatted),
    row("photo", |words| Content::photo("p.jpg").caption(words)),
    row("caption over 1,024", |words| {
        Content::photo("long.jpg").caption(format!("{words} {}", "long ".repeat(230)))
    }),
    row("spoiler, caption above", |words| {
        Content::photo("s.jpg")
            .caption(words)
            .spoiler()
            .caption_above()
    }),
    row("video", |words| Content::video("v.mp4").caption(words)),
    row("animation", |words| file("animation", words)),
    row("document", |words| {
        Content::document("d.pdf").caption(words)
    }),
    row("audio", |words| file("audio", words)),
    row("voice message", |words| Content::voice().caption(words)),
    row("video note", |_| file("video_note", "")),
    row("sticker", |_| Content::sticker()),
    row("live photo", |words| {
        Content::live_photo("l.jpg").caption(words)
    }),
    row("location", |_| Content::location(52.5, 13.4)),
    row("live location", |_| {
        Content::live_location(52.5, 13.4, 86_400)
    }),
    row("venue", |words| Content::venue(words, "Main Street 1")),
    row("contact", |words| Content::contact("+4912345", words)),
    row("dice", |_| Content::thrown("🎲")),
    row("poll", |words| Content::poll(words, &["yes", "no"])),
    row("quiz", |words| Content::quiz(words, &["2", "4"], 1)),
    row("checklist", |words| Content::checklist(words, &["shoes"])),
    row("rich message", Content::rich_message),
    row("game", Content::game),
    row("story", |_| {
        Content::raw(
            "story",
            json!({"chat": {"id": 1_000_999, "type": "private", "first_name": "Somebody"}, "id": 7}),
        )
    }),
    row("paid media", |_| Content::paid_media(5)),
    row("giveaway", |_| Content::giveaway(3)),
    row("invoice", |words| Content::invoice(words, 450)),
    row("gift", |_| Content::gift()),
    row("kind of tomorrow", |_| {
        Content::raw("hologram", json!({"depth": 3}))
    }),
];

const fn row(name: &'static str, make: fn(&str) -> Content) -> Kind {
    Kind { name, make }
}

fn file(kind: &str, words: &str) -> Content {
    let all = Content::every_kind();
    let mut found = all.into_iter().filter(|(name, _)| *name == kind);
    found.next().unwrap().1.caption(words)
}

fn formatted(words: &str) -> Content {
    Content::text(format!(
        "{words}: bold inside a spoiler, code, quoted, 👍, a link, tomorrow"
    ))
    .format("bold inside a spoiler", "spoiler")
    .bold("bold")
    .pre("code", "rust")
    .format("quoted", "expandable_blockquote")
    .link("a link", "https://example.org/")
    .date_time("tomorrow", 1_767_225_600)
}

/// What of a message has to be the same on the other side: everything that people see of
/// it, but for what Telegram makes anew with every message.
pub(super) fn essence(seen: &Seen) -> impl PartialEq + std::fmt::Debug + use<> {
    let value = seen.value.as_ref().map(|value| match seen.kind.as_str() {
        "poll" => {
            let options = value["options"].as_array().unwrap().iter();
            let options: Vec<_> = options.map(|option| option["text"].clone()).collect();
            json!([value["question"], options, value["type"]])
        }
        "dice" => value["emoji"].clone(),
        "checklist" => {
            let tasks = value["tasks"].as_array().unwrap().iter();
            let tasks: Vec<_> = tasks.map(|task| task["text"].clone()).collect();
            json!([value["title"], tasks])
        }
        _ => value.clone(),
    });
    (
        seen.kind.clone(),
        seen.text.clone(),
        seen.entities.clone(),
        seen.file_no,
        (seen.spoiler, seen.caption_above),
        value,
    )
}
