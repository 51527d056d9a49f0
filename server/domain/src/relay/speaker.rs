//! The line that says who speaks in a customer's group.

use sha2::{Digest as _, Sha256};

use super::Scene;
use super::admission::{Visitor, visitor};
use crate::catalogue::Notice;
use crate::dialog::{Dialog, Kind, Trigger};
use crate::id::UserId;
use crate::message::{ChatKind, Message};
use crate::privacy::Shown;

/// The speaker's line in groups and channels: once per run of messages by the same speaker.
///
/// A channel speaks for itself, and its topic bears its name. A line says who signed a post,
/// and that it is the channel's own word again after that.
pub(super) fn speaker_line(
    scene: &Scene<'_>,
    dialog: &mut Dialog,
    message: &Message,
    trigger: Trigger,
) -> Option<Notice> {
    if dialog.kind == Kind::Private {
        return None;
    }
    let (id, name) = speaker(scene, message, trigger == Trigger::TeamInChat);
    let before = dialog.last_speaker.replace(id);
    let is_unsigned = id == UserId(message.chat.id().0) && dialog.kind == Kind::Channel;
    if before == Some(id) || (is_unsigned && before.is_none()) {
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
    let visitor = visitor(scene, dialog.kind, message);
    let (_, name) = speaker(scene, message, visitor == Visitor::Team);
    match visitor {
        Visitor::Customer => Notice::Speaker { name },
        Visitor::Team => Notice::SpeakerTeam { name },
        Visitor::Bot => Notice::SpeakerBot { name },
    }
}

/// The team's own people are named to the team as they are.
fn speaker(scene: &Scene<'_>, message: &Message, is_team: bool) -> (UserId, Shown) {
    let gate = scene.gate();
    let signature = &message.sender.signature;
    match (&message.sender.user, &message.sender.chat) {
        (None, _) if message.chat.kind == ChatKind::Channel && !signature.is_empty() => {
            (signer(signature), gate.stranger(signature))
        }
        (_, Some(chat)) => (UserId(chat.id().0), gate.chat(chat)),
        (Some(user), None) if is_team => (user.id, Shown::own(user.full_name())),
        (Some(user), None) => (user.id, gate.person(user)),
        (None, None) => (UserId(message.chat.id().0), gate.stranger(signature)),
    }
}

/// Who signs a post has a name and no id: one that is the same for the same name, and
/// nobody's of Telegram's.
fn signer(name: &str) -> UserId {
    let digest = Sha256::digest(name.as_bytes());
    let mut first = [0; 8];
    first.copy_from_slice(&digest[..8]);
    UserId(i64::from_be_bytes(first) | i64::MIN)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_has_one_id_that_is_nobodys() {
        assert_eq!(signer("Ann"), signer("Ann"));
        assert_ne!(signer("Ann"), signer("Bob"));
        // Telegram's ids have 52 significant bits.
        assert!(signer("Ann").0 < -(1 << 52));
    }
}
