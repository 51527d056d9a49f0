//! Polls.

use backline_proto::common::v1::content::Kind;
use backline_proto::common::v1::{FormattedText, Poll, Unsupported};

use super::entity::formatted;
use super::lines::Lines;
use super::read::{Object, flag, int, ints, objects, small, text, time};

/// A poll. One with media cannot be sent anew from here, since they would be
/// missing: its words are kept, and Telegram copies it.
pub(super) fn of(poll: &Object) -> Kind {
    let read = read(poll);
    if !read.has_media {
        return Kind::Poll(read);
    }
    Kind::Unsupported(Unsupported {
        raw_kind: "poll".to_owned(),
        copyable: is_copyable(&read),
        text: words(&read),
    })
}

/// Telegram copies a quiz only for who knows its answer.
fn is_copyable(poll: &Poll) -> bool {
    !poll.is_quiz || poll.correct_option >= 0
}

/// What a poll asks, all of it, as text.
pub(super) fn words(poll: &Poll) -> Option<FormattedText> {
    let mut lines = Lines::default();
    for text in [&poll.question, &poll.description].into_iter().flatten() {
        lines.add("", text.clone());
    }
    for option in &poll.options {
        lines.add("• ", option.clone());
    }
    if let Some(explanation) = &poll.explanation {
        lines.add("", explanation.clone());
    }
    lines.end()
}

pub(super) fn read(poll: &Object) -> Poll {
    let option = |option: &Object| formatted(option, "text", "text_entities").unwrap_or_default();
    let said = |name: &str, entities: &str| {
        formatted(poll, name, entities).filter(|said| !said.text.is_empty())
    };
    let has_media = poll.contains_key("media")
        || poll.contains_key("explanation_media")
        || objects(poll, "options").any(|option| option.contains_key("media"));
    // One right option in a field until Bot API 9, a list of them since.
    let mut correct: Vec<i32> = ints(poll, "correct_option_ids")
        .into_iter()
        .chain(int(poll, "correct_option_id"))
        .filter_map(|index| i32::try_from(index).ok().filter(|index| *index >= 0))
        .collect();
    correct.sort_unstable();
    correct.dedup();
    Poll {
        question: formatted(poll, "question", "question_entities"),
        options: objects(poll, "options").map(option).collect(),
        is_anonymous: flag(poll, "is_anonymous"),
        allows_multiple_answers: flag(poll, "allows_multiple_answers"),
        is_quiz: text(poll, "type") == "quiz",
        correct_option: correct.first().copied().unwrap_or(-1),
        description: said("description", "description_entities"),
        explanation: said("explanation", "explanation_entities"),
        open_period_seconds: small(poll, "open_period"),
        close_time: time(poll, "close_date"),
        correct_options: correct,
        has_media,
    }
}
