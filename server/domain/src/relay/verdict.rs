//! Updates that could not be understood: kept, named
//! to the operators, passed over.

use super::{Decision, Event, Scene};
use crate::catalogue::Notice;
use crate::change::{Change, KeptUpdate};
use crate::dialog::Dialog;
use crate::message::{UnknownUpdate, UpdateKey};

/// What follows from an update that was not understood. `dialog` is the one it
/// belongs to, where that could be found.
#[must_use]
pub fn unknown_update(
    scene: &Scene<'_>,
    dialog: Option<&Dialog>,
    key: &UpdateKey,
    update: &UnknownUpdate,
) -> Decision {
    let raw_kind = &update.raw_kind;
    let mut decision = Decision::default();
    decision
        .changes
        .push(Change::KeepUnknown(Box::new(KeptUpdate {
            connection: scene.connection.id.clone(),
            key: key.clone(),
            update: update.clone(),
            at: scene.now,
        })));
    decision.events.push(Event::UnknownUpdate(raw_kind.clone()));
    let notice = Notice::UnknownUpdate {
        kind: raw_kind.clone(),
    };
    let chat = update.chat.as_ref().map(crate::message::Chat::id);
    if let Some(dialog) = dialog {
        decision.drafts.push(scene.tell(&dialog.key, &notice, None));
    } else if chat.is_some() && chat == scene.connection.group_id() {
        // What an operator did is not passed over in silence either.
        decision
            .drafts
            .push(scene.tell_general(&notice, update.message));
    }
    decision
}
