//! From nothing to a connection that works, in three steps.

use std::time::Duration;

use super::answered::refused;
use super::talk::{Key, Talk};
use super::token::bot_of;
use super::{Act, Done, Hidden, Note, Refusal, Step, Wish, account, card, privacy_mode, relays};
use crate::catalogue::SetupWords;
use crate::connection::{Connection, Group};
use crate::id::{ConnectionId, IdentityId};
use crate::relay::add_to_group_link;

/// How long Telegram may take to say something of a token before it is said that it does.
pub(super) const PATIENCE: Duration = Duration::from_secs(45);

/// Step 1: asks for the token.
pub(super) fn ask_token(talk: &mut Talk<'_>) {
    talk.person.step = Step::AskToken;
    talk.ask(&SetupWords::TokenAsk {});
}

/// What was sent, as far as it is a token. The message itself is being deleted.
pub(super) fn token_given(talk: &mut Talk<'_>, token: Option<&str>) {
    let before = std::mem::replace(&mut talk.person.step, Step::AskToken);
    if let Some(token) = usable(talk, token) {
        if let Some(wish) = renewal(talk, &token) {
            // What is going on with that connection or another goes on.
            let is_over = before == Step::AskToken;
            talk.person.step = if is_over { Step::Idle } else { before };
            talk.wish(wish);
            return;
        }
        let language = talk.person.language;
        talk.wish(Wish::Create { token, language });
    }
}

/// What a token is for that is of a bot which serves one of their connections already: the one
/// before is not valid any more, or is to be so no more.
fn renewal(talk: &Talk<'_>, token: &Hidden) -> Option<Wish> {
    let bot = IdentityId::bot(bot_of(&token.0)?);
    let theirs = talk.scene.connections;
    let known = theirs.iter().find(|connection| connection.has(bot))?;
    let (connection, token) = (known.id.clone(), token.clone());
    Some(if known.is_relay(bot) {
        Wish::AddRelay { connection, token }
    } else {
        Wish::SetToken {
            connection,
            bot,
            token,
        }
    })
}

/// A bot of theirs has another token, or it was refused.
pub(super) fn renewed(talk: &mut Talk<'_>, id: &ConnectionId, bot: IdentityId, done: &Done) {
    match (done, talk.scene.connection(id)) {
        (Done::Refused(refusal), _) => refused(talk, *refusal),
        (_, None) => talk.say(&SetupWords::CardGone {}),
        (_, Some(connection)) => {
            let desk = connection.desk.as_ref().filter(|desk| desk.identity == bot);
            let bot = match desk {
                Some(desk) => desk.shown_name(),
                None => card::shown_bot(connection),
            };
            talk.say(&SetupWords::TokenRenewed { bot });
            card::show(talk, id);
        }
    }
}

/// What was sent, as far as it is a token of a bot that can be connected; what comes of it is
/// said either way.
pub(super) fn usable(talk: &mut Talk<'_>, token: Option<&str>) -> Option<Hidden> {
    match token {
        None => talk.say_again(&SetupWords::TokenMalformed {}),
        Some(token) if bot_of(token) == Some(talk.scene.bot.0) => {
            talk.say_again(&SetupWords::TokenOwn {});
        }
        Some(token) => {
            talk.say(&SetupWords::TokenChecking {});
            return Some(Hidden(token.to_owned()));
        }
    }
    None
}

/// The connection is made, or was refused.
pub(super) fn created(talk: &mut Talk<'_>, done: &Done) {
    match done {
        Done::Created(connection) => {
            talk.person.step = Step::CheckToken {
                connection: connection.clone(),
                since: talk.scene.now,
                was_told: false,
            };
            look(talk);
        }
        Done::Refused(Refusal::Taken) => talk.say_again(&SetupWords::TokenTaken {}),
        Done::Refused(Refusal::Malformed) => talk.say_again(&SetupWords::TokenMalformed {}),
        Done::Refused(refusal) => refused(talk, *refusal),
        Done::Done | Done::Token(_) | Done::LoginGone => {}
    }
}

/// Looks whether what the person waits for is there.
pub(super) fn look(talk: &mut Talk<'_>) {
    let Some(id) = talk.person.awaits().cloned() else {
        return;
    };
    let Some(connection) = talk.scene.connection(&id) else {
        talk.person.step = Step::Idle;
        return;
    };
    match talk.person.step.clone() {
        Step::CheckToken {
            since, was_told, ..
        } => look_at_token(talk, connection, since, was_told),
        Step::CheckRelay {
            relay,
            since,
            was_told,
            ..
        } => relays::look(talk, connection, relay, since, was_told),
        Step::AwaitRelay { relay, .. } => relays::look_at_awaited(talk, connection, relay),
        Step::AwaitGroup { .. } if connection.group_id().is_some() => {
            let title = connection.group_title.clone();
            talk.say(&SetupWords::GroupKnown { title });
            test(talk, &id, true);
        }
        Step::AwaitGroup { .. } => account::look_at_founding(talk, connection),
        Step::Idle
        | Step::AskToken
        | Step::Account(_)
        | Step::ConfirmTest { .. }
        | Step::AskValue { .. }
        | Step::AskRelay { .. }
        | Step::AskDelete { .. } => {}
    }
}

fn look_at_token(
    talk: &mut Talk<'_>,
    connection: &Connection,
    since: crate::time::Timestamp,
    was_told: bool,
) {
    if account::is_account(connection) {
        if !account::look_at_desk(talk, connection) {
            be_patient(talk, connection, since, was_told);
        }
        return;
    }
    let bot = connection.frontend_username.clone();
    let refusal = if connection.is_barred {
        Some(SetupWords::TokenRefused {})
    } else if connection.identity_problem.is_some() {
        Some(SetupWords::TokenInUse {})
    } else if connection.keeps_out_of_groups {
        Some(SetupWords::BotKeepsOutOfGroups { bot: bot.clone() })
    } else {
        None
    };
    if let Some(words) = refusal {
        // The token may come once more, and then has to be free.
        talk.wish(Wish::Discard(connection.id.clone()));
        talk.person.step = Step::AskToken;
        talk.say_again(&words);
    } else if !bot.is_empty() {
        talk.say(&SetupWords::BotKnown { bot: bot.clone() });
        talk.wish(Wish::Rename(connection.id.clone(), bot));
        talk.person.step = Step::AwaitGroup {
            connection: connection.id.clone(),
        };
        if connection.group_id().is_none() {
            ask_group(talk, &connection.id);
        } else {
            look(talk);
        }
    } else {
        be_patient(talk, connection, since, was_told);
    }
}

/// Says once that Telegram takes its time.
fn be_patient(
    talk: &mut Talk<'_>,
    connection: &Connection,
    since: crate::time::Timestamp,
    was_told: bool,
) {
    if !was_told && talk.scene.now.since(since) >= PATIENCE {
        talk.person.step = Step::CheckToken {
            connection: connection.id.clone(),
            since,
            was_told: true,
        };
        talk.say(&SetupWords::TokenSlow {});
    }
}

/// Step 2: asks for the group.
pub(super) fn ask_group(talk: &mut Talk<'_>, id: &ConnectionId) {
    let Some(connection) = talk.scene.connection(id) else {
        talk.say(&SetupWords::CardGone {});
        return;
    };
    if connection.group_id().is_some() {
        card::show(talk, id);
        return;
    }
    talk.person.step = Step::AwaitGroup {
        connection: id.clone(),
    };
    if account::is_account(connection) && !account::has_group_bot(connection) {
        account::ask_group_bot(talk, connection);
        return;
    }
    if account::is_account(connection) {
        account::ask_group_of_desk(talk, connection);
        return;
    }
    let bot = connection.frontend_username.clone();
    let text = talk.text(&SetupWords::GroupAsk { bot });
    let keys = group_keys(talk, connection);
    talk.show(&text, keys);
}

/// What leads a bot into its group, and has that looked at.
fn group_keys(talk: &Talk<'_>, connection: &Connection) -> Vec<Vec<Key>> {
    let check = Act::Check(connection.id.clone());
    let rows = [
        add_key(talk, connection),
        Some(talk.key(&SetupWords::KeyCheck {}, check)),
        Some(talk.key(&SetupWords::KeyMenu {}, Act::Menu)),
    ];
    rows.into_iter().flatten().map(|key| vec![key]).collect()
}

/// The button that leads the bot of the group into one; `None`: no bot looks after it.
fn add_key(talk: &Talk<'_>, connection: &Connection) -> Option<Key> {
    let is_bots = !account::is_account(connection) || account::has_group_bot(connection);
    let label = talk.text(&SetupWords::KeyAddToGroup {}).text;
    let link = add_to_group_link(account::group_bot(connection));
    is_bots.then_some(Key::Link(label, link))
}

/// What can be done where a connection tells something of its group.
pub(super) fn keys_of_note(talk: &Talk<'_>, connection: &Connection, note: &Note) -> Vec<Vec<Key>> {
    if note.is_of_trouble() && connection.group_id().is_none() {
        return group_keys(talk, connection);
    }
    let mut rows = Vec::new();
    if note.is_of_lost_group() {
        rows.extend(add_key(talk, connection).map(|key| vec![key]));
    }
    if note.is_of_trouble() {
        let check = Act::Check(connection.id.clone());
        rows.push(vec![talk.key(&SetupWords::KeyCheck {}, check)]);
    }
    let label = format!("‹ {}", card::shown_bot(connection));
    rows.push(vec![Key::Do(label, Act::Card(connection.id.clone()))]);
    rows
}

/// Has the group looked at once more; what came of it the connection tells.
pub(super) fn check(talk: &mut Talk<'_>, id: &ConnectionId) {
    let Some(connection) = talk.scene.connection(id) else {
        return;
    };
    if is_stopped(talk, connection) {
        return;
    }
    let named = match connection.group {
        Group::Checking(group) | Group::Known(group) => Some(group),
        Group::Unclaimed { .. } | Group::Awaited | Group::Founding { .. } => connection.candidate,
    };
    match named {
        Some(group) => {
            if connection.group_id().is_none() && talk.person.is_idle() {
                talk.person.step = Step::AwaitGroup {
                    connection: id.clone(),
                };
            }
            talk.say(&SetupWords::GroupCheckBegun {});
            privacy_mode::say(talk, connection);
            talk.wish(Wish::TakeGroup(id.clone(), group));
        }
        None => {
            let keys = group_keys(talk, connection);
            talk.say_with(&SetupWords::GroupNone {}, keys);
        }
    }
}

/// Whether nothing goes to Telegram because a person stopped it; then that is said, with what to
/// do about it.
fn is_stopped(talk: &mut Talk<'_>, connection: &Connection) -> bool {
    if !connection.is_stopped {
        return false;
    }
    let id = || connection.id.clone();
    let text = talk.text(&SetupWords::TestStopped {});
    let start = talk.key(&SetupWords::KeyStart {}, Act::Stop(id(), false));
    let back = talk.key(&SetupWords::KeyBack {}, Act::Card(id()));
    talk.show(&text, vec![vec![start], vec![back]]);
    true
}

/// Step 3: a test message, and whether it is seen.
pub(super) fn test(talk: &mut Talk<'_>, id: &ConnectionId, is_first: bool) {
    let Some(connection) = talk.scene.connection(id) else {
        return;
    };
    if is_stopped(talk, connection) {
        return;
    }
    if connection.group_id().is_none() {
        ask_group(talk, id);
        return;
    }
    talk.wish(Wish::Test(id.clone()));
    talk.person.step = Step::ConfirmTest {
        connection: id.clone(),
    };
    if !is_first {
        talk.say(&SetupWords::TestAgain {});
    }
    let bot = account::poster(connection);
    let title = connection.group_title.clone();
    let text = talk.text(&if is_first {
        SetupWords::TestAsk { bot, title }
    } else {
        SetupWords::TestAskAgain { bot, title }
    });
    let seen = talk.key(&SetupWords::KeySeen {}, Act::Seen(id.clone()));
    let unseen = talk.key(&SetupWords::KeyUnseen {}, Act::Unseen(id.clone()));
    talk.show(&text, vec![vec![seen, unseen]]);
}

/// The administrator sees it: done.
pub(super) fn seen(talk: &mut Talk<'_>, id: &ConnectionId) {
    let Some(connection) = talk.scene.connection(id) else {
        return;
    };
    talk.person.step = Step::Idle;
    let text = talk.text(&SetupWords::TestDone {
        bot: card::shown_bot(connection),
        title: connection.group_title.clone(),
    });
    let keys = card::keys(talk, connection);
    talk.show(&text, keys);
}

/// The administrator does not see it.
pub(super) fn unseen(talk: &mut Talk<'_>, id: &ConnectionId) {
    let Some(connection) = talk.scene.connection(id) else {
        return;
    };
    let text = talk.text(&SetupWords::TestUnseen {
        bot: account::poster(connection),
        title: connection.group_title.clone(),
    });
    let again = talk.key(&SetupWords::KeyTest {}, Act::Test(id.clone()));
    let check = talk.key(&SetupWords::KeyCheck {}, Act::Check(id.clone()));
    let back = talk.key(&SetupWords::KeyBack {}, Act::Card(id.clone()));
    talk.show(&text, vec![vec![again], vec![check], vec![back]]);
}
