//! Who looks after an account's group, and how the account's login stands.

use super::{Press, Stage};
use crate::catalogue::SetupWords;
use crate::connection::{Connection, Group};
use crate::id::{ConnectionId, IdentityKind};
use crate::message::FormattedText;
use crate::setup_bot::talk::Talk;
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
        let desk = Act::Account(Press::Desk(connection.id.clone()));
        let show = Act::Card(connection.id.clone());
        let keys = vec![
            vec![talk.key(&SetupWords::KeyWithDesk {}, desk)],
            vec![talk.key(&SetupWords::KeyBack {}, show)],
        ];
        talk.show(&text, keys);
    }
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
