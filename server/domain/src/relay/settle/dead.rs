//! What people have to decide about.

use super::super::archive::ended;
use super::super::button::letter_choice;
use super::super::edit::with_original;
use super::super::webhook::failed;
use super::super::{Decision, Draft, Event, Scene};
use super::Attempt;
use super::arrived::original_of;
use crate::archive::Ending;
use crate::catalogue::Notice;
use crate::change::Change;
use crate::delivery::{Action, DeadLetter, DeadReason, Purpose, Rejection};
use crate::dialog::Unreachable;
use crate::id::MessageRef;

/// Out of the lane, in front of the people: a dead letter, and its notice as a
/// reply to the operator's message.
pub(super) fn dead_letter(
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
    let letter_id = attempt.delivery.key.sequence;
    // Asked with buttons is about what an operator wrote.
    let is_answer = matches!(attempt.delivery.purpose, Purpose::ToCustomer { .. });
    let asked = attempt.dialog.filter(|_| is_answer);
    let (choice, letter_buttons) = asked
        .map(|dialog| letter_choice(scene, &dialog.key, letter_id, &reason))
        .unzip();
    let choice_id = choice.as_ref().map(|choice| choice.id.clone());
    let word = word_for(&reason);
    let letter = DeadLetter {
        delivery: attempt.delivery.clone(),
        reason,
        at: scene.now,
        choice: choice_id.clone(),
    };
    decision
        .changes
        .extend(choice.map(|choice| Change::PutChoice(Box::new(choice))));
    decision
        .changes
        .push(Change::PutDeadLetter(Box::new(letter)));
    decision.events.push(Event::DeadLetter);
    if let Some(dialog) = attempt.dialog {
        let draft = match &attempt.delivery.purpose {
            Purpose::ToCustomer { source } => {
                // Of an album the piece that it is about.
                let source = attempt
                    .delivery
                    .sources()
                    .first()
                    .copied()
                    .unwrap_or(source);
                // An answer to the operator's own message means the letter too.
                decision.changes.extend(marked(scene, attempt, letter_id));
                let told = attempt.delivery.sources().into_iter().filter_map(|source| {
                    failed(scene, dialog, source, attempt.link_of(source), &word)
                });
                decision.events.extend(told);
                let mut draft = scene.tell(&dialog.key, notice, Some(source.message));
                if let Action::Send { buttons, .. } = &mut draft.action {
                    *buttons = letter_buttons.unwrap_or_default();
                }
                Draft {
                    purpose: Purpose::Verdict {
                        source: source.clone(),
                        letter: letter_id,
                        choice: choice_id,
                    },
                    ..draft
                }
            }
            Purpose::ToTopic { .. }
            | Purpose::CustomerNotice
            | Purpose::Question { .. }
            | Purpose::TeamNotice
            | Purpose::Verdict { .. }
            | Purpose::Topic
            | Purpose::Receipt
            | Purpose::Edit { .. }
            | Purpose::EditNote
            | Purpose::Strike { .. }
            | Purpose::Withdraw { .. }
            | Purpose::DoubleTopic { .. }
            | Purpose::InfoCard
            | Purpose::PrivateInfo { .. }
            | Purpose::Leave
            | Purpose::GroupCheck
            | Purpose::Founding
            | Purpose::ButtonAnswer
            | Purpose::Backlog
            | Purpose::Transfer
            | Purpose::RelayCheck
            | Purpose::RightCheck { .. }
            | Purpose::Tidy
            | Purpose::Outreach { .. } => scene.tell(&dialog.key, notice, None),
        };
        decision.drafts.push(draft);
        decision
            .events
            .push(Event::MessageFailed(dialog.key.clone()));
    }
    decision
}

/// Why, as a word for programs: `uncertain`, `gave_up`, or what Telegram refused it for.
fn word_for(reason: &DeadReason) -> String {
    match reason {
        DeadReason::Uncertain { .. } => "uncertain".to_owned(),
        DeadReason::GaveUp { .. } => "gave_up".to_owned(),
        DeadReason::Rejected { reason, .. } => word_of(*reason),
    }
}

/// A refusal of Telegram's, as a word for programs.
pub(super) fn word_of(reason: Rejection) -> String {
    let word = serde_json::to_value(reason).ok();
    let word = word.and_then(|word| word.as_str().map(ToOwned::to_owned));
    word.unwrap_or_else(|| "rejected".to_owned())
}

/// The operators' messages that became the letter know it.
fn marked(scene: &Scene<'_>, attempt: &Attempt<'_>, letter: u64) -> Vec<Change> {
    let sources = attempt.delivery.sources();
    let mark = |source: &MessageRef| {
        let (link, mut original) = original_of(attempt, source)?;
        original.letter = Some(letter);
        original.waits = None;
        let failed = ended(scene, source, &original, Ending::Failed);
        Some(
            failed
                .into_iter()
                .chain([with_original(scene, &link, original)]),
        )
    };
    sources.into_iter().filter_map(mark).flatten().collect()
}

/// Nothing reaches the customer: remembered, so that it is told once.
pub(super) fn unreachable(scene: &Scene<'_>, attempt: &Attempt<'_>, reason: Rejection) -> Decision {
    let now = if reason == Rejection::Blocked {
        Unreachable::Blocked
    } else if reason == Rejection::Deactivated {
        Unreachable::Deactivated
    } else if reason == Rejection::NotAMember {
        Unreachable::Removed
    } else {
        return Decision::nothing();
    };
    let Some(dialog) = attempt
        .dialog
        .filter(|dialog| dialog.unreachable != Some(now))
    else {
        return Decision::nothing();
    };
    let notice = now.notice(scene.gate().customer(dialog));
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
