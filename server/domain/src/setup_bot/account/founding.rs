//! The account makes the group for the bot that is to look after it.

use super::{Ask, Press, Stage};
use crate::catalogue::SetupWords;
use crate::connection::{Connection, Group};
use crate::id::ConnectionId;
use crate::outreach::MAX_TITLE;
use crate::setup_bot::answered::refused;
use crate::setup_bot::talk::{Key, Talk};
use crate::setup_bot::{Act, Done, Step, Wish, card, create};

/// Whether it is being made, as far as anybody knows.
pub(super) fn is_being_made(connection: &Connection) -> bool {
    matches!(connection.group, Group::Founding { .. }) && connection.problem.is_none()
}

/// The button that has it made.
pub(super) fn key(talk: &Talk<'_>, connection: &ConnectionId) -> Key {
    let make = Act::Account(Press::Make(connection.clone()));
    talk.key(&SetupWords::KeyMakeGroup {}, make)
}

/// Asks what it is to be called.
pub(super) fn ask_title(talk: &mut Talk<'_>, id: &ConnectionId) {
    let Some(connection) = talk.scene.connection(id) else {
        return;
    };
    if connection.group_id().is_some() || is_being_made(connection) {
        create::ask_group(talk, id);
        return;
    }
    let title: String = connection.name.chars().take(MAX_TITLE).collect();
    talk.person.step = Step::Account(Stage::AskGroupTitle {
        connection: id.clone(),
    });
    let label = talk.text(&SetupWords::KeyTitle {
        title: title.clone(),
    });
    let act = Act::Account(Press::Title(title));
    let back = talk.key(&SetupWords::KeyBack {}, Act::Group(id.clone()));
    let text = talk.text(&SetupWords::TitleAsk {});
    talk.show(&text, vec![vec![Key::Do(label.text, act)], vec![back]]);
}

/// It is called this.
pub(super) fn make(talk: &mut Talk<'_>, connection: ConnectionId, title: String) {
    talk.say(&SetupWords::Founding {
        title: title.clone(),
    });
    talk.person.step = Step::AwaitGroup {
        connection: connection.clone(),
    };
    let title = Some(title);
    talk.wish(Wish::Account(Ask::SeekGroup { connection, title }));
}

/// It could not be made, and the administrator chooses one.
pub(super) fn choose(talk: &mut Talk<'_>, connection: &Connection) {
    talk.wish(Wish::Account(Ask::SeekGroup {
        connection: connection.id.clone(),
        title: None,
    }));
}

/// What came of either.
pub(super) fn answered(talk: &mut Talk<'_>, id: &ConnectionId, done: &Done) {
    match done {
        Done::Refused(refusal) => {
            talk.person.step = Step::Idle;
            refused(talk, *refusal);
            card::show(talk, id);
        }
        Done::Done | Done::Created(_) | Done::Token(_) | Done::LoginGone => create::look(talk),
    }
}
