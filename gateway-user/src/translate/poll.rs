//! Polls.

use backline_proto::common::v1::content::Kind;
use backline_proto::common::v1::{FormattedText, Poll, Unsupported};
use grammers_client::tl::{enums, types};

use super::entity::{formatted, with_entities};
use super::lines::Lines;
use super::time;

/// A poll. One with media cannot be sent anew from here, since they would be
/// missing: its words are kept, and Telegram copies it.
pub(super) fn of(told: &types::MessageMediaPoll, description: FormattedText) -> Kind {
    let read = read(told, description);
    if !read.has_media {
        return Kind::Poll(read);
    }
    Kind::Unsupported(Unsupported {
        raw_kind: "poll".to_owned(),
        copyable: !read.is_quiz || read.correct_option >= 0,
        text: words(&read),
    })
}

fn read(told: &types::MessageMediaPoll, description: FormattedText) -> Poll {
    let enums::Poll::Poll(poll) = &told.poll;
    let enums::PollResults::Results(results) = &told.results;
    let answers = || poll.answers.iter();
    let options = answers().map(|answer| with_entities(text(answer)));
    let correct: Vec<i32> = results
        .results
        .iter()
        .flatten()
        .filter_map(|voters| {
            let enums::PollAnswerVoters::Voters(voters) = voters;
            let place = answers().position(|answer| option(answer) == Some(&voters.option))?;
            voters.correct.then(|| i32::try_from(place).ok()).flatten()
        })
        .collect();
    let has_media = told.attached_media.is_some()
        || results.solution_media.is_some()
        || answers().any(|answer| match answer {
            enums::PollAnswer::Answer(answer) => answer.media.is_some(),
            enums::PollAnswer::InputPollAnswer(answer) => answer.media.is_some(),
        });
    let explanation = results.solution.as_ref();
    Poll {
        question: Some(with_entities(&poll.question)),
        options: options.collect(),
        is_anonymous: !poll.public_voters,
        allows_multiple_answers: poll.multiple_choice,
        is_quiz: poll.quiz,
        correct_option: correct.iter().copied().min().unwrap_or(-1),
        description: Some(description).filter(|words| !words.text.is_empty()),
        explanation: explanation.map(|text| formatted(text, results.solution_entities.as_deref())),
        open_period_seconds: poll.close_period.unwrap_or(0),
        close_time: poll.close_date.and_then(time),
        correct_options: correct,
        has_media,
    }
}

fn text(answer: &enums::PollAnswer) -> &enums::TextWithEntities {
    match answer {
        enums::PollAnswer::Answer(answer) => &answer.text,
        enums::PollAnswer::InputPollAnswer(answer) => &answer.text,
    }
}

fn option(answer: &enums::PollAnswer) -> Option<&Vec<u8>> {
    match answer {
        enums::PollAnswer::Answer(answer) => Some(&answer.option),
        enums::PollAnswer::InputPollAnswer(_) => None,
    }
}

/// What a poll asks, all of it, as text.
fn words(poll: &Poll) -> Option<FormattedText> {
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
