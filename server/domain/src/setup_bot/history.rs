//! What a parameter was before, and setting it back.

use std::collections::BTreeSet;

use super::talk::{Key, Talk};
use super::{Act, Wish};
use crate::catalogue::SetupWords;
use crate::connection::ParameterChange;
use crate::id::ConnectionId;
use crate::message::FormattedText;
use crate::parameter::Name;
use crate::text::{concat, shorten};

/// So much of a value is shown in a line.
const SHOWN: usize = 200;
/// So much of it on a button.
const LABEL: usize = 30;

/// The last changes of a parameter, newest first, with a button for each value that it had.
pub(super) fn show(talk: &mut Talk<'_>, id: &ConnectionId, name: &str) {
    let (Some(connection), Ok(name)) = (talk.scene.connection(id), Name::parse(name)) else {
        return;
    };
    let changes = &talk.scene.facts.changes;
    let mut parts = vec![talk.text(&SetupWords::History {
        name: name.to_string(),
        count: changes.len() as u64,
    })];
    let now = connection.parameters.get(name.as_str());
    let now = now.map_or(name.default_text(), String::as_str);
    let mut offered = BTreeSet::from([now]);
    let mut rows: Vec<Vec<Key>> = Vec::new();
    for change in changes {
        let line = SetupWords::HistoryLine {
            at: change.at,
            who: who(talk, change),
            old: shorten(&change.old, SHOWN).to_owned(),
            new: shorten(&change.new, SHOWN).to_owned(),
        };
        parts.push(FormattedText::plain("\n"));
        parts.push(talk.text(&line));
        if offered.insert(&change.old) {
            let label = format!("↩ {}", shorten(&change.old, LABEL));
            let act = Act::SetBack(id.clone(), name.as_str().to_owned(), change.sequence);
            rows.push(vec![Key::Do(label, act)]);
        }
    }
    let back = Act::Parameter(id.clone(), name.as_str().to_owned());
    rows.push(vec![talk.key(&SetupWords::KeyBack {}, back)]);
    talk.show(&concat(parts), rows);
}

/// A parameter gets the value that it had before a change. It is checked like any other: what
/// was allowed then may not be now.
pub(super) fn set_back(talk: &mut Talk<'_>, connection: ConnectionId, name: String, change: u64) {
    let known = talk.scene.facts.changes.iter();
    let mut known = known.filter(|one| one.sequence == change && one.name == name);
    let Some(value) = known.next().map(|change| change.old.clone()) else {
        // Others came since, so that it is not among the last any more.
        show(talk, &connection, &name);
        return;
    };
    talk.wish(Wish::Set {
        connection,
        name,
        value,
    });
}

/// Who made a change, as its reader knows them.
fn who(talk: &Talk<'_>, change: &ParameterChange) -> String {
    let words = match change.by.split_once(':') {
        Some(("user", user)) if user == talk.person.user.to_string() => SetupWords::ByYou {},
        Some(("user", user)) => SetupWords::ByPerson {
            id: user.to_owned(),
        },
        Some(("token", token)) => SetupWords::ByToken {
            id: token.to_owned(),
        },
        _ => return change.by.clone(),
    };
    talk.text(&words).text
}
