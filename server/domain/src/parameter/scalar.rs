//! Values of one piece: booleans, spans of time, rates, choices of words.

use std::time::Duration;

use super::{Reason, Value, is_off, is_word};
use crate::catalogue::Language;
use crate::keyword::{Expression, WordList};

/// A budget: so many units in so long.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Rate {
    /// Units, 1–100000.
    pub units: u32,
    /// In this time.
    pub per: Duration,
}

/// How much of messages is kept beyond delivery.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Archive {
    /// Ids.
    Off,
    /// Ids and facts for analytics.
    #[default]
    Meta,
    /// The text too.
    Full,
}

/// Most hours of AUTOCLOSE and `KEEP_FOR_EDITS`: a year.
pub(super) const MAX_HOURS: u64 = 8760;

/// Most minutes of `REMIND_AFTER`: four weeks.
pub(super) const MAX_MINUTES: u64 = 40_320;

/// Most units and seconds of `RATE_BACKEND`.
const MAX_RATE: u32 = 100_000;

/// Reads a whole number within these bounds.
pub(super) fn number<T>(text: &str, least: T, most: T) -> Result<T, Reason>
where
    T: std::str::FromStr + PartialOrd + Into<u64>,
{
    // `parse` would take a sign.
    let digits = !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
    match text.parse::<T>() {
        Ok(number) if digits && number >= least && number <= most => Ok(number),
        _ if digits => Err(Reason::Bounds {
            least: least.into(),
            most: most.into(),
        }),
        _ => Err(Reason::Number),
    }
}

/// Reads a span in units of so many seconds; `OFF` is none.
pub(super) fn span(text: &str, unit: u64, most: u64) -> Result<Option<Duration>, Reason> {
    if is_off(text) {
        return Ok(None);
    }
    Ok(Some(Duration::from_secs(number(text, 1, most)? * unit)))
}

/// Writes such a span.
pub(super) fn write_span(span: Option<Duration>, unit: u64) -> String {
    span.map_or_else(
        || "OFF".to_owned(),
        |span| (span.as_secs() / unit).to_string(),
    )
}

/// Reads hours of which 0 is a value; `OFF` is 0.
pub(super) fn hours_or_none(text: &str) -> Result<Duration, Reason> {
    if is_off(text) {
        return Ok(Duration::ZERO);
    }
    Ok(Duration::from_secs(number(text, 0, MAX_HOURS)? * 3600))
}

// === impl Rate ===

impl Rate {
    /// So many a minute.
    #[must_use]
    pub const fn a_minute(units: u32) -> Self {
        Self {
            units,
            per: Duration::from_secs(60),
        }
    }
}

impl Value for Rate {
    fn read(text: &str) -> Result<Self, Reason> {
        let (units, seconds) = match text.split_once('/') {
            Some((units, seconds)) => (units.trim(), number(seconds.trim(), 1, MAX_RATE)?),
            None => (text, 60),
        };
        let units = number(units, 1, MAX_RATE)?;
        Ok(Self {
            units,
            per: Duration::from_secs(seconds.into()),
        })
    }

    fn write(&self) -> String {
        match self.per.as_secs() {
            60 => self.units.to_string(),
            seconds => format!("{}/{seconds}", self.units),
        }
    }
}

// === other values ===

impl Value for bool {
    fn read(text: &str) -> Result<Self, Reason> {
        if is_word(text, "TRUE") {
            Ok(true)
        } else if is_word(text, "FALSE") {
            Ok(false)
        } else {
            Err(Reason::Boolean)
        }
    }

    fn write(&self) -> String {
        if *self { "TRUE" } else { "FALSE" }.to_owned()
    }
}

impl Value for Option<Expression> {
    fn read(text: &str) -> Result<Self, Reason> {
        if is_off(text) {
            return Ok(None);
        }
        Ok(Some(text.parse()?))
    }

    fn write(&self) -> String {
        self.as_ref()
            .map_or_else(|| "OFF".to_owned(), ToString::to_string)
    }
}

impl Value for WordList {
    fn read(text: &str) -> Result<Self, Reason> {
        if is_off(text) {
            return Ok(Self::default());
        }
        Ok(text.parse()?)
    }

    fn write(&self) -> String {
        if self.is_empty() {
            "OFF".to_owned()
        } else {
            self.to_string()
        }
    }
}

impl Value for Archive {
    fn read(text: &str) -> Result<Self, Reason> {
        match text.to_ascii_uppercase().as_str() {
            "OFF" => Ok(Self::Off),
            "META" => Ok(Self::Meta),
            "FULL" => Ok(Self::Full),
            _ => Err(Reason::Word),
        }
    }

    fn write(&self) -> String {
        match self {
            Self::Off => "OFF",
            Self::Meta => "META",
            Self::Full => "FULL",
        }
        .to_owned()
    }
}

impl Value for Language {
    fn read(text: &str) -> Result<Self, Reason> {
        Self::ALL
            .into_iter()
            .find(|language| is_word(text, language.as_str()))
            .ok_or(Reason::Language)
    }

    fn write(&self) -> String {
        self.as_str().to_owned()
    }
}
