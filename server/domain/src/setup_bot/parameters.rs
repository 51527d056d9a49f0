//! Parameters: pages of them, one of them, and its value.

use super::answered::refused;
use super::talk::{Key, Talk};
use super::{Act, Refusal, Step, Wish, privacy_mode, webhooks};
use crate::catalogue::{Allowed, Language, Notice, SetupWords, describe};
use crate::connection::Connection;
use crate::id::ConnectionId;
use crate::message::FormattedText;
use crate::parameter::{Name, check};
use crate::text::{concat, shorten};

/// Parameters on one page.
const PAGE: usize = 8;
/// So much of a value is shown.
const SHOWN: usize = 800;

/// How a value is chosen with buttons.
enum Choice {
    /// One of these.
    One(&'static [&'static str]),
    /// Any of these.
    Some(&'static [&'static str]),
    /// By typing alone.
    Typed,
}

fn choice(name: Name) -> Choice {
    match name {
        Name::MonitorPrivate
        | Name::MonitorGroups
        | Name::MonitorChannels
        | Name::AutoInfo
        | Name::ReplyOnly
        | Name::SilentMode
        | Name::ShowReceipts
        | Name::Reactions
        | Name::Edits
        | Name::Merge
        | Name::Csat => Choice::One(&["TRUE", "FALSE"]),
        Name::Reopen | Name::LeaveClosed => Choice::Some(&["private", "group", "channel"]),
        Name::HideInfo => Choice::Some(&[
            "name", "title", "link", "command", "contact", "mention", "forward",
        ]),
        Name::Deletes => Choice::Some(&["to_customer", "to_team"]),
        Name::IconColor => Choice::One(&["blue", "yellow", "violet", "green", "rose", "red"]),
        Name::Language => Choice::One(&["en", "de", "ru", "es"]),
        Name::Archive => Choice::One(&["OFF", "META", "FULL"]),
        Name::PrivateKeywords
        | Name::GroupsKeywords
        | Name::ChannelsKeywords
        | Name::RestrictedKeywordsFrontend
        | Name::RestrictedKeywordsBackend
        | Name::Welcome
        | Name::Autoclose
        | Name::Team
        | Name::IgnoreChats
        | Name::WhiteList
        | Name::ExtensionsAllowed
        | Name::TopicTitle
        | Name::RemindAfter
        | Name::WorkingHours
        | Name::Away
        | Name::RateBackend
        | Name::KeepForEdits
        | Name::Webhooks => Choice::Typed,
    }
}

/// A page of them.
pub(super) fn page(talk: &mut Talk<'_>, id: &ConnectionId, page: usize) {
    let Some(connection) = talk.scene.connection(id) else {
        return;
    };
    let pages = Name::ALL.len().div_ceil(PAGE);
    let page = page.min(pages.saturating_sub(1));
    let text = talk.text(&SetupWords::Parameters {
        name: connection.name.clone(),
        page: page as u64 + 1,
        pages: pages as u64,
    });
    let mut rows: Vec<Vec<Key>> = Vec::new();
    for name in Name::ALL.iter().skip(page * PAGE).take(PAGE) {
        let label = if is_changed(talk, connection, *name) {
            format!("• {name}")
        } else {
            name.to_string()
        };
        let act = Act::Parameter(id.clone(), name.as_str().to_owned());
        rows.push(vec![Key::Do(label, act)]);
    }
    let mut turn = Vec::new();
    if page > 0 {
        let act = Act::Parameters(id.clone(), page - 1);
        turn.push(Key::Do("⬅️".to_owned(), act));
    }
    if page + 1 < pages {
        let act = Act::Parameters(id.clone(), page + 1);
        turn.push(Key::Do("➡️".to_owned(), act));
    }
    rows.push(turn);
    rows.retain(|row| !row.is_empty());
    rows.push(vec![
        talk.key(&SetupWords::KeyBack {}, Act::Card(id.clone())),
    ]);
    talk.show(&text, rows);
}

/// One of them.
pub(super) fn one(talk: &mut Talk<'_>, id: &ConnectionId, name: &str) {
    one_under(talk, id, name, None);
}

/// The same, with what was just done above.
pub(super) fn one_under(
    talk: &mut Talk<'_>,
    id: &ConnectionId,
    name: &str,
    above: Option<&SetupWords>,
) {
    let (Some(connection), Ok(name)) = (talk.scene.connection(id), Name::parse(name)) else {
        return;
    };
    let value = value_of(connection, name);
    let card = talk.text(&SetupWords::Parameter {
        name: name.to_string(),
        description: describe(name, talk.person.language),
        value: shown(name, value),
        standard: shown(name, name.default_text()),
        allowed: Allowed(name),
        example: name.example().to_owned(),
    });
    let text = if name.is_effective() {
        card
    } else {
        let later = talk.text(&SetupWords::ParameterLater {});
        concat([card, FormattedText::plain("\n\n"), later])
    };
    let text = if name == Name::MonitorGroups {
        privacy_mode::under(talk, text, connection)
    } else if name == Name::HideInfo {
        let words = talk.text(&SetupWords::HideInfo {});
        concat([text, FormattedText::plain("\n\n"), words])
    } else if name == Name::Webhooks {
        webhooks::under(talk, text, value)
    } else {
        text
    };
    let rows = keys(talk, connection, name, value);
    let text = talk.under(above, text);
    talk.show(&text, rows);
}

fn keys(talk: &Talk<'_>, connection: &Connection, name: Name, value: &str) -> Vec<Vec<Key>> {
    let id = &connection.id;
    let set = |value: String| Act::Set(id.clone(), name.as_str().to_owned(), value);
    let mut keys: Vec<Key> = Vec::new();
    let mut is_typed = false;
    match choice(name) {
        Choice::One(values) => {
            for one in values {
                let mark = if value.eq_ignore_ascii_case(one) {
                    "● "
                } else {
                    ""
                };
                keys.push(Key::Do(format!("{mark}{one}"), set((*one).to_owned())));
            }
        }
        Choice::Some(values) => {
            let chosen: Vec<&str> = value.split(',').map(str::trim).collect();
            for one in values {
                let is_chosen = chosen.contains(one);
                let others = values
                    .iter()
                    .filter(|other| chosen.contains(*other) != (*other == one));
                let others: Vec<&str> = others.copied().collect();
                let after = if others.is_empty() {
                    "OFF".to_owned()
                } else {
                    others.join(", ")
                };
                let mark = if is_chosen { "☑" } else { "☐" };
                keys.push(Key::Do(format!("{mark} {one}"), set(after)));
            }
            is_typed = true;
        }
        Choice::Typed => is_typed = true,
    }
    let mut rows: Vec<Vec<Key>> = Vec::new();
    for key in keys {
        match rows.last_mut() {
            Some(row) if row.len() < 2 => row.push(key),
            _ => rows.push(vec![key]),
        }
    }
    if is_typed {
        let act = Act::Type(id.clone(), name.as_str().to_owned());
        rows.push(vec![talk.key(&SetupWords::KeyType {}, act)]);
    }
    if name == Name::Webhooks {
        let act = Act::Signing(id.clone());
        rows.push(vec![talk.key(&SetupWords::KeySigning {}, act)]);
    }
    if connection.parameters.contains_key(name.as_str()) {
        let act = set("DEFAULT".to_owned());
        rows.push(vec![talk.key(&SetupWords::KeyDefault {}, act)]);
    }
    let act = Act::History(id.clone(), name.as_str().to_owned());
    rows.push(vec![talk.key(&SetupWords::KeyHistory {}, act)]);
    let place = Name::ALL.iter().position(|one| *one == name).unwrap_or(0);
    let act = Act::Parameters(id.clone(), place / PAGE);
    rows.push(vec![talk.key(&SetupWords::KeyBack {}, act)]);
    rows
}

/// Asks for a value.
pub(super) fn ask(talk: &mut Talk<'_>, connection: ConnectionId, name: String) {
    let back = Act::Parameter(connection.clone(), name.clone());
    let back = talk.key(&SetupWords::KeyBack {}, back);
    let text = talk.text(&SetupWords::ParameterAsk { name: name.clone() });
    talk.person.step = Step::AskValue { connection, name };
    talk.show(&text, vec![vec![back]]);
}

/// Whether a value of it may hold a secret.
pub(super) fn takes_secrets(name: &str) -> bool {
    Name::parse(name).is_ok_and(Name::holds_secrets)
}

/// A value was sent. What is wrong with it is found by the one that checks all values; the
/// person may then send another.
pub(super) fn value_given(talk: &mut Talk<'_>, id: &ConnectionId, name: &str, value: &str) {
    if talk.scene.connection(id).is_none() {
        talk.person.step = Step::Idle;
        talk.say(&SetupWords::CardGone {});
        return;
    }
    talk.wish(Wish::Set {
        connection: id.clone(),
        name: name.to_owned(),
        value: value.to_owned(),
    });
}

/// It cannot have that value. Why is found anew, to be said in the person's language; another
/// value may come, however this one was chosen.
pub(super) fn was_refused(talk: &mut Talk<'_>, id: &ConnectionId, name: &str, value: &str) {
    let invalid = Name::parse(name).map(|name| (name, check(name, value)));
    let Ok((name, Err(invalid))) = invalid else {
        refused(talk, Refusal::Malformed);
        return;
    };
    if talk.person.is_idle() {
        talk.person.step = Step::AskValue {
            connection: id.clone(),
            name: name.to_string(),
        };
    }
    let (allowed, example) = (Allowed(name), name.example().to_owned());
    let (is_hidden, name) = (name.holds_secrets(), name.to_string());
    let (given, problem) = (invalid.given, invalid.problem);
    let back = Act::Parameter(id.clone(), name.clone());
    let back = talk.key(&SetupWords::KeyBack {}, back);
    let words = if is_hidden {
        SetupWords::ParameterRefusedHidden {
            name,
            problem,
            allowed,
            example,
        }
    } else {
        SetupWords::ParameterRefused {
            name,
            given,
            problem,
            allowed,
            example,
        }
    };
    talk.say_with(&words, vec![vec![back]]);
}

/// It has its value.
pub(super) fn was_set(talk: &mut Talk<'_>, id: &ConnectionId, name: &str) {
    let is_typed = matches!(talk.person.step, Step::AskValue { .. });
    if is_typed {
        talk.person.step = Step::Idle;
        if let (Some(connection), Ok(name)) = (talk.scene.connection(id), Name::parse(name)) {
            let value = shorten(value_of(connection, name), SHOWN).to_owned();
            let name = name.to_string();
            talk.say(&SetupWords::ParameterSet { name, value });
        }
    }
    one(talk, id, name);
}

/// A value as it is shown: with the text that customers get, where it stands for one.
fn shown(name: Name, value: &str) -> String {
    let is_default = value.eq_ignore_ascii_case("DEFAULT");
    match default_words(name).filter(|_| is_default) {
        Some(words) => format!("{value} = {}", words.render(Language::En).text),
        None => shorten(value, SHOWN).to_owned(),
    }
}

/// The text that customers get where none is set, which is English.
#[expect(
    clippy::wildcard_enum_match_arm,
    reason = "few parameters are texts, and no new one by itself"
)]
fn default_words(name: Name) -> Option<Notice> {
    let title = "{title}".to_owned();
    match name {
        Name::Welcome => Some(Notice::WelcomeDefault { title }),
        Name::Away => Some(Notice::AwayDefault {}),
        _ => None,
    }
}

/// Whether it is other than it would be if nobody had set it. The language of a new connection
/// is that of the person who makes it, so that one that it has because of that was not changed.
fn is_changed(talk: &Talk<'_>, connection: &Connection, name: Name) -> bool {
    let value = value_of(connection, name);
    let is_theirs = name == Name::Language && value == talk.person.language.as_str();
    value != name.default_text() && !is_theirs
}

fn value_of(connection: &Connection, name: Name) -> &str {
    let set = connection.parameters.get(name.as_str());
    set.map_or(name.default_text(), String::as_str)
}
