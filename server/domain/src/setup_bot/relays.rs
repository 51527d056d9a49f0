//! Relay bots.

use super::answered::refused;
use super::create::PATIENCE;
use super::talk::{Key, Talk};
use super::token::bot_of;
use super::{Act, Hidden, Refusal, Step, Wish, create};
use crate::catalogue::SetupWords;
use crate::connection::{Connection, MOST_RELAYS, Relay, RelayStanding};
use crate::delivery::Rejection;
use crate::id::{ConnectionId, IdentityId};
use crate::relay::add_to_group_link;
use crate::time::Timestamp;

/// The relay bots.
pub(super) fn list(talk: &mut Talk<'_>, id: &ConnectionId) {
    list_with(talk, id, None);
}

/// The same, with what was just done to them above.
pub(super) fn list_with(talk: &mut Talk<'_>, id: &ConnectionId, above: Option<&SetupWords>) {
    let Some(connection) = talk.scene.connection(id) else {
        return;
    };
    let text = talk.text(&SetupWords::Relays {
        name: connection.name.clone(),
        count: connection.relays.len() as u64,
    });
    let text = talk.under(above, text);
    let mut rows: Vec<Vec<Key>> = Vec::new();
    for relay in connection.relays.values() {
        let sign = match &relay.standing {
            RelayStanding::Ready { .. } => "✅",
            _ if is_refused(relay) => "⚠️",
            RelayStanding::Unchecked | RelayStanding::Out { .. } => "⏳",
        };
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

/// One was removed. It is still in the group: nobody acts for it any more.
pub(super) fn removed(talk: &mut Talk<'_>, id: &ConnectionId) {
    let group = talk.scene.connection(id).map(|one| one.group_title.clone());
    let group = group.unwrap_or_default();
    list_with(talk, id, Some(&SetupWords::RelayRemoved { group }));
}

/// Asks for a token of another.
pub(super) fn ask(talk: &mut Talk<'_>, id: &ConnectionId) {
    let Some(connection) = talk.scene.connection(id) else {
        return;
    };
    if connection.group_id().is_none() {
        create::ask_group(talk, id);
        return;
    }
    if connection.relays.len() >= MOST_RELAYS {
        let most = MOST_RELAYS as u64;
        list_with(talk, id, Some(&SetupWords::RelaysFull { most }));
        return;
    }
    talk.person.step = Step::AskRelay {
        connection: id.clone(),
    };
    let group = connection.group_title.clone();
    let text = talk.text(&SetupWords::RelayAsk { group });
    let back = talk.key(&SetupWords::KeyBack {}, Act::Relays(id.clone()));
    talk.show(&text, vec![vec![back]]);
}

/// What was sent, as far as it is a token. The message itself is being deleted.
pub(super) fn given(talk: &mut Talk<'_>, id: &ConnectionId, token: Option<&str>) {
    if talk.scene.connection(id).is_none() {
        talk.person.step = Step::Idle;
        talk.say(&SetupWords::CardGone {});
    } else if let Some(token) = create::usable(talk, token) {
        talk.person.step = Step::Idle;
        let connection = id.clone();
        talk.wish(Wish::AddRelay { connection, token });
    }
}

/// It was not added: another token may come, as long as nothing else was begun.
pub(super) fn refused_token(talk: &mut Talk<'_>, id: &ConnectionId, refusal: Refusal) {
    let words = match refusal {
        Refusal::Taken => SetupWords::TokenTaken {},
        Refusal::Malformed => SetupWords::TokenMalformed {},
        Refusal::NotFound
        | Refusal::Unavailable
        | Refusal::NoAccountGateway
        | Refusal::Plan(_)
        | Refusal::State(_)
        | Refusal::Other => {
            refused(talk, refusal);
            return;
        }
    };
    ask_again(talk, id);
    let back = talk.key(&SetupWords::KeyBack {}, Act::Relays(id.clone()));
    talk.say_with(&words, vec![vec![back]]);
}

fn ask_again(talk: &mut Talk<'_>, id: &ConnectionId) {
    if talk.person.is_idle() {
        talk.person.step = Step::AskRelay {
            connection: id.clone(),
        };
    }
}

/// It is added, as far as the server knows: now Telegram is asked. One that there was before
/// has another token.
pub(super) fn taken(talk: &mut Talk<'_>, id: &ConnectionId, token: &Hidden) {
    let relay = bot_of(&token.0).map(IdentityId::bot);
    let known = relay.and_then(|relay| talk.scene.connection(id)?.relays.get(&relay));
    let Some(known) = known else {
        list(talk, id);
        return;
    };
    if known.username.is_empty() && talk.person.is_idle() {
        talk.person.step = Step::CheckRelay {
            connection: id.clone(),
            relay: known.identity,
            since: talk.scene.now,
            was_told: false,
        };
        create::look(talk);
    } else {
        let bot = known.shown_name();
        talk.say(&SetupWords::TokenRenewed { bot });
        list(talk, id);
    }
}

/// Looks whether Telegram knows it by now.
pub(super) fn look(
    talk: &mut Talk<'_>,
    connection: &Connection,
    relay: IdentityId,
    since: Timestamp,
    was_told: bool,
) {
    let id = || connection.id.clone();
    let Some(known) = connection.relays.get(&relay) else {
        talk.person.step = Step::Idle;
        return;
    };
    if is_refused(known) {
        // Telegram has never known it: the token may come once more.
        talk.wish(Wish::DiscardRelay(id(), relay));
        talk.person.step = Step::AskRelay { connection: id() };
        let back = talk.key(&SetupWords::KeyBack {}, Act::Relays(id()));
        talk.say_with(&SetupWords::TokenRefused {}, vec![vec![back]]);
    } else if known.is_ready() {
        ready(talk, connection, known);
    } else if !known.username.is_empty() {
        talk.person.step = Step::AwaitRelay {
            connection: id(),
            relay,
        };
        let text = talk.text(&SetupWords::RelayAdded {
            bot: known.shown_name(),
            group: connection.group_title.clone(),
        });
        let add = add_key(talk, connection, known);
        let back = talk.key(&SetupWords::KeyBack {}, Act::Relays(id()));
        talk.show(&text, vec![vec![add], vec![back]]);
    } else if !was_told && talk.scene.now.since(since) >= PATIENCE {
        talk.person.step = Step::CheckRelay {
            connection: id(),
            relay,
            since,
            was_told: true,
        };
        talk.say(&SetupWords::TokenSlow {});
    }
}

/// Looks whether one that had yet to be brought into the group is there.
pub(super) fn look_at_awaited(talk: &mut Talk<'_>, connection: &Connection, relay: IdentityId) {
    match connection.relays.get(&relay) {
        Some(known) if known.is_ready() => ready(talk, connection, known),
        Some(known) if !is_refused(known) => {}
        Some(_) | None => talk.person.step = Step::Idle,
    }
}

/// It helps from now on.
fn ready(talk: &mut Talk<'_>, connection: &Connection, known: &Relay) {
    talk.person.step = Step::Idle;
    let text = talk.text(&SetupWords::RelayHelps {
        bot: known.shown_name(),
        group: connection.group_title.clone(),
    });
    let back = Act::Relays(connection.id.clone());
    let back = talk.key(&SetupWords::KeyBack {}, back);
    talk.show(&text, vec![vec![back]]);
}

/// The button that leads it into the group, which is named: Telegram lets choose any.
fn add_key(talk: &Talk<'_>, connection: &Connection, known: &Relay) -> Key {
    let group = connection.group_title.clone();
    let label = talk.text(&SetupWords::KeyAddToTeam { group }).text;
    Key::Link(label, add_to_group_link(&known.username))
}

/// Whether Telegram does not take its token.
const fn is_refused(relay: &Relay) -> bool {
    matches!(
        relay.standing,
        RelayStanding::Out {
            reason: Rejection::BadCredential,
            ..
        }
    )
}

/// How one stands, and whether it is to be removed.
pub(super) fn one(talk: &mut Talk<'_>, id: &ConnectionId, relay: IdentityId) {
    let found = talk.scene.connection(id);
    let found = found.and_then(|connection| Some((connection, connection.relays.get(&relay)?)));
    let Some((connection, known)) = found else {
        list(talk, id);
        return;
    };
    let bot = known.shown_name();
    let group = connection.group_title.clone();
    let is_named = !known.username.is_empty();
    let mut rows = Vec::new();
    let words = if is_refused(known) {
        SetupWords::TroubleToken { bot }
    } else if known.is_ready() {
        SetupWords::RelayHelps { bot, group }
    } else if is_named {
        rows.push(vec![add_key(talk, connection, known)]);
        SetupWords::RelayWaits { bot, group }
    } else {
        SetupWords::TokenSlow {}
    };
    let remove = Act::RemoveRelay(id.clone(), relay);
    let back = Act::Relays(id.clone());
    rows.push(vec![talk.key(&SetupWords::KeyRemove {}, remove)]);
    rows.push(vec![talk.key(&SetupWords::KeyBack {}, back)]);
    let text = talk.text(&words);
    talk.show(&text, rows);
}
