//! It certainly did not happen, and may later.

use super::super::command::rights;
use super::super::{Decision, Scene, group_checked};
use super::dead::dead_letter;
use super::edited::{edit_refused, not_struck, not_withdrawn};
use super::reach;
use super::{
    Attempt, Settled, backlog_over, done, info_card, reaction_done, stays, transfer_over,
    undo_creation,
};
use crate::catalogue::{Notice, Refusal};
use crate::delivery::schedule::back_off;
use crate::delivery::{DeadReason, Delivery, Purpose, Rejection};

pub(super) fn failed(scene: &Scene<'_>, attempt: &Attempt<'_>, detail: &str) -> Settled {
    let mut delivery = attempt.delivery.clone();
    count_failure(scene, &mut delivery, detail);
    let attempts = delivery.attempts;
    let first = delivery.first_failed_at.unwrap_or(scene.now);
    let gave_up = back_off::is_dead(attempts, attempt.others_deliver, first, scene.now);
    if gave_up {
        match &attempt.delivery.purpose {
            // A topic and a group have to come to be: that never gives up.
            Purpose::Topic | Purpose::GroupCheck | Purpose::Founding | Purpose::RelayCheck => {}
            Purpose::ToTopic { .. } | Purpose::ToCustomer { .. } => {
                let notice = gave_up_notice(attempt, attempts, detail);
                let reason = DeadReason::GaveUp {
                    detail: detail.to_owned(),
                };
                return done(dead_letter(scene, attempt, reason, &notice));
            }
            // Said once, as where Telegram refuses it.
            Purpose::Edit { side, .. } => {
                return edit_refused(scene, attempt, *side, Rejection::Other);
            }
            Purpose::Strike { .. } => return done(not_struck(scene, attempt)),
            Purpose::Receipt => return done(reaction_done(attempt, Err(()))),
            Purpose::Withdraw { command, .. } => {
                let refusal = Refusal {
                    reason: Rejection::Other,
                    detail: detail.to_owned(),
                };
                return done(not_withdrawn(scene, attempt, *command, refusal));
            }
            Purpose::InfoCard | Purpose::PrivateInfo { .. } => {
                return done(info_card(scene, attempt, None));
            }
            Purpose::RightCheck { .. } => {
                let refusal = Refusal {
                    reason: Rejection::Other,
                    detail: detail.to_owned(),
                };
                return done(rights::not_asked(scene, attempt, refusal));
            }
            Purpose::Backlog => return done(backlog_over(attempt)),
            Purpose::Transfer => return done(transfer_over(attempt)),
            Purpose::Outreach { .. } => return done(reach::gave_up(scene, attempt, detail)),
            // Nobody waits for these any more, and telling that a notice failed
            // would be one more notice.
            Purpose::CustomerNotice
            | Purpose::Question { .. }
            | Purpose::TeamNotice
            | Purpose::Verdict { .. }
            | Purpose::EditNote
            | Purpose::DoubleTopic { .. }
            | Purpose::Leave
            | Purpose::ButtonAnswer
            | Purpose::Tidy => return done(Decision::nothing()),
        }
    }
    delivery.due_at = scene.now.after(back_off::delay(attempts, attempt.jitter));
    let mut settled = stays(delivery);
    undo_creation(attempt, &mut settled.decision);
    settled
}

fn gave_up_notice(attempt: &Attempt<'_>, attempts: u32, detail: &str) -> Notice {
    let detail = detail.to_owned();
    if attempt.others_deliver {
        Notice::DeliveryGaveUp {
            attempts: u64::from(attempts),
            detail,
        }
    } else {
        Notice::DeliveryOutage {
            hours: back_off::OUTAGE.as_secs() / 3600,
            detail,
        }
    }
}

fn held_back(scene: &Scene<'_>, attempt: &Attempt<'_>, detail: &str) -> Settled {
    let mut delivery = attempt.delivery.clone();
    delivery.held_back += 1;
    delivery.started_at = None;
    delivery.last_error = Some(detail.to_owned());
    delivery.due_at = scene
        .now
        .after(back_off::delay(delivery.held_back, attempt.jitter));
    stays(delivery)
}

fn count_failure(scene: &Scene<'_>, delivery: &mut Delivery, detail: &str) {
    delivery.attempts += 1;
    delivery.first_failed_at.get_or_insert(scene.now);
    delivery.started_at = None;
    delivery.last_error = Some(detail.to_owned());
}

/// Something is wrong with the backend group: told once, tried again. While there is a
/// problem no other is told: deliveries of several kinds fail in different words.
pub(super) fn group_trouble(
    scene: &Scene<'_>,
    attempt: &Attempt<'_>,
    reason: Rejection,
    detail: &str,
) -> Settled {
    let mut settled = held_back(scene, attempt, detail);
    if let (Some(group), None) = (scene.connection.group_id(), &scene.connection.problem) {
        let told = group_checked(
            scene,
            attempt.delivery.identity,
            group,
            Err((reason, detail)),
        );
        settled.decision.drafts.extend(told.drafts);
        settled.decision.events.extend(told.events);
        settled.decision.connection = told.connection;
    }
    undo_creation(attempt, &mut settled.decision);
    settled
}
