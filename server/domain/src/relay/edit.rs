//! Edits: what is shown on the other side follows, or says once that it cannot.

use super::admission::{has_restricted_word, is_ignored};
use super::answer::{customer_frame, to_customer};
use super::archive;
use super::carry::{contents, file, hash, taken_back};
use super::customer::topic_frame;
use super::settle::delivered_in_part;
use super::speaker::speaker_of;
use super::webhook::to_tell;
use super::{Decision, Draft, Scene};
use crate::catalogue::{Language, Notice};
use crate::change::Change;
use crate::delivery::{Action, Class, DeadLetter, Delivery, Key, Lane, LaneKind, Purpose, Target};
use crate::dialog::Dialog;
use crate::id::MessageRef;
use crate::kept::Kept;
use crate::link::{Link, Original, Role, Side};
use crate::message::Message;
use crate::payload::{self, Carriage, Frame, Payload};

/// What is known about an edited message.
#[derive(Debug, Clone, Copy)]
pub struct EditScene<'a> {
    /// Its dialog.
    pub dialog: &'a Dialog,
    /// Its link: one that was never carried has none, and its edits mean nothing.
    pub link: &'a Link,
    /// The delivery that carries it, while it waits and nobody has it in hand.
    pub waiting: Option<&'a Delivery>,
    /// The edit of it that waits.
    pub edit: Option<&'a Delivery>,
}

/// What follows from an edit, in either chat.
#[must_use]
pub fn message_edited(scene: &Scene<'_>, edit: &EditScene<'_>, message: &Message) -> Decision {
    let Some(original) = edit.link.original() else {
        return Decision::nothing();
    };
    if edit.link.side == Side::Team && !super::team::is_text(scene, message) {
        return became_internal(scene, edit, original, message);
    }
    let is_ignored = edit.link.side == Side::Customer
        && is_ignored(scene.parameters, edit.dialog, &message.chat.address);
    if is_ignored {
        return Decision::nothing();
    }
    let new_hash = hash(message);
    if !scene.parameters.edits || original.hash == new_hash {
        // No edit, but it may be for the customer again.
        let mut original = original.clone();
        let was_internal = std::mem::take(&mut original.is_internal);
        return Decision {
            changes: was_internal
                .then(|| with_original(scene, edit.link, original))
                .into_iter()
                .collect(),
            ..Decision::default()
        };
    }
    let (carriage, frame) = match new_carriage(scene, edit, original, message) {
        Ok(Some(new)) => new,
        Ok(None) => return Decision::nothing(),
        Err(notice) => {
            let dialog = &edit.dialog.key;
            return Decision::only(scene.tell(dialog, &notice, Some(message.id)));
        }
    };
    let mut decision = Decision::default();
    let mut after = original.clone();
    after.hash = new_hash;
    after.is_internal = false;
    after.file = file(&message.content);
    if after.told.is_some() {
        after.told = to_tell(scene, edit.link.side, message);
    }
    let row = archive::edited(scene, edit.dialog, edit.link.side, original, message);
    decision.changes.extend(row);
    if let Some(until) = original.kept_until.filter(|until| *until > scene.now) {
        decision.changes.push(Change::Keep(Box::new(Kept {
            connection: edit.dialog.key.connection.clone(),
            key: edit.link.key.clone(),
            until,
            contents: contents(&carriage),
            merged: None,
        })));
    }
    if let Some(waiting) = edit.waiting
        && let Some(merged) = merge(waiting, message, &carriage, &frame, language(scene, edit))
    {
        // It has not gone out: it goes as it is now. An edit from before, decided while it
        // seemed to be under way, would set it back.
        decision.updated.push(merged);
        decision.cancelled.extend(edit.edit.cloned());
        after.edit = None;
        after.main = u32::try_from(carriage.main).unwrap_or(0);
    } else {
        // What waits may bring another file, and this only a word more.
        let waits_for_file = edit.edit.is_some_and(|waiting| {
            matches!(
                waiting.action,
                Action::Edit {
                    same_file: false,
                    ..
                }
            )
        });
        let same_file = original.file == after.file && !waits_for_file;
        let action = Action::Edit {
            source: message.reference(),
            to: target(edit),
            contents: contents(&carriage),
            done: 0,
            same_file,
        };
        let is_known = original.copies.iter().all(|copy| copy.message.0 != 0);
        match edit.edit {
            // A part of what is there cannot be named: said once.
            _ if !is_known => {
                let copy = original.counterpart().filter(|copy| copy.message.0 != 0);
                let note = edit_note(scene, edit.dialog, edit.link.side, copy, &action);
                decision.drafts.extend(note);
            }
            Some(waiting) => decision.updated.push(Delivery {
                action,
                ..waiting.clone()
            }),
            None => {
                let lane = lane(edit);
                after.edit = Some(Key {
                    lane: lane.clone(),
                    sequence: decision.next_sequence(scene),
                });
                let purpose = Purpose::Edit {
                    source: message.reference(),
                    side: edit.link.side,
                };
                let class = match edit.link.side {
                    Side::Customer => Class::Customer,
                    Side::Team => Class::Operator,
                };
                decision
                    .drafts
                    .push(Draft::new(lane, action, purpose, class));
            }
        }
    }
    decision
        .changes
        .push(with_original(scene, edit.link, after));
    decision
}

/// An operator's message became a comment or a command, and is not for the customer any
/// more: what has not gone out does not, whatever EDITS says, since a copy would be of
/// what it is now. What is there stays.
fn became_internal(
    scene: &Scene<'_>,
    edit: &EditScene<'_>,
    original: &Original,
    message: &Message,
) -> Decision {
    let source = message.reference();
    let back = edit
        .waiting
        .and_then(|waiting| taken_back(waiting, &source));
    let Some(mut decision) = back else {
        // Somebody has it in hand, or it is a dead letter: looked at before it goes again.
        let mut original = original.clone();
        original.is_internal = true;
        return Decision {
            changes: vec![with_original(scene, edit.link, original)],
            ..Decision::default()
        };
    };
    let link = edit.link.key.clone();
    decision.changes.push(Change::DeleteLink(link));
    decision
}

/// What of a delivery goes out all the same when this message of it became a comment;
/// `None`: nothing.
fn without_comment(delivery: &Delivery, source: &MessageRef) -> Option<Delivery> {
    let mut rest = delivery.clone();
    if let Action::Album { items, .. } = &mut rest.action {
        items.retain(|item| item.source != *source);
        rest.progress.turn += 1;
        return (!items.is_empty()).then_some(rest);
    }
    None
}

/// It became a comment after it was decided to send it: it does not go, and what is there
/// of it stays known.
#[must_use]
pub fn keep_inside(
    scene: &Scene<'_>,
    dialog: Option<&Dialog>,
    delivery: &Delivery,
    link: Option<&Link>,
    source: &MessageRef,
) -> (Option<Delivery>, Decision) {
    let rest = without_comment(delivery, source);
    let mut decision = match rest {
        Some(_) => Decision::nothing(),
        None => delivered_in_part(scene, dialog, delivery),
    };
    if let Some((link, original)) = link.and_then(|link| Some((link, link.original()?))) {
        decision.changes.push(if original.copies.is_empty() {
            Change::DeleteLink(link.key.clone())
        } else {
            let mut original = original.clone();
            original.waits = None;
            with_original(scene, link, original)
        });
    }
    (rest, decision)
}

/// How the message is to be shown now. `None`: not at all any more, so what is there
/// stays.
fn new_carriage(
    scene: &Scene<'_>,
    edit: &EditScene<'_>,
    original: &Original,
    message: &Message,
) -> Result<Option<(Carriage, Frame)>, Notice> {
    match edit.link.side {
        Side::Customer => {
            if has_restricted_word(scene.parameters, message) {
                return Ok(None);
            }
            let speaker = original
                .is_spoken
                .then(|| speaker_of(scene, edit.dialog, message));
            let masked = scene.gate().mask(message);
            let frame = topic_frame(scene, &masked, speaker, original.quotes);
            let carriage = payload::to_topic(&masked, scene.parameters, &frame);
            Ok(Some((carriage, frame)))
        }
        Side::Team => {
            let frame = customer_frame(scene, message);
            let carriage = to_customer(scene, edit.dialog, message, &frame)?;
            Ok(Some((carriage, frame)))
        }
    }
}

/// The delivery that waits, with the message as it is now.
/// `None` when a part of it has gone out already, or its album cannot hold it any more.
fn merge(
    waiting: &Delivery,
    message: &Message,
    carriage: &Carriage,
    frame: &Frame,
    language: Language,
) -> Option<Delivery> {
    let mut merged = waiting.clone();
    let new_joins = || payload::joins(message, frame, language, carriage);
    if let Action::Carry {
        steps,
        main,
        done,
        joins,
        ..
    } = &mut merged.action
    {
        if *done > 0 {
            return None;
        }
        steps.clone_from(&carriage.steps);
        *main = u32::try_from(carriage.main).unwrap_or(0);
        // What was no customer's text is none now.
        let is_customers = waiting.key.lane.kind == LaneKind::ToTopic;
        *joins = is_customers.then(new_joins).flatten();
    } else if let Action::Merged {
        parts, with_dates, ..
    } = &mut merged.action
    {
        let source = message.reference();
        let part = parts.iter_mut().find(|part| part.source == source)?;
        part.joins = new_joins()?;
        part.step = carriage.steps.first()?.clone();
        // One that does not fit any more is edited, or told, once the others are there.
        payload::merged(parts, *with_dates)?;
    } else if let Action::Album {
        items,
        one_by_one,
        reply,
        ..
    } = &mut merged.action
    {
        let source = message.reference();
        let item = items.iter_mut().find(|item| item.source == source)?;
        if item.done > 0 {
            return None;
        }
        *item = payload::album_item(message, frame, language, carriage)?;
        *one_by_one |= !payload::goes_as_one(items, reply.is_some());
    } else {
        return None;
    }
    Some(merged)
}

/// The language of the lines around it.
fn language(scene: &Scene<'_>, edit: &EditScene<'_>) -> Language {
    match edit.link.side {
        Side::Customer => scene.parameters.language,
        Side::Team => Language::of_app(&edit.dialog.customer.language),
    }
}

fn lane(edit: &EditScene<'_>) -> Lane {
    let kind = match edit.link.side {
        Side::Customer => LaneKind::ToTopic,
        Side::Team => LaneKind::ToCustomer,
    };
    Lane::of(&edit.dialog.key, kind)
}

fn target(edit: &EditScene<'_>) -> Target {
    match edit.link.side {
        Side::Customer => Target::Topic,
        Side::Team => Target::Customer {
            thread: edit.link.thread,
        },
    }
}

pub(super) fn with_original(scene: &Scene<'_>, link: &Link, original: Original) -> Change {
    Change::PutLink(Box::new(Link {
        role: Role::Original(Box::new(original)),
        at: scene.now,
        ..link.clone()
    }))
}

/// An edit of a message that became a dead letter changes the letter: sent again, it is
/// what it is now.
#[must_use]
pub fn edit_letter(letter: &DeadLetter, edit: &Delivery) -> Option<DeadLetter> {
    let Action::Edit { contents, .. } = &edit.action else {
        return None;
    };
    let mut after = letter.clone();
    if let Action::Carry { steps, done: 0, .. } = &mut after.delivery.action {
        *steps = contents.iter().cloned().map(payload::Step::Send).collect();
    }
    Some(after)
}

/// Telegram does not let it be edited: said once, with what it is now.
pub(super) fn edit_note(
    scene: &Scene<'_>,
    dialog: &Dialog,
    side: Side,
    copy: Option<&MessageRef>,
    action: &Action,
) -> Option<Draft> {
    let Action::Edit { contents, to, .. } = action else {
        return None;
    };
    let (language, kind, class) = match side {
        Side::Customer => (
            scene.parameters.language,
            LaneKind::ToTopic,
            Class::Customer,
        ),
        Side::Team => (
            Language::of_app(&dialog.customer.language),
            LaneKind::ToCustomer,
            Class::Operator,
        ),
    };
    // What it was posted as may be in the chat that a supergroup was before.
    let is_there = |copy: &&MessageRef| match side {
        Side::Customer => Some(copy.chat.id) == scene.connection.group_id(),
        Side::Team => copy.chat == *dialog.chat(),
    };
    let copy = copy.filter(is_there);
    Some(Draft::new(
        Lane::of(&dialog.key, kind),
        Action::Carry {
            to: to.clone(),
            steps: Payload::under(&Notice::EditedNote {}, language, contents)
                .into_iter()
                .map(payload::Step::Send)
                .collect(),
            done: 0,
            main: 0,
            joins: None,
            reply: copy.map(|copy| crate::delivery::ReplyTo::Message(copy.message)),
        },
        Purpose::EditNote,
        class,
    ))
}
