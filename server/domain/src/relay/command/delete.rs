//! `/del`: what was sent for an operator's message is taken back.

use super::letter::{DeadLetterVerdict, decide_dead_letter};
use super::{Asker, tell};
use crate::catalogue::Notice;
use crate::change::Change;
use crate::delivery::{Action, Class, DeadLetter, DeadReason, Lane, LaneKind, Purpose};
use crate::dialog::Dialog;
use crate::id::{MessageId, MessageRef};
use crate::link::{Link, Side};
use crate::message::Message;
use crate::parameter::Direction;
use crate::relay::carry::taken_back;
use crate::relay::edit::with_original;
use crate::relay::settle::delivered_in_part;
use crate::relay::team::TeamScene;
use crate::relay::{Decision, Draft, Scene};

/// `/del`: what was sent for the operator's message is taken back, and the message and
/// the command go too.
pub(super) fn delete(
    scene: &Scene<'_>,
    team: &TeamScene<'_>,
    asker: &Asker<'_>,
    dialog: &Dialog,
) -> Decision {
    let say = |notice: &Notice| tell(scene, asker, Some(dialog), notice);
    if asker.message.reply.is_none() {
        return say(&Notice::CommandNeedsReply {
            name: "del".to_owned(),
        });
    }
    if !scene.parameters.deletes.contains(Direction::ToCustomer) {
        return say(&Notice::DeleteSwitchedOff {});
    }
    let own = team.reply.filter(|link| {
        link.side == Side::Team && link.original().is_some() && link.dialog == dialog.key
    });
    let Some(link) = own else {
        return say(&Notice::DeleteNotOwn {});
    };
    let source = link.message();
    if let Some(letter) = team.dead_letter {
        return delete_letter(scene, team, asker, dialog, link, letter);
    }
    if let Some(waiting) = team.answered_waits
        && let Some(mut decision) = taken_back(waiting, &source)
    {
        if !decision.cancelled.is_empty() {
            decision.join(delivered_in_part(scene, Some(dialog), waiting));
        }
        decision.drafts.push(tidy(dialog, &source, asker.message));
        return decision;
    }
    let copies = link.original().map(|original| &original.copies);
    let is_waiting = link.original().is_some_and(|one| one.waits.is_some());
    let is_known = |copy: &MessageRef| copy.message.0 != 0;
    let mut decision = Decision::nothing();
    if !is_waiting && !copies.is_some_and(|all| !all.is_empty() && all.iter().all(is_known)) {
        // Some of it, or all, cannot be named.
        decision.join(say(&Notice::DeleteUnknown {}));
    }
    if is_waiting || copies.is_some_and(|all| all.iter().any(is_known)) {
        decision
            .drafts
            .push(withdraw(dialog, &source, asker.message.id));
    }
    decision
}

/// What became a dead letter does not go out any more; what of it is there is taken back.
/// Where it may be there, nobody knows its id.
fn delete_letter(
    scene: &Scene<'_>,
    team: &TeamScene<'_>,
    asker: &Asker<'_>,
    dialog: &Dialog,
    link: &Link,
    letter: &DeadLetter,
) -> Decision {
    let source = link.message();
    let is_only = letter.delivery.sources().iter().all(|one| **one == source);
    let mut decision = if is_only {
        decide_dead_letter(
            scene,
            letter,
            team.letters_originals,
            DeadLetterVerdict::Drop,
        )
    } else {
        without_piece(scene, letter, link)
    };
    let is_doubt = matches!(letter.reason, DeadReason::Uncertain { .. });
    let mut copies = link.original().into_iter().flat_map(|one| &one.copies);
    let is_there = copies.any(|copy| copy.message.0 != 0);
    if is_doubt {
        decision.join(tell(scene, asker, Some(dialog), &Notice::DeleteUnknown {}));
    }
    if is_there {
        decision
            .drafts
            .push(withdraw(dialog, &source, asker.message.id));
    } else if !is_doubt {
        decision.drafts.push(tidy(dialog, &source, asker.message));
    }
    decision
}

/// The album's other pieces stay in the letter.
fn without_piece(scene: &Scene<'_>, letter: &DeadLetter, link: &Link) -> Decision {
    let mut letter = letter.clone();
    let source = link.message();
    if let Action::Album { items, .. } = &mut letter.delivery.action {
        items.retain(|item| item.source != source);
    }
    let mut changes = vec![Change::PutDeadLetter(Box::new(letter))];
    changes.extend(link.original().map(|original| {
        let mut original = original.clone();
        original.letter = None;
        with_original(scene, link, original)
    }));
    Decision {
        changes,
        ..Decision::default()
    }
}

/// What was sent for an operator's message is taken back.
pub(in crate::relay) fn withdraw(
    dialog: &Dialog,
    source: &MessageRef,
    command: MessageId,
) -> Draft {
    Draft::new(
        Lane::of(&dialog.key, LaneKind::ToCustomer),
        Action::Withdraw {
            source: source.clone(),
        },
        Purpose::Withdraw {
            source: source.clone(),
            command,
        },
        Class::Operator,
    )
}

/// The operator's message and the command go from the topic, where the bot may delete.
fn tidy(dialog: &Dialog, source: &MessageRef, command: &Message) -> Draft {
    Draft::new(
        Lane::of(&dialog.key, LaneKind::Receipt),
        Action::Delete {
            chat: source.chat.clone(),
            messages: vec![source.message, command.id],
        },
        Purpose::Tidy,
        Class::Upkeep,
    )
}
