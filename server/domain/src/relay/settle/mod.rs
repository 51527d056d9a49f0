//! What follows from the outcome of a delivery.
//!
//! `arrived` is success, `topic` the topic's own synchronisation, `failed` and
//! `refused` are what certainly did not happen, `unknown` what may have, `dead`
//! what people have to decide about.

mod arrived;
mod dead;
mod failed;
mod refused;
mod topic;
mod unknown;

pub use topic::CREATION_GRACE;

use super::double::{creation_settled, double_stays};
use super::{Decision, Event, Scene, group_checked};
use crate::connection::Connection;
use crate::delivery::{Action, Delivery, Outcome, Purpose, Rejection, Sent};
use crate::dialog::{Creation, Dialog, Topic};
use crate::id::ChatId;

/// An attempt and what is known about it.
#[derive(Debug, Clone, Copy)]
pub struct Attempt<'a> {
    /// The delivery.
    pub delivery: &'a Delivery,
    /// The dialog of its lane.
    pub dialog: Option<&'a Dialog>,
    /// What the hand-out was about.
    pub sent: &'a Sent,
    /// What is known of creations of topics under the name that this one was begun
    /// with.
    pub creation: Option<&'a Creation>,
    /// Whether the identity delivers elsewhere.
    pub others_deliver: bool,
    /// 0..1, for spreading retries.
    pub jitter: f64,
}

/// What becomes of the delivery, and what else follows.
#[derive(Debug, Clone, PartialEq)]
pub struct Settled {
    /// It stays at the head of its lane in this form; `None` = it is done with.
    pub stays: Option<Box<Delivery>>,
    /// What else follows.
    pub decision: Decision,
}

// === impl Attempt ===

impl Attempt<'_> {
    /// Whether this was the creation of a topic: of a topic's calls only that one
    /// has a Start.
    fn is_creation(&self) -> bool {
        self.delivery.purpose == Purpose::Topic && self.delivery.started_at.is_some()
    }
}

/// What follows from an outcome.
#[must_use]
pub fn settle(scene: &Scene<'_>, attempt: &Attempt<'_>, outcome: &Outcome) -> Settled {
    let mut settled = settle_one(scene, attempt, outcome);
    if let (Outcome::Succeeded { .. }, None) = (outcome, &settled.decision.connection)
        && let Some(connection) = relieved(scene, &attempt.delivery.purpose)
    {
        let id = connection.id.clone();
        settled.decision.connection = Some(connection);
        settled.decision.events.push(Event::ConnectionChanged(id));
    }
    settled
}

fn settle_one(scene: &Scene<'_>, attempt: &Attempt<'_>, outcome: &Outcome) -> Settled {
    match outcome {
        Outcome::Succeeded {
            messages,
            topic,
            description,
        } => match attempt.delivery.purpose {
            Purpose::Topic => topic::topic_synced(scene, attempt, *topic),
            Purpose::GroupCheck => match (asked_about(&attempt.delivery.action), description) {
                (Some(group), Some(description)) => {
                    done(group_checked(scene, group, Ok(description)))
                }
                _ => done(Decision::nothing()),
            },
            Purpose::ToTopic { .. } | Purpose::ToCustomer { .. } | Purpose::Verdict { .. } => {
                arrived::part_arrived(scene, attempt, messages)
            }
            Purpose::InfoCard => {
                let members = description.as_ref().and_then(|told| told.members);
                done(info_card(scene, attempt, members))
            }
            Purpose::CustomerNotice
            | Purpose::TeamNotice
            | Purpose::Receipt
            | Purpose::DoubleTopic { .. }
            | Purpose::Leave
            | Purpose::ButtonAnswer
            | Purpose::Tidy => done(Decision::nothing()),
        },
        Outcome::Deferred { delay, .. } => {
            let mut delivery = attempt.delivery.clone();
            delivery.due_at = scene.now.after(*delay);
            delivery.started_at = None;
            let mut settled = stays(delivery);
            undo_creation(attempt, &mut settled.decision);
            settled
        }
        Outcome::Failed { detail } => failed::failed(scene, attempt, detail),
        Outcome::Rejected { reason, detail } => refused::rejected(scene, attempt, *reason, detail),
        Outcome::Moved { chat } => refused::moved(scene, attempt, *chat),
        Outcome::Uncertain { detail } => unknown::uncertain(scene, attempt, detail),
    }
}

/// The chat that a question is about.
fn asked_about(action: &Action) -> Option<ChatId> {
    match action {
        Action::Describe { chat, .. } => Some(*chat),
        _ => None,
    }
}

/// What went through in the backend group shows that the problem there is over.
fn relieved(scene: &Scene<'_>, purpose: &Purpose) -> Option<Box<Connection>> {
    use Rejection::{
        BadCredential, ChatNotFound, MissingRight, NotAForum, NotAMember, TopicClosed,
    };
    let shows_end = match (purpose, scene.connection.problem_reason?) {
        (Purpose::Topic, MissingRight | NotAForum | TopicClosed) => true,
        (
            Purpose::Topic | Purpose::ToTopic { .. } | Purpose::TeamNotice,
            NotAMember | ChatNotFound | BadCredential,
        ) => true,
        (Purpose::ToTopic { .. } | Purpose::TeamNotice, TopicClosed) => true,
        _ => false,
    };
    let mut connection = shows_end.then(|| scene.connection.clone())?;
    connection.problem = None;
    connection.problem_reason = None;
    Some(Box::new(connection))
}

fn done(decision: Decision) -> Settled {
    Settled {
        stays: None,
        decision,
    }
}

fn stays(delivery: Delivery) -> Settled {
    Settled {
        stays: Some(Box::new(delivery)),
        decision: Decision::nothing(),
    }
}

/// The card of `/info`, with or without the number of members.
fn info_card(scene: &Scene<'_>, attempt: &Attempt<'_>, members: Option<u64>) -> Decision {
    attempt.dialog.map_or_else(Decision::nothing, |dialog| {
        Decision::only(super::customer::card(scene, dialog, members))
    })
}

/// A creation that certainly did not happen is no creation.
fn undo_creation(attempt: &Attempt<'_>, decision: &mut Decision) {
    if attempt.is_creation() {
        decision.changes.extend(creation_settled(attempt.creation));
    }
    if let (Purpose::Topic, Some(dialog)) = (&attempt.delivery.purpose, attempt.dialog)
        && let Topic::Creating { .. } = dialog.topic
    {
        let mut after = dialog.clone();
        after.topic = Topic::Missing;
        decision.dialog = Some(after);
    }
}
