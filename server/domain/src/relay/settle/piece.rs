//! One piece of an album that goes one by one is refused for good: the others go.

use super::super::edit::with_original;
use super::super::{Event, Scene};
use super::arrived::original_of;
use super::refused::with_action;
use super::{Attempt, Settled};
use crate::catalogue::{Notice, Refusal};
use crate::delivery::{Action, Rejection};

/// Whether it is one of several pieces of an album that goes one by one.
pub(super) fn is_piece(action: &Action) -> bool {
    matches!(
        action,
        Action::Album {
            items,
            one_by_one: true,
            ..
        } if items.len() > 1
    )
}

/// Whether it is the message that is refused, and not whoever it goes to.
pub(super) const fn is_its_own(reason: Rejection) -> bool {
    matches!(
        reason,
        Rejection::MessageNotFound
            // Groups may allow photos and no videos.
            | Rejection::MissingRight
            | Rejection::NotCopyable
            | Rejection::TooLong
            | Rejection::FileTooBig
            | Rejection::FileNotFound
            | Rejection::NotSupported
    )
}

/// The piece does not go, which is told under it; the others do.
pub(super) fn without_piece(
    scene: &Scene<'_>,
    attempt: &Attempt<'_>,
    reason: Rejection,
    detail: &str,
) -> Settled {
    let mut gone = None;
    let mut settled = with_action(scene, attempt, |action| {
        if let Action::Album { items, reply, .. } = action {
            *reply = None;
            gone = Some(items.remove(0).source);
        }
    });
    if let (Some(source), Some(dialog)) = (gone, attempt.dialog) {
        let notice = Notice::DeliveryRejected {
            refusal: Refusal {
                reason,
                detail: detail.to_owned(),
            },
        };
        let told = scene.tell(&dialog.key, &notice, Some(source.message));
        settled.decision.drafts.push(told);
        settled
            .decision
            .events
            .push(Event::MessageFailed(dialog.key.clone()));
        if let Some((link, mut original)) = original_of(attempt, &source) {
            original.waits = None;
            let change = with_original(scene, &link, original);
            settled.decision.changes.push(change);
        }
    }
    settled
}
