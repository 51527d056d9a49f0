//! What can be wrong with a configuration, in words with the remedy.

use std::fmt;
use std::path::PathBuf;

use super::Origin;
use super::setting::{SETTINGS, Setting};

/// A configuration that cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// A value is not one of those allowed.
    Wrong {
        /// The setting.
        key: &'static str,
        /// What was given; hidden when it is a secret.
        given: String,
        /// What is allowed.
        allowed: &'static str,
        /// Where it was given.
        origin: Origin,
    },
    /// A value of a plan is not one of those allowed.
    Plan {
        /// Its key.
        key: String,
        /// What was given.
        given: String,
        /// What is allowed.
        allowed: String,
        /// Where it was given.
        origin: Origin,
    },
    /// There is no such setting.
    Unknown {
        /// What was given.
        key: String,
        /// Where.
        origin: Origin,
        /// The setting that was probably meant.
        suggestion: Option<&'static str>,
    },
    /// The file is no TOML.
    Syntax {
        /// The file.
        path: PathBuf,
        /// The line, from 1.
        line: usize,
        /// What is wrong.
        detail: String,
    },
    /// A file cannot be read.
    Unreadable {
        /// What it is for.
        what: &'static str,
        /// The file.
        path: PathBuf,
        /// Why.
        detail: String,
    },
    /// Settings that do not go together.
    Together(String),
    /// A file cannot be written.
    Private(#[from] super::private_file::Error),
}

// === impl Error ===

impl Error {
    pub(super) fn unknown(key: String, origin: Origin) -> Self {
        let suggestion = Setting::nearest(&key).map(|setting| setting.key);
        Self::Unknown {
            key,
            origin,
            suggestion,
        }
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Wrong {
                key,
                given,
                allowed,
                origin,
            } => {
                write!(
                    f,
                    "`{key}` is `{given}` (from {origin}), but it has to be {allowed}"
                )
            }
            Self::Plan {
                key,
                given,
                allowed,
                origin,
            } => {
                write!(
                    f,
                    "`{key}` is `{given}` (from {origin}), but it has to be {allowed}"
                )
            }
            Self::Unknown {
                key,
                origin,
                suggestion: Some(meant),
            } => {
                write!(
                    f,
                    "there is no setting `{key}` (from {origin}); `{meant}` is probably meant"
                )
            }
            Self::Unknown {
                key,
                origin,
                suggestion: None,
            } => {
                let keys: Vec<&str> = SETTINGS.iter().map(|setting| setting.key).collect();
                write!(
                    f,
                    "there is no setting `{key}` (from {origin}); there are {}",
                    keys.join(", ")
                )
            }
            Self::Syntax { path, line, detail } => {
                write!(
                    f,
                    "{}, line {line}: {detail}; see https://toml.io for the form",
                    path.display()
                )
            }
            Self::Unreadable { what, path, detail } => {
                let path = path.display();
                write!(
                    f,
                    "{path}, {what}, cannot be read: {detail}; correct the path or its rights"
                )
            }
            Self::Together(words) => f.write_str(words),
            Self::Private(error) => error.fmt(f),
        }
    }
}
