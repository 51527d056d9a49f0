//! It happened.

use super::super::command::{links, receipt};
use super::super::customer::timer;
use super::super::look::wanted_sync;
use super::super::{Decision, Event, Scene};
use super::{Attempt, Settled, done, stays};
use crate::change::Change;
use crate::delivery::{Action, Delivery, Purpose};
use crate::dialog::{Trigger, step};
use crate::id::{ChatAddress, MessageId, MessageRef};
use crate::link::{self, Link, Side};

/// A message, or the next part of one.
pub(super) fn part_arrived(
    scene: &Scene<'_>,
    attempt: &Attempt<'_>,
    messages: &[MessageId],
) -> Settled {
    let Action::SendParts {
        to, parts, sent, ..
    } = &attempt.delivery.action
    else {
        return done(message_arrived(scene, attempt, messages));
    };
    // The first part is the counterpart; the others only follow it.
    let counts = if *sent == 0 { messages } else { &[] };
    let whole = message_arrived(scene, attempt, counts);
    let rest = parts.get(1..).unwrap_or_default();
    if rest.is_empty() {
        return done(whole);
    }
    let mut delivery = attempt.delivery.clone();
    delivery.started_at = None;
    delivery.due_at = scene.now;
    delivery.action = Action::SendParts {
        to: to.clone(),
        parts: rest.to_vec(),
        sent: sent + 1,
        reply: None,
    };
    let mut settled = stays(delivery);
    // Links alone: what else follows, follows from the last.
    settled.decision.changes = whole
        .changes
        .into_iter()
        .filter(|change| matches!(change, Change::PutLink(_)))
        .collect();
    settled
}

/// Links, state, receipt.
fn message_arrived(scene: &Scene<'_>, attempt: &Attempt<'_>, messages: &[MessageId]) -> Decision {
    let mut decision = Decision::default();
    let Some(dialog) = attempt.dialog else {
        return decision;
    };
    let delivery = attempt.delivery;
    let copy = messages.first().copied().filter(|id| id.0 != 0);
    match &delivery.purpose {
        Purpose::ToTopic {
            source,
            is_main,
            thread,
        } => {
            if let (Some(group), Some(message)) = (scene.connection.group_id(), copy) {
                let copy = MessageRef {
                    chat: ChatAddress::whole(group),
                    message,
                };
                let [original, copied] = links(
                    scene,
                    delivery,
                    dialog,
                    source,
                    &copy,
                    Side::Customer,
                    *thread,
                );
                // Whatever is answered in the topic leads to the customer's message; what
                // answers that leads to the part which carries it.
                decision.changes.extend(is_main.then_some(original));
                decision.changes.push(copied);
            }
        }
        Purpose::ToCustomer { source } => {
            let mut after = dialog.clone();
            if let Some(message) = copy {
                let copy = MessageRef {
                    chat: dialog.key.chat.clone(),
                    message,
                };
                let both = links(
                    scene,
                    delivery,
                    dialog,
                    source,
                    &copy,
                    Side::Team,
                    dialog.thread,
                );
                decision.changes.extend(both);
            }
            let from = Some(dialog.state);
            let customer_wrote_since = dialog.customer_wrote_seq > delivery.key.sequence;
            let trigger = Trigger::OperatorDelivered {
                customer_wrote_since,
            };
            let next = step(dialog.kind, from, trigger);
            after.state = next.to.unwrap_or(dialog.state);
            after.team_wrote_at = Some(scene.now);
            after.last_message_at = scene.now;
            after.team_messages += 1;
            after.unreachable = None;
            after.last_speaker = None;
            if next.reopens(from) {
                decision
                    .events
                    .push(Event::DialogReopened(dialog.key.clone()));
            }
            decision.events.push(Event::MessageSent(dialog.key.clone()));
            decision.drafts.extend(wanted_sync(scene, &mut after));
            if scene.parameters.show_receipts {
                decision.drafts.push(receipt(dialog, source.clone()));
            }
            decision.changes.extend(timer(scene, &mut after));
            decision.dialog = Some(after);
        }
        Purpose::Verdict { source, letter } => {
            decision
                .changes
                .extend(copy.map(|message| letter_link(scene, delivery, source, message, *letter)));
        }
        Purpose::CustomerNotice
        | Purpose::TeamNotice
        | Purpose::Topic
        | Purpose::Receipt
        | Purpose::DoubleTopic { .. }
        | Purpose::InfoCard
        | Purpose::Leave
        | Purpose::GroupCheck
        | Purpose::ButtonAnswer
        | Purpose::Tidy => {}
    }
    decision
}

/// From a message in the topic, the notice or the operator's own, to the operator's
/// message that became a dead letter, and to the letter.
pub(super) fn letter_link(
    scene: &Scene<'_>,
    delivery: &Delivery,
    source: &MessageRef,
    message: MessageId,
    letter: u64,
) -> Change {
    let connection = scene.connection;
    let chat = delivery
        .key
        .lane
        .dialog
        .clone()
        .unwrap_or_else(|| source.chat.clone());
    Change::PutLink(Box::new(Link {
        key: link::Key {
            identity: connection.frontend,
            chat: source.chat.clone(),
            message,
            part: 0,
        },
        side: Side::Team,
        other: source.clone(),
        other_part: 0,
        poster: delivery.identity,
        is_copy: false,
        thread: None,
        dialog: crate::dialog::Key {
            connection: connection.id.clone(),
            chat,
        },
        delivery: letter,
        at: scene.now,
    }))
}
