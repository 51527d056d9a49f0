//! WEBHOOKS.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

use super::reason::beginning;
use super::{Reason, Value, is_off};
use crate::operator_command::entry;
use crate::webhook::address::{is_public, meant};
use crate::webhook::{Body, Kind};

const MAX_URLS: usize = 100;
const MAX_URL: usize = 2048;
/// So much of an event is repeated in an error.
const SAMPLE: usize = 64;

/// Which events go to which URL.
///
/// ```text
/// {"https://example.org/hook": ["dialog_created", "message_received"],
///  "https://example.org/all": ["*"],
///  "https://example.org/order": ["/order"]}
/// ```
/// `*` is every event; `/word` registers a command of the backend group, which goes only where
/// it is listed.
#[derive(Clone, PartialEq, Eq, Default)]
pub struct Webhooks {
    urls: BTreeMap<String, BTreeSet<String>>,
}

// === impl Webhooks ===

impl Webhooks {
    /// Reads the value of the parameter.
    ///
    /// # Errors
    /// Why it cannot be one, without a URL of it.
    pub fn parse(text: &str) -> Result<Self, Reason> {
        Self::read(text)
    }

    /// Every URL with its events.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &BTreeSet<String>)> {
        self.urls.iter().map(|(url, events)| (url.as_str(), events))
    }

    /// Whether somebody wants to be told of this.
    #[must_use]
    pub fn want(&self, kind: Kind) -> bool {
        self.lists(|event| is_of(event, kind)).next().is_some()
    }

    /// Whether it registers this command, given without its slash.
    #[must_use]
    pub fn register(&self, command: &str) -> bool {
        self.lists(|event| is_command_of(event, command))
            .next()
            .is_some()
    }

    /// The commands that it registers, with their slashes.
    #[must_use]
    pub fn commands(&self) -> BTreeSet<String> {
        let events = self.urls.values().flatten();
        let commands = events.filter(|event| event.starts_with('/'));
        commands.map(|event| event.to_ascii_lowercase()).collect()
    }

    /// The URLs that this is posted to.
    pub fn receivers(&self, body: &Body) -> impl Iterator<Item = &str> {
        let command = body.command().map(|command| command.name.clone());
        let kind = body.kind();
        self.lists(move |event| match &command {
            Some(name) => event.eq_ignore_ascii_case(name),
            None => is_of(event, kind),
        })
    }

    fn lists(&self, is_meant: impl Fn(&str) -> bool) -> impl Iterator<Item = &str> {
        let listing = self.urls.iter();
        let listing = listing.filter(move |(_, events)| events.iter().any(|event| is_meant(event)));
        listing.map(|(url, _)| url.as_str())
    }

    /// The events that this version tells of, with commas.
    #[must_use]
    pub fn events() -> String {
        let is_event = |kind: &&Kind| **kind != Kind::Command && kind.is_told();
        let names = Kind::ALL.iter().filter(is_event).map(|kind| kind.name());
        names.collect::<Vec<_>>().join(", ")
    }

    /// A host that is one inside a network by its look, if there is one: an address that is not
    /// public, or a name that only a network of its own knows. Whether something is posted there
    /// is decided on the address that the name has then.
    #[must_use]
    pub fn inside(&self) -> Option<&str> {
        let mut hosts = self.urls.keys().filter_map(|url| host(url));
        hosts.find(|host| is_inside(host))
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
    fn read(text: &str) -> Result<Self, Reason> {
        if is_off(text) {
            return Ok(Self::default());
        }
        // The parser's own words may repeat a URL.
        let urls: BTreeMap<String, BTreeSet<String>> =
            serde_json::from_str(text).map_err(|error| Reason::Json {
                line: error.line() as u64,
                // An error at the very beginning is in column 0 for the parser.
                column: (error.column() as u64).max(1),
            })?;
        if urls.len() > MAX_URLS {
            let most = MAX_URLS as u64;
            return Err(Reason::ManyUrls { most });
        }
        for (url, events) in &urls {
            check_url(url)?;
            if events.is_empty() {
                return Err(Reason::NoEvents);
            }
            for event in events {
                check_event(event)?;
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
fn check_url(url: &str) -> Result<(), Reason> {
    let rest = ["https://", "http://"].into_iter().find_map(|scheme| {
        let start = url.get(..scheme.len())?;
        start
            .eq_ignore_ascii_case(scheme)
            .then(|| &url[scheme.len()..])
    });
    let Some(rest) = rest else {
        return Err(Reason::UrlScheme);
    };
    let host = rest.split(['/', '?', '#']).next().unwrap_or_default();
    let is_plain = url
        .chars()
        .all(|c| !c.is_whitespace() && !c.is_control() && c != '\\');
    if host.is_empty() || host.starts_with(':') || !is_plain {
        Err(Reason::UrlHost)
    } else if host.contains('@') {
        Err(Reason::UrlSecret)
    } else if url.len() > MAX_URL {
        Err(Reason::LongUrl {
            most: MAX_URL as u64,
        })
    } else {
        Ok(())
    }
}

/// Why it is no event.
fn check_event(event: &str) -> Result<(), Reason> {
    let given = || beginning(event, SAMPLE);
    let name = event.strip_prefix('/');
    if name.is_some_and(|name| entry(name).is_some()) {
        Err(Reason::OwnCommand { given: given() })
    } else if event == "*" || Kind::parse(event).is_some() || name.is_some_and(is_command) {
        Ok(())
    } else {
        Err(Reason::UnknownEvent { given: given() })
    }
}

/// The host of a URL that was checked, without its port.
fn host(url: &str) -> Option<&str> {
    let (_, rest) = url.split_once("://")?;
    let host = rest.split(['/', '?', '#']).next()?;
    match host.strip_prefix('[') {
        Some(v6) => v6.split(']').next(),
        None => host.split(':').next(),
    }
}

fn is_inside(host: &str) -> bool {
    if let Ok(address) = host.parse() {
        return !is_public(meant(address));
    }
    let host = host.trim_end_matches('.').to_ascii_lowercase();
    let last = host.rsplit('.').next().unwrap_or_default();
    let is_known = matches!(last, "localhost" | "local" | "internal" | "lan" | "home");
    is_known || !host.contains('.') || host.ends_with(".home.arpa")
}

fn is_of(event: &str, kind: Kind) -> bool {
    let is_all = event == "*" && kind != Kind::Command;
    is_all || event == kind.name()
}

fn is_command_of(event: &str, command: &str) -> bool {
    let name = event.strip_prefix('/');
    name.is_some_and(|name| name.eq_ignore_ascii_case(command))
}

/// A Latin letter, then letters, digits, `-`, `_`.
fn is_command(word: &str) -> bool {
    word.len() <= 32
        && word.starts_with(|c: char| c.is_ascii_alphabetic())
        && word
            .bytes()
            .all(|b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_'))
}
