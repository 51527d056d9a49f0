//! How a value or a name is refused: the same words on every way in.

use std::fmt;

use super::{Name, Reason};

/// A value that a parameter cannot have.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub struct InvalidValue {
    /// The parameter, as it is documented or, when there is none, as it was given.
    pub name: String,
    /// What was given, its beginning; `…` where it may hold a secret.
    pub given: String,
    /// What is wrong.
    pub problem: Reason,
    /// What is allowed.
    pub allowed: String,
    /// The parameter, where there is one by that name.
    pub parameter: Option<Name>,
}

/// A name that no parameter has.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub struct UnknownName {
    /// What was given, its beginning.
    pub given: String,
    /// The name that was probably meant.
    pub suggestion: Option<Name>,
}

// === impl InvalidValue ===

impl InvalidValue {
    pub(super) fn new(name: Name, given: &str, problem: Reason) -> Self {
        Self {
            name: name.as_str().to_owned(),
            given: if name == Name::Webhooks {
                "…".to_owned()
            } else {
                sample(given)
            },
            problem,
            allowed: name.allowed().to_owned(),
            parameter: Some(name),
        }
    }

    /// A value that would be taken, as `NAME=VALUE`.
    #[must_use]
    pub fn example(&self) -> String {
        let name = self.parameter.unwrap_or(Name::Autoclose);
        format!("{name}={}", name.example())
    }
}

impl fmt::Display for InvalidValue {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self {
            name,
            given,
            problem,
            allowed,
            ..
        } = self;
        let example = self.example();
        write!(
            f,
            "{name} cannot be `{given}`: {problem}. Allowed: {allowed}. Example: {example}"
        )
    }
}

/// A set of values may hold a name that nobody knows.
impl From<UnknownName> for InvalidValue {
    fn from(unknown: UnknownName) -> Self {
        let names: Vec<_> = Name::ALL.iter().map(|name| name.as_str()).collect();
        Self {
            problem: Reason::UnknownName {
                suggestion: unknown.suggestion,
            },
            name: "The name of a parameter".to_owned(),
            given: unknown.given,
            allowed: names.join(", "),
            parameter: None,
        }
    }
}

// === impl UnknownName ===

impl UnknownName {
    pub(super) fn new(given: &str, suggestion: Option<Name>) -> Self {
        Self {
            given: sample(given),
            suggestion,
        }
    }
}

impl fmt::Display for UnknownName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        InvalidValue::from(self.clone()).fmt(f)
    }
}

/// Enough of what was given to recognise it, on one line.
fn sample(given: &str) -> String {
    const LONGEST: usize = 80;
    let line: String = given
        .chars()
        .take(LONGEST)
        .map(|c| if c.is_control() { ' ' } else { c })
        .collect();
    if given.chars().nth(LONGEST).is_some() {
        format!("{line}…")
    } else {
        line
    }
}
