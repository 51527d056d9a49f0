//! WEBHOOKS.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

use super::{Value, is_off};

/// The events that a webhook may ask for, besides commands.
const EVENTS: [&str; 10] = [
    "dialog_created",
    "dialog_reopened",
    "dialog_closed",
    "message_received",
    "message_sent",
    "message_intercepted",
    "message_failed",
    "mark_changed",
    "broadcast_finished",
    "csat_received",
];

const MAX_URLS: usize = 100;
const MAX_URL: usize = 2048;

/// Which events go to which URL.
///
/// ```text
/// {"https://example.org/hook": ["dialog_created", "message_received"],
///  "https://example.org/all": ["*"],
///  "https://example.org/order": ["/order"]}
/// ```
/// `*` is every event; `/word` registers a command of the backend group.
#[derive(Clone, PartialEq, Eq, Default)]
pub struct Webhooks {
    urls: BTreeMap<String, BTreeSet<String>>,
}

// === impl Webhooks ===

impl Webhooks {
    /// Every URL with its events.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &BTreeSet<String>)> {
        self.urls.iter().map(|(url, events)| (url.as_str(), events))
    }

    /// Whether there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.urls.is_empty()
    }
}

/// Without the URLs: they may hold secrets.
impl fmt::Debug for Webhooks {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Webhooks({} hidden)", self.urls.len())
    }
}

impl Value for Webhooks {
    fn read(text: &str) -> Result<Self, String> {
        if is_off(text) {
            return Ok(Self::default());
        }
        // The parser's own words may repeat a URL.
        let urls: BTreeMap<String, BTreeSet<String>> =
            serde_json::from_str(text).map_err(|error| {
                let (line, column) = (error.line(), error.column());
                format!("line {line}, column {column}: no JSON object of URLs with lists of events")
            })?;
        if urls.len() > MAX_URLS {
            return Err(format!("there are more than {MAX_URLS} URLs"));
        }
        for (url, events) in &urls {
            check_url(url)?;
            if events.is_empty() {
                return Err("a URL has no events".to_owned());
            }
            if let Some(event) = events.iter().find(|event| !is_event(event)) {
                let event: String = event.chars().take(64).collect();
                return Err(format!("there is no event `{event}`"));
            }
        }
        Ok(Self { urls })
    }

    fn write(&self) -> String {
        if self.urls.is_empty() {
            return "OFF".to_owned();
        }
        let value: serde_json::Value = self
            .urls
            .iter()
            .map(|(url, events)| {
                (
                    url.clone(),
                    events.iter().cloned().collect::<serde_json::Value>(),
                )
            })
            .collect();
        value.to_string()
    }
}

/// The URL is not repeated in the error: it may hold a secret.
fn check_url(url: &str) -> Result<(), String> {
    let rest = ["https://", "http://"].into_iter().find_map(|scheme| {
        let start = url.get(..scheme.len())?;
        start
            .eq_ignore_ascii_case(scheme)
            .then(|| &url[scheme.len()..])
    });
    let Some(rest) = rest else {
        return Err("a URL does not begin with https:// or http://".to_owned());
    };
    let host = rest.split(['/', '?', '#']).next().unwrap_or_default();
    let is_plain = url
        .chars()
        .all(|c| !c.is_whitespace() && !c.is_control() && c != '\\');
    if host.is_empty() || host.starts_with(':') || !is_plain {
        Err("a URL names no host or holds a character that may not be in one".to_owned())
    } else if host.contains('@') {
        Err("a URL holds a name or password, which webhooks do not use".to_owned())
    } else if url.len() > MAX_URL {
        Err(format!("a URL has more than {MAX_URL} characters"))
    } else {
        Ok(())
    }
}

fn is_event(event: &str) -> bool {
    event == "*" || EVENTS.contains(&event) || event.strip_prefix('/').is_some_and(is_command)
}

/// A Latin letter, then letters, digits, `-`, `_`.
fn is_command(word: &str) -> bool {
    word.len() <= 32
        && word.starts_with(|c: char| c.is_ascii_alphabetic())
        && word
            .bytes()
            .all(|b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_'))
}
