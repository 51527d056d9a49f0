//! Relay bots and API tokens.

use std::time::Duration;

use super::talk::{Key, Talk};
use super::token::bot_of;
use super::{Act, Done, Hidden, Step, Wish};
use crate::access::Scope;
use crate::catalogue::SetupWords;
use crate::id::{ConnectionId, IdentityId};

/// A new API token is to be read for so long.
const READABLE: Duration = Duration::from_secs(5 * 60);
/// Most tokens that are listed.
const MOST_TOKENS: usize = 30;

/// The relay bots.
pub(super) fn relays(talk: &mut Talk<'_>, id: &ConnectionId) {
    let Some(connection) = talk.scene.connection(id) else {
        return;
    };
    let text = talk.text(&SetupWords::Relays {
        name: connection.name.clone(),
        count: connection.relays.len() as u64,
    });
    let mut rows: Vec<Vec<Key>> = Vec::new();
    for relay in connection.relays.values() {
        let sign = if relay.is_ready() { "✅" } else { "⏳" };
        let act = Act::Relay(id.clone(), relay.identity);
        rows.push(vec![Key::Do(format!("{sign} {}", relay.shown_name()), act)]);
    }
    rows.push(vec![
        talk.key(&SetupWords::KeyAddRelay {}, Act::AddRelay(id.clone())),
    ]);
    rows.push(vec![
        talk.key(&SetupWords::KeyBack {}, Act::Card(id.clone())),
    ]);
    talk.show(&text, rows);
}

/// Asks for a token of another.
pub(super) fn ask_relay(talk: &mut Talk<'_>, id: &ConnectionId) {
    let Some(connection) = talk.scene.connection(id) else {
        return;
    };
    talk.person.step = Step::AskRelay {
        connection: id.clone(),
    };
    let group = if connection.group_title.is_empty() {
        talk.text(&SetupWords::GroupUnknown {}).text
    } else {
        connection.group_title.clone()
    };
    let text = talk.text(&SetupWords::RelayAsk { group });
    let back = talk.key(&SetupWords::KeyBack {}, Act::Relays(id.clone()));
    talk.show(&text, vec![vec![back]]);
}

/// What was sent, as far as it is a token. The message itself is being deleted.
pub(super) fn relay_given(talk: &mut Talk<'_>, id: &ConnectionId, token: Option<&str>) {
    if talk.scene.connection(id).is_none() {
        talk.person.step = Step::Idle;
        talk.say(&SetupWords::CardGone {});
        return;
    }
    let Some(token) = token else {
        talk.say(&SetupWords::TokenMalformed {});
        return;
    };
    if bot_of(token) == Some(talk.scene.bot.0) {
        talk.say(&SetupWords::TokenOwn {});
        return;
    }
    talk.person.step = Step::Idle;
    talk.wish(Wish::AddRelay {
        connection: id.clone(),
        token: Hidden(token.to_owned()),
    });
}

/// Asks whether a relay bot is to be removed.
pub(super) fn ask_remove(talk: &mut Talk<'_>, id: &ConnectionId, relay: IdentityId) {
    let connection = talk.scene.connection(id);
    let Some(known) = connection.and_then(|connection| connection.relays.get(&relay)) else {
        relays(talk, id);
        return;
    };
    let bot = known.shown_name();
    let text = talk.text(&SetupWords::RelayRemoveAsk { bot });
    let remove = talk.key(
        &SetupWords::KeyRemove {},
        Act::RemoveRelay(id.clone(), relay),
    );
    let back = talk.key(&SetupWords::KeyBack {}, Act::Relays(id.clone()));
    talk.show(&text, vec![vec![remove], vec![back]]);
}

/// The API tokens.
pub(super) fn tokens(talk: &mut Talk<'_>, id: &ConnectionId) {
    let Some(connection) = talk.scene.connection(id) else {
        return;
    };
    let tokens = talk.scene.tokens_of(id);
    let text = talk.text(&SetupWords::Tokens {
        name: connection.name.clone(),
        count: tokens.len() as u64,
    });
    let mut rows: Vec<Vec<Key>> = Vec::new();
    for token in tokens.into_iter().take(MOST_TOKENS) {
        let act = Act::Token(id.clone(), token.id.clone());
        rows.push(vec![Key::Do(token.name.clone(), act)]);
    }
    rows.push(vec![
        talk.key(&SetupWords::KeyNewToken {}, Act::NewToken(id.clone())),
    ]);
    rows.push(vec![
        talk.key(&SetupWords::KeyBack {}, Act::Card(id.clone())),
    ]);
    talk.show(&text, rows);
}

/// Asks what a new token may do.
pub(super) fn ask_scope(talk: &mut Talk<'_>, id: &ConnectionId) {
    let text = talk.text(&SetupWords::TokensScope {});
    let scopes = [
        ("read", Scope::Read),
        ("send", Scope::Send),
        ("manage", Scope::Manage),
    ];
    let scopes =
        scopes.map(|(label, scope)| Key::Do(label.to_owned(), Act::MakeToken(id.clone(), scope)));
    let back = talk.key(&SetupWords::KeyBack {}, Act::Tokens(id.clone()));
    talk.show(&text, vec![scopes.into_iter().collect(), vec![back]]);
}

/// The token is made: shown once, and taken out of the chat after a while.
pub(super) fn token_made(talk: &mut Talk<'_>, id: &ConnectionId, done: &Done) {
    match done {
        Done::Token(Some(Hidden(secret))) => {
            let secret = secret.clone();
            tokens(talk, id);
            talk.say_for(&SetupWords::TokenMade { secret }, READABLE);
        }
        // It was made in a run that ended before it could be shown.
        Done::Token(None) | Done::Done | Done::Created(_) | Done::LoginGone | Done::Refused(_) => {
            talk.say(&SetupWords::Unavailable {});
            tokens(talk, id);
        }
    }
}

/// Asks whether a token is to be revoked.
pub(super) fn ask_revoke(talk: &mut Talk<'_>, id: &ConnectionId, token: &str) {
    let known = talk.scene.tokens_of(id);
    let Some(known) = known.into_iter().find(|one| one.id == token) else {
        tokens(talk, id);
        return;
    };
    let title = known.name.clone();
    let text = talk.text(&SetupWords::TokenRevokeAsk { title });
    let act = Act::Revoke(id.clone(), token.to_owned());
    let revoke = talk.key(&SetupWords::KeyRevoke {}, act);
    let back = talk.key(&SetupWords::KeyBack {}, Act::Tokens(id.clone()));
    talk.show(&text, vec![vec![revoke], vec![back]]);
}
