//! Albums before gates: what is known of the other pieces.

use super::admission::passes_gate;
use super::customer::CustomerScene;
use super::{Decision, Scene};
use crate::change::Change;
use crate::dialog::{Dialog, Kind, OpenAlbum};
use crate::held::{HELD, HeldAlbum};
use crate::message::Message;

/// Most pieces of an album.
const MOST: usize = 10;

/// The album that the message is of, if its pieces came last.
fn open<'a>(dialog: Option<&'a Dialog>, message: &Message) -> Option<&'a OpenAlbum> {
    let open = dialog?.customer_album.as_ref()?;
    (message.album.as_ref() == Some(&open.id)).then_some(open)
}

/// Whether a piece of its album did not pass: none of it does.
pub(super) fn is_of_refused_album(dialog: Option<&Dialog>, message: &Message) -> bool {
    open(dialog, message).is_some_and(|open| open.is_refused)
}

/// Whether a piece of its album passed: all of it does.
pub(super) fn is_of_album(dialog: Option<&Dialog>, message: &Message) -> bool {
    open(dialog, message).is_some_and(|open| !open.is_refused)
}

/// A message that does not pass the keyword gate by itself: a piece of an album may, with
/// another one.
pub(super) fn hold_back(
    scene: &Scene<'_>,
    customer: &CustomerScene<'_>,
    message: &Message,
    kind: Kind,
) -> Decision {
    let Some(id) = &message.album else {
        return Decision::nothing();
    };
    let opens = customer.dialog.is_none()
        || scene.parameters.reopen.contains(kind)
        || scene.parameters.leave_closed.contains(kind);
    if !opens || passes_gate(scene.parameters, kind, message) {
        // It is no keyword that it waits for.
        return Decision::nothing();
    }
    let mut held = in_time(scene, customer).unwrap_or_else(|| begin(scene, message, id));
    if held.pieces.len() < MOST {
        held.pieces.push(message.clone());
    }
    hold(held)
}

/// A piece with a forbidden word, where there is no dialog that could remember it.
pub(super) fn refuse_held(
    scene: &Scene<'_>,
    customer: &CustomerScene<'_>,
    message: &Message,
    id: &str,
) -> Decision {
    let mut held = in_time(scene, customer).unwrap_or_else(|| begin(scene, message, id));
    held.is_refused = true;
    held.pieces.clear();
    hold(held)
}

/// What was held goes along with the piece that passes.
pub(super) fn released(scene: &Scene<'_>, customer: &CustomerScene<'_>) -> Decision {
    let Some(held) = in_time(scene, customer) else {
        return Decision::nothing();
    };
    Decision {
        changes: vec![Change::ReleaseAlbum(
            held.connection,
            held.chat,
            held.id,
            held.at,
        )],
        released: held.pieces,
        ..Decision::default()
    }
}

fn in_time(scene: &Scene<'_>, customer: &CustomerScene<'_>) -> Option<HeldAlbum> {
    let held = customer.held?;
    (scene.now.since(held.at) < HELD).then(|| held.clone())
}

fn begin(scene: &Scene<'_>, message: &Message, id: &str) -> HeldAlbum {
    HeldAlbum {
        connection: scene.connection.id.clone(),
        chat: message.chat.address.clone(),
        id: id.to_owned(),
        at: scene.now,
        is_refused: false,
        pieces: Vec::new(),
    }
}

fn hold(held: HeldAlbum) -> Decision {
    Decision {
        changes: vec![Change::HoldAlbum(Box::new(held))],
        ..Decision::default()
    }
}
