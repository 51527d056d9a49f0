//! The answer to `/info`.

use std::collections::BTreeMap;

use super::bundle::{Values, message};
use super::value::Argument;
use super::{Language, Notice};
use crate::dialog::{By, Kind, State};
use crate::message::FormattedText;
use crate::privacy::{Named, Shown};
use crate::profile::Note;
use crate::rating::Ratings;
use crate::text::{concat, shorten};
use crate::time::Timestamp;

/// What is known about a customer. Empty texts and unknown values have no line.
#[derive(Debug, Clone, PartialEq)]
pub struct InfoCard {
    /// The person's full name or the group's title.
    pub title: Shown,
    /// @names, with the @.
    pub usernames: Vec<Shown>,
    /// The chat's id.
    pub id: Option<Shown>,
    /// Language of the person's app.
    pub language: String,
    /// What kind of chat it is.
    pub kind: Kind,
    /// Who is in the group.
    pub members: Option<Members>,
    /// When the dialog began.
    pub since: Timestamp,
    /// When the last message came or went.
    pub last_message_at: Option<Timestamp>,
    /// Messages from the customer.
    pub customer_messages: u64,
    /// Messages to the customer.
    pub team_messages: u64,
    /// The state.
    pub state: State,
    /// How the customer rated.
    pub ratings: Option<Ratings>,
    /// What the link carried that began the dialog.
    pub start_payload: Option<Shown>,
    /// Whether the customer is banned.
    pub is_banned: bool,
    /// By whom, where it was an operator.
    pub banned: Option<By>,
    /// Who is to look after the dialog.
    pub assigned: Option<By>,
    /// The team's own fields.
    pub fields: BTreeMap<String, String>,
    /// The team's notes, oldest first.
    pub notes: Vec<Note>,
    /// Why nothing reaches the customer at the moment.
    pub problem: Option<Notice>,
}

/// How many are in a group.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Members(pub u64);

// === impl InfoCard ===

impl InfoCard {
    /// Names of customers in it that are not hidden so far.
    pub(crate) fn names(&self) -> Vec<Named> {
        let problem = self.problem.iter().flat_map(Notice::names);
        self.title.names().iter().cloned().chain(problem).collect()
    }

    /// The card in this language.
    #[must_use]
    pub fn render(&self, language: Language) -> FormattedText {
        let mut lines = vec![message(
            language,
            "info-title",
            &vec![("title", self.title.value())],
        )];
        for (key, values) in self.lines() {
            lines.push(FormattedText::plain("\n"));
            lines.push(message(language, key, &values));
        }
        if let Some(problem) = &self.problem {
            lines.push(FormattedText::plain("\n"));
            lines.push(problem.render(language));
        }
        let fields = self.fields.iter().map(|(name, value)| Notice::FieldLine {
            name: name.clone(),
            value: value.clone(),
        });
        let (fields, more) = fitting(fields.collect(), language);
        lines.extend(fields);
        if more > 0 {
            lines.push(more_of("info-more-fields", more, language));
        }
        // The newest are the ones to know; they stand in the order in which they were written.
        let notes = self.notes.iter().rev().map(note_line);
        let (mut notes, more) = fitting(notes.collect(), language);
        notes.reverse();
        if more > 0 {
            lines.push(more_of("info-more-notes", more, language));
        }
        lines.extend(notes);
        concat(lines)
    }

    fn lines(&self) -> Vec<(&'static str, Values)> {
        let mut lines: Vec<(&'static str, Values)> = Vec::new();
        if !self.usernames.is_empty() {
            let usernames = Shown::list(self.usernames.iter().cloned(), ", ");
            lines.push(("info-usernames", vec![("usernames", usernames.value())]));
        }
        if let Some(id) = &self.id {
            lines.push(("info-id", vec![("id", id.value())]));
        }
        lines.push(("info-kind", vec![("kind", self.kind.value())]));
        if let Some(Members(count)) = self.members {
            lines.push(("info-members", vec![("count", count.value())]));
        }
        if !self.language.is_empty() {
            lines.push(("info-language", vec![("language", self.language.value())]));
        }
        lines.push(("info-state", vec![("state", self.state.value())]));
        if self.is_banned {
            lines.push(match &self.banned {
                Some(by) => {
                    let who = by.name.clone().value();
                    ("info-banned", vec![("who", who), ("at", by.at.value())])
                }
                None => ("info-ignored", Vec::new()),
            });
        }
        if let Some(by) = &self.assigned {
            lines.push(("info-assigned", vec![("who", by.name.clone().value())]));
        }
        lines.push(("info-since", vec![("since", self.since.value())]));
        if let Some(at) = self.last_message_at {
            lines.push(("info-last-message", vec![("at", at.value())]));
        }
        lines.push((
            "info-counts",
            vec![
                ("in", self.customer_messages.value()),
                ("out", self.team_messages.value()),
            ],
        ));
        if let Some(Ratings { last, at, count }) = self.ratings {
            let value = u64::from(last).value();
            let values = vec![
                ("value", value),
                ("at", at.value()),
                ("count", count.value()),
            ];
            lines.push(("info-rating", values));
        }
        if let Some(payload) = &self.start_payload {
            lines.push(("info-start-payload", vec![("payload", payload.value())]));
        }
        lines
    }
}

/// Most UTF-16 code units of the card that fields may have, and as many again for notes: with all
/// else that is on it a message holds it.
const SHARE: usize = 1400;

/// As many of these lines as fit, each behind a line break, and how many do not.
fn fitting(lines: Vec<Notice>, language: Language) -> (Vec<FormattedText>, u64) {
    let all = lines.len();
    let mut room = SHARE;
    let mut shown = Vec::new();
    for line in lines {
        let line = concat([FormattedText::plain("\n"), line.render(language)]);
        let length = line.utf16_len();
        if length > room {
            break;
        }
        room -= length;
        shown.push(line);
    }
    let more = (all - shown.len()) as u64;
    (shown, more)
}

fn more_of(key: &str, count: u64, language: Language) -> FormattedText {
    let line = message(language, key, &vec![("count", count.value())]);
    concat([FormattedText::plain("\n"), line])
}

/// A note as a line.
pub(crate) fn note_line(note: &Note) -> Notice {
    const LONGEST_AUTHOR: usize = 64;
    Notice::NoteLine {
        number: u64::from(note.number),
        text: note.text.clone(),
        author: shorten(&note.author, LONGEST_AUTHOR).to_owned(),
        at: note.at,
    }
}
