//! One piece of an album that goes one by one is refused for good: the others go.

use super::super::edit::with_original;
use super::super::webhook::failed;
use super::super::{Event, Scene};
use super::arrived::{delivered_in_part, original_of};
use super::dead::word_of;
use super::refused::with_action;
use super::{Attempt, Settled};
use crate::catalogue::{Notice, Refusal};
use crate::delivery::{Action, Delivery, Rejection};
use crate::payload::Item;

/// Whether it is one of several pieces of an album that goes one by one.
pub(super) fn is_piece(delivery: &Delivery) -> bool {
    let has_others = |items: &[Item]| items.len() > 1 || delivery.progress.first.is_some();
    matches!(
        &delivery.action,
        Action::Album {
            items,
            one_by_one: true,
            ..
        } if has_others(items)
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
    // The next one's failures are its own.
    if let Some(rest) = &mut settled.stays {
        rest.attempts = 0;
        rest.first_failed_at = None;
        rest.last_error = None;
    }
    let is_over = settled
        .stays
        .as_ref()
        .is_some_and(|rest| rest.sources().is_empty());
    if is_over {
        settled.stays = None;
        settled.decision = delivered_in_part(scene, attempt.dialog, attempt.delivery);
    }
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
        let link = attempt.link_of(&source);
        let told = failed(scene, dialog, &source, link, &word_of(reason));
        settled.decision.events.extend(told);
        if let Some((link, mut original)) = original_of(attempt, &source) {
            original.waits = None;
            let change = with_original(scene, &link, original);
            settled.decision.changes.push(change);
        }
    }
    settled
}
