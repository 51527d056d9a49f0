//! Why a parameter cannot have a value.

use super::{Name, Webhooks};
use crate::text::TemplateError;
use crate::{keyword, title};

/// Days as they are typed.
pub(super) const DAYS: [&str; 7] = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"];

/// Why. As text it is the English words that the terminal and the API show; the setup bot says
/// it in the person's language. Fields hold what was given, or a beginning of it.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[expect(missing_docs, reason = "fields are named for what they are")]
pub enum Reason {
    /// An empty value.
    #[error("nothing was given")]
    Nothing,
    /// A name that no parameter has.
    #[error("{}", unknown(*suggestion))]
    UnknownName { suggestion: Option<Name> },
    /// No boolean.
    #[error("it is either true or false")]
    Boolean,
    /// No number.
    #[error("that is not a whole number")]
    Number,
    /// A number out of its bounds.
    #[error("it has to be between {least} and {most}")]
    Bounds { least: u64, most: u64 },
    /// A word in a place that takes three others.
    #[error("that is none of the three words")]
    Word,
    /// A language that Backline does not know.
    #[error("Backline does not write in that language")]
    Language,
    /// A colour that topics do not have.
    #[error("Telegram has no such colour for topics")]
    Color,
    /// A comma without a word.
    #[error("beside a comma there is no word")]
    MissingWord,
    /// A word that is not in the set.
    #[error("`{given}` is not one of the words")]
    UnknownWord { given: String },
    /// A comma without an id.
    #[error("beside a comma there is no id")]
    MissingId,
    /// No id.
    #[error("`{given}` is not an id; an id is a number such as 123456789, not a name")]
    NoId { given: String },
    /// Too many ids.
    #[error("there are more than {most} ids")]
    ManyIds { most: u64 },
    /// The id of a chat where people are meant.
    #[error("`{given}` is the id of a group or channel, not of a person")]
    NoPerson { given: String },
    /// `OFF` where a dot is meant.
    #[error("here a single `.` clears the list, which then admits every operator")]
    DotWanted,
    /// Hours without a time zone, in one word.
    #[error("a time zone has to follow the hours, such as Europe/Berlin")]
    ZoneWanted,
    /// Hours at the end, where the time zone belongs.
    #[error("the time zone is missing at the end, such as Europe/Berlin")]
    ZoneMissing,
    /// No time zone.
    #[error("there is no time zone `{given}`; they are written like Europe/Berlin")]
    UnknownZone { given: String },
    /// A comma without hours.
    #[error("beside a comma there are no hours")]
    MissingHours,
    /// Days without hours.
    #[error("behind `{given}` no hours follow")]
    NoHoursBehind { given: String },
    /// No day.
    #[error("`{given}` is not a day; days are {}", DAYS.join(", "))]
    UnknownDay { given: String },
    /// No hours.
    #[error("`{given}` is not a time range such as 09:00-18:00")]
    NoHours { given: String },
    /// No JSON object, or one of something else.
    #[error(
        "at line {line}, column {column}, it is not a JSON object that gives each URL a list of events"
    )]
    Json { line: u64, column: u64 },
    /// Too many URLs.
    #[error("there are more than {most} URLs")]
    ManyUrls { most: u64 },
    /// A URL without events.
    #[error("a URL has no events")]
    NoEvents,
    /// A URL that is none of the web's.
    #[error("a URL does not begin with https:// or http://")]
    UrlScheme,
    /// A URL that nobody can ask.
    #[error("a URL names no host or holds a character that may not be in one")]
    UrlHost,
    /// A URL with somebody's name in it.
    #[error("a URL holds a name or password, which webhooks do not use")]
    UrlSecret,
    /// A long URL.
    #[error("a URL has more than {most} characters")]
    LongUrl { most: u64 },
    /// A command that webhooks cannot have.
    #[error("`{given}` is a command of Backline's own")]
    OwnCommand { given: String },
    /// No event.
    #[error("there is no event `{given}`; events are {}", Webhooks::events())]
    UnknownEvent { given: String },
    /// A list or an expression of words.
    #[error(transparent)]
    Words(#[from] keyword::Error),
    /// A text with formatting.
    #[error(transparent)]
    Text(#[from] TemplateError),
    /// A topic's name.
    #[error(transparent)]
    Title(#[from] title::Error),
}

fn unknown(suggestion: Option<Name>) -> String {
    match suggestion {
        Some(name) => format!("there is no parameter by that name, perhaps {name} is meant"),
        None => "there is no parameter by that name".to_owned(),
    }
}

/// The beginning of what was given, of at most so many characters.
pub(super) fn beginning(given: &str, most: usize) -> String {
    given.chars().take(most).collect()
}
