//! It happened.

use super::super::archive::ended;
use super::super::autoclose::timers;
use super::super::carry::key_of;
use super::super::csat::went_on;
use super::super::look::wanted_sync;
use super::super::react::receipt;
use super::super::webhook::sent;
use super::super::{Decision, Draft, Event, Scene};
use super::{Attempt, Settled, done, stays};
use crate::archive::Ending;
use crate::change::Change;
use crate::delivery::{Action, Class, Delivery, Lane, LaneKind, Purpose};
use crate::dialog::{Dialog, Trigger, step};
use crate::id::{ChatAddress, IdentityKind, MessageId, MessageRef};
use crate::kept::{Kept, MergedPost};
use crate::link::{Copy, Link, MergedInto, Original, PartOf, Role, Side};
use crate::payload::{Item, Part, merged};
use crate::reaction::Reactions;

/// A message, a part of one, or an album.
pub(super) fn message_arrived(
    scene: &Scene<'_>,
    attempt: &Attempt<'_>,
    messages: &[MessageId],
) -> Settled {
    let delivery = attempt.delivery;
    let Some((side, source)) = delivery.purpose.carried() else {
        return done(Decision::nothing());
    };
    let Some(dialog) = attempt.dialog else {
        return done(Decision::nothing());
    };
    let arrival = Arrival {
        scene,
        attempt,
        dialog,
        side,
    };
    let mut decision = Decision::default();
    let rest = if let Action::Carry { done, main, .. } = &delivery.action {
        let message = messages.first().copied();
        let is_last = is_last_step(&delivery.action);
        let links = arrival.links(source, message, *done, *main, is_last);
        decision.changes.extend(links);
        decision.events.extend(arrival.told(source, is_last));
        next_step(delivery)
    } else if let Action::Album { items, .. } = &delivery.action {
        if !goes_whole(&delivery.action) {
            if let Some(item) = items.first() {
                let message = messages.first().copied();
                let is_last = item.alone.len() <= 1;
                let links = arrival.links(&item.source, message, item.done, item.main, is_last);
                decision.changes.extend(links);
                decision.events.extend(arrival.told(&item.source, is_last));
            }
            next_item(delivery)
        } else {
            // As many as were asked for, in the order asked for: else nobody knows
            // which is which.
            let whole = messages.len() == items.len();
            for (item, message) in items.iter().zip(messages).filter(|_| whole) {
                let links = arrival.links(&item.source, Some(*message), 0, 0, true);
                decision.changes.extend(links);
                decision.events.extend(arrival.told(&item.source, true));
            }
            None
        }
    } else if let Action::Merged {
        parts, with_dates, ..
    } = &delivery.action
    {
        let links = arrival.merged_links(parts, *with_dates, messages.first().copied());
        decision.changes.extend(links);
        None
    } else {
        None
    };
    if let Some(rest) = rest {
        let mut settled = stays(again(scene, rest));
        settled.decision = decision;
        return settled;
    }
    if side == Side::Team {
        let source = delivery.receipt_on().unwrap_or(source);
        let sequence = delivery.decided_at();
        let reactions = attempt.reactions;
        decision.join(delivered(scene, dialog, source, sequence, reactions));
        decision.drafts.extend(read(scene, dialog, messages));
    }
    done(decision)
}

/// A note goes on to its next part.
pub(super) fn note_arrived(scene: &Scene<'_>, attempt: &Attempt<'_>) -> Settled {
    match next_step(attempt.delivery) {
        Some(rest) => stays(again(scene, rest)),
        None => done(Decision::nothing()),
    }
}

/// From a notice in the topic to the operator's message that it is about.
pub(super) fn notice_link(
    scene: &Scene<'_>,
    delivery: &Delivery,
    about: &MessageRef,
    letter: u64,
    message: MessageId,
) -> Option<Change> {
    let notice = MessageRef {
        chat: about.chat.clone(),
        message,
    };
    Some(Change::PutLink(Box::new(Link {
        key: key_of(scene, &notice),
        side: Side::Team,
        dialog: delivery.key.lane.dialog_key()?,
        thread: None,
        role: Role::Notice {
            about: about.clone(),
            letter,
        },
        at: scene.now,
    })))
}

/// The same delivery for its next step, at once.
fn again(scene: &Scene<'_>, mut delivery: Delivery) -> Delivery {
    delivery.started_at = None;
    delivery.is_begun = false;
    delivery.attempts = 0;
    delivery.first_failed_at = None;
    delivery.last_error = None;
    delivery.due_at = scene.now;
    delivery
}

fn is_last_step(action: &Action) -> bool {
    matches!(action, Action::Carry { steps, .. } if steps.len() <= 1)
}

/// What is left of a message after its first step.
fn next_step(delivery: &Delivery) -> Option<Delivery> {
    let mut rest = delivery.clone();
    let Action::Carry {
        steps, done, reply, ..
    } = &mut rest.action
    else {
        return None;
    };
    if steps.len() <= 1 {
        return None;
    }
    steps.remove(0);
    *done += 1;
    *reply = None;
    Some(rest)
}

/// What is left of an album that goes one by one.
fn next_item(delivery: &Delivery) -> Option<Delivery> {
    let mut rest = delivery.clone();
    let Action::Album {
        items,
        reply,
        one_by_one,
        ..
    } = &mut rest.action
    else {
        return None;
    };
    *reply = None;
    // What is begun alone goes on alone, whoever joins it.
    *one_by_one = true;
    let first: &mut Item = items.first_mut()?;
    if first.alone.len() > 1 {
        first.alone.remove(0);
        first.done += 1;
    } else {
        let arrived = items.remove(0).source;
        rest.progress.first.get_or_insert(arrived);
    }
    let is_over = matches!(&rest.action, Action::Album { items, .. } if items.is_empty());
    (!is_over).then_some(rest)
}

/// Something of one side is on the other.
struct Arrival<'a> {
    scene: &'a Scene<'a>,
    attempt: &'a Attempt<'a>,
    dialog: &'a Dialog,
    side: Side,
}

// === impl Arrival ===

impl Arrival<'_> {
    /// The original with what was posted for it, and what was posted.
    fn links(
        &self,
        source: &MessageRef,
        message: Option<MessageId>,
        place: u32,
        main: u32,
        is_last: bool,
    ) -> Vec<Change> {
        let Some(chat) = self.other_chat() else {
            return Vec::new();
        };
        let known = self.attempt.link_of(source);
        let mut original = known.and_then(Link::original).cloned().unwrap_or_default();
        let copy = MessageRef {
            chat,
            message: message.unwrap_or(MessageId(0)),
        };
        // A repeated step replaces what is known of its place. What a person said has
        // arrived is there, and nobody knows its id.
        let unknown = MessageRef {
            chat: copy.chat.clone(),
            message: MessageId(0),
        };
        original.copies.resize(place as usize, unknown);
        original.copies.push(copy.clone());
        original.main = main;
        original.letter = None;
        let poster = self.attempt.delivery.identity;
        original.poster = (poster != self.scene.connection.frontend).then_some(poster);
        let mut links = Vec::new();
        if is_last {
            original.told = None;
            original.waits = None;
            links.extend(ended(self.scene, source, &original, Ending::Arrived));
        }
        let thread = known.and_then(|link| link.thread);
        let link = |of: &MessageRef, side, role| {
            Change::PutLink(Box::new(Link {
                key: key_of(self.scene, of),
                side,
                dialog: self.dialog.key.clone(),
                thread,
                role,
                at: self.scene.now,
            }))
        };
        links.push(link(source, self.side, Role::Original(Box::new(original))));
        // 0: Telegram makes it later, and says nothing then.
        if copy.message.0 != 0 {
            let other = match self.side {
                Side::Customer => Side::Team,
                Side::Team => Side::Customer,
            };
            let role = Role::Copy(Copy {
                of: source.clone(),
                parts: Vec::new(),
                poster: self.attempt.delivery.identity,
                delivery: self.attempt.delivery.key.sequence,
            });
            links.push(link(&copy, other, role));
        }
        links
    }

    /// What webhooks are told of an operator's message that is with the customer, all of it.
    fn told(&self, source: &MessageRef, is_last: bool) -> Option<Event> {
        if !is_last || self.side != Side::Team {
            return None;
        }
        let original = self.attempt.link_of(source).and_then(Link::original);
        sent(self.scene, self.dialog, source, original)
    }

    /// A merged post, and each of its originals with it.
    fn merged_links(
        &self,
        parts: &[Part],
        with_dates: bool,
        message: Option<MessageId>,
    ) -> Vec<Change> {
        let kept_for = self.scene.parameters.keep_for_edits;
        let message = message.unwrap_or(MessageId(0));
        let until = (message.0 != 0 && !kept_for.is_zero()).then(|| self.scene.now.after(kept_for));
        let mut changes = Vec::new();
        for part in parts {
            for change in self.links(&part.source, Some(message), 0, 0, true) {
                let Change::PutLink(mut link) = change else {
                    changes.push(change);
                    continue;
                };
                // Of what was posted there is one row for all of them, below.
                if let Role::Original(original) = &mut link.role {
                    original.merged = Some(MergedInto { kept_until: until });
                    changes.push(Change::PutLink(link));
                }
            }
        }
        let (Some(last), Some(chat)) = (parts.last(), self.other_chat()) else {
            return changes;
        };
        if message.0 == 0 {
            return changes;
        }
        let post = MessageRef { chat, message };
        let key = key_of(self.scene, &post);
        changes.push(Change::PutLink(Box::new(Link {
            key: key.clone(),
            side: Side::Team,
            dialog: self.dialog.key.clone(),
            thread: None,
            role: Role::Copy(Copy {
                of: last.source.clone(),
                parts: parts_of(parts, with_dates),
                poster: self.attempt.delivery.identity,
                delivery: self.attempt.delivery.key.sequence,
            }),
            at: self.scene.now,
        })));
        changes.extend(until.map(|until| {
            Change::Keep(Box::new(Kept {
                connection: self.dialog.key.connection.clone(),
                key,
                until,
                contents: Vec::new(),
                merged: Some(MergedPost {
                    parts: parts.to_vec(),
                    with_dates,
                }),
            }))
        }));
        changes
    }

    fn other_chat(&self) -> Option<ChatAddress> {
        match self.side {
            Side::Customer => self.scene.connection.group_id().map(ChatAddress::whole),
            Side::Team => Some(self.dialog.chat().clone()),
        }
    }
}

/// State and receipt: an operator's message is with the customer. `sequence` is the one that
/// it was decided under.
pub(in super::super) fn delivered(
    scene: &Scene<'_>,
    dialog: &Dialog,
    source: &MessageRef,
    sequence: u64,
    reactions: Option<&Reactions>,
) -> Decision {
    let mut decision = answered(scene, dialog, sequence);
    if scene.parameters.show_receipts {
        decision.join(receipt(scene, &dialog.key, source, reactions));
    }
    decision
}

/// A dialog that is answered from an account is read: on its other devices, and for the customer.
fn read(scene: &Scene<'_>, dialog: &Dialog, messages: &[MessageId]) -> Option<Draft> {
    let last = messages.iter().copied().max().filter(|id| id.0 > 0)?;
    let is_accounts = scene.connection.frontend.kind == IdentityKind::User;
    is_accounts.then(|| {
        let message = MessageRef {
            chat: dialog.chat().clone(),
            message: last,
        };
        Draft::new(
            Lane::of(&dialog.key, LaneKind::Receipt),
            Action::MarkRead { message },
            Purpose::Tidy,
            Class::Upkeep,
        )
    })
}

/// What is with the customer ends here, though not all of it went.
pub(in super::super) fn delivered_in_part(
    scene: &Scene<'_>,
    dialog: Option<&Dialog>,
    delivery: &Delivery,
) -> Decision {
    match dialog.filter(|_| delivery.progress.first.is_some()) {
        Some(dialog) => answered(scene, dialog, delivery.decided_at()),
        None => Decision::nothing(),
    }
}

/// The team has answered.
fn answered(scene: &Scene<'_>, dialog: &Dialog, sequence: u64) -> Decision {
    let mut decision = Decision::default();
    let mut after = dialog.clone();
    let from = Some(dialog.state);
    let trigger = Trigger::OperatorDelivered {
        customer_wrote_since: dialog.customer_wrote_seq > sequence,
        was_set_since: dialog.state_set_seq > sequence,
    };
    let next = step(dialog.kind, from, trigger);
    let state = next.to.unwrap_or(dialog.state);
    after.enter_answered(state, scene.now);
    after.team_wrote_at = Some(scene.now);
    after.last_message_at = scene.now;
    after.team_messages += 1;
    after.unreachable = None;
    after.last_speaker = None;
    went_on(&mut after);
    if next.reopens(from) {
        decision
            .events
            .push(Event::DialogReopened(dialog.key.clone()));
    }
    decision.events.push(Event::MessageSent(dialog.key.clone()));
    decision.drafts.extend(wanted_sync(scene, &mut after));
    decision.changes.extend(timers(scene, &mut after));
    decision.dialog = Some(after);
    decision
}

/// What is left of a delivery once what it does next is done; `None`: nothing.
pub(in super::super) fn what_is_left(delivery: &Delivery) -> Option<Delivery> {
    if goes_whole(&delivery.action) {
        return None;
    }
    next_step(delivery).or_else(|| next_item(delivery))
}

/// The originals of a merged post, and where each is in it.
pub(super) fn parts_of(parts: &[Part], with_dates: bool) -> Vec<PartOf> {
    let bounds = merged(parts, with_dates).map(|merged| merged.bounds);
    let bounds = bounds.unwrap_or_default();
    let parts = parts.iter().zip(bounds);
    let parts = parts.map(|(part, bound)| PartOf {
        of: part.source.clone(),
        begins: bound.begins,
        length: bound.length,
    });
    parts.collect()
}

/// Whether it is an album that goes as one.
fn goes_whole(action: &Action) -> bool {
    matches!(action, Action::Album { items, one_by_one: false, .. } if items.len() > 1)
}

/// An original as it is known, or as nothing is known of it.
pub(super) fn original_of(attempt: &Attempt<'_>, source: &MessageRef) -> Option<(Link, Original)> {
    let link = attempt.link_of(source)?;
    Some((link.clone(), link.original()?.clone()))
}
