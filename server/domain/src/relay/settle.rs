//! What follows from the outcome of a delivery.

use std::time::Duration;

use super::command::{links, receipt};
use super::customer::timer;
use super::look::{wanted_look, wanted_sync};
use super::team::topic_known;
use super::{Decision, Draft, Event, Scene, group_checked};
use crate::catalogue::{Notice, Refusal};
use crate::change::Change;
use crate::delivery::schedule::back_off;
use crate::delivery::{
    Action, DeadLetter, DeadReason, Delivery, Outcome, Purpose, Rejection, Target,
};
use crate::dialog::{Dialog, Look, Topic, Trigger, Unreachable, step};
use crate::id::{ChatAddress, ChatId, MessageId, MessageRef, TopicId};
use crate::link::{self, Link, Side};

/// How long an unsettled creation of a topic may yet be settled by the bot's
/// own service message, before the topic is made once more (inferred).
const CREATION_GRACE: Duration = Duration::from_secs(30);

/// How long after a rename the next one has to wait.
const RENAME_GAP: Duration = Duration::from_secs(60);

/// An attempt and what is known about it.
#[derive(Debug, Clone, Copy)]
pub struct Attempt<'a> {
    /// The delivery.
    pub delivery: &'a Delivery,
    /// The dialog of its lane.
    pub dialog: Option<&'a Dialog>,
    /// What the topic was to become: for [`Action::SyncTopic`].
    pub look: Option<&'a Look>,
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

/// What follows from an outcome.
#[must_use]
pub fn settle(scene: &Scene<'_>, attempt: &Attempt<'_>, outcome: &Outcome) -> Settled {
    match outcome {
        Outcome::Succeeded {
            messages,
            topic,
            description,
        } => match attempt.delivery.purpose {
            Purpose::Topic => topic_synced(scene, attempt, *topic),
            Purpose::GroupCheck => match description {
                Some(description) => done(group_checked(scene, Ok(description))),
                None => done(Decision::nothing()),
            },
            Purpose::ToTopic { .. } | Purpose::ToCustomer { .. } | Purpose::Verdict { .. } => {
                done(message_arrived(scene, attempt, messages))
            }
            Purpose::CustomerNotice
            | Purpose::TeamNotice
            | Purpose::Receipt
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
        Outcome::Failed { detail } => failed(scene, attempt, detail),
        Outcome::Rejected { reason, detail } => rejected(scene, attempt, *reason, detail),
        Outcome::Moved { chat } => moved(scene, attempt, *chat),
        Outcome::Uncertain { detail } => uncertain(scene, attempt, detail),
    }
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

/// Links, state, receipt.
fn message_arrived(scene: &Scene<'_>, attempt: &Attempt<'_>, messages: &[MessageId]) -> Decision {
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

/// One step of a synchronisation is done: made, renamed, or closed. The next
/// follows while the topic does not look as it should.
fn topic_synced(scene: &Scene<'_>, attempt: &Attempt<'_>, topic: Option<TopicId>) -> Settled {
    let Some(dialog) = attempt.dialog else {
        return done(Decision::nothing());
    };
    let mut after = dialog.clone();
    let mut decision = Decision::default();
    let asked = attempt
        .look
        .cloned()
        .unwrap_or_else(|| wanted_look(dialog, scene.parameters));
    match (topic, &after.topic) {
        (Some(topic), Topic::Known(_)) => {
            // Its own service message was quicker: the same topic.
            after.topic = Topic::Known(topic);
        }
        (Some(topic), Topic::Missing | Topic::Creating { .. }) => {
            let name = asked.name;
            decision
                .changes
                .extend(topic_known(scene, &mut after, topic, &name));
            if after.topics_made > 1 {
                decision
                    .drafts
                    .push(scene.tell(&dialog.key, &Notice::TopicMadeAnew {}, None));
            }
        }
        (None, _) => {
            if after.shown.name != asked.name {
                after.renamed_at = scene.now;
            }
            after.shown = asked;
        }
    }
    if after.shown == wanted_look(&after, scene.parameters) {
        after.sync_waits = false;
        decision.dialog = Some(after);
        return done(decision);
    }
    let mut delivery = attempt.delivery.clone();
    delivery.started_at = None;
    delivery.attempts = 0;
    delivery.class = crate::delivery::Class::Upkeep;
    delivery.due_at = if after.shown.name == wanted_look(&after, scene.parameters).name {
        scene.now
    } else {
        after.renamed_at.after(RENAME_GAP)
    };
    decision.dialog = Some(after);
    Settled {
        stays: Some(Box::new(delivery)),
        decision,
    }
}

fn failed(scene: &Scene<'_>, attempt: &Attempt<'_>, detail: &str) -> Settled {
    let mut delivery = attempt.delivery.clone();
    count_failure(scene, &mut delivery, detail);
    let attempts = delivery.attempts;
    let first = delivery.first_failed_at.unwrap_or(scene.now);
    let gave_up = back_off::is_dead(attempts, attempt.others_deliver, first, scene.now);
    if gave_up {
        match &attempt.delivery.purpose {
            // A topic and a group have to come to be: that never gives up.
            Purpose::Topic | Purpose::GroupCheck => {}
            Purpose::ToTopic { .. } | Purpose::ToCustomer { .. } => {
                let notice = gave_up_notice(attempt, attempts, detail);
                let reason = DeadReason::GaveUp {
                    detail: detail.to_owned(),
                };
                return done(dead_letter(scene, attempt, reason, &notice));
            }
            // Nobody waits for these any more, and telling that a notice failed
            // would be one more notice.
            Purpose::CustomerNotice
            | Purpose::TeamNotice
            | Purpose::Verdict { .. }
            | Purpose::Receipt
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

fn rejected(scene: &Scene<'_>, attempt: &Attempt<'_>, reason: Rejection, detail: &str) -> Settled {
    let delivery = attempt.delivery;
    match (&delivery.purpose, reason) {
        (Purpose::GroupCheck, _) => done(group_checked(scene, Err((reason, detail)))),
        (Purpose::Receipt | Purpose::Leave | Purpose::ButtonAnswer | Purpose::Tidy, _) => {
            done(Decision::nothing())
        }
        // The group can be put right by people: what is to go there waits.
        (
            Purpose::Topic
            | Purpose::ToTopic { .. }
            | Purpose::TeamNotice
            | Purpose::Verdict { .. },
            Rejection::NotAMember
            | Rejection::ChatNotFound
            | Rejection::NotAForum
            | Rejection::MissingRight
            | Rejection::TopicClosed
            | Rejection::BadCredential,
        ) => group_trouble(scene, attempt, reason, detail),
        (_, Rejection::BadCredential) => failed(scene, attempt, detail),
        (
            Purpose::Topic
            | Purpose::ToTopic { .. }
            | Purpose::TeamNotice
            | Purpose::Verdict { .. },
            Rejection::TopicNotFound,
        ) => topic_lost(scene, attempt),
        (Purpose::Topic, _) => group_trouble(scene, attempt, reason, detail),
        (
            Purpose::ToTopic { .. } | Purpose::ToCustomer { .. },
            Rejection::MessageNotFound | Rejection::NotCopyable | Rejection::Other,
        ) if matches!(delivery.action, Action::Copy { .. }) => send_fallback(scene, attempt),
        (
            Purpose::ToTopic { .. } | Purpose::ToCustomer { .. },
            Rejection::QuoteMismatch | Rejection::MessageNotFound,
        ) if has_reply(&delivery.action) => without_reply(scene, attempt),
        (Purpose::ToTopic { source, is_main }, _) => {
            name_it(scene, attempt, source, *is_main, reason, detail)
        }
        (Purpose::ToCustomer { .. }, _) => {
            let notice = Notice::DeliveryRejected {
                refusal: Refusal {
                    reason,
                    detail: detail.to_owned(),
                },
            };
            let dead = DeadReason::Rejected {
                reason,
                detail: detail.to_owned(),
            };
            done(dead_letter(scene, attempt, dead, &notice))
        }
        (Purpose::CustomerNotice, _) => done(unreachable(scene, attempt, reason)),
        (Purpose::TeamNotice | Purpose::Verdict { .. }, _) => done(Decision::nothing()),
    }
}

/// "Message to copy not found", "can't be copied": the same from the stored
/// update.
fn send_fallback(scene: &Scene<'_>, attempt: &Attempt<'_>) -> Settled {
    let mut delivery = attempt.delivery.clone();
    if let Action::Copy {
        to,
        reply,
        fallback,
        ..
    } = delivery.action
    {
        delivery.action = Action::Send {
            to,
            payload: fallback,
            reply,
            buttons: Vec::new(),
        };
    }
    delivery.started_at = None;
    delivery.due_at = scene.now;
    stays(delivery)
}

fn has_reply(action: &Action) -> bool {
    match action {
        Action::Send { reply, .. } | Action::Copy { reply, .. } => reply.is_some(),
        Action::React { .. }
        | Action::Delete { .. }
        | Action::SyncTopic
        | Action::Leave { .. }
        | Action::AnswerButton { .. }
        | Action::Describe { .. } => false,
    }
}

/// The message matters more than what it answers.
fn without_reply(scene: &Scene<'_>, attempt: &Attempt<'_>) -> Settled {
    let mut delivery = attempt.delivery.clone();
    if let Action::Send { reply, .. } | Action::Copy { reply, .. } = &mut delivery.action {
        *reply = None;
    }
    delivery.started_at = None;
    delivery.due_at = scene.now;
    stays(delivery)
}

/// A customer's message that cannot be posted becomes a line that says so:
/// never silence.
fn name_it(
    scene: &Scene<'_>,
    attempt: &Attempt<'_>,
    source: &MessageRef,
    is_main: bool,
    reason: Rejection,
    detail: &str,
) -> Settled {
    let refusal = Refusal {
        reason,
        detail: detail.to_owned(),
    };
    let was_line = attempt.delivery.last_error.as_deref() == Some(REPLACED);
    if was_line {
        let notice = Notice::CustomerMessageRejected {
            refusal: refusal.clone(),
        };
        let dead = DeadReason::Rejected {
            reason,
            detail: detail.to_owned(),
        };
        return done(dead_letter(scene, attempt, dead, &notice));
    }
    let notice = Notice::CustomerMessageRejected {
        refusal: refusal.clone(),
    };
    let mut delivery = attempt.delivery.clone();
    delivery.action = Action::Send {
        to: Target::Topic,
        payload: scene.words(&notice),
        reply: None,
        buttons: Vec::new(),
    };
    delivery.purpose = Purpose::ToTopic {
        source: source.clone(),
        is_main,
    };
    delivery.last_error = Some(REPLACED.to_owned());
    delivery.started_at = None;
    delivery.due_at = scene.now;
    stays(delivery)
}

/// Marks a delivery whose content was replaced by a line that names it.
const REPLACED: &str = "replaced by a line that names it";

/// The topic was deleted by hand: another one is made, and the message goes
/// there.
fn topic_lost(scene: &Scene<'_>, attempt: &Attempt<'_>) -> Settled {
    let mut delivery = attempt.delivery.clone();
    delivery.started_at = None;
    delivery.due_at = scene.now;
    let Some(dialog) = attempt.dialog else {
        return stays(delivery);
    };
    let mut settled = stays(delivery);
    let mut after = dialog.clone();
    after.topic = Topic::Missing;
    after.shown = Look::default();
    if attempt.delivery.purpose != Purpose::Topic {
        settled
            .decision
            .drafts
            .extend(wanted_sync(scene, &mut after));
    }
    settled.decision.dialog = Some(after);
    settled
}

/// Something is wrong with the backend group: told once, tried again.
fn group_trouble(
    scene: &Scene<'_>,
    attempt: &Attempt<'_>,
    reason: Rejection,
    detail: &str,
) -> Settled {
    let mut settled = failed_without_giving_up(scene, attempt, detail);
    let told = group_checked(scene, Err((reason, detail)));
    let is_news = told
        .connection
        .as_ref()
        .map(|connection| &connection.problem)
        != Some(&scene.connection.problem);
    if is_news {
        settled.decision.drafts.extend(told.drafts);
        settled.decision.events.extend(told.events);
        settled.decision.connection = told.connection;
    }
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

fn failed_without_giving_up(scene: &Scene<'_>, attempt: &Attempt<'_>, detail: &str) -> Settled {
    let mut delivery = attempt.delivery.clone();
    count_failure(scene, &mut delivery, detail);
    delivery.due_at = scene
        .now
        .after(back_off::delay(delivery.attempts, attempt.jitter));
    stays(delivery)
}

fn count_failure(scene: &Scene<'_>, delivery: &mut Delivery, detail: &str) {
    delivery.attempts += 1;
    delivery.first_failed_at.get_or_insert(scene.now);
    delivery.started_at = None;
    delivery.last_error = Some(detail.to_owned());
}

/// A basic group became a supergroup.
fn moved(scene: &Scene<'_>, attempt: &Attempt<'_>, chat: ChatId) -> Settled {
    let mut delivery = attempt.delivery.clone();
    delivery.started_at = None;
    delivery.due_at = scene.now;
    let place = Target::Chat(ChatAddress::whole(chat));
    match &mut delivery.action {
        Action::Send { to, .. } | Action::Copy { to, .. }
            if matches!(to, Target::Customer { .. } | Target::Chat(_)) =>
        {
            *to = place;
            stays(delivery)
        }
        Action::Send { .. }
        | Action::Copy { .. }
        | Action::React { .. }
        | Action::Delete { .. }
        | Action::SyncTopic
        | Action::Leave { .. }
        | Action::AnswerButton { .. }
        | Action::Describe { .. } => {
            let detail = format!("the group has a new id, {chat}: name it to the connection");
            failed(scene, attempt, &detail)
        }
    }
}

/// It may have happened. What would annoy a customer twice is asked about;
/// what Backline itself says counts as sent; the rest is done again.
fn uncertain(scene: &Scene<'_>, attempt: &Attempt<'_>, detail: &str) -> Settled {
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
        | Purpose::Leave
        | Purpose::GroupCheck
        | Purpose::ButtonAnswer
        | Purpose::Tidy => failed(scene, attempt, detail),
    }
}

/// Out of the lane, in front of the people: a dead letter, and its notice as a
/// reply to the operator's message.
fn dead_letter(
    scene: &Scene<'_>,
    attempt: &Attempt<'_>,
    reason: DeadReason,
    notice: &Notice,
) -> Decision {
    let rejection = match &reason {
        DeadReason::Rejected { reason, .. } => Some(*reason),
        DeadReason::Uncertain { .. } | DeadReason::GaveUp { .. } => None,
    };
    let mut decision = rejection.map_or_else(Decision::nothing, |reason| {
        unreachable(scene, attempt, reason)
    });
    let letter = DeadLetter {
        delivery: attempt.delivery.clone(),
        reason,
        at: scene.now,
    };
    decision
        .changes
        .push(Change::PutDeadLetter(Box::new(letter)));
    decision.events.push(Event::DeadLetter);
    if let Some(dialog) = attempt.dialog {
        let draft = match &attempt.delivery.purpose {
            Purpose::ToCustomer { source } => {
                let draft = scene.tell(&dialog.key, notice, Some(source.message));
                Draft {
                    purpose: Purpose::Verdict {
                        source: source.clone(),
                    },
                    ..draft
                }
            }
            _ => scene.tell(&dialog.key, notice, None),
        };
        decision.drafts.push(draft);
        decision
            .events
            .push(Event::MessageFailed(dialog.key.clone()));
    }
    decision
}

/// Nothing reaches the customer: remembered, so that it is told once.
fn unreachable(scene: &Scene<'_>, attempt: &Attempt<'_>, reason: Rejection) -> Decision {
    let now = match reason {
        Rejection::Blocked => Unreachable::Blocked,
        Rejection::Deactivated => Unreachable::Deactivated,
        Rejection::NotAMember => Unreachable::Removed,
        _ => return Decision::nothing(),
    };
    let Some(dialog) = attempt
        .dialog
        .filter(|dialog| dialog.unreachable != Some(now))
    else {
        return Decision::nothing();
    };
    let title = dialog.customer.name.clone();
    let notice = match now {
        Unreachable::Blocked => Notice::CustomerBlocked { title },
        Unreachable::Deactivated => Notice::CustomerDeleted { title },
        Unreachable::Removed => Notice::FrontendRemoved { title },
    };
    let mut after = dialog.clone();
    after.unreachable = Some(now);
    // An operator's own message gets its reason as a reply; that says it too.
    let is_answer = matches!(attempt.delivery.purpose, Purpose::ToCustomer { .. });
    let drafts = if is_answer {
        Vec::new()
    } else {
        vec![scene.tell(&dialog.key, &notice, None)]
    };
    Decision {
        dialog: Some(after),
        drafts,
        ..Decision::default()
    }
}

/// A creation that certainly did not happen is no creation.
fn undo_creation(attempt: &Attempt<'_>, decision: &mut Decision) {
    if let (Purpose::Topic, Some(dialog)) = (&attempt.delivery.purpose, attempt.dialog)
        && let Topic::Creating { .. } = dialog.topic
    {
        let mut after = dialog.clone();
        after.topic = Topic::Missing;
        decision.dialog = Some(after);
    }
}
