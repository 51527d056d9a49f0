//! Edits and deletions of what was posted.

use super::super::deleted::{forget, said_under};
use super::super::edit::{edit_note, with_original};
use super::super::{Decision, Draft, Scene};
use super::arrived::{original_of, parts_of};
use super::dead::unreachable;
use super::{Attempt, Post, Settled, done, stays};
use crate::catalogue::{Notice, Refusal};
use crate::change::Change;
use crate::delivery::{Action, Class, Lane, LaneKind, Purpose, Rejection};
use crate::id::{MessageId, MessageRef};
use crate::kept::MergedPost;
use crate::link::{Copy, Link, Role, Side};
use crate::payload::{Payload, with_part};

/// One part of an edit is done; the next follows.
pub(super) fn part_edited(
    scene: &Scene<'_>,
    attempt: &Attempt<'_>,
    messages: &[MessageId],
) -> Settled {
    let Action::Edit {
        source,
        contents,
        done: place,
        ..
    } = &attempt.delivery.action
    else {
        return done(Decision::nothing());
    };
    let Some((link, mut original)) = original_of(attempt, source) else {
        return done(Decision::nothing());
    };
    let mut decision = Decision::default();
    let place = *place as usize;
    if place >= contents.len() {
        // Parts too many are gone.
        original.copies.truncate(contents.len());
    } else if place >= original.copies.len()
        && let (Some(message), Some(last)) = (messages.first(), original.copies.last())
    {
        let copy = MessageRef {
            chat: last.chat.clone(),
            message: *message,
        };
        decision
            .changes
            .push(copy_link(scene, attempt, &link, &copy));
        original.copies.push(copy);
    }
    if let (true, Some(post), Some(content)) =
        (original.merged.is_some(), attempt.post, contents.first())
    {
        decision
            .changes
            .extend(post_changed(scene, post, source, content));
    }
    let is_whole = place + 1 >= contents.len().max(original.copies.len());
    if is_whole {
        if attempt.is_strike() {
            decision.changes.extend(forget(&link));
            original.kept_until = None;
        } else {
            original.edit = None;
        }
        decision.changes.push(with_original(scene, &link, original));
        return done(decision);
    }
    decision.changes.push(with_original(scene, &link, original));
    let mut rest = attempt.delivery.clone();
    rest.started_at = None;
    rest.attempts = 0;
    rest.due_at = scene.now;
    if let Action::Edit { done, .. } = &mut rest.action {
        *done += 1;
    }
    let mut settled = stays(rest);
    settled.decision = decision;
    settled
}

/// One of a merged post's texts is another.
fn post_changed(
    scene: &Scene<'_>,
    post: &Post,
    source: &MessageRef,
    content: &Payload,
) -> Vec<Change> {
    let Some(made_of) = &post.kept.merged else {
        return Vec::new();
    };
    let Some(parts) = with_part(&made_of.parts, source, content) else {
        return Vec::new();
    };
    let mut link = post.link.clone();
    link.at = scene.now;
    if let Role::Copy(copy) = &mut link.role {
        copy.parts = parts_of(&parts, made_of.with_dates);
    }
    let mut kept = post.kept.clone();
    kept.merged = Some(MergedPost {
        parts,
        with_dates: made_of.with_dates,
    });
    vec![
        Change::PutLink(Box::new(link)),
        Change::Keep(Box::new(kept)),
    ]
}

fn copy_link(
    scene: &Scene<'_>,
    attempt: &Attempt<'_>,
    original: &Link,
    copy: &MessageRef,
) -> Change {
    let side = match original.side {
        Side::Customer => Side::Team,
        Side::Team => Side::Customer,
    };
    Change::PutLink(Box::new(Link {
        key: super::super::carry::key_of(scene, copy),
        side,
        role: Role::Copy(Copy {
            of: original.message(),
            parts: Vec::new(),
            poster: attempt.delivery.identity,
            delivery: attempt.delivery.key.sequence,
        }),
        at: scene.now,
        ..original.clone()
    }))
}

/// Telegram does not let it be edited, or nobody is there to see it.
pub(super) fn edit_refused(
    scene: &Scene<'_>,
    attempt: &Attempt<'_>,
    side: Side,
    reason: Rejection,
) -> Settled {
    let mut decision = edit_over(scene, attempt);
    let nobody = matches!(
        reason,
        Rejection::Blocked | Rejection::Deactivated | Rejection::NotAMember
    );
    if nobody {
        decision.join(unreachable(scene, attempt, reason));
    } else if let (Some(dialog), Action::Edit { source, .. }) =
        (attempt.dialog, &attempt.delivery.action)
    {
        let original = original_of(attempt, source).map(|(_, original)| original);
        let copy = original.as_ref().and_then(|one| one.counterpart());
        decision.drafts.extend(edit_note(
            scene,
            dialog,
            side,
            copy,
            &attempt.delivery.action,
        ));
    }
    done(decision)
}

/// It is struck through, or never will be: what was posted for it is not needed any
/// more.
pub(super) fn struck(scene: &Scene<'_>, attempt: &Attempt<'_>) -> Decision {
    let mut decision = Decision::default();
    if let Action::Edit { source, .. } = &attempt.delivery.action
        && let Some((link, mut original)) = original_of(attempt, source)
    {
        decision.changes.extend(forget(&link));
        original.kept_until = None;
        decision.changes.push(with_original(scene, &link, original));
    }
    decision
}

/// Telegram does not let it be struck through: said under it.
pub(super) fn not_struck(scene: &Scene<'_>, attempt: &Attempt<'_>) -> Decision {
    let mut decision = struck(scene, attempt);
    if let (Some(dialog), Purpose::Strike { source }) = (attempt.dialog, &attempt.delivery.purpose)
    {
        decision
            .drafts
            .push(said_under(scene, dialog, source.clone()));
    }
    decision
}

/// The edit does not wait any more.
pub(super) fn edit_over(scene: &Scene<'_>, attempt: &Attempt<'_>) -> Decision {
    let mut decision = Decision::default();
    if let Action::Edit { source, .. } = &attempt.delivery.action
        && let Some((link, mut original)) = original_of(attempt, source)
    {
        original.edit = None;
        decision.changes.push(with_original(scene, &link, original));
    }
    decision
}

/// What was sent for the operator's message is gone: the message and the command go too.
pub(super) fn withdrawn(
    scene: &Scene<'_>,
    attempt: &Attempt<'_>,
    source: &MessageRef,
    command: MessageId,
) -> Decision {
    let mut decision = Decision::default();
    if let Some((link, mut original)) = original_of(attempt, source) {
        original.copies.clear();
        decision.changes.push(with_original(scene, &link, original));
    }
    if let Some(dialog) = attempt.dialog {
        decision.drafts.push(Draft::new(
            Lane::of(&dialog.key, LaneKind::Receipt),
            Action::Delete {
                chat: source.chat.clone(),
                messages: vec![source.message, command],
            },
            Purpose::Tidy,
            Class::Upkeep,
        ));
    }
    decision
}

/// It is not: told as a reply to the command.
pub(super) fn not_withdrawn(
    scene: &Scene<'_>,
    attempt: &Attempt<'_>,
    command: MessageId,
    refusal: Refusal,
) -> Decision {
    attempt.dialog.map_or_else(Decision::nothing, |dialog| {
        let notice = Notice::DeleteRefused { refusal };
        Decision::only(scene.tell(&dialog.key, &notice, Some(command)))
    })
}
