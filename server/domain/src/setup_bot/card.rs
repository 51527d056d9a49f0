//! The list of connections, and one of them.

use super::account;
use super::talk::{Key, Talk};
use super::{Act, Step, Wish, plan, privacy_mode, trouble};
use crate::catalogue::SetupWords;
use crate::connection::Connection;
use crate::id::ConnectionId;
use crate::message::FormattedText;
use crate::text::concat;

/// Most connections that the list shows; whoever has more manages them at the command line.
const MOST_LISTED: usize = 40;

/// The person's connections.
pub(super) fn menu(talk: &mut Talk<'_>) {
    menu_under(talk, None);
}

/// The same, with what was just done above.
pub(super) fn menu_under(talk: &mut Talk<'_>, above: Option<&SetupWords>) {
    let connections = talk.scene.connections;
    let text = if connections.is_empty() {
        let greeting = talk.text(&SetupWords::Greeting {});
        let none = talk.text(&SetupWords::MenuNone {});
        concat([greeting, FormattedText::plain("\n\n"), none])
    } else {
        let count = connections.len() as u64;
        talk.text(&SetupWords::MenuSome { count })
    };
    let text = talk.under(above, text);
    let mut rows: Vec<Vec<Key>> = Vec::new();
    for connection in connections.iter().take(MOST_LISTED) {
        let sign = sign(connection);
        let label = format!("{sign} {}", shown_bot(connection));
        rows.push(vec![Key::Do(label, Act::Card(connection.id.clone()))]);
    }
    rows.push(vec![talk.key(&SetupWords::KeyNew {}, Act::New)]);
    rows.extend(plan::key(talk).map(|key| vec![key]));
    // Whoever has never been here may be spoken to in a language that is not theirs.
    rows.push(vec![talk.key(&SetupWords::KeyLanguage {}, Act::Languages)]);
    talk.show(&text, rows);
}

/// One connection.
pub(super) fn show(talk: &mut Talk<'_>, id: &ConnectionId) {
    let Some(connection) = talk.scene.connection(id) else {
        let text = talk.text(&SetupWords::CardGone {});
        let menu = talk.key(&SetupWords::KeyMenu {}, Act::Menu);
        talk.show(&text, vec![vec![menu]]);
        return;
    };
    let text = text_of(talk, connection);
    let keys = keys(talk, connection);
    talk.show(&text, keys);
}

fn text_of(talk: &Talk<'_>, connection: &Connection) -> FormattedText {
    let state = if connection.is_stopped {
        SetupWords::StateStopped {}
    } else if connection.shown_problem().is_some() {
        SetupWords::StateTroubled {}
    } else if connection.group_id().is_none() {
        SetupWords::StateAwaitsGroup {}
    } else {
        SetupWords::StateRunning {}
    };
    let group = if connection.group_id().is_none() {
        talk.text(&SetupWords::GroupUnknown {}).text
    } else {
        connection.group_title.clone()
    };
    let card = talk.text(&SetupWords::Card {
        bot: shown_bot(connection),
        name: connection.name.clone(),
        group,
        state: talk.text(&state),
    });
    let card = match account::state(talk, connection) {
        Some(login) => concat([card, FormattedText::plain("\n"), login]),
        None => card,
    };
    let card = match trouble::of(talk, connection) {
        Some(words) => {
            let problem = talk.text(&SetupWords::CardProblem { words });
            concat([card, FormattedText::plain("\n"), problem])
        }
        None => card,
    };
    let card = privacy_mode::under(talk, card, connection);
    if !connection.is_stopped {
        return card;
    }
    let said = if account::is_account(connection) {
        SetupWords::AccountStopped {}
    } else {
        SetupWords::Stopped {}
    };
    concat([card, FormattedText::plain("\n\n"), talk.text(&said)])
}

/// What can be done with a connection.
pub(super) fn keys(talk: &Talk<'_>, connection: &Connection) -> Vec<Vec<Key>> {
    let id = || connection.id.clone();
    let mut rows = Vec::new();
    if account::is_logged_out(connection) {
        let again = Act::Account(account::Press::Method(Some(id())));
        rows.push(vec![talk.key(&SetupWords::KeyLogInAgain {}, again)]);
    }
    if connection.group_id().is_none() {
        let group = talk.key(&SetupWords::KeyGroup {}, Act::Group(id()));
        let named = connection.candidate.is_some();
        let check = named.then(|| talk.key(&SetupWords::KeyCheck {}, Act::Check(id())));
        rows.push([group].into_iter().chain(check).collect());
    } else if !connection.is_stopped {
        rows.push(vec![
            talk.key(&SetupWords::KeyTest {}, Act::Test(id())),
            talk.key(&SetupWords::KeyCheck {}, Act::Check(id())),
        ]);
    }
    let parameters = talk.key(&SetupWords::KeyParameters {}, Act::Parameters(id(), 0));
    // They are brought into the group, so there has to be one.
    let has_relays = connection.group_id().is_some() || !connection.relays.is_empty();
    let relays = has_relays.then(|| talk.key(&SetupWords::KeyRelays {}, Act::Relays(id())));
    rows.push([parameters].into_iter().chain(relays).collect());
    let run = if connection.is_stopped {
        talk.key(&SetupWords::KeyStart {}, Act::Stop(id(), false))
    } else {
        talk.key(&SetupWords::KeyStop {}, Act::Stop(id(), true))
    };
    rows.push(vec![
        talk.key(&SetupWords::KeyTokens {}, Act::Tokens(id())),
        run,
    ]);
    rows.push(vec![
        talk.key(&SetupWords::KeyMenu {}, Act::Menu),
        talk.key(&SetupWords::KeyDelete {}, Act::Delete(id())),
    ]);
    rows
}

/// It was stopped or started.
pub(super) fn stopped(talk: &mut Talk<'_>, id: &ConnectionId, is_stopped: bool) {
    let Some(connection) = talk.scene.connection(id) else {
        return;
    };
    let card = text_of(talk, connection);
    let text = if is_stopped {
        card
    } else {
        let said = talk.text(&SetupWords::Started {});
        concat([card, FormattedText::plain("\n\n"), said])
    };
    let keys = keys(talk, connection);
    talk.show(&text, keys);
}

/// Asks whether it is to be deleted.
pub(super) fn ask_delete(talk: &mut Talk<'_>, id: &ConnectionId) {
    let Some(connection) = talk.scene.connection(id) else {
        return;
    };
    talk.person.step = Step::AskDelete {
        connection: id.clone(),
    };
    let name = connection.name.clone();
    let text = if account::is_account(connection) {
        talk.text(&SetupWords::AccountDeleteAsk { name })
    } else {
        talk.text(&SetupWords::DeleteAsk { name })
    };
    let back = talk.key(&SetupWords::KeyBack {}, Act::Card(id.clone()));
    talk.show(&text, vec![vec![back]]);
}

/// A name was sent: it is deleted when it is its.
pub(super) fn name_given(talk: &mut Talk<'_>, id: &ConnectionId, given: &str) {
    let Some(connection) = talk.scene.connection(id) else {
        talk.person.step = Step::Idle;
        talk.say(&SetupWords::CardGone {});
        return;
    };
    let name = connection.name.clone();
    if given.trim().eq_ignore_ascii_case(&name) {
        talk.person.step = Step::Idle;
        talk.wish(Wish::Delete {
            connection: id.clone(),
            name,
        });
    } else {
        let back = talk.key(&SetupWords::KeyBack {}, Act::Card(id.clone()));
        talk.say_with(&SetupWords::DeleteWrong { name }, vec![vec![back]]);
    }
}

/// The bot's @name, else the connection's.
pub(super) fn shown_bot(connection: &Connection) -> String {
    if connection.frontend_username.is_empty() {
        connection.name.clone()
    } else {
        format!("@{}", connection.frontend_username)
    }
}

fn sign(connection: &Connection) -> &'static str {
    if connection.is_stopped {
        "⏸"
    } else if connection.shown_problem().is_some() {
        "⚠️"
    } else if connection.group_id().is_none() {
        "⏳"
    } else {
        "✅"
    }
}
