//! API tokens.

use std::time::Duration;

use super::talk::{Key, Talk};
use super::{Act, Done, Hidden};
use crate::access::Scope;
use crate::catalogue::SetupWords;
use crate::id::ConnectionId;

/// A secret is to be read for so long.
pub(super) const READABLE: Duration = Duration::from_secs(5 * 60);
/// Most tokens that are listed.
const MOST_TOKENS: usize = 30;

/// The API tokens.
pub(super) fn list(talk: &mut Talk<'_>, id: &ConnectionId) {
    list_with(talk, id, None);
}

/// The same, with what was just done to them above.
pub(super) fn list_with(talk: &mut Talk<'_>, id: &ConnectionId, above: Option<&SetupWords>) {
    let Some(connection) = talk.scene.connection(id) else {
        return;
    };
    let tokens = talk.scene.tokens_of(id);
    let text = talk.text(&SetupWords::Tokens {
        name: connection.name.clone(),
        count: tokens.len() as u64,
    });
    let text = talk.under(above, text);
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
pub(super) fn made(talk: &mut Talk<'_>, id: &ConnectionId, done: &Done) {
    match done {
        Done::Token(Some(Hidden(secret))) => {
            let secret = secret.clone();
            list(talk, id);
            talk.say_for(&SetupWords::TokenMade { secret }, READABLE);
        }
        // It was made in a run that ended before it could be shown.
        Done::Token(None) | Done::Done | Done::Created(_) | Done::LoginGone | Done::Refused(_) => {
            talk.say(&SetupWords::Unavailable {});
            list(talk, id);
        }
    }
}

/// Asks whether a token is to be revoked.
pub(super) fn ask_revoke(talk: &mut Talk<'_>, id: &ConnectionId, token: &str) {
    let known = talk.scene.tokens_of(id);
    let Some(known) = known.into_iter().find(|one| one.id == token) else {
        list(talk, id);
        return;
    };
    let title = known.name.clone();
    let text = talk.text(&SetupWords::TokenRevokeAsk { title });
    let act = Act::Revoke(id.clone(), token.to_owned());
    let revoke = talk.key(&SetupWords::KeyRevoke {}, act);
    let back = talk.key(&SetupWords::KeyBack {}, Act::Tokens(id.clone()));
    talk.show(&text, vec![vec![revoke], vec![back]]);
}
