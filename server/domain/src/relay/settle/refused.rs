//! It certainly did not happen and never will, as it stands.

use super::super::{Decision, Scene, group_checked};
use super::dead::{dead_letter, unreachable};
use super::failed::{failed, group_trouble};
use super::topic::topic_lost;
use super::{Attempt, Settled, done, double_stays, info_card, stays};
use crate::catalogue::{Notice, Refusal};
use crate::delivery::{Action, DeadReason, Purpose, Rejection, Target};
use crate::id::{ChatAddress, ChatId, MessageRef};

/// Marks a delivery whose content was replaced by a line that names it.
const REPLACED: &str = "replaced by a line that names it";

pub(super) fn rejected(
    scene: &Scene<'_>,
    attempt: &Attempt<'_>,
    reason: Rejection,
    detail: &str,
) -> Settled {
    let delivery = attempt.delivery;
    match (&delivery.purpose, reason) {
        (Purpose::GroupCheck, _) => done(group_checked(scene, Err((reason, detail)))),
        (Purpose::InfoCard, _) => done(info_card(scene, attempt, None)),
        (Purpose::DoubleTopic { .. }, Rejection::TopicNotFound) => done(Decision::nothing()),
        (Purpose::DoubleTopic { topic }, _) => done(double_stays(scene, attempt.dialog, *topic)),
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
        | Action::DeleteTopic { .. }
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

/// A basic group became a supergroup.
pub(super) fn moved(scene: &Scene<'_>, attempt: &Attempt<'_>, chat: ChatId) -> Settled {
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
        | Action::DeleteTopic { .. }
        | Action::Leave { .. }
        | Action::AnswerButton { .. }
        | Action::Describe { .. } => {
            let detail = format!("the group has a new id, {chat}: name it to the connection");
            failed(scene, attempt, &detail)
        }
    }
}
