//! It may have happened.

use super::super::{Decision, Draft, Scene};
use super::dead::dead_letter;
use super::edited::edit_over;
use super::failed::failed;
use super::topic::CREATION_GRACE;
use super::{Attempt, Settled, done, stays, transfer_lost};
use crate::catalogue::Notice;
use crate::delivery::schedule::back_off;
use crate::delivery::{Action, Class, DeadReason, Delivery, Lane, LaneKind, Purpose};
use crate::id::{ChatAddress, MessageId};

/// It may have happened. What carries an idempotency key is done again under the same. Else what
/// would annoy a customer twice is asked about; what Backline itself says counts as sent; the rest
/// is done again.
pub(super) fn uncertain(
    scene: &Scene<'_>,
    attempt: &Attempt<'_>,
    detail: &str,
    messages: &[MessageId],
) -> Settled {
    let mut settled = unknown(scene, attempt, detail, messages);
    if let Some(delivery) = &mut settled.stays {
        delivery.is_begun = is_keyed(scene, attempt.delivery);
        if delivery.is_begun {
            // Only under its own key is the same again the same: what another posted would
            // leave the first unexplained, and an account's unexplained word is its owner's.
            delivery.via = Some(attempt.delivery.identity);
        }
    }
    settled
}

fn unknown(
    scene: &Scene<'_>,
    attempt: &Attempt<'_>,
    detail: &str,
    messages: &[MessageId],
) -> Settled {
    let delivery = attempt.delivery;
    if let (Action::Album { .. }, false) = (&delivery.action, messages.is_empty()) {
        return some_of_album(scene, attempt, messages);
    }
    match &delivery.purpose {
        Purpose::ToCustomer { .. } if is_keyed(scene, delivery) => {
            keyed_again(scene, attempt, detail)
        }
        Purpose::CustomerNotice | Purpose::Question { .. } if is_keyed(scene, delivery) => {
            keyed_again(scene, attempt, detail)
        }
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
        Purpose::CustomerNotice | Purpose::Question { .. } => done(Decision::nothing()),
        // A second line would be worse than an old one.
        Purpose::Transfer => done(transfer_lost(scene, attempt)),
        // A part too many of a longer text: who had it in hand may have sent it.
        Purpose::Edit { .. } if delivery.started_at.is_some() => done(edit_over(scene, attempt)),
        Purpose::EditNote if delivery.action.reaches_customer() => done(Decision::nothing()),
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
        | Purpose::Edit { .. }
        | Purpose::Strike { .. }
        | Purpose::EditNote
        | Purpose::Withdraw { .. }
        | Purpose::DoubleTopic { .. }
        | Purpose::InfoCard
        | Purpose::PrivateInfo { .. }
        | Purpose::Leave
        | Purpose::GroupCheck
        | Purpose::ButtonAnswer
        | Purpose::Backlog
        | Purpose::RelayCheck
        | Purpose::RightCheck { .. }
        | Purpose::Tidy
        | Purpose::Founding
        | Purpose::Outreach { .. } => failed(scene, attempt, detail),
    }
}

/// Whether Telegram drops the second of two attempts.
fn is_keyed(scene: &Scene<'_>, delivery: &Delivery) -> bool {
    let connection = scene.connection;
    // What a bot began over the Bot API carried no key.
    let since = connection.mtproto.get(&delivery.identity);
    let is_from_before = since
        .zip(delivery.started_at)
        .is_some_and(|(since, at)| at <= *since);
    connection.speaks_mtproto(delivery.identity) && !is_from_before
}

/// The same once more. When that has been tried for long enough a person decides: one of the
/// attempts may have arrived.
fn keyed_again(scene: &Scene<'_>, attempt: &Attempt<'_>, detail: &str) -> Settled {
    let settled = failed(scene, attempt, detail);
    let is_answer = matches!(attempt.delivery.purpose, Purpose::ToCustomer { .. });
    if settled.stays.is_some() || !is_answer {
        return settled;
    }
    let reason = DeadReason::Uncertain {
        detail: detail.to_owned(),
    };
    let notice = Notice::DeliveryUncertain {};
    done(dead_letter(scene, attempt, reason, &notice))
}

/// Telegram refused one of an album's pieces, and the others may be in the topic: once
/// more, one by one, so that each says for itself what is wrong. A double there is
/// harmless, a gap is not. `None` for anything else.
pub(super) fn one_by_one(scene: &Scene<'_>, attempt: &Attempt<'_>) -> Option<Settled> {
    let mut delivery = attempt.delivery.clone();
    let (Purpose::ToTopic { .. }, Action::Album { one_by_one, .. }) =
        (&delivery.purpose, &mut delivery.action)
    else {
        return None;
    };
    *one_by_one = true;
    delivery.started_at = None;
    delivery.due_at = scene.now;
    Some(stays(delivery))
}

/// Telegram left some of an album out without a word, and it is not known which. What
/// there is of it goes, and the album goes one by one: then each says what is wrong.
fn some_of_album(scene: &Scene<'_>, attempt: &Attempt<'_>, messages: &[MessageId]) -> Settled {
    let mut delivery = attempt.delivery.clone();
    let chat = match (&delivery.purpose, attempt.dialog) {
        (Purpose::ToCustomer { .. }, Some(dialog)) => Some(dialog.chat().clone()),
        _ => scene.connection.group_id().map(ChatAddress::whole),
    };
    if let Action::Album { one_by_one, .. } = &mut delivery.action {
        *one_by_one = true;
    }
    delivery.started_at = None;
    delivery.due_at = scene.now;
    let mut settled = stays(delivery);
    if let (Some(chat), Some(dialog)) = (chat, attempt.dialog) {
        settled.decision.drafts.push(Draft::new(
            Lane::of(&dialog.key, LaneKind::Receipt),
            Action::Delete {
                chat,
                messages: messages.to_vec(),
            },
            Purpose::Tidy,
            Class::Operator,
        ));
    }
    settled
}
