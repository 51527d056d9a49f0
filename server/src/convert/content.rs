//! What a message holds.

use backline_domain::message::{Contact, Content, Dice, FormattedText, Poll, Unsupported};
use backline_domain::text::prepend_line;
use backline_proto::common::v1 as proto;
use proto::content::Kind;

use super::{media, nonzero, place, service, text, time};

/// The content. What is of a kind unknown here becomes [`Content::Unsupported`]
/// with the text found in it: it is named to the operators, never silence.
#[must_use]
pub fn from_proto(content: proto::Content) -> Content {
    match content.kind {
        None => unsupported("unknown", FormattedText::default()),
        Some(Kind::Text(words)) => Content::Text(text::from_proto(words)),
        Some(Kind::Media(file)) => {
            let caption = file.caption.clone();
            media::from_proto(file).map_or_else(
                || unsupported("media", caption.map(text::from_proto).unwrap_or_default()),
                |file| Content::Media(Box::new(file)),
            )
        }
        Some(Kind::Location(point)) => Content::Location(place::from_proto(point)),
        Some(Kind::Venue(venue)) => Content::Venue(place::venue_from_proto(venue)),
        Some(Kind::Contact(contact)) => Content::Contact(Contact {
            phone_number: contact.phone_number,
            first_name: contact.first_name,
            last_name: contact.last_name,
            user: nonzero(contact.user_id),
            vcard: contact.vcard,
        }),
        Some(Kind::Dice(dice)) => Content::Dice(Dice {
            emoji: dice.emoji,
            value: dice.value,
        }),
        Some(Kind::Poll(poll)) => poll_from_proto(poll),
        Some(Kind::Service(told)) => Content::Service(service::from_proto(told)),
        Some(Kind::Unsupported(other)) => Content::Unsupported(Unsupported {
            raw_kind: other.raw_kind,
            text: other.text.map(text::from_proto).unwrap_or_default(),
            copyable: other.copyable,
        }),
    }
}

/// A poll with media of its own can be copied, and not made anew: something would be
/// missing.
fn poll_from_proto(poll: proto::Poll) -> Content {
    let has_media = poll.has_media;
    let part = |part: Option<proto::FormattedText>| part.map(text::from_proto).unwrap_or_default();
    let poll = Poll {
        question: part(poll.question),
        options: poll.options.into_iter().map(text::from_proto).collect(),
        is_anonymous: poll.is_anonymous,
        allows_multiple_answers: poll.allows_multiple_answers,
        is_quiz: poll.is_quiz,
        correct_option: Some(poll.correct_option).filter(|option| *option >= 0),
        correct_options: poll.correct_options,
        description: part(poll.description),
        explanation: part(poll.explanation),
        open_period: poll.open_period_seconds.max(0),
        closes_at: poll.close_time.map(time::from_proto),
    };
    if !has_media {
        return Content::Poll(poll);
    }
    let words = poll.options.iter().fold(poll.question, |above, option| {
        prepend_line(above, option.clone())
    });
    Content::Unsupported(Unsupported {
        raw_kind: "poll".to_owned(),
        text: words,
        copyable: true,
    })
}

/// The content.
#[must_use]
pub fn to_proto(content: &Content) -> proto::Content {
    let kind = match content {
        Content::Text(words) => Kind::Text(text::to_proto(words)),
        Content::Media(file) => Kind::Media(media::to_proto(file)),
        Content::Location(point) => Kind::Location(place::to_proto(point)),
        Content::Venue(venue) => Kind::Venue(place::venue_to_proto(venue)),
        Content::Contact(contact) => Kind::Contact(proto::Contact {
            phone_number: contact.phone_number.clone(),
            first_name: contact.first_name.clone(),
            last_name: contact.last_name.clone(),
            user_id: contact.user.unwrap_or(0),
            vcard: contact.vcard.clone(),
        }),
        Content::Dice(dice) => Kind::Dice(proto::Dice {
            emoji: dice.emoji.clone(),
            value: dice.value,
        }),
        Content::Poll(poll) => Kind::Poll(proto::Poll {
            question: Some(text::to_proto(&poll.question)),
            options: poll.options.iter().map(text::to_proto).collect(),
            is_anonymous: poll.is_anonymous,
            allows_multiple_answers: poll.allows_multiple_answers,
            is_quiz: poll.is_quiz,
            correct_option: poll.correct_option.unwrap_or(-1),
            correct_options: poll.correct_options.clone(),
            description: some_text(&poll.description),
            explanation: some_text(&poll.explanation),
            open_period_seconds: poll.open_period,
            close_time: poll.closes_at.map(time::to_proto),
            has_media: false,
        }),
        Content::Service(told) => Kind::Service(service::to_proto(told)),
        Content::Unsupported(other) => Kind::Unsupported(proto::Unsupported {
            raw_kind: other.raw_kind.clone(),
            text: Some(text::to_proto(&other.text)),
            copyable: other.copyable,
        }),
    };
    proto::Content { kind: Some(kind) }
}

fn some_text(words: &FormattedText) -> Option<proto::FormattedText> {
    (!words.is_empty()).then(|| text::to_proto(words))
}

fn unsupported(raw_kind: &str, text: FormattedText) -> Content {
    Content::Unsupported(Unsupported {
        raw_kind: raw_kind.to_owned(),
        text,
        copyable: false,
    })
}
