//! A customer's group that becomes a supergroup: another address, the same dialog.
//!
//! The dialog keeps its key, so that lanes, links and topic stay as they are; the new
//! address leads to it.

use super::{Decision, Scene};
use crate::change::Change;
use crate::dialog::Dialog;
use crate::id::ChatAddress;

/// What follows when the dialog's chat is found under another address.
#[must_use]
pub fn dialog_moved(scene: &Scene<'_>, dialog: &Dialog, to: &ChatAddress) -> Decision {
    if dialog.chat() == to {
        return Decision::nothing();
    }
    let mut after = dialog.clone();
    after.moved_to = Some(to.clone());
    let of = scene.connection.id.clone();
    Decision {
        dialog: Some(after),
        changes: vec![Change::PutAlias(of, to.clone(), dialog.key.chat.clone())],
        ..Decision::default()
    }
}
