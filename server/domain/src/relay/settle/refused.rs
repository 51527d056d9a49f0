//! It certainly did not happen and never will, as it stands.

use super::super::command::rights;
use super::super::{Decision, Scene, group_checked};
use super::dead::{dead_letter, unreachable};
use super::edited::{edit_refused, not_struck, not_withdrawn};
use super::failed::{failed, group_trouble};
use super::piece::{is_its_own, is_piece, without_piece};
use super::topic::topic_lost;
use super::{
    Attempt, Settled, asked_about, backlog_refused, carrier_out, done, double_stays, info_card,
    reaction_done, relay_out, stays, transfer_refused,
};
use crate::catalogue::{Notice, Refusal};
use crate::delivery::{
    Action, DeadReason, Delivery, LaneKind, Purpose, Rejection, ReplyTo, Target,
};
use crate::link::Side;
use crate::payload::{Item, Part, Payload, Step, Unsent, caption_behind, named_instead};

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
        // The bot may have another token soon, and then it is asked again.
        (Purpose::GroupCheck, Rejection::BadCredential) => {
            group_trouble(scene, attempt, reason, detail)
        }
        (Purpose::GroupCheck, _) => done(match asked_about(&delivery.action) {
            Some(group) => group_checked(scene, delivery.identity, group, Err((reason, detail))),
            None => Decision::nothing(),
        }),
        (Purpose::RelayCheck, _) => {
            let identity = attempt.delivery.identity;
            done(if identity == scene.connection.frontend {
                carrier_out(scene, reason, detail)
            } else {
                relay_out(scene, identity, reason, detail)
            })
        }
        (Purpose::Backlog, _) => backlog_refused(scene, attempt, reason),
        (Purpose::Transfer, _) => transfer_refused(scene, attempt, reason),
        (Purpose::InfoCard | Purpose::PrivateInfo { .. }, _) => {
            done(info_card(scene, attempt, None))
        }
        (Purpose::RightCheck { .. }, _) => {
            let refusal = Refusal {
                reason,
                detail: detail.to_owned(),
            };
            done(rights::not_asked(scene, attempt, refusal))
        }
        (Purpose::DoubleTopic { .. }, Rejection::TopicNotFound) => done(Decision::nothing()),
        (Purpose::DoubleTopic { topic }, _) => done(double_stays(scene, attempt.dialog, *topic)),
        (Purpose::Receipt, _) => done(reaction_done(attempt, Err(()))),
        (Purpose::Leave | Purpose::ButtonAnswer | Purpose::Tidy, _) => done(Decision::nothing()),
        (Purpose::Withdraw { command, .. }, _) => {
            let refusal = Refusal {
                reason,
                detail: detail.to_owned(),
            };
            done(not_withdrawn(scene, attempt, *command, refusal))
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
        (Purpose::EditNote, Rejection::TopicNotFound) if is_to_topic(attempt.delivery) => {
            topic_lost(scene, attempt)
        }
        (
            Purpose::EditNote,
            Rejection::NotAMember
            | Rejection::ChatNotFound
            | Rejection::NotAForum
            | Rejection::MissingRight
            | Rejection::TopicClosed,
        ) if is_to_topic(attempt.delivery) => group_trouble(scene, attempt, reason, detail),
        (Purpose::EditNote, Rejection::QuoteMismatch | Rejection::MessageNotFound)
            if has_reply(&attempt.delivery.action) =>
        {
            without_reply(scene, attempt)
        }
        (Purpose::Topic, _) => group_trouble(scene, attempt, reason, detail),
        (
            Purpose::Edit {
                side: Side::Customer,
                ..
            }
            | Purpose::Strike { .. },
            Rejection::NotAMember | Rejection::ChatNotFound | Rejection::MissingRight,
        ) => group_trouble(scene, attempt, reason, detail),
        (Purpose::Strike { .. }, _) => done(not_struck(scene, attempt)),
        (Purpose::Edit { side, .. }, _) => edit_refused(scene, attempt, *side, reason),
        (
            Purpose::ToTopic { .. } | Purpose::ToCustomer { .. },
            Rejection::MessageNotFound
            | Rejection::NotCopyable
            | Rejection::Other
            | Rejection::TooLong
            | Rejection::FileNotFound
            | Rejection::FileTooBig,
        ) if may_go_otherwise(&delivery.action) => otherwise(scene, attempt),
        (Purpose::ToTopic { .. } | Purpose::ToCustomer { .. }, Rejection::TooLong)
            if has_long_caption(&delivery.action) =>
        {
            with_caption_behind(scene, attempt)
        }
        (Purpose::ToTopic { .. } | Purpose::ToCustomer { .. }, Rejection::QuoteMismatch)
            if has_quote(&delivery.action) =>
        {
            without_quote(scene, attempt)
        }
        (
            Purpose::ToTopic { .. }
            | Purpose::ToCustomer { .. }
            | Purpose::TeamNotice
            | Purpose::Verdict { .. },
            Rejection::QuoteMismatch | Rejection::MessageNotFound,
        ) if has_reply(&delivery.action) => without_reply(scene, attempt),
        (
            Purpose::ToCustomer { .. } | Purpose::CustomerNotice | Purpose::Question { .. },
            Rejection::TopicNotFound | Rejection::TopicClosed,
        ) if has_thread(&delivery.action) => without_thread(scene, attempt),
        (Purpose::ToTopic { .. }, _) if is_merged(&delivery.action) => otherwise(scene, attempt),
        (Purpose::ToTopic { .. }, _) => name_it(scene, attempt, reason, detail),
        (Purpose::ToCustomer { .. }, _) if is_piece(delivery) && is_its_own(reason) => {
            without_piece(scene, attempt, reason, detail)
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
        (Purpose::EditNote, _) if is_to_topic(attempt.delivery) => done(Decision::nothing()),
        (Purpose::CustomerNotice | Purpose::Question { .. } | Purpose::EditNote, _) => {
            done(unreachable(scene, attempt, reason))
        }
        (
            Purpose::TeamNotice
            | Purpose::Verdict { .. }
            | Purpose::Founding
            | Purpose::Outreach { .. },
            _,
        ) => done(Decision::nothing()),
    }
}

/// Whether there is another way: a copy can be sent from the stored update, an album
/// can go one by one.
pub(super) fn may_go_otherwise(action: &Action) -> bool {
    if is_merged(action) {
        return true;
    }
    let next = if let Action::Carry { steps, .. } = action {
        steps.first()
    } else if let Action::Album {
        items, one_by_one, ..
    } = action
    {
        if !one_by_one {
            return true;
        }
        items.first().and_then(|item| item.alone.first())
    } else {
        None
    };
    matches!(next, Some(Step::Copy { .. }))
}

/// "Message to copy not found", "can't be copied": the same from the stored
/// update. An album of which a part is so: one by one.
pub(super) fn otherwise(scene: &Scene<'_>, attempt: &Attempt<'_>) -> Settled {
    let instead = |steps: &mut Vec<Step>, done: u32, main: &mut u32| {
        if let Some(Step::Copy { fallback, .. }) = steps.first().cloned() {
            // What stands behind moves by what the fallback comes to.
            if *main > done {
                *main += u32::try_from(fallback.len()).unwrap_or(1).saturating_sub(1);
            }
            steps.splice(0..1, fallback.into_iter().map(Step::Send));
        }
    };
    with_action(scene, attempt, |action| {
        if let Action::Merged { parts, reply, .. } = action {
            *action = apart(parts, reply.take());
        } else if let Action::Carry {
            steps, done, main, ..
        } = action
        {
            instead(steps, *done, main);
        } else if let Action::Album {
            items, one_by_one, ..
        } = action
        {
            if !std::mem::replace(one_by_one, true) {
                return;
            }
            if let Some(item) = items.first_mut() {
                instead(&mut item.alone, item.done, &mut item.main);
            }
        }
    })
}

/// Whether what is sent next has a caption that only Premium may write.
fn has_long_caption(action: &Action) -> bool {
    next_sent(action).and_then(caption_behind).is_some()
}

fn next_sent(action: &Action) -> Option<&Payload> {
    let steps = if let Action::Carry { steps, .. } = action {
        steps
    } else if let Action::Album {
        items,
        one_by_one: true,
        ..
    } = action
    {
        &items.first()?.alone
    } else {
        return None;
    };
    match steps.first()? {
        Step::Send(payload) => Some(payload),
        Step::Copy { .. } => None,
    }
}

/// The account has no Premium any more: the caption follows as a text.
fn with_caption_behind(scene: &Scene<'_>, attempt: &Attempt<'_>) -> Settled {
    let behind = |steps: &mut Vec<Step>, done: u32, main: &mut u32, parts: Vec<Payload>| {
        if *main > done {
            *main += u32::try_from(parts.len()).unwrap_or(1).saturating_sub(1);
        }
        steps.splice(0..1, parts.into_iter().map(Step::Send));
    };
    with_action(scene, attempt, |action| {
        let Some(parts) = next_sent(action).and_then(caption_behind) else {
            return;
        };
        if let Action::Carry {
            steps, done, main, ..
        } = action
        {
            behind(steps, *done, main, parts);
        } else if let Action::Album { items, .. } = action
            && let Some(item) = items.first_mut()
        {
            behind(&mut item.alone, item.done, &mut item.main, parts);
        }
    })
}

const fn is_merged(action: &Action) -> bool {
    matches!(action, Action::Merged { .. })
}

/// Merged texts one by one, in their place in the lane: one of them is what is refused.
fn apart(parts: &[Part], reply: Option<ReplyTo>) -> Action {
    let items = parts.iter().filter_map(|part| {
        Some(Item {
            source: part.source.clone(),
            payload: part.payload()?.clone(),
            is_framed: part.joins.words_at > 0,
            alone: vec![part.step.clone()],
            main: 0,
            done: 0,
        })
    });
    Action::Album {
        to: Target::Topic,
        items: items.collect(),
        one_by_one: true,
        reply,
    }
}

fn is_to_topic(delivery: &Delivery) -> bool {
    delivery.key.lane.kind == LaneKind::ToTopic
}

fn has_reply(action: &Action) -> bool {
    action.reply().is_some()
}

fn has_quote(action: &Action) -> bool {
    matches!(
        action.reply(),
        Some(ReplyTo::CounterpartOf { quote: Some(_), .. })
    )
}

fn has_thread(action: &Action) -> bool {
    let (Action::Send { to, .. } | Action::Carry { to, .. } | Action::Album { to, .. }) = action
    else {
        return false;
    };
    matches!(to, Target::Customer { thread: Some(_) })
}

/// The same once more, at once, with the action changed.
pub(super) fn with_action(
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
        if let Some(reply) = action.reply_mut() {
            *reply = None;
        }
    })
}

/// The whole message is answered where the part that is quoted is not found: its copy
/// may have another line above, or was edited.
fn without_quote(scene: &Scene<'_>, attempt: &Attempt<'_>) -> Settled {
    with_action(scene, attempt, |action| {
        if let Some(Some(ReplyTo::CounterpartOf { quote, .. })) = action.reply_mut() {
            *quote = None;
        }
    })
}

/// The topic of the customer's forum is gone or closed: into General.
fn without_thread(scene: &Scene<'_>, attempt: &Attempt<'_>) -> Settled {
    with_action(scene, attempt, |action| {
        if let Action::Send { to, .. } | Action::Carry { to, .. } | Action::Album { to, .. } =
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
    let notice = Notice::CustomerMessageRejected {
        refusal: refusal.clone(),
    };
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
    let unsent = Unsent {
        refusal,
        limit: attempt.largest_file,
    };
    let language = scene.parameters.language;
    let mut settled = with_action(scene, attempt, |action| {
        if let Action::Carry {
            steps,
            joins,
            done,
            main,
            ..
        } = action
        {
            *joins = None;
            let lines = named_instead(steps.first(), &unsent, language);
            if *main > *done {
                *main += u32::try_from(lines.len()).unwrap_or(1).saturating_sub(1);
            }
            steps.splice(0..1, lines);
        } else if let Action::Album {
            items, one_by_one, ..
        } = action
            && let Some(item) = items.first_mut()
        {
            // The others go by themselves.
            *one_by_one = true;
            item.alone = named_instead(item.alone.first(), &unsent, language);
        }
    });
    if let Some(delivery) = &mut settled.stays {
        delivery.last_error = Some(REPLACED.to_owned());
    }
    settled
}
