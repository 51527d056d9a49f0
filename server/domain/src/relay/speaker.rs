//! The line that says who speaks in a customer's group.

use super::Scene;
use super::admission::{Visitor, visitor};
use crate::catalogue::Notice;
use crate::dialog::{Dialog, Kind, Trigger};
use crate::id::UserId;
use crate::message::Message;

/// The speaker's line in groups: once per run of messages by the same speaker.
pub(super) fn speaker_line(
    dialog: &mut Dialog,
    message: &Message,
    trigger: Trigger,
) -> Option<Notice> {
    if dialog.kind == Kind::Private {
        return None;
    }
    let (id, name) = speaker(message);
    if dialog.last_speaker.replace(id) == Some(id) {
        return None;
    }
    Some(if trigger == Trigger::TeamInChat {
        Notice::SpeakerTeam { name }
    } else {
        Notice::Speaker { name }
    })
}

/// The speaker's line of a message that had one.
pub(super) fn speaker_of(scene: &Scene<'_>, dialog: &Dialog, message: &Message) -> Notice {
    let (_, name) = speaker(message);
    match visitor(scene, dialog.kind, message) {
        Visitor::Customer => Notice::Speaker { name },
        Visitor::Team => Notice::SpeakerTeam { name },
        Visitor::Bot => Notice::SpeakerBot { name },
    }
}

fn speaker(message: &Message) -> (UserId, String) {
    match (&message.sender.user, &message.sender.chat) {
        (_, Some(chat)) => (UserId(chat.id().0), chat.display_name()),
        (Some(user), None) => (user.id, user.full_name()),
        (None, None) => (
            UserId(message.chat.id().0),
            message.sender.signature.clone(),
        ),
    }
}
