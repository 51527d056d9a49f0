//! The answer to `/help`.

use std::collections::BTreeSet;

use super::Language;
use super::bundle::message;
use super::value::Argument;
use crate::message::FormattedText;
use crate::operator_command::{Entry, Place, Right, TABLE};
use crate::text::concat;

/// What whoever asks for help can use.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Abilities {
    /// Whether the frontend is an account: some things only those can do.
    pub is_account: bool,
    /// Whether they may ban people in the group.
    pub may_ban: bool,
    /// Whether they are in `EXTENSIONS_ALLOWED`.
    pub may_extend: bool,
}

/// What may be used here, one line per command.
///
/// Those of this version, and those that webhooks register (`others`, with their slashes). `place` is
/// where the command was given. Of what is missing to somebody nothing is said.
#[must_use]
pub fn help(
    place: Place,
    abilities: Abilities,
    others: &BTreeSet<String>,
    language: Language,
) -> FormattedText {
    let title = match place {
        Place::Dialog => "help-in-dialog",
        Place::General | Place::Both => "help-in-general",
    };
    let mut parts = vec![message(language, title, &Vec::new())];
    let entries = TABLE
        .iter()
        .filter(|entry| entry.is_due() && entry.place.includes(place))
        .filter(|entry| abilities.allow(entry, place));
    parts.extend(entries.map(|entry| line(entry, language)));
    if place == Place::Dialog {
        let others = others.iter();
        parts.extend(others.map(|command| line_of(command, "help-of-webhooks", language)));
        parts.push(message(language, "help-comment", &Vec::new()));
    }
    let breaks = parts.into_iter().enumerate().flat_map(|(index, part)| {
        let lead = if index == 0 { "" } else { "\n" };
        [FormattedText::plain(lead), part]
    });
    concat(breaks)
}

// === impl Abilities ===

impl Abilities {
    /// Whether the command can be used there.
    const fn allow(self, entry: &Entry, place: Place) -> bool {
        let has_right = match entry.right {
            None => true,
            Some(Right::Ban) => self.may_ban,
            Some(Right::Extension) => self.may_extend || matches!(place, Place::Dialog),
        };
        has_right && (self.is_account || !entry.needs_account)
    }
}

fn line(entry: &Entry, language: Language) -> FormattedText {
    let Entry { name, usage, .. } = entry;
    let command = if usage.is_empty() {
        format!("/{name}")
    } else {
        format!("/{name} {usage}")
    };
    line_of(&command, &key(entry), language)
}

fn line_of(command: &str, description: &str, language: Language) -> FormattedText {
    let description = message(language, description, &Vec::new());
    message(
        language,
        "help-line",
        &vec![
            ("command", command.to_owned().value()),
            ("description", description.value()),
        ],
    )
}

/// The catalogue's name of a command's description.
pub(super) fn key(entry: &Entry) -> String {
    format!("help-{}", entry.name)
}
