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
    if let Some(dialog) = dialog {
        let notice = Notice::UnknownUpdate {
            kind: raw_kind.clone(),
        };
        decision.drafts.push(scene.tell(&dialog.key, &notice, None));
    }
    decision
}
