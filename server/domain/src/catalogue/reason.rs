//! Which values a parameter takes, and why one is refused, in people's languages.
//!
//! The terminal, the API and the documents have English words of their own; they say the same.

use super::bundle::Values;
use super::value::{Argument, Value};
use crate::keyword::{Error as WordsError, MAX_WORD};
use crate::parameter::{Name, Reason, Webhooks};
use crate::text::markup::Error as MarkupError;
use crate::text::{MAX_TEXT, TemplateError};
use crate::title::{Error as TitleError, MAX_UNITS};

/// Which values this parameter takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Allowed(pub Name);

// === impl Allowed ===

impl Argument for Allowed {
    fn value(&self) -> Value {
        let key = match self.0 {
            Name::MonitorPrivate
            | Name::MonitorGroups
            | Name::MonitorChannels
            | Name::AutoInfo
            | Name::ReplyOnly
            | Name::SilentMode
            | Name::ShowReceipts
            | Name::Reactions
            | Name::Edits
            | Name::Merge
            | Name::Csat => "allowed-boolean",
            Name::PrivateKeywords | Name::GroupsKeywords | Name::ChannelsKeywords => {
                "allowed-expression"
            }
            Name::RestrictedKeywordsFrontend | Name::RestrictedKeywordsBackend => "allowed-strings",
            Name::Welcome | Name::Away => {
                return Value::Message("allowed-text", vec![literal("title", "{title}")]);
            }
            Name::Autoclose => "allowed-autoclose",
            Name::Reopen | Name::LeaveClosed => "allowed-kinds",
            Name::Team => "allowed-people",
            Name::HideInfo => "allowed-hide-info",
            Name::IgnoreChats | Name::WhiteList => "allowed-ids",
            Name::ExtensionsAllowed => "allowed-extensions",
            Name::IconColor => "allowed-color",
            Name::TopicTitle => {
                let parts = ["{status}", "{marks}", "{title}"];
                let [status, marks, title] = parts.map(|part| part.to_owned().value());
                let values = vec![("status", status), ("marks", marks), ("title", title)];
                return Value::Message("allowed-topic-title", values);
            }
            Name::Language => "allowed-language",
            Name::Deletes => "allowed-deletes",
            Name::RemindAfter => "allowed-remind-after",
            Name::WorkingHours => "allowed-hours",
            Name::RateBackend => "allowed-rate",
            Name::Archive => "allowed-archive",
            Name::KeepForEdits => "allowed-keep-for-edits",
            Name::Webhooks => "allowed-webhooks",
        };
        Value::Message(key, Vec::new())
    }
}

// === impl Reason ===

impl Argument for Reason {
    fn value(&self) -> Value {
        let (key, values) = self.parts();
        Value::Message(key, values)
    }
}

impl Reason {
    fn parts(&self) -> (&'static str, Values) {
        match self {
            Self::Nothing => ("refused-nothing", Vec::new()),
            Self::UnknownName { .. } => ("refused-name", Vec::new()),
            Self::Boolean => ("refused-boolean", Vec::new()),
            Self::Number => ("refused-number", Vec::new()),
            Self::Bounds { least, most } => {
                let values = vec![("least", least.value()), ("most", most.value())];
                ("refused-bounds", values)
            }
            Self::Word => ("refused-word", Vec::new()),
            Self::Language => ("refused-language", Vec::new()),
            Self::Color => ("refused-color", Vec::new()),
            Self::MissingWord => ("refused-missing-word", Vec::new()),
            Self::UnknownWord { given } => ("refused-unknown-word", of(given)),
            Self::MissingId => ("refused-missing-id", Vec::new()),
            Self::NoId { given } => ("refused-id", of(given)),
            Self::ManyIds { most } => ("refused-many-ids", up_to(*most)),
            Self::NoPerson { given } => ("refused-person", of(given)),
            Self::DotWanted => ("refused-dot", Vec::new()),
            Self::ZoneWanted => ("refused-zone-wanted", Vec::new()),
            Self::ZoneMissing => ("refused-zone-missing", Vec::new()),
            Self::UnknownZone { given } => ("refused-zone", of(given)),
            Self::MissingHours => ("refused-missing-hours", Vec::new()),
            Self::NoHoursBehind { given } => ("refused-hours-behind", of(given)),
            Self::UnknownDay { given } => ("refused-day", of(given)),
            Self::NoHours { given } => ("refused-hours", of(given)),
            Self::Json { line, column } => {
                let values = vec![("line", line.value()), ("column", column.value())];
                ("refused-json", values)
            }
            Self::ManyUrls { most } => ("refused-many-urls", up_to(*most)),
            Self::NoEvents => ("refused-no-events", Vec::new()),
            Self::UrlScheme => ("refused-url-scheme", Vec::new()),
            Self::UrlHost => ("refused-url-host", Vec::new()),
            Self::UrlSecret => ("refused-url-secret", Vec::new()),
            Self::LongUrl { most } => ("refused-long-url", up_to(*most)),
            Self::OwnCommand { given } => ("refused-own-command", of(given)),
            Self::UnknownEvent { given } => {
                let events = Webhooks::events().value();
                let values = vec![("given", given.value()), ("events", events)];
                ("refused-event", values)
            }
            Self::Words(error) => words(error),
            Self::Text(error) => text(error),
            Self::Title(error) => title(error),
        }
    }
}

fn words(error: &WordsError) -> (&'static str, Values) {
    match error {
        WordsError::Unquoted(given) => ("refused-unquoted", of(given)),
        WordsError::Unclosed(given) => ("refused-unclosed-word", of(given)),
        WordsError::UnclosedBracket => ("refused-unclosed-bracket", Vec::new()),
        WordsError::MissingComma(given) => ("refused-missing-comma", of(given)),
        WordsError::MissingWord => ("refused-missing-quoted-word", Vec::new()),
        WordsError::Empty => ("refused-empty-word", Vec::new()),
        WordsError::WordTooLong => ("refused-long-word", up_to(MAX_WORD as u64)),
        WordsError::TooMany(most) => ("refused-many-words", up_to(*most as u64)),
    }
}

fn text(error: &TemplateError) -> (&'static str, Values) {
    match error {
        TemplateError::Markup(MarkupError::Unclosed(mark)) => ("refused-unclosed-mark", of(mark)),
        TemplateError::Markup(MarkupError::Crossing(mark)) => ("refused-crossing-mark", of(mark)),
        TemplateError::Markup(MarkupError::UnknownPlaceholder(name)) => {
            placeholder(name, "{title}")
        }
        TemplateError::Markup(MarkupError::StrayBrace(brace)) => stray(*brace),
        TemplateError::Markup(MarkupError::BadLink(given)) => ("refused-link", of(given)),
        TemplateError::Empty => ("refused-empty-text", Vec::new()),
        TemplateError::TooLong(length) => {
            let most = MAX_TEXT as u64;
            let values = vec![("length", (*length as u64).value()), ("most", most.value())];
            ("refused-long-text", values)
        }
    }
}

fn title(error: &TitleError) -> (&'static str, Values) {
    match error {
        TitleError::UnknownPlaceholder(name) => placeholder(name, "{status}, {marks}, {title}"),
        TitleError::StrayBrace(brace) => stray(*brace),
        TitleError::NotOneLine => ("refused-lines", Vec::new()),
        TitleError::TooLong => ("refused-long-title", up_to(MAX_UNITS as u64)),
    }
}

fn placeholder(name: &str, known: &str) -> (&'static str, Values) {
    let given = literal("given", &format!("{{{name}}}"));
    (
        "refused-placeholder",
        vec![given, literal("known", known), literal("brace", "{{")],
    )
}

fn stray(brace: char) -> (&'static str, Values) {
    ("refused-brace", of(&brace.to_string()))
}

fn of(given: &str) -> Values {
    vec![literal("given", given)]
}

fn up_to(most: u64) -> Values {
    vec![("most", most.value())]
}

fn literal(name: &'static str, text: &str) -> (&'static str, Value) {
    (name, text.to_owned().value())
}
