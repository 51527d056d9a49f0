//! Groups of which it was not known whether they came to be.
//!
//! A group has no key by which Telegram would drop the second of two, and a second one is a
//! riddle for customers. So its creation has a Start, and when its answer is lost it is not
//! made again: the service message that the account itself posted there tells that it is
//! there, by title and time. When none came in time the account's chats are looked through
//! for it, and else people are asked.

use std::time::Duration;

use super::super::{Decision, Scene};
use super::begun::group_begun;
use super::with_budget;
use crate::delivery::{Action, Delivery, Purpose};
use crate::dialog::Dialog;
use crate::id::ChatId;
use crate::message::{Content, Message};
use crate::outreach::{MadeGroup, Reach};
use crate::time::Timestamp;

/// How long a creation of unknown end may yet be settled by the account's own service
/// message, before the group is looked for (inferred).
pub const GROUP_GRACE: Duration = Duration::from_secs(60);
/// How far Telegram's clock may be behind ours (inferred: it refuses clients that are off by more
/// than half a minute).
const CLOCK_SKEW: Duration = Duration::from_secs(60);

/// What the account's own service message in a new supergroup says.
const CREATED: &str = "supergroup_chat_created";

/// An account's own word that it made a supergroup.
///
/// `head` is the first of what waits or is
/// under way of the connection's outreach, with whether a gateway has it in hand. `None`: it
/// is about nothing that was asked for.
#[must_use]
pub fn group_made(
    scene: &Scene<'_>,
    (head, is_in_hand): (&Delivery, bool),
    dialog: Option<&Dialog>,
    message: &Message,
) -> Option<Decision> {
    let Content::Service(service) = &message.content else {
        return None;
    };
    if service.raw_kind != CREATED || !message.is_outgoing {
        return None;
    }
    if head.started_at.is_none() && !head.is_begun {
        return None;
    }
    let Action::Reach(Reach::CreateGroup { title, people }) = &head.action else {
        return None;
    };
    let Purpose::Outreach { command, .. } = head.purpose else {
        return None;
    };
    if *title != service.title || message.sent_at < made_from(head) {
        return None;
    }
    if is_in_hand || !head.is_begun {
        // An answer is on its way; should it get lost, this is what it would have said.
        let made = MadeGroup {
            title: title.clone(),
            chat: message.chat.id(),
            at: message.sent_at,
        };
        let budget = scene.connection.outreach.with_made(Some(made));
        return Some(Decision {
            connection: Some(with_budget(scene, budget)),
            ..Decision::default()
        });
    }
    let mut decision = group_begun(scene, &message.chat, dialog, people, command);
    decision.cancelled.push(head.clone());
    Some(decision)
}

/// A group that this made is not older, by Telegram's clock.
#[must_use]
pub fn made_from(delivery: &Delivery) -> Timestamp {
    delivery.created_at.before(CLOCK_SKEW)
}

/// The group that the account's own word told of while this was under way.
pub(in super::super) fn made_since(scene: &Scene<'_>, delivery: &Delivery) -> Option<ChatId> {
    let Action::Reach(Reach::CreateGroup { title, .. }) = &delivery.action else {
        return None;
    };
    let made = scene.connection.outreach.made.as_ref()?;
    let is_it = made.title == *title && made.at >= made_from(delivery);
    is_it.then_some(made.chat)
}
