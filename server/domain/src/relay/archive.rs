//! What is written down of messages beyond their delivery, as ARCHIVE says: in the
//! transaction that decides about them, and what became of them in the one that knows.

use super::Scene;
use super::admission::{Visitor, visitor};
use crate::archive::{Archived, Author, End, Ending, Key};
use crate::change::Change;
use crate::dialog::Dialog;
use crate::id::{MessageRef, UserId};
use crate::link::{Original, Side};
use crate::message::Message;
use crate::parameter::Archive;
use crate::payload;
use crate::time::Timestamp;

/// The row of a message that is carried; `shown` is what the other side may see of it.
pub(super) fn archived(
    scene: &Scene<'_>,
    dialog: &Dialog,
    side: Side,
    message: &Message,
    shown: &Message,
) -> Option<Archived> {
    let kept = scene.parameters.archive;
    if kept == Archive::Off {
        return None;
    }
    let author = author(scene, dialog, side, message);
    let sender = message.sender.user.as_ref().map(|user| user.id);
    let text = shown.content.text();
    Some(Archived {
        key: key(scene, &message.reference(), scene.now),
        dialog: dialog.key.chat.clone(),
        author,
        operator: sender
            .filter(|_| author == Author::Team)
            .unwrap_or(UserId(0)),
        kind: payload::kind_name(&message.content),
        length: text.map_or(0, |text| text.utf16_len() as u64),
        answers: message
            .reply
            .as_ref()
            .filter(|reply| reply.chat.is_none())
            .map(|reply| reply.message),
        edited_at: None,
        text: text.filter(|_| kept == Archive::Full).cloned(),
        end: None,
    })
}

pub(super) fn author(scene: &Scene<'_>, dialog: &Dialog, side: Side, message: &Message) -> Author {
    if side == Side::Team {
        return Author::Team;
    }
    if message.is_outgoing {
        return Author::Elsewhere;
    }
    match visitor(scene, dialog.kind, message) {
        Visitor::Customer => Author::Customer,
        Visitor::Team => Author::Team,
        Visitor::Bot => Author::Bot,
    }
}

/// The row of a message that was edited, in place of the one from before. Where there is
/// none, there will be none.
pub(super) fn edited(
    scene: &Scene<'_>,
    dialog: &Dialog,
    side: Side,
    original: &Original,
    message: &Message,
) -> Option<Change> {
    let at = original.archived?;
    let masked = scene.gate().mask(message);
    let shown = match side {
        Side::Customer => masked.message(),
        Side::Team => message,
    };
    let mut row = archived(scene, dialog, side, message, shown)?;
    row.key.at = at;
    row.edited_at = Some(scene.now);
    Some(Change::Archive(Box::new(row)))
}

/// What became of a message that has a row.
pub(super) fn ended(
    scene: &Scene<'_>,
    message: &MessageRef,
    original: &Original,
    ending: Ending,
) -> Option<Change> {
    let key = key(scene, message, original.archived?);
    let end = End {
        ending,
        at: scene.now,
    };
    Some(Change::EndArchived(Box::new(key), end))
}

fn key(scene: &Scene<'_>, message: &MessageRef, at: Timestamp) -> Key {
    Key {
        connection: scene.connection.id.clone(),
        at,
        chat: message.chat.clone(),
        message: message.message,
    }
}
