mod values;

use std::collections::{BTreeMap, BTreeSet};
use std::time::Duration;

use proptest::prelude::*;

use super::bundle::{sources, try_message};
use super::value::{Argument, KINDS, Value};
use super::*;
use crate::delivery::Rejection;
use crate::dialog::{By, Kind, State};
use crate::id::UserId;
use crate::message::{Entity, FormattedText};
use crate::operator_command::{Place, TABLE};
use crate::parameter::{Name, Reason};
use crate::privacy::Shown;
use crate::profile::Note;
use crate::text::{MAX_TEXT, styled};
use crate::time::Timestamp;

/// A value for trying a notice: one that would do harm if it were read.
pub(super) trait Sample {
    fn sample() -> Self;
}

const HOSTILE: &str = "**Ann** __x__ `{title}` [a](https://b) { $title } \u{F0000} /close <b>";

impl Sample for String {
    fn sample() -> Self {
        HOSTILE.to_owned()
    }
}

impl Sample for FormattedText {
    fn sample() -> Self {
        Self::plain(HOSTILE)
    }
}

impl Sample for u64 {
    fn sample() -> Self {
        5
    }
}

impl Sample for Timestamp {
    fn sample() -> Self {
        Self::from_seconds(1_700_000_000)
    }
}

impl Sample for Duration {
    fn sample() -> Self {
        Self::from_secs(300)
    }
}

impl Sample for ContentKind {
    fn sample() -> Self {
        Self("video_note".to_owned())
    }
}

impl Sample for FileSize {
    fn sample() -> Self {
        Self(52_428_801)
    }
}

impl Sample for Quoted {
    fn sample() -> Self {
        Self::new(styled("bold", HOSTILE))
    }
}

impl Sample for Shown {
    fn sample() -> Self {
        Self::own(HOSTILE)
    }
}

impl Sample for Folded {
    fn sample() -> Self {
        Self(Shown::sample())
    }
}

impl Sample for Square {
    fn sample() -> Self {
        Self(State::UserAnswered)
    }
}

impl Sample for Linked {
    fn sample() -> Self {
        Self {
            title: Shown::sample(),
            link: Some("https://t.me/c/1/2".to_owned()),
        }
    }
}

impl Sample for Refusal {
    fn sample() -> Self {
        Self {
            reason: Rejection::Other,
            detail: HOSTILE.to_owned(),
        }
    }
}

impl Sample for Right {
    fn sample() -> Self {
        Self::ManageTopics
    }
}

impl Sample for Allowed {
    fn sample() -> Self {
        Self(Name::Welcome)
    }
}

impl Sample for Reason {
    fn sample() -> Self {
        Self::NoId {
            given: HOSTILE.to_owned(),
        }
    }
}

impl Sample for QueueReason {
    fn sample() -> Self {
        Self::Budget
    }
}

const REJECTIONS: [Rejection; 28] = [
    Rejection::Other,
    Rejection::Blocked,
    Rejection::Deactivated,
    Rejection::NotAMember,
    Rejection::NeverStarted,
    Rejection::ChatNotFound,
    Rejection::TopicNotFound,
    Rejection::TopicClosed,
    Rejection::NotAForum,
    Rejection::MissingRight,
    Rejection::MessageNotFound,
    Rejection::NotCopyable,
    Rejection::NotEditable,
    Rejection::TooLong,
    Rejection::FileTooBig,
    Rejection::FileNotFound,
    Rejection::QuoteMismatch,
    Rejection::ReactionNotAllowed,
    Rejection::BadCredential,
    Rejection::NotSupported,
    Rejection::PeerFlood,
    Rejection::NotFound,
    Rejection::Privacy,
    Rejection::LinkInvalid,
    Rejection::TooManyChats,
    Rejection::PersonInTooManyChats,
    Rejection::ChatFull,
    Rejection::UnwantedKind,
];

/// Every value that is a text of the catalogue itself.
fn words() -> Vec<Value> {
    let refusal = |detail: &str| {
        let detail = detail.to_owned();
        REJECTIONS.map(|reason| {
            Refusal {
                reason,
                detail: detail.clone(),
            }
            .value()
        })
    };
    let spans = [1, 60, 3600, 172_800].map(|seconds| Duration::from_secs(seconds).value());
    let reasons = [
        QueueReason::Budget,
        QueueReason::FloodWait,
        QueueReason::NoGateway,
        QueueReason::Retry,
        QueueReason::Topic,
        QueueReason::Stopped,
        QueueReason::Plan {
            until: Timestamp::sample(),
        },
        QueueReason::Next,
    ];
    let mut words: Vec<Value> = Vec::new();
    words.extend(refusal(""));
    words.extend(refusal("words"));
    words.extend(spans);
    words.extend(reasons.map(|reason| reason.value()));
    words.extend(KINDS.map(|(name, _)| ContentKind(name.to_owned()).value()));
    words.extend([Kind::Private, Kind::Group, Kind::Channel].map(|kind| kind.value()));
    words.extend([State::UserAnswered, State::SupportAnswered, State::Closed].map(|s| s.value()));
    words.extend([Right::ManageTopics, Right::DeleteMessages].map(|right| right.value()));
    words.push(FileSize(0).value());
    words.extend(Name::ALL.iter().map(|name| Allowed(*name).value()));
    words.extend(values::reasons().iter().map(Argument::value));
    words
}

/// The variables of each message of a language, read by hand.
fn variables(language: Language) -> BTreeMap<String, BTreeSet<String>> {
    let mut messages: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    let mut current = String::new();
    for line in sources(language).into_iter().flat_map(str::lines) {
        if line.starts_with(|c: char| c.is_ascii_lowercase()) {
            current = line.split([' ', '=']).next().unwrap().to_owned();
            let is_new = messages.insert(current.clone(), BTreeSet::new()).is_none();
            assert!(is_new, "{language}: `{current}` is there twice");
        }
        for variable in line.split('$').skip(1) {
            let end = variable
                .find(|c: char| !c.is_ascii_alphanumeric() && c != '_')
                .unwrap();
            messages
                .get_mut(&current)
                .unwrap()
                .insert(variable[..end].to_owned());
        }
    }
    messages
}

#[test]
fn every_language_has_the_same_messages_with_the_same_variables() {
    let english = variables(Language::En);
    assert!(english.len() > 100);
    for language in Language::ALL {
        let other = variables(language);
        for (key, names) in &english {
            assert_eq!(other.get(key), Some(names), "{language}: `{key}`");
        }
        for key in other.keys() {
            assert!(
                english.contains_key(key),
                "{language}: `{key}` is not in English"
            );
        }
    }
}

#[test]
fn every_file_is_read_whole() {
    for language in Language::ALL {
        for source in sources(language) {
            if let Err((_, errors)) = fluent_bundle::FluentResource::try_new(source.to_owned()) {
                panic!("{language}: {errors:?} in\n{source}");
            }
        }
    }
}

#[test]
fn every_notice_renders_in_every_language() {
    for notice in Notice::samples() {
        for language in Language::ALL {
            let text = notice.try_render(language).unwrap();
            assert!(
                !text.is_empty() && text.utf16_len() <= MAX_TEXT,
                "{language}: {notice:?}"
            );
            assert!(
                !text.text.contains(['\u{2068}', '\u{2069}']),
                "{language}: isolation marks"
            );
            assert_eq!(notice.render(language), text);
        }
    }
}

#[test]
fn every_word_of_the_setup_bot_renders_in_every_language() {
    for words in SetupWords::samples() {
        for language in Language::ALL {
            let text = words.try_render(language).unwrap();
            assert!(!text.is_empty() && text.utf16_len() <= MAX_TEXT);
            assert_eq!(words.render(language), text);
        }
    }
}

#[test]
fn every_word_renders_in_every_language() {
    for value in words() {
        let Value::Message(key, values) = value else {
            panic!("{value:?} is no message")
        };
        for language in Language::ALL {
            assert!(
                !try_message(language, key, &values).unwrap().is_empty(),
                "{language}: {key}"
            );
        }
    }
}

#[test]
fn every_command_is_described_in_every_language() {
    for entry in TABLE.iter().filter(|entry| entry.is_due()) {
        for language in Language::ALL {
            try_message(language, &super::help::key(entry), &Vec::new()).unwrap();
        }
    }
}

#[test]
fn every_parameter_is_described_in_every_language() {
    for name in Name::ALL {
        for language in Language::ALL {
            let key = super::parameters::key(*name);
            let told = try_message(language, &key, &Vec::new()).unwrap();
            assert_eq!(describe(*name, language), told);
        }
    }
}

/// What is translated is used.
#[test]
fn no_message_is_left_over() {
    let mut used: BTreeSet<String> = Notice::samples()
        .iter()
        .map(|notice| notice.key().to_owned())
        .collect();
    used.extend(words().into_iter().filter_map(|word| match word {
        Value::Message(key, _) => Some(key.to_owned()),
        Value::Text(_) | Value::Number(_) => None,
    }));
    used.extend(
        SetupWords::samples()
            .iter()
            .map(|words| words.key().to_owned()),
    );
    used.extend(Name::ALL.iter().map(|name| super::parameters::key(*name)));
    used.extend(TABLE.iter().map(super::help::key));
    used.extend(
        ["in-dialog", "in-general", "line", "comment", "of-webhooks"]
            .map(|name| format!("help-{name}")),
    );
    let left_over: Vec<_> = variables(Language::En)
        .into_keys()
        .filter(|key| !used.contains(key) && !key.starts_with("info-"))
        .collect();
    assert_eq!(left_over, Vec::<String>::new());
}

#[test]
fn values_are_never_read_as_markup() {
    let notice = Notice::Speaker {
        name: Shown::own(HOSTILE),
    };
    let text = notice.render(Language::En);
    assert_eq!(text.text, format!("{HOSTILE}:"));
    let length = text.utf16_len();
    let whole = Entity {
        kind: "bold".to_owned(),
        offset: 0,
        length,
        ..Entity::default()
    };
    assert_eq!(text.entities, [whole]);

    let notice = Notice::NotSentWord {
        word: HOSTILE.to_owned(),
    };
    assert_eq!(notice.render(Language::De).entities, []);
}

proptest! {
    #[test]
    fn a_name_comes_out_as_it_went_in(name in any::<String>(), link in any::<String>()) {
        let notice = Notice::ButtonLine { label: Shown::own(name.clone()), link: Shown::own(link.clone()) };
        for language in Language::ALL {
            let text = notice.try_render(language).unwrap();
            prop_assert_eq!(&text, &FormattedText::plain(format!("🔘 {name}: {link}")));
        }
    }
}

#[test]
fn quotations_hold_no_quotations() {
    let mut quoted = styled("blockquote", "quoted");
    quoted.entities.extend(styled("bold", "quoted").entities);
    let text = Notice::QuotedReply {
        text: Quoted::new(quoted),
    }
    .render(Language::Es);
    let kinds: Vec<_> = text
        .entities
        .iter()
        .map(|entity| entity.kind.as_str())
        .collect();
    assert_eq!(
        (text.text.as_str(), kinds),
        ("quoted", vec!["blockquote", "bold"])
    );
}

#[test]
fn numbers_decide_on_the_plural() {
    let text = |hours, language| Notice::ClosedByTime { hours }.render(language).text;
    assert_eq!(
        text(1, Language::En),
        "⬛️ Closed by itself after one hour without a message."
    );
    assert_eq!(
        text(48, Language::En),
        "⬛️ Closed by itself after 48 hours without a message."
    );
    assert!(text(21, Language::Ru).contains("21 час без"));
    assert!(text(22, Language::Ru).contains("22 часа без"));
    assert!(text(48, Language::Ru).contains("48 часов без"));
}

#[test]
fn sizes_and_moments() {
    let text = |value: Value| {
        let Value::Text(text) = value else {
            panic!("{value:?}")
        };
        text.text
    };
    for (bytes, expected) in [
        (1, "1 B"),
        (1023, "1023 B"),
        (1024, "1 KB"),
        (20 << 20, "20 MB"),
        ((20 << 20) + 1, "20.1 MB"),
        (3 << 29, "1.5 GB"),
        (u64::MAX, "16777216 TB"),
    ] {
        assert_eq!(text(FileSize(bytes).value()), expected);
    }
    assert_eq!(
        text(Timestamp(1_700_000_000_123).value()),
        "2023-11-14 22:13 UTC"
    );
    assert_eq!(
        text(Timestamp::from_seconds(60).value()),
        "1970-01-01 00:01 UTC"
    );
    assert_eq!(text(Timestamp(i64::MAX).value()), "9223372036854775807 ms");
    let unknown = text(ContentKind("brand_new".to_owned()).value());
    assert_eq!(unknown, "brand_new");
}

const ALL: Abilities = Abilities {
    is_account: true,
    may_ban: true,
    may_extend: true,
};

fn card() -> InfoCard {
    InfoCard {
        title: Shown::own("Ann **Lee**"),
        usernames: vec![Shown::own("@ann"), Shown::own("@lee")],
        id: Some(Shown::own("-1001234567890")),
        language: "en".to_owned(),
        kind: Kind::Group,
        members: Some(Members(3)),
        since: Timestamp(1_700_000_000_000),
        last_message_at: Some(Timestamp(1_700_000_060_000)),
        customer_messages: 7,
        team_messages: 5,
        state: State::SupportAnswered,
        ratings: Some(crate::rating::Ratings {
            last: 4,
            at: Timestamp::from_seconds(1_700_000_000),
            count: 2,
        }),
        start_payload: Some(Shown::own("ad`7")),
        is_banned: true,
        banned: Some(By {
            user: UserId(5),
            name: "Olga".to_owned(),
            at: Timestamp(1_700_000_000_000),
        }),
        assigned: Some(By {
            user: UserId(6),
            name: "@max".to_owned(),
            at: Timestamp(1_700_000_000_000),
        }),
        fields: [("vat-id".to_owned(), "DE **1**".to_owned())].into(),
        notes: vec![note(1, "pays late"), note(3, "two\nlines `x`")],
        problem: Some(Notice::CustomerBlocked {
            title: Shown::own("Ann"),
        }),
    }
}

fn note(number: u32, text: &str) -> Note {
    Note {
        number,
        text: text.to_owned(),
        by: UserId(5),
        author: "Olga".to_owned(),
        at: Timestamp(1_700_000_000_000),
    }
}

/// What the team wrote down is as long as it may be, and the card is one message all the same.
#[test]
fn the_card_holds_as_much_as_fits() {
    let mut card = card();
    card.notes = (1..=20)
        .map(|number| note(number, &"x".repeat(500)))
        .collect();
    let field = |number| (format!("{number:0>32}"), "y".repeat(200));
    card.fields = (1..=16).map(field).collect();
    for language in Language::ALL {
        let text = card.render(language);
        assert!(text.utf16_len() <= MAX_TEXT, "{}", text.utf16_len());
        assert!(text.text.contains("xxx") && text.text.contains("yyy"));
        assert!(
            text.text.ends_with('x') || text.text.contains("20"),
            "the newest is there"
        );
    }
}

#[test]
fn the_card_in_english() {
    insta::assert_snapshot!(card().render(Language::En).text);
}

#[test]
fn the_help_in_english() {
    let text = |place, abilities| help(place, abilities, &BTreeSet::new(), Language::En).text;
    let bots = Abilities {
        is_account: false,
        ..ALL
    };
    let bots = text(Place::General, bots);
    assert!(
        !bots.contains("/new"),
        "what a bot cannot do is not listed: {bots}"
    );
    let others = Abilities {
        may_ban: false,
        ..ALL
    };
    let others = text(Place::Dialog, others);
    assert!(
        !others.contains("ban") && others.contains("/note"),
        "nor is what somebody may not do: {others}"
    );
    insta::assert_snapshot!(format!(
        "{}\n\n{}",
        text(Place::Dialog, ALL),
        text(Place::General, ALL)
    ));
}

/// What people read, asserted by snapshot.
#[test]
fn all_notices_in_english() {
    let mut lines = Vec::new();
    for notice in Notice::samples() {
        let text = notice.render(Language::En).text.replace(HOSTILE, "‹text›");
        lines.push(format!("{}: {text}", notice.key()));
    }
    insta::assert_snapshot!(lines.join("\n"));
}

#[test]
fn cards_and_help_are_complete_in_every_language() {
    for language in Language::ALL {
        let texts = [
            card().render(language),
            help(Place::Dialog, ALL, &["/order".to_owned()].into(), language),
            help(Place::General, ALL, &BTreeSet::new(), language),
        ];
        for text in texts {
            // A message that is missing shows its key.
            assert!(
                !text.text.contains("info-") && !text.text.contains("help-"),
                "{}",
                text.text
            );
            assert!(
                language == Language::En || !text.text.contains("what is "),
                "{}",
                text.text
            );
        }
    }
}
