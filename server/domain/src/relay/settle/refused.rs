//! It certainly did not happen and never will, as it stands.

use super::super::{Decision, Scene, group_checked};
use super::dead::{dead_letter, unreachable};
use super::failed::{failed, group_trouble};
use super::topic::topic_lost;
use super::{Attempt, Settled, asked_about, done, double_stays, info_card, stays};
use crate::catalogue::{Notice, Refusal};
use crate::delivery::{Action, DeadReason, Purpose, Rejection, ReplyTo, Target};
use crate::id::{ChatAddress, ChatId};

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
        (Purpose::GroupCheck, _) => done(match asked_about(&delivery.action) {
            Some(group) => group_checked(scene, group, Err((reason, detail))),
            None => Decision::nothing(),
        }),
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
        (Purpose::ToTopic { .. } | Purpose::ToCustomer { .. }, Rejection::QuoteMismatch)
            if has_quote(&delivery.action) =>
        {
            without_quote(scene, attempt)
        }
        (
            Purpose::ToTopic { .. } | Purpose::ToCustomer { .. },
            Rejection::QuoteMismatch | Rejection::MessageNotFound,
        ) if has_reply(&delivery.action) => without_reply(scene, attempt),
        (
            Purpose::ToCustomer { .. } | Purpose::CustomerNotice,
            Rejection::TopicNotFound | Rejection::TopicClosed,
        ) if has_thread(&delivery.action) => without_thread(scene, attempt),
        (Purpose::ToTopic { .. }, _) => name_it(scene, attempt, reason, detail),
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
        behind,
        ..
    } = delivery.action
    {
        delivery.action = Action::SendParts {
            to,
            parts: std::iter::once(fallback).chain(behind).collect(),
            sent: 0,
            reply,
        };
    }
    delivery.started_at = None;
    delivery.due_at = scene.now;
    stays(delivery)
}

/// What an action that posts a message answers.
fn reply_of(action: &Action) -> Option<&ReplyTo> {
    match action {
        Action::Send { reply, .. }
        | Action::Copy { reply, .. }
        | Action::SendParts { reply, .. } => reply.as_ref(),
        Action::React { .. }
        | Action::Delete { .. }
        | Action::SyncTopic
        | Action::DeleteTopic { .. }
        | Action::Leave { .. }
        | Action::AnswerButton { .. }
        | Action::Describe { .. } => None,
    }
}

fn has_reply(action: &Action) -> bool {
    reply_of(action).is_some()
}

fn has_quote(action: &Action) -> bool {
    matches!(
        reply_of(action),
        Some(ReplyTo::CounterpartOf { quote: Some(_), .. })
    )
}

fn has_thread(action: &Action) -> bool {
    let to = match action {
        Action::Send { to, .. } | Action::Copy { to, .. } | Action::SendParts { to, .. } => to,
        _ => return false,
    };
    matches!(to, Target::Customer { thread: Some(_) })
}

/// The same once more, at once, with the action changed.
fn with_action(
    scene: &Scene<'_>,
    attempt: &Attempt<'_>,
    change: impl FnOnce(&mut Action),
) -> Settled {
    let mut delivery = attempt.delivery.clone();
    change(&mut delivery.action);
    delivery.started_at = None;
    delivery.due_at = scene.now;
    stays(delivery)
}

/// The message matters more than what it answers.
fn without_reply(scene: &Scene<'_>, attempt: &Attempt<'_>) -> Settled {
    with_action(scene, attempt, |action| {
        if let Action::Send { reply, .. }
        | Action::Copy { reply, .. }
        | Action::SendParts { reply, .. } = action
        {
            *reply = None;
        }
    })
}

/// The whole message is answered where the part that is quoted is not found: its copy
/// may have another line above, or was edited.
fn without_quote(scene: &Scene<'_>, attempt: &Attempt<'_>) -> Settled {
    with_action(scene, attempt, |action| {
        if let Action::Send { reply, .. }
        | Action::Copy { reply, .. }
        | Action::SendParts { reply, .. } = action
            && let Some(ReplyTo::CounterpartOf { quote, .. }) = reply
        {
            *quote = None;
        }
    })
}

/// The topic of the customer's forum is gone or closed: into General.
fn without_thread(scene: &Scene<'_>, attempt: &Attempt<'_>) -> Settled {
    with_action(scene, attempt, |action| {
        if let Action::Send { to, .. } | Action::Copy { to, .. } | Action::SendParts { to, .. } =
            action
        {
            *to = Target::Customer { thread: None };
        }
    })
}

/// A customer's message that cannot be posted becomes a line that says so:
/// never silence.
fn name_it(scene: &Scene<'_>, attempt: &Attempt<'_>, reason: Rejection, detail: &str) -> Settled {
    let refusal = Refusal {
        reason,
        detail: detail.to_owned(),
    };
    let notice = Notice::CustomerMessageRejected { refusal };
    let was_line = attempt.delivery.last_error.as_deref() == Some(REPLACED);
    if was_line && reason == Rejection::Other {
        // A plain line of our own that is refused in words nobody knows: it is the
        // group that takes nothing, not the message that is bad.
        return group_trouble(scene, attempt, reason, detail);
    }
    if was_line {
        let dead = DeadReason::Rejected {
            reason,
            detail: detail.to_owned(),
        };
        return done(dead_letter(scene, attempt, dead, &notice));
    }
    let mut delivery = attempt.delivery.clone();
    delivery.action = Action::Send {
        to: Target::Topic,
        payload: scene.words(&notice),
        reply: None,
        buttons: Vec::new(),
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
        Action::Send { to, .. } | Action::Copy { to, .. } | Action::SendParts { to, .. }
            if matches!(to, Target::Customer { .. } | Target::Chat(_)) =>
        {
            *to = place;
            stays(delivery)
        }
        Action::Send { .. }
        | Action::Copy { .. }
        | Action::SendParts { .. }
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
