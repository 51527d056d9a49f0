//! It happened.

use super::super::command::{links, receipt};
use super::super::customer::timer;
use super::super::look::wanted_sync;
use super::super::{Decision, Event, Scene};
use super::Attempt;
use crate::change::Change;
use crate::delivery::{Delivery, Purpose};
use crate::dialog::{Trigger, step};
use crate::id::{ChatAddress, MessageId, MessageRef};
use crate::link::{self, Link, Side};

/// Links, state, receipt.
pub(super) fn message_arrived(
    scene: &Scene<'_>,
    attempt: &Attempt<'_>,
    messages: &[MessageId],
) -> Decision {
    let mut decision = Decision::default();
    let Some(dialog) = attempt.dialog else {
        return decision;
    };
    let delivery = attempt.delivery;
    let copy = messages.first().copied().filter(|id| id.0 != 0);
    match &delivery.purpose {
        Purpose::ToTopic { source, is_main } => {
            if let (Some(group), Some(message), true) =
                (scene.connection.group_id(), copy, *is_main)
            {
                let copy = MessageRef {
                    chat: ChatAddress::whole(group),
                    message,
                };
                let both = links(scene, delivery, dialog, source, &copy, Side::Customer);
                decision.changes.extend(both);
            }
        }
        Purpose::ToCustomer { source } => {
            let mut after = dialog.clone();
            if let Some(message) = copy {
                let copy = MessageRef {
                    chat: dialog.key.chat.clone(),
                    message,
                };
                decision
                    .changes
                    .extend(links(scene, delivery, dialog, source, &copy, Side::Team));
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
        Purpose::Verdict { source } => {
            decision
                .changes
                .extend(copy.map(|message| note_link(scene, delivery, source, message)));
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

/// From a notice in the topic to the operator's message that it is about.
fn note_link(
    scene: &Scene<'_>,
    delivery: &Delivery,
    source: &MessageRef,
    message: MessageId,
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
        dialog: crate::dialog::Key {
            connection: connection.id.clone(),
            chat,
        },
        delivery: delivery.key.sequence,
        at: scene.now,
    }))
}
