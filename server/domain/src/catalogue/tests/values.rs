//! Which values parameters take, and why one is refused.

use super::*;
use crate::keyword::Error as WordsError;
use crate::parameter::check;
use crate::text::TemplateError;
use crate::text::markup::Error as MarkupError;
use crate::title::Error as TitleError;

/// One of each reason: a new one is to be said in every language, too.
pub(super) fn reasons() -> Vec<Reason> {
    let given = || HOSTILE.to_owned();
    let most = 5;
    vec![
        Reason::Nothing,
        Reason::UnknownName { suggestion: None },
        Reason::Boolean,
        Reason::Number,
        Reason::Bounds { least: 1, most },
        Reason::Word,
        Reason::Language,
        Reason::Color,
        Reason::MissingWord,
        Reason::UnknownWord { given: given() },
        Reason::MissingId,
        Reason::NoId { given: given() },
        Reason::ManyIds { most },
        Reason::NoPerson { given: given() },
        Reason::DotWanted,
        Reason::ZoneWanted,
        Reason::ZoneMissing,
        Reason::UnknownZone { given: given() },
        Reason::MissingHours,
        Reason::NoHoursBehind { given: given() },
        Reason::UnknownDay { given: given() },
        Reason::NoHours { given: given() },
        Reason::Json { line: 1, column: 2 },
        Reason::ManyUrls { most },
        Reason::NoEvents,
        Reason::UrlScheme,
        Reason::UrlHost,
        Reason::UrlSecret,
        Reason::LongUrl { most },
        Reason::OwnCommand { given: given() },
        Reason::UnknownEvent { given: given() },
        Reason::Words(WordsError::Unquoted(given())),
        Reason::Words(WordsError::Unclosed(given())),
        Reason::Words(WordsError::UnclosedBracket),
        Reason::Words(WordsError::MissingComma(given())),
        Reason::Words(WordsError::MissingWord),
        Reason::Words(WordsError::Empty),
        Reason::Words(WordsError::WordTooLong),
        Reason::Words(WordsError::TooMany(5)),
        Reason::Text(TemplateError::Markup(MarkupError::Unclosed("**"))),
        Reason::Text(TemplateError::Markup(MarkupError::Crossing("__"))),
        Reason::Text(TemplateError::Markup(MarkupError::UnknownPlaceholder(
            given(),
        ))),
        Reason::Text(TemplateError::Markup(MarkupError::StrayBrace('{'))),
        Reason::Text(TemplateError::Markup(MarkupError::BadLink(given()))),
        Reason::Text(TemplateError::Empty),
        Reason::Text(TemplateError::TooLong(5_000)),
        Reason::Title(TitleError::UnknownPlaceholder(given())),
        Reason::Title(TitleError::StrayBrace('}')),
        Reason::Title(TitleError::NotOneLine),
        Reason::Title(TitleError::TooLong),
    ]
}

fn said(value: &dyn Fn() -> Value, language: Language) -> FormattedText {
    let Value::Message(key, values) = value() else {
        panic!("{:?} is no message", value())
    };
    try_message(language, key, &values).unwrap()
}

/// What the terminal and the documents say, and what Telegram shows.
#[test]
fn what_is_allowed_is_the_same_everywhere_and_in_every_language() {
    for name in Name::ALL {
        let told = |language| said(&|| Allowed(*name).value(), language);
        assert_eq!(told(Language::En).text, name.allowed(), "{name}");
        for language in Language::ALL {
            let told = told(language);
            assert!(told.entities.is_empty(), "{language} {name}: {told:?}");
            for word in ["OFF", "ALL", "DEFAULT", "{title}", "8760", "name, title"] {
                let is_in = |text: &str| text.contains(word);
                assert_eq!(
                    is_in(&told.text),
                    is_in(name.allowed()),
                    "{language} {name}: {word}"
                );
            }
        }
    }
}

#[test]
fn every_reason_is_said_in_every_language_with_what_was_given() {
    for reason in reasons() {
        let mut seen = BTreeSet::new();
        for language in Language::ALL {
            let told = said(&|| reason.value(), language).text;
            assert!(!told.ends_with(['.', '!']), "a full stop follows: {told}");
            let in_english = reason.to_string();
            assert_eq!(
                told.contains(HOSTILE),
                in_english.contains(HOSTILE),
                "{language}: {told}"
            );
            assert!(seen.insert(told.clone()), "said twice: {told}");
        }
    }
}

/// Why real values are refused, in English, beside the words of every other way in.
#[test]
fn the_catalogue_says_in_english_what_every_way_in_says() {
    let refused = [
        (Name::Autoclose, "soon"),
        (Name::Autoclose, "9000"),
        (Name::WorkingHours, "9-18"),
        (Name::WorkingHours, "Mon 9-18 Europe/Berlin"),
        (Name::WorkingHours, "Mon 09:00-18:00 Nowhere/Atall"),
        (Name::IgnoreChats, "ann"),
        (Name::HideInfo, "name, nose"),
        (Name::Welcome, "**Hello"),
        (Name::Welcome, "{name}"),
        (Name::TopicTitle, "{name}"),
        (Name::PrivateKeywords, "invoice"),
    ];
    for (name, value) in refused {
        let invalid = check(name, value).unwrap_err();
        let told = said(&|| invalid.problem.value(), Language::En).text;
        let everywhere = invalid.problem.to_string();
        assert_eq!(told.replace(['“', '”'], "`"), everywhere);
    }
}
