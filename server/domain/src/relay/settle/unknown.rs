//! It may have happened.

use super::super::{Decision, Scene};
use super::dead::dead_letter;
use super::failed::failed;
use super::topic::CREATION_GRACE;
use super::{Attempt, Settled, done, stays};
use crate::catalogue::Notice;
use crate::delivery::schedule::back_off;
use crate::delivery::{DeadReason, Purpose};

/// It may have happened. What would annoy a customer twice is asked about;
/// what Backline itself says counts as sent; the rest is done again.
pub(super) fn uncertain(scene: &Scene<'_>, attempt: &Attempt<'_>, detail: &str) -> Settled {
    let delivery = attempt.delivery;
    match &delivery.purpose {
        Purpose::ToCustomer { .. } => {
            let reason = DeadReason::Uncertain {
                detail: detail.to_owned(),
            };
            done(dead_letter(
                scene,
                attempt,
                reason,
                &Notice::DeliveryUncertain {},
            ))
        }
        Purpose::CustomerNotice => done(Decision::nothing()),
        Purpose::Topic => {
            let mut again = delivery.clone();
            again.last_error = Some(detail.to_owned());
            let is_creation = attempt
                .dialog
                .is_some_and(|dialog| dialog.topic_id().is_none());
            again.due_at = if is_creation {
                scene.now.after(CREATION_GRACE)
            } else {
                scene.now.after(back_off::delay(1, attempt.jitter))
            };
            again.started_at = None;
            stays(again)
        }
        Purpose::ToTopic { .. }
        | Purpose::TeamNotice
        | Purpose::Verdict { .. }
        | Purpose::Receipt
        | Purpose::DoubleTopic { .. }
        | Purpose::InfoCard
        | Purpose::Leave
        | Purpose::GroupCheck
        | Purpose::ButtonAnswer
        | Purpose::Tidy => failed(scene, attempt, detail),
    }
}
