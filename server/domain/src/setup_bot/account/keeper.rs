//! Who looks after an account's group, and how the account's login stands.

use super::{Press, Stage, founding};
use crate::catalogue::SetupWords;
use crate::connection::{Connection, Group};
use crate::id::{ConnectionId, IdentityKind};
use crate::message::FormattedText;
use crate::relay::add_to_group_link;
use crate::setup_bot::talk::{Key, Talk};
use crate::setup_bot::{Act, Step, card, create, trouble};

/// Whether its frontend is an account.
pub(in crate::setup_bot) fn is_account(connection: &Connection) -> bool {
    connection.frontend.kind == IdentityKind::User
}

pub(super) fn awaits_desk(talk: &Talk<'_>, connection: &ConnectionId) -> Step {
    Step::CheckToken {
        connection: connection.clone(),
        since: talk.scene.now,
        was_told: false,
    }
}

/// Looks whether Telegram knows the desk bot by now.
pub(in crate::setup_bot) fn look_at_desk(talk: &mut Talk<'_>, connection: &Connection) -> bool {
    let Some(desk) = &connection.desk else {
        talk.person.step = Step::Idle;
        return true;
    };
    if let Some(problem) = &desk.problem {
        talk.person.step = Step::Account(Stage::AskOtherDesk {
            connection: connection.id.clone(),
        });
        let words = trouble::of_token(talk, desk.shown_name(), problem);
        talk.say(&words);
        return true;
    }
    if desk.username.is_empty() {
        return false;
    }
    let bot = desk.username.clone();
    talk.say(&SetupWords::BotKnown { bot });
    talk.person.step = Step::AwaitGroup {
        connection: connection.id.clone(),
    };
    if connection.group_id().is_none() {
        create::ask_group(talk, &connection.id);
    } else {
        create::look(talk);
    }
    true
}

/// Looks whether the account could make its group; says so once when not.
pub(in crate::setup_bot) fn look_at_founding(talk: &mut Talk<'_>, connection: &Connection) {
    let is_founding = matches!(connection.group, Group::Founding { .. });
    if let (true, Some(problem)) = (is_founding, &connection.problem) {
        talk.person.step = Step::Idle;
        let words = trouble::words(talk, card::shown_bot(connection), problem);
        let text = talk.text(&SetupWords::FoundingFailed { words });
        let id = || connection.id.clone();
        let mut keys = if has_group_bot(connection) {
            let group = talk.key(&SetupWords::KeyGroup {}, Act::Group(id()));
            vec![vec![founding::key(talk, &connection.id)], vec![group]]
        } else {
            let desk = Act::Account(Press::Desk(id()));
            vec![vec![talk.key(&SetupWords::KeyWithDesk {}, desk)]]
        };
        keys.push(vec![talk.key(&SetupWords::KeyBack {}, Act::Card(id()))]);
        talk.show(&text, keys);
    }
}

/// Asks for the group of an account that has a desk bot: chosen, or made by the account.
pub(in crate::setup_bot) fn ask_group_of_desk(talk: &mut Talk<'_>, connection: &Connection) {
    if founding::is_being_made(connection) {
        let title = match &connection.group {
            Group::Founding { title } => title.clone(),
            Group::Unclaimed { .. } | Group::Awaited | Group::Checking(_) | Group::Known(_) => {
                String::new()
            }
        };
        let text = talk.text(&SetupWords::Founding { title });
        let menu = talk.key(&SetupWords::KeyMenu {}, Act::Menu);
        talk.show(&text, vec![vec![menu]]);
        return;
    }
    if matches!(connection.group, Group::Founding { .. }) {
        founding::choose(talk, connection);
    }
    let bot = group_bot(connection).to_owned();
    let label = talk.text(&SetupWords::KeyAddToGroup {});
    let add = Key::Link(label.text, add_to_group_link(&bot));
    let check = Act::Check(connection.id.clone());
    let keys = vec![
        vec![add],
        vec![founding::key(talk, &connection.id)],
        vec![talk.key(&SetupWords::KeyCheck {}, check)],
        vec![talk.key(&SetupWords::KeyMenu {}, Act::Menu)],
    ];
    let who = card::shown_bot(connection);
    let text = talk.text(&SetupWords::DeskGroupAsk { bot, who });
    talk.show(&text, keys);
}

/// Whether there is a bot that the person can make an admin of the group.
pub(in crate::setup_bot) fn has_group_bot(connection: &Connection) -> bool {
    let desk = connection.desk.as_ref();
    desk.is_some_and(|desk| desk.problem.is_none() && !desk.username.is_empty())
}

/// Leads to one.
pub(in crate::setup_bot) fn ask_group_bot(talk: &mut Talk<'_>, connection: &Connection) {
    let is_founding = matches!(connection.group, Group::Founding { .. });
    match &connection.desk {
        // It is being made.
        None if is_founding && connection.problem.is_none() => card::show(talk, &connection.id),
        Some(desk) if desk.problem.is_none() => {
            talk.person.step = awaits_desk(talk, &connection.id);
            talk.say(&SetupWords::TokenSlow {});
        }
        None | Some(_) => ask_other_desk(talk, &connection.id),
    }
}

pub(super) fn ask_other_desk(talk: &mut Talk<'_>, connection: &ConnectionId) {
    talk.person.step = Step::Account(Stage::AskOtherDesk {
        connection: connection.clone(),
    });
    let back = Act::Card(connection.clone());
    let keys = vec![vec![talk.key(&SetupWords::KeyBack {}, back)]];
    let text = talk.text(&SetupWords::DeskAsk {});
    talk.show(&text, keys);
}

/// The bot that the person makes an admin of the group, its @name without the @.
pub(in crate::setup_bot) fn group_bot(connection: &Connection) -> &str {
    let desk = connection.desk.as_ref();
    desk.map_or(&connection.frontend_username, |desk| &desk.username)
}

/// Who posts in the group, for people.
pub(in crate::setup_bot) fn poster(connection: &Connection) -> String {
    match &connection.desk {
        Some(desk) => desk.shown_name(),
        None => card::shown_bot(connection),
    }
}

/// What the card says of the account's login; `None`: it is a bot's.
pub(in crate::setup_bot) fn state(
    talk: &Talk<'_>,
    connection: &Connection,
) -> Option<FormattedText> {
    if !is_account(connection) {
        return None;
    }
    let is_under_way = matches!(
        &talk.person.step,
        Step::Account(Stage::LogIn(login)) if login.of.as_ref() == Some(&connection.id)
    );
    let words = if is_under_way {
        SetupWords::LoginStateAwaited {}
    } else if connection.is_barred {
        SetupWords::LoginStateOut {}
    } else {
        SetupWords::LoginStateIn {}
    };
    Some(talk.text(&words))
}

/// Whether the account has to be logged in again.
pub(in crate::setup_bot) fn is_logged_out(connection: &Connection) -> bool {
    is_account(connection) && connection.is_barred
}
