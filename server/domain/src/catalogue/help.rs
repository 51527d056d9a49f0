//! The answer to `/help`.

use super::Language;
use super::bundle::message;
use super::value::Argument;
use crate::id::IdentityKind;
use crate::message::FormattedText;
use crate::operator_command::{Entry, Place, TABLE};
use crate::text::concat;

/// What may be used here, one line per command of this version. `place` is
/// where the command was given, `frontend` who would do it.
#[must_use]
pub fn help(place: Place, frontend: IdentityKind, language: Language) -> FormattedText {
    let title = match place {
        Place::Dialog => "help-in-dialog",
        Place::General | Place::Both => "help-in-general",
    };
    let mut parts = vec![message(language, title, &Vec::new())];
    let entries = TABLE
        .iter()
        .filter(|entry| entry.is_due && entry.place.includes(place))
        .filter(|entry| !entry.needs_account || frontend == IdentityKind::User);
    parts.extend(entries.map(|entry| line(entry, language)));
    if place == Place::Dialog {
        parts.push(message(language, "help-comment", &Vec::new()));
    }
    let breaks = parts.into_iter().enumerate().flat_map(|(index, part)| {
        let lead = if index == 0 { "" } else { "\n" };
        [FormattedText::plain(lead), part]
    });
    concat(breaks)
}

fn line(entry: &Entry, language: Language) -> FormattedText {
    let Entry { name, usage, .. } = entry;
    let command = if usage.is_empty() {
        format!("/{name}")
    } else {
        format!("/{name} {usage}")
    };
    let description = message(language, &key(entry), &Vec::new());
    message(
        language,
        "help-line",
        &vec![
            ("command", command.value()),
            ("description", description.value()),
        ],
    )
}

/// The catalogue's name of a command's description.
pub(super) fn key(entry: &Entry) -> String {
    format!("help-{}", entry.name)
}
