//! The customer's chat has another address.

use super::super::Decision;
use super::super::Scene;
use super::super::migrate::dialog_moved;
use super::failed::failed;
use super::refused::{may_go_otherwise, otherwise, rejected, with_action};
use super::{Attempt, Settled};
use crate::delivery::{Action, Purpose, Rejection, Target};
use crate::id::{ChatAddress, ChatId};

/// A basic group became a supergroup: the customer's chat has another address, and the
/// dialog goes on.
pub(super) fn moved(scene: &Scene<'_>, attempt: &Attempt<'_>, chat: ChatId) -> Settled {
    let (group, old) = (scene.connection.group_id(), attempt.dialog);
    if let (Purpose::ToTopic { .. }, true) = (
        &attempt.delivery.purpose,
        may_go_otherwise(&attempt.delivery.action),
    ) {
        // What it was to be copied from is there no more.
        let mut settled = otherwise(scene, attempt);
        settled.decision = old.map_or_else(Decision::nothing, |dialog| {
            dialog_moved(scene, dialog, &ChatAddress::whole(chat))
        });
        return settled;
    }
    match old.filter(|_| group != Some(chat)) {
        // Messages of the group that it was are out of reach for ever.
        Some(dialog) if !is_sent_anew(&attempt.delivery.action) => {
            let detail = "the group became a supergroup, and what was before is out of reach";
            // What follows goes to where the chat is now.
            let moved = dialog_moved(scene, dialog, &ChatAddress::whole(chat));
            let attempt = Attempt {
                dialog: moved.dialog.as_ref().or(Some(dialog)),
                ..*attempt
            };
            let mut settled = rejected(scene, &attempt, Rejection::Other, detail);
            let after = settled.decision.dialog.take();
            settled.decision.join(moved);
            if after.is_some() {
                settled.decision.dialog = after;
            }
            settled
        }
        // It went there already.
        Some(dialog) if *dialog.chat() == ChatAddress::whole(chat) => {
            let detail = format!("Telegram says that the chat moved to where it is, {chat}");
            failed(scene, attempt, &detail)
        }
        Some(dialog) => {
            let mut settled = with_action(scene, attempt, |_| {});
            settled.decision = dialog_moved(scene, dialog, &ChatAddress::whole(chat));
            settled
        }
        None => {
            let detail = format!("the group has a new id, {chat}: name it to the connection");
            failed(scene, attempt, &detail)
        }
    }
}

/// Whether it is sent to where the dialog's chat is by then.
const fn is_sent_anew(action: &Action) -> bool {
    matches!(
        action,
        Action::Send {
            to: Target::Customer { .. },
            ..
        } | Action::Carry {
            to: Target::Customer { .. },
            ..
        } | Action::Album {
            to: Target::Customer { .. },
            ..
        } | Action::Reach(_)
    )
}
