//! Updates that could not be understood: kept by whoever received them, named
//! to the operators, passed over.

use super::{Decision, Event, Scene};
use crate::catalogue::Notice;
use crate::dialog::Dialog;

/// What follows from an update that was not understood. `dialog` is the one it
/// belongs to, where that could be found.
#[must_use]
pub fn unknown_update(scene: &Scene<'_>, dialog: Option<&Dialog>, raw_kind: &str) -> Decision {
    let mut decision = Decision::default();
    decision
        .events
        .push(Event::UnknownUpdate(raw_kind.to_owned()));
    if let Some(dialog) = dialog {
        let notice = Notice::UnknownUpdate {
            kind: raw_kind.to_owned(),
        };
        decision.drafts.push(scene.tell(&dialog.key, &notice, None));
    }
    decision
}
