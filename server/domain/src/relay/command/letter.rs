//! Dead letters: what a person decides about them.

use super::{Asker, tell};
use crate::catalogue::Notice;
use crate::change::Change;
use crate::delivery::{self, DeadLetter, DeadReason, Progress};
use crate::dialog::Dialog;
use crate::id::MessageRef;
use crate::link::{Link, Original, Role, Side};
use crate::reaction::Reactions;
use crate::relay::settle::{delivered, what_is_left};
use crate::relay::team::TeamScene;
use crate::relay::{Decision, Draft, Scene};

/// What a person decided about a dead letter.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DeadLetterVerdict {
    /// Do it again, at the end of its lane.
    Again,
    /// The part that was in doubt did arrive.
    Arrived,
    /// It does not matter any more.
    Drop,
}

/// What a person decided about a dead letter.
///
/// Again: it joins the end of its lane, as a new attempt. Arrived: that part did, and is
/// linked nowhere, since nobody knows its id; what stands behind it, an album's other
/// pieces say, joins the end. Drop: all of it is gone. `originals` are the links of what it
/// carries.
#[must_use]
pub fn decide_dead_letter(
    scene: &Scene<'_>,
    letter: &DeadLetter,
    originals: &[Link],
    verdict: DeadLetterVerdict,
) -> Decision {
    let delivery = &letter.delivery;
    let mut decision = Decision::default();
    decision
        .changes
        .push(Change::DeleteDeadLetter(delivery.id()));
    decision.changes.extend(letter.undo_choice());
    let goes_on = match verdict {
        DeadLetterVerdict::Again => Some((delivery.clone(), Some(delivery.key.sequence))),
        DeadLetterVerdict::Arrived => what_is_left(delivery).map(|rest| (rest, None)),
        DeadLetterVerdict::Drop => None,
    };
    let carried: Vec<MessageRef> = match &goes_on {
        Some((rest, _)) => rest.sources().into_iter().cloned().collect(),
        None => Vec::new(),
    };
    if let Some((rest, retry_of)) = goes_on {
        let since = Some(delivery.decided_at());
        let turn = delivery.progress.turn + u32::from(retry_of.is_none());
        decision.drafts.push(Draft {
            retry_of,
            progress: Progress {
                turn,
                since,
                ..rest.progress
            },
            ..Draft::new(rest.key.lane, rest.action, rest.purpose, rest.class)
        });
    }
    for link in originals {
        let Some(original) = link.original() else {
            continue;
        };
        let waits = carried.contains(&link.message()).then(|| delivery::Key {
            lane: delivery.key.lane.clone(),
            sequence: scene.sequence,
        });
        let original = Original {
            letter: None,
            waits,
            ..original.clone()
        };
        decision.changes.push(Change::PutLink(Box::new(Link {
            role: Role::Original(Box::new(original)),
            ..link.clone()
        })));
    }
    decision
}

/// `/again` and `/arrived`.
pub(super) fn verdict(
    scene: &Scene<'_>,
    team: &TeamScene<'_>,
    asker: &Asker<'_>,
    dialog: &Dialog,
    verdict: DeadLetterVerdict,
) -> Decision {
    let letter = team
        .dead_letter
        .filter(|letter| letter.delivery.key.lane.dialog_key().as_ref() == Some(&dialog.key));
    let Some(letter) = letter else {
        return tell(scene, asker, Some(dialog), &Notice::NothingUncertain {});
    };
    let reactions = team.reactions;
    let originals = team.letters_originals;
    let (mut decision, notice) = decided(scene, dialog, letter, originals, reactions, verdict);
    decision
        .drafts
        .push(scene.tell(&dialog.key, &notice, Some(asker.message.id)));
    decision
}

/// What a person decided about the dead letter that an operator's message became, and what
/// is said of it.
pub(in crate::relay) fn decided(
    scene: &Scene<'_>,
    dialog: &Dialog,
    letter: &DeadLetter,
    originals: &[Link],
    reactions: Option<&Reactions>,
    verdict: DeadLetterVerdict,
) -> (Decision, Notice) {
    // What Telegram certainly refused did not arrive: then it is only not wanted any more.
    let is_doubt = matches!(letter.reason, DeadReason::Uncertain { .. });
    let verdict = match verdict {
        DeadLetterVerdict::Arrived if is_doubt => DeadLetterVerdict::Arrived,
        DeadLetterVerdict::Arrived | DeadLetterVerdict::Drop => DeadLetterVerdict::Drop,
        DeadLetterVerdict::Again => DeadLetterVerdict::Again,
    };
    let mut decision = decide_dead_letter(scene, letter, originals, verdict);
    let is_whole = verdict == DeadLetterVerdict::Arrived && decision.drafts.is_empty();
    if let (true, Some((Side::Team, source))) = (is_whole, letter.delivery.purpose.carried()) {
        let source = letter.delivery.receipt_on().unwrap_or(source);
        let sequence = letter.delivery.decided_at();
        decision.join(delivered(scene, dialog, source, sequence, reactions));
    }
    let notice = match verdict {
        DeadLetterVerdict::Again => Notice::SentAgain {},
        DeadLetterVerdict::Arrived | DeadLetterVerdict::Drop => Notice::NotedAsArrived {},
    };
    (decision, notice)
}
