//! Which deliveries are messages of somebody's: these are counted when they arrive, and wait when
//! a plan is used up. All else goes on: notices, answers to commands, receipts, topics, edits of
//! what is there already, WELCOME.

use crate::delivery::{Action, Delivery, Outcome, Purpose};
use crate::dialog::{Dialog, Kind, State};
use crate::time::Timestamp;

/// Whether the delivery brings a message to the other side of which nothing is there yet. What is
/// there in part is brought to its end: half a message is worse than one too many.
#[must_use]
pub fn is_counted(delivery: &Delivery) -> bool {
    let is_begun = delivery.is_begun
        || delivery.started_at.is_some()
        || delivery.progress.first.is_some()
        || matches!(&delivery.action, Action::Carry { done, .. } if *done > 0)
        || matches!(&delivery.action, Action::Album { items, .. }
            if items.first().is_some_and(|item| item.done > 0));
    is_message(delivery) && !is_begun
}

/// How many messages an outcome brought to the other side: `after` is what is left of the
/// delivery. Pieces of albums and parts of merged posts are one each.
#[must_use]
pub fn arrived(before: &Delivery, after: Option<&Delivery>, outcome: &Outcome) -> u64 {
    if !matches!(outcome, Outcome::Succeeded { .. }) || !is_message(before) {
        return 0;
    }
    let left = after.map_or(0, |after| after.sources().len());
    before.sources().len().saturating_sub(left) as u64
}

/// A message that waited for the plan was seen only now: AUTOCLOSE counts from here, not from
/// when it was written.
#[must_use]
pub fn seen_late(dialog: &Dialog, now: Timestamp) -> Option<Dialog> {
    let closes_by_age = dialog.state == State::UserAnswered && dialog.kind != Kind::Private;
    closes_by_age.then(|| Dialog {
        held_at: Some(now),
        ..dialog.clone()
    })
}

/// How many messages a delivery in a gateway's hand may bring.
#[must_use]
pub fn pieces(delivery: &Delivery) -> u64 {
    if is_message(delivery) {
        delivery.sources().len().max(1) as u64
    } else {
        0
    }
}

const fn is_message(delivery: &Delivery) -> bool {
    matches!(
        delivery.purpose,
        Purpose::ToTopic { .. } | Purpose::ToCustomer { .. }
    )
}
