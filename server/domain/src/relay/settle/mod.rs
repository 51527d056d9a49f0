//! What follows from the outcome of a delivery.
//!
//! `arrived` is success, `topic` the topic's own synchronisation, `failed` and
//! `refused` are what certainly did not happen (`piece` of an album, `moved` to another
//! address), `reach` is what only accounts do, `unknown` what may have, `dead`
//! what people have to decide about.

mod arrived;
mod dead;
mod edited;
mod failed;
mod founding;
mod moved;
mod piece;
mod reach;
mod refused;
mod topic;
mod unknown;

pub(super) use arrived::{delivered, delivered_in_part, what_is_left};
pub use founding::found_group;
pub use topic::CREATION_GRACE;

use super::backlog::{backlog_over, backlog_refused, backlog_shown};
use super::command::rights;
use super::csat::question_arrived;
use super::desk_bot::{by_desk, carrier_checked, carrier_out};
use super::double::{creation_settled, double_stays};
use super::info::{Reader, given};
use super::outreach::stop;
use super::react::{reaction_refused, reaction_set};
use super::relay_bot::{by_others, relay_checked, relay_out};
use super::setup::{LOOK_AGAIN, is_look_again};
use super::traffic::traffic_told;
use super::transfer::{transfer_lost, transfer_over, transfer_refused, transfer_shown};
use super::{Decision, Event, PressScene, Scene, group_checked};
use crate::change::Change;
use crate::choice::Choice;
use crate::connection::Connection;
use crate::delivery::{Action, Backlog, Delivery, Outcome, Purpose, Rejection, Sent, Transfers};
use crate::dialog::{Creation, Dialog, Topic};
use crate::id::{ChatId, MessageId, MessageRef};
use crate::kept::Kept;
use crate::link::Link;
use crate::profile::Profile;
use crate::reaction::Reactions;

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
    /// The links of the messages that this carries, edits or takes back.
    pub links: &'a [Link],
    /// The reactions that are to be set, or those to the operator's message that is
    /// delivered.
    pub reactions: Option<&'a Reactions>,
    /// The merged post that this edits a part of.
    pub post: Option<&'a Post>,
    /// What is written down about the customer, for the card.
    pub profile: Option<&'a Profile>,
    /// What the buttons are about that this posts, while nobody has decided.
    pub choice: Option<&'a Choice>,
    /// What is known about the pressed button that waits for this.
    pub press: Option<PressScene<'a>>,
    /// What General says of the backlog.
    pub backlog: Option<&'a Backlog>,
    /// What topics say of large files.
    pub transfers: Option<&'a Transfers>,
    /// The dialog with the chat that was found, made or joined.
    pub reached: Option<&'a Dialog>,
    /// Whether somebody else may execute it too.
    pub has_others: bool,
    /// The largest file that whoever executes it may send, in bytes, where that is known.
    pub largest_file: Option<u64>,
    /// Whether the identity delivers elsewhere.
    pub others_deliver: bool,
    /// 0..1, for spreading retries.
    pub jitter: f64,
}

// === impl Attempt ===

impl<'a> Attempt<'a> {
    /// Of which nothing else is known.
    #[must_use]
    pub const fn new(delivery: &'a Delivery, dialog: Option<&'a Dialog>, sent: &'a Sent) -> Self {
        Self {
            delivery,
            dialog,
            sent,
            creation: None,
            links: &[],
            reactions: None,
            post: None,
            profile: None,
            choice: None,
            press: None,
            backlog: None,
            transfers: None,
            reached: None,
            has_others: false,
            largest_file: None,
            others_deliver: false,
            jitter: 0.0,
        }
    }
}

/// A merged post: what is linked to it, and what it is made of.
#[derive(Debug, Clone, PartialEq)]
pub struct Post {
    /// The post's link.
    pub link: Link,
    /// What it is made of.
    pub kept: Kept,
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

impl<'a> Attempt<'a> {
    /// The link of one of its messages.
    fn link_of(&self, message: &MessageRef) -> Option<&'a Link> {
        self.links.iter().find(|link| link.key.is_of(message))
    }

    /// Whether this strikes through what its author deleted.
    const fn is_strike(&self) -> bool {
        matches!(self.delivery.purpose, Purpose::Strike { .. })
    }

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
    let is_frontends = attempt.delivery.identity == scene.connection.frontend;
    if let Outcome::Rejected {
        reason: Rejection::PeerFlood,
        ..
    } = outcome
        && is_frontends
    {
        stop(scene, &mut settled.decision);
    }
    // What a relay bot can do says nothing of who looks after the group.
    let is_desks = attempt.delivery.identity == scene.connection.desk_identity();
    if let (Outcome::Succeeded { .. }, None) = (outcome, &settled.decision.connection)
        && is_desks
        && let Some(connection) = relieved(scene, &attempt.delivery.purpose)
    {
        let id = connection.id.clone();
        settled.decision.connection = Some(connection);
        settled.decision.events.push(Event::ConnectionChanged(id));
    }
    settled
}

fn settle_one(scene: &Scene<'_>, attempt: &Attempt<'_>, outcome: &Outcome) -> Settled {
    let others = by_desk(scene, attempt, outcome);
    if let Some(mut settled) = others.or_else(|| by_others(scene, attempt, outcome)) {
        undo_creation(attempt, &mut settled.decision);
        return settled;
    }
    if let Purpose::Outreach { .. } = attempt.delivery.purpose {
        return reach::settled(scene, attempt, outcome);
    }
    if let Purpose::Founding = attempt.delivery.purpose {
        return founding::settled(scene, attempt, outcome);
    }
    match outcome {
        Outcome::Succeeded {
            messages,
            topic,
            description,
            reached: _,
        } => match attempt.delivery.purpose {
            Purpose::Topic => topic::topic_synced(scene, attempt, *topic),
            Purpose::GroupCheck => match (asked_about(&attempt.delivery.action), description) {
                (Some(group), Some(description)) => {
                    let by = attempt.delivery.identity;
                    looked_at(
                        scene,
                        attempt,
                        group_checked(scene, by, group, Ok(description)),
                    )
                }
                _ => done(Decision::nothing()),
            },
            Purpose::ToTopic { .. } | Purpose::ToCustomer { .. } => {
                arrived::message_arrived(scene, attempt, messages)
            }
            Purpose::Verdict {
                ref source, letter, ..
            } => {
                let message = messages.first().copied().filter(|id| id.0 != 0);
                let link = message.and_then(|message| {
                    arrived::notice_link(scene, attempt.delivery, source, letter, message)
                });
                let asks = message.and_then(|message| asks_there(attempt, source, message));
                done(Decision {
                    changes: link.into_iter().chain(asks).collect(),
                    ..Decision::default()
                })
            }
            Purpose::Edit { .. } | Purpose::Strike { .. } => {
                edited::part_edited(scene, attempt, messages)
            }
            Purpose::EditNote => arrived::note_arrived(scene, attempt),
            Purpose::Withdraw {
                ref source,
                command,
            } => done(edited::withdrawn(scene, attempt, source, command)),
            Purpose::Receipt => done(reaction_done(attempt, Ok(()))),
            Purpose::RightCheck { .. } => {
                done(rights::checked(scene, attempt, description.as_deref()))
            }
            Purpose::InfoCard | Purpose::PrivateInfo { .. } => {
                let members = description.as_ref().and_then(|told| told.members);
                done(info_card(scene, attempt, members))
            }
            Purpose::TeamNotice => done(traffic_told(attempt)),
            Purpose::Question { ref id } => done(question_arrived(attempt.dialog, id, messages)),
            Purpose::Backlog => done(backlog_shown(attempt, messages)),
            Purpose::Transfer => done(transfer_shown(scene, attempt, messages)),
            Purpose::RelayCheck => done(match description {
                Some(description) if attempt.delivery.identity == scene.connection.frontend => {
                    carrier_checked(scene, description)
                }
                Some(description) => relay_checked(scene, attempt.delivery.identity, description),
                None => Decision::nothing(),
            }),
            Purpose::CustomerNotice
            | Purpose::DoubleTopic { .. }
            | Purpose::Leave
            | Purpose::ButtonAnswer
            | Purpose::Tidy
            | Purpose::Founding
            | Purpose::Outreach { .. } => done(Decision::nothing()),
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
        Outcome::Moved { chat } => moved::moved(scene, attempt, *chat),
        Outcome::Uncertain {
            detail,
            messages,
            in_part,
        } => match (in_part, unknown::one_by_one(scene, attempt)) {
            (true, Some(settled)) => settled,
            _ => unknown::uncertain(scene, attempt, detail, messages),
        },
    }
}

/// The message under which the team is asked is known.
fn asks_there(attempt: &Attempt<'_>, source: &MessageRef, message: MessageId) -> Option<Change> {
    let choice = attempt.choice?;
    let asks = MessageRef {
        chat: source.chat.clone(),
        message,
    };
    Some(Change::PutChoice(Box::new(Choice {
        message: Some(asks),
        ..choice.clone()
    })))
}

/// A group that has no topics is looked at until it has some again.
fn looked_at(scene: &Scene<'_>, attempt: &Attempt<'_>, decision: Decision) -> Settled {
    let after = decision.connection.as_deref().unwrap_or(scene.connection);
    let is_without = after.problem_reason == Some(Rejection::NotAForum);
    if !is_without || !is_look_again(&attempt.delivery.key.lane) {
        return done(decision);
    }
    let mut again = attempt.delivery.clone();
    again.due_at = scene.now.after(LOOK_AGAIN);
    let mut settled = stays(again);
    settled.decision = decision;
    settled
}

/// The chat that a question is about.
fn asked_about(action: &Action) -> Option<ChatId> {
    if let Action::Describe { chat, .. } = action {
        Some(*chat)
    } else {
        None
    }
}

/// What went through in the backend group shows that the problem there is over.
fn relieved(scene: &Scene<'_>, purpose: &Purpose) -> Option<Box<Connection>> {
    use Rejection::{
        BadCredential, ChatNotFound, MissingRight, NotAForum, NotAMember, TopicClosed,
    };
    let shows_end = matches!(
        (purpose, scene.connection.problem_reason?),
        (Purpose::Topic, MissingRight | NotAForum | TopicClosed)
            | (
                Purpose::Topic | Purpose::ToTopic { .. } | Purpose::TeamNotice,
                NotAMember | ChatNotFound | BadCredential,
            )
            | (Purpose::ToTopic { .. } | Purpose::TeamNotice, TopicClosed)
    );
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

/// What becomes of a reaction.
fn reaction_done(attempt: &Attempt<'_>, answer: Result<(), ()>) -> Decision {
    let (Some(dialog), Some(reactions)) = (attempt.dialog, attempt.reactions) else {
        return Decision::nothing();
    };
    match answer {
        Ok(()) => reaction_set(dialog, reactions, attempt.sent.reaction.clone()),
        Err(()) => reaction_refused(dialog, reactions, attempt.sent.reaction.as_ref()),
    }
}

/// What follows when a delivery turns out to have nothing left to do.
#[must_use]
pub fn nothing_left(scene: &Scene<'_>, attempt: &Attempt<'_>) -> Decision {
    match &attempt.delivery.purpose {
        Purpose::Topic => attempt
            .dialog
            .map_or_else(Decision::nothing, |dialog| Decision {
                dialog: Some(Dialog {
                    sync_waits: false,
                    ..dialog.clone()
                }),
                ..Decision::default()
            }),
        Purpose::Edit { .. } => edited::edit_over(scene, attempt),
        Purpose::Strike { .. } => edited::struck(scene, attempt),
        Purpose::Withdraw { source, command } => {
            edited::withdrawn(scene, attempt, source, *command)
        }
        Purpose::Receipt => match (attempt.dialog, attempt.reactions) {
            (Some(dialog), Some(reactions)) => {
                reaction_set(dialog, reactions, reactions.shown.clone())
            }
            _ => Decision::nothing(),
        },
        Purpose::Backlog => backlog_over(attempt),
        Purpose::Transfer => transfer_over(attempt),
        Purpose::RelayCheck
        | Purpose::RightCheck { .. }
        | Purpose::ToTopic { .. }
        | Purpose::ToCustomer { .. }
        | Purpose::EditNote
        | Purpose::CustomerNotice
        | Purpose::Question { .. }
        | Purpose::TeamNotice
        | Purpose::Verdict { .. }
        | Purpose::DoubleTopic { .. }
        | Purpose::InfoCard
        | Purpose::PrivateInfo { .. }
        | Purpose::Leave
        | Purpose::GroupCheck
        | Purpose::ButtonAnswer
        | Purpose::Tidy
        | Purpose::Founding
        | Purpose::Outreach { .. } => Decision::nothing(),
    }
}

/// The card of `/info`, with or without the number of members.
fn info_card(scene: &Scene<'_>, attempt: &Attempt<'_>, members: Option<u64>) -> Decision {
    attempt.dialog.map_or_else(Decision::nothing, |dialog| {
        if let Purpose::PrivateInfo {
            command,
            to,
            language,
        } = &attempt.delivery.purpose
        {
            let reader = Reader {
                user: *to,
                language: language.clone(),
                command: *command,
            };
            return given(scene, dialog, members, attempt.profile, &reader);
        }
        Decision::only(super::card::card(scene, dialog, members, attempt.profile))
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
