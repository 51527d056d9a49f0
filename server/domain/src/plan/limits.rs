//! A plan, and what it limits.

use std::collections::BTreeSet;
use std::time::Duration;

use crate::catalogue::{Language, Notice};
use crate::message::FormattedText;
use crate::text::{Template, TemplateError, utf16_len};

/// What is counted by the day.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize,
)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// Messages that arrived: customers' in their topics, operators' at the customer. Each piece
    /// of an album is one.
    Messages,
    /// Updates of Telegram that were taken in.
    Updates,
}

/// What a plan may leave out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Feature {
    /// WELCOME may be `OFF`.
    WelcomeOff,
    /// `HIDE_INFO`.
    HideInfo,
    /// `LEAVE_CLOSED`.
    LeaveClosed,
    /// `WEBHOOKS`.
    Webhooks,
    /// API tokens for single connections.
    Api,
}

/// The line under WELCOME.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub enum Signature {
    /// None.
    #[default]
    Off,
    /// Backline's own, in English as WELCOME's default is.
    Default,
    /// This one.
    Text(Template),
}

/// What a plan limits; what is `None` or not left out is not limited.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Limits {
    /// Messages a day.
    pub messages: Option<u64>,
    /// Updates a day.
    pub updates: Option<u64>,
    /// Broadcasts a month. Not used yet: this version sends none.
    pub broadcasts: Option<u64>,
    /// Connections of one administrator.
    pub connections: Option<u64>,
    /// The longest AUTOCLOSE, in hours.
    pub longest_autoclose: Option<u64>,
    /// The line under WELCOME.
    pub signature: Signature,
    /// What it leaves out.
    pub without: BTreeSet<Feature>,
}

/// A plan.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Plan {
    /// Its name, for people and in the configuration.
    pub name: String,
    /// What it limits.
    pub limits: Limits,
}

// === impl Kind ===

impl Kind {
    /// All of them.
    pub const ALL: [Self; 2] = [Self::Messages, Self::Updates];

    /// What is counted, in words.
    #[must_use]
    pub const fn words(self) -> &'static str {
        match self {
            Self::Messages => "messages",
            Self::Updates => "updates",
        }
    }
}

// === impl Feature ===

impl Feature {
    /// All of them, by the keys that they have in the configuration.
    pub const ALL: [(&'static str, Self); 5] = [
        ("welcome_off", Self::WelcomeOff),
        ("hide_info", Self::HideInfo),
        ("leave_closed", Self::LeaveClosed),
        ("webhooks", Self::Webhooks),
        ("api", Self::Api),
    ];
}

// === impl Signature ===

impl Signature {
    /// Longest, in UTF-16 code units: it is a line under a text.
    pub const LONGEST: usize = 256;

    /// Reads it: `OFF`, `DEFAULT`, or a text with formatting.
    ///
    /// # Errors
    /// In words, when the text cannot be one.
    pub fn parse(text: &str) -> Result<Self, String> {
        let text = text.trim();
        if text.eq_ignore_ascii_case("OFF") {
            return Ok(Self::Off);
        }
        if text.eq_ignore_ascii_case("DEFAULT") {
            return Ok(Self::Default);
        }
        let template = Template::parse(text).map_err(|error: TemplateError| error.to_string())?;
        let line = template.fill("");
        if utf16_len(&line.text) > Self::LONGEST {
            return Err(format!("it is longer than {} characters", Self::LONGEST));
        }
        Ok(Self::Text(template))
    }

    /// As it is written in the configuration.
    #[must_use]
    pub fn source(&self) -> &str {
        match self {
            Self::Off => "OFF",
            Self::Default => "DEFAULT",
            Self::Text(template) => template.source(),
        }
    }

    /// The line for the customer of this name.
    #[must_use]
    pub fn line(&self, title: &str) -> Option<FormattedText> {
        match self {
            Self::Off => None,
            Self::Default => Some(Notice::PlanSignature {}.render(Language::En)),
            Self::Text(template) => Some(template.fill(crate::text::shorten(title, 64))),
        }
    }
}

// === impl Limits ===

impl Limits {
    /// How much of it a day; `None` = as much as comes.
    #[must_use]
    pub const fn of(&self, kind: Kind) -> Option<u64> {
        match kind {
            Kind::Messages => self.messages,
            Kind::Updates => self.updates,
        }
    }

    /// Whether it has this.
    #[must_use]
    pub fn has(&self, feature: Feature) -> bool {
        !self.without.contains(&feature)
    }

    /// The longest AUTOCLOSE.
    #[must_use]
    pub fn longest_autoclose(&self) -> Option<Duration> {
        let hours = self.longest_autoclose?;
        Some(Duration::from_secs(hours.saturating_mul(3600)))
    }
}

// === impl Plan ===

impl Plan {
    /// The name of the built-in example.
    pub const FREE: &'static str = "free";
    /// The name of what limits nothing.
    pub const UNLIMITED: &'static str = "unlimited";

    /// The built-in example.
    #[must_use]
    pub fn free() -> Self {
        Self {
            name: Self::FREE.to_owned(),
            limits: Limits {
                messages: Some(500),
                updates: Some(2500),
                broadcasts: Some(500),
                connections: Some(10),
                longest_autoclose: Some(48),
                signature: Signature::Default,
                without: BTreeSet::from([Feature::WelcomeOff]),
            },
        }
    }

    /// What holds for whoever has no plan.
    #[must_use]
    pub fn unlimited() -> Self {
        Self {
            name: Self::UNLIMITED.to_owned(),
            limits: Limits::default(),
        }
    }
}
