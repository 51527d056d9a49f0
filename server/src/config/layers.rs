//! What was given where: defaults, file, environment, flags; later wins.

use std::collections::BTreeMap;
use std::fmt;
use std::path::{Path, PathBuf};

use zeroize::Zeroizing;

use super::setting::{SETTINGS, Setting};
use super::{Error, Flags, plans};

/// Where a value comes from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Origin {
    /// Nobody set it.
    Default,
    /// The configuration file.
    File(PathBuf),
    /// This environment variable.
    Environment(String),
    /// This flag.
    Flag(&'static str),
}

/// Where plans are: their names are the installer's own.
pub(super) const PLANS: &str = "plans";
pub(super) const PLANS_BEFORE: &str = "plans.";

/// A value as text, with its origin.
#[derive(Clone)]
pub(super) struct Given {
    pub(super) text: Zeroizing<String>,
    pub(super) origin: Origin,
}

/// All values, as text. What is in here is not checked yet.
pub(super) struct Layers {
    given: BTreeMap<&'static str, Given>,
    /// What was given of plans, by key without `plans.` before it.
    plans: BTreeMap<String, Given>,
}

// === impl Layers ===

impl Layers {
    pub(super) fn new(
        file: Option<(&Path, &str)>,
        environment: impl IntoIterator<Item = (String, String)>,
        flags: &Flags,
    ) -> Result<Self, Error> {
        let mut layers = Self {
            given: BTreeMap::new(),
            plans: BTreeMap::new(),
        };
        for setting in SETTINGS
            .iter()
            .filter(|setting| !setting.default.is_empty())
        {
            layers.put(setting, setting.default.to_owned(), Origin::Default);
        }
        if let Some((path, text)) = file {
            layers.take_file(path, text)?;
        }
        layers.take_environment(environment)?;
        for (key, flag, value) in flags.given() {
            if let Some(setting) = Setting::find(key) {
                layers.put(setting, value, Origin::Flag(flag));
            }
        }
        Ok(layers)
    }

    /// Reads a setting. `None` when nobody set it and it has no default.
    pub(super) fn read<T>(
        &self,
        key: &'static str,
        parse: impl FnOnce(&str) -> Option<T>,
    ) -> Result<Option<T>, Error> {
        let Some(given) = self.given.get(key) else {
            return Ok(None);
        };
        match parse(&given.text) {
            Some(value) => Ok(Some(value)),
            None => Err(self.wrong(key)),
        }
    }

    /// Reads a setting that has a default.
    pub(super) fn required<T>(
        &self,
        key: &'static str,
        parse: impl FnOnce(&str) -> Option<T>,
    ) -> Result<T, Error> {
        self.read(key, parse)?.ok_or_else(|| self.wrong(key))
    }

    /// The error for a setting's value.
    pub(super) fn wrong(&self, key: &'static str) -> Error {
        let allowed = Setting::find(key).map_or("", |setting| setting.allowed);
        let (given, origin) = match self.given.get(key) {
            Some(given) => (shown(key, &given.text), given.origin.clone()),
            None => (String::new(), Origin::Default),
        };
        Error::Wrong {
            key,
            given,
            allowed,
            origin,
        }
    }

    pub(super) const fn plans(&self) -> &BTreeMap<String, Given> {
        &self.plans
    }

    pub(super) fn origin(&self, key: &str) -> Origin {
        self.given
            .get(key)
            .map_or(Origin::Default, |given| given.origin.clone())
    }

    /// Every setting as it is in force: key, value with secrets hidden, origin.
    pub(super) fn shown(&self) -> Vec<(&'static str, String, Origin)> {
        SETTINGS
            .iter()
            .map(|setting| match self.given.get(setting.key) {
                None => (setting.key, "(not set)".to_owned(), Origin::Default),
                Some(given) => (
                    setting.key,
                    shown(setting.key, &given.text),
                    given.origin.clone(),
                ),
            })
            .collect()
    }

    fn put(&mut self, setting: &'static Setting, text: String, origin: Origin) {
        self.given.insert(
            setting.key,
            Given {
                text: Zeroizing::new(text),
                origin,
            },
        );
    }

    fn take_file(&mut self, path: &Path, text: &str) -> Result<(), Error> {
        let table: toml::Table = text.parse().map_err(|error: toml::de::Error| {
            // The message of the parser shows the line, which may hold a secret.
            let line = error
                .span()
                .map_or(1, |span| 1 + text[..span.start].matches('\n').count());
            Error::Syntax {
                path: path.to_owned(),
                line,
                detail: error.message().to_owned(),
            }
        })?;
        self.take_table(path, "", &table)
    }

    fn take_table(&mut self, path: &Path, above: &str, table: &toml::Table) -> Result<(), Error> {
        for (name, value) in table {
            let key = if above.is_empty() {
                name.clone()
            } else {
                format!("{above}.{name}")
            };
            if key == PLANS || key.starts_with(PLANS_BEFORE) {
                plans::flatten(&mut self.plans, path, &key, value)?;
            } else if let Some(setting) = Setting::find(&key) {
                let text = match value {
                    toml::Value::String(text) => text.clone(),
                    toml::Value::Integer(number) => number.to_string(),
                    toml::Value::Boolean(truth) => truth.to_string(),
                    toml::Value::Float(_)
                    | toml::Value::Datetime(_)
                    | toml::Value::Array(_)
                    | toml::Value::Table(_) => {
                        self.put(
                            setting,
                            format!("a {}", value.type_str()),
                            Origin::File(path.into()),
                        );
                        return Err(self.wrong(setting.key));
                    }
                };
                self.put(setting, text, Origin::File(path.to_owned()));
            } else if let toml::Value::Table(inner) = value
                && SETTINGS
                    .iter()
                    .any(|setting| setting.key.starts_with(&format!("{key}.")))
            {
                self.take_table(path, &key, inner)?;
            } else {
                return Err(Error::unknown(key, Origin::File(path.to_owned())));
            }
        }
        Ok(())
    }

    /// Takes the variables of settings. Others that begin with `BACKLINE_` belong
    /// to the other programs, or to whoever runs this (Kubernetes makes
    /// `BACKLINE_PORT_…` for a service of that name): they are refused only when
    /// they look like a slip of the pen.
    fn take_environment(
        &mut self,
        environment: impl IntoIterator<Item = (String, String)>,
    ) -> Result<(), Error> {
        for (variable, text) in environment {
            let Some(rest) = variable.strip_prefix("BACKLINE_") else {
                continue;
            };
            let key = rest.to_ascii_lowercase().replace("__", ".");
            if let Some(key) = key.strip_prefix(PLANS_BEFORE) {
                let given = Given {
                    text: Zeroizing::new(text),
                    origin: Origin::Environment(variable),
                };
                self.plans.insert(key.to_owned(), given);
            } else if let Some(setting) = Setting::find(&key) {
                self.put(setting, text, Origin::Environment(variable));
            } else if rest.contains("__") || (!OTHERS.contains(&rest) && is_slip(&key)) {
                return Err(Error::unknown(key, Origin::Environment(variable)));
            }
        }
        Ok(())
    }
}

/// Variables of the gateways and the command line that are near a setting's.
const OTHERS: &[&str] = &["TOKEN", "BOT_TOKEN", "TOKEN_FILE", "SERVER", "CONFIG"];

fn is_slip(key: &str) -> bool {
    SETTINGS
        .iter()
        .any(|setting| strsim::damerau_levenshtein(setting.key, key) <= 2)
}

/// Schemes that stay readable in front of what is hidden. Of anything else nobody
/// knows where a password begins.
const SCHEMES: &[&str] = &["surrealkv", "mem", "ws", "wss", "http", "https"];
/// Characters of a value that are shown.
const SHOWN: usize = 200;

/// A value as it may be shown: no secret, nothing that stands before an `@`, on
/// one line. Hidden first and cut then: a cut could take the `@` away.
fn shown(key: &str, text: &str) -> String {
    if Setting::find(key).is_none_or(|setting| setting.is_secret) {
        return "(hidden)".to_owned();
    }
    let safe = match text.rsplit_once('@') {
        None => text.to_owned(),
        Some((before, host)) => {
            let scheme = before.split_once("://").map(|(scheme, _)| scheme);
            match scheme.filter(|scheme| SCHEMES.contains(scheme)) {
                Some(scheme) => format!("{scheme}://(hidden)@{host}"),
                None => format!("(hidden)@{host}"),
            }
        }
    };
    let line = safe.chars().take(SHOWN);
    line.map(|c| if c.is_control() { ' ' } else { c }).collect()
}

impl fmt::Display for Origin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Default => f.write_str("the default"),
            Self::File(path) => write!(f, "{}", path.display()),
            Self::Environment(variable) => write!(f, "the environment variable {variable}"),
            Self::Flag(flag) => write!(f, "the flag {flag}"),
        }
    }
}
