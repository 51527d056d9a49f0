//! The languages that Backline writes.

use std::fmt;

use serde::{Deserialize, Serialize};

/// A language.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, Default,
)]
#[serde(rename_all = "lowercase")]
pub enum Language {
    /// English, complete by definition.
    #[default]
    En,
    /// German.
    De,
    /// Russian.
    Ru,
    /// Spanish.
    Es,
}

// === impl Language ===

impl Language {
    /// The language of an app by its IETF tag, else English.
    #[must_use]
    pub fn of_app(tag: &str) -> Self {
        let primary = tag.split(['-', '_']).next().unwrap_or_default();
        Self::ALL
            .into_iter()
            .find(|language| language.as_str().eq_ignore_ascii_case(primary))
            .unwrap_or_default()
    }

    /// All of them.
    pub const ALL: [Self; 4] = [Self::En, Self::De, Self::Ru, Self::Es];

    /// Its two letters.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::En => "en",
            Self::De => "de",
            Self::Ru => "ru",
            Self::Es => "es",
        }
    }
}

impl fmt::Display for Language {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}
