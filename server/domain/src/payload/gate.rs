//! The gates once more, when a delivery is handed out.

use super::{Part, Payload, Step, gated_texts, goes_as_one};
use crate::catalogue::{ContentKind, Notice};
use crate::delivery::{Action, Delivery, LaneKind, Purpose, ReplyTo};
use crate::link::Side;
use crate::message::Content;
use crate::parameter::Parameters;
use crate::privacy::{Gate, Mask, Numbers, is_on};

/// What the gates say when a delivery is handed out. They may have been set since it
/// was decided, and what waits, or lay among the dead letters, has to pass them too.
#[derive(Debug, Clone, PartialEq)]
pub enum GateNow {
    /// It goes as it is.
    Passes,
    /// Nothing may be copied any more: the checked content goes in its place.
    Instead(Action),
    /// It does not go.
    Shut(Notice),
}

/// Looks at a delivery once more, with the parameters of now.
#[must_use]
pub fn gate_now(delivery: &Delivery, parameters: &Parameters) -> GateNow {
    let lane = delivery.key.lane.kind;
    let words = match (&delivery.purpose, delivery.purpose.carried()) {
        (_, Some((Side::Customer, _))) => &parameters.restricted_keywords_frontend,
        (
            Purpose::Edit {
                side: Side::Team, ..
            },
            _,
        )
        | (_, Some((Side::Team, _))) => &parameters.restricted_keywords_backend,
        (Purpose::EditNote, _) if lane == LaneKind::ToCustomer => {
            &parameters.restricted_keywords_backend
        }
        // Backline's own words, and what is of customers.
        (_, None) => return hidden_now(&delivery.action, delivery, parameters),
    };
    let to_topic = matches!(delivery.purpose, Purpose::ToTopic { .. });
    if words.is_empty() && (!to_topic || parameters.hide_info.is_empty()) {
        return GateNow::Passes;
    }
    // What customers wrote was taken in: only copying it is not right any more.
    if !to_topic {
        let contents = contents(&delivery.action);
        for text in contents.iter().flat_map(|part| gated_texts(&part.content)) {
            if let Some(word) = words.find(&text) {
                let word = word.to_owned();
                return GateNow::Shut(Notice::NotSentWord { word });
            }
        }
    }
    match checked(&delivery.action) {
        None if to_topic => hidden_now(&delivery.action, delivery, parameters),
        None => GateNow::Passes,
        Some(action) if contents(&action).iter().all(|part| is_empty(part)) => {
            GateNow::Shut(Notice::NotSentKind {
                kind: ContentKind("unsupported".to_owned()),
            })
        }
        Some(action) if to_topic => match hidden_now(&action, delivery, parameters) {
            GateNow::Passes => GateNow::Instead(action),
            masked @ (GateNow::Instead(_) | GateNow::Shut(_)) => masked,
        },
        Some(action) => GateNow::Instead(action),
    }
}

/// What waits for the backend group was masked when it was decided. What is hidden since then is hidden
/// here: in what customers wrote, and their names in Backline's own lines.
fn hidden_now(action: &Action, delivery: &Delivery, parameters: &Parameters) -> GateNow {
    let lane = &delivery.key.lane;
    let is_for_team = matches!(lane.kind, LaneKind::ToTopic | LaneKind::Notice);
    if parameters.hide_info.is_empty() || !is_for_team || !is_on(Mask::Waiting) {
        return GateNow::Passes;
    }
    let numbers = Numbers::new();
    let gate = Gate::new(&lane.connection, parameters, &numbers);
    let is_customers = matches!(
        &delivery.purpose,
        Purpose::ToTopic { .. }
            | Purpose::EditNote
            | Purpose::Strike { .. }
            | Purpose::Edit {
                side: Side::Customer,
                ..
            }
    );
    let mut masked = action.clone();
    let mut was = false;
    let is_known = contents(action)
        .iter()
        .all(|payload| payload.was_masked_for(&parameters.hide_info));
    if is_customers && is_known {
        return GateNow::Passes;
    }
    for payload in contents_mut(&mut masked) {
        let now = payload.masked(&gate, is_customers);
        if now != *payload {
            *payload = now;
            was = true;
        }
    }
    if let Some(Some(ReplyTo::CounterpartOf { quote, .. })) = masked.reply_mut() {
        was |= quote.take().is_some();
    }
    if was {
        GateNow::Instead(masked)
    } else {
        GateNow::Passes
    }
}

/// The same as [`contents`], to be changed.
fn contents_mut(action: &mut Action) -> Vec<&mut Payload> {
    match action {
        Action::Send { payload, .. } | Action::Rewrite { payload, .. } => vec![payload],
        Action::Carry { steps, .. } => steps.iter_mut().flat_map(Step::contents_mut).collect(),
        Action::Album { items, .. } => {
            let each = items.iter_mut().flat_map(|item| {
                let alone = item.alone.iter_mut().flat_map(Step::contents_mut);
                std::iter::once(&mut item.payload).chain(alone)
            });
            each.collect()
        }
        Action::Merged { parts, .. } => {
            let steps = parts.iter_mut().map(|part| &mut part.step);
            steps.flat_map(Step::contents_mut).collect()
        }
        Action::Edit { contents, .. } => contents.iter_mut().collect(),
        Action::Withdraw { .. }
        | Action::SyncReaction { .. }
        | Action::React { .. }
        | Action::Delete { .. }
        | Action::SyncTopic
        | Action::SyncBacklog
        | Action::SyncTransfer { .. }
        | Action::DeleteTopic { .. }
        | Action::MarkRead { .. }
        | Action::Leave { .. }
        | Action::AnswerButton { .. }
        | Action::SetMenu { .. }
        | Action::Describe { .. }
        | Action::Reach(_) => Vec::new(),
    }
}

/// Everything that an action shows to people.
fn contents(action: &Action) -> Vec<&Payload> {
    match action {
        Action::Send { payload, .. } => vec![payload],
        Action::Carry { steps, .. } => steps.iter().flat_map(Step::contents).collect(),
        Action::Album { items, .. } => items.iter().map(|item| &item.payload).collect(),
        Action::Merged { parts, .. } => parts.iter().filter_map(Part::payload).collect(),
        Action::Edit { contents, .. } => contents.iter().collect(),
        Action::Rewrite { payload, .. } => vec![payload],
        Action::Withdraw { .. }
        | Action::SyncReaction { .. }
        | Action::React { .. }
        | Action::Delete { .. }
        | Action::SyncTopic
        | Action::SyncBacklog
        | Action::SyncTransfer { .. }
        | Action::DeleteTopic { .. }
        | Action::MarkRead { .. }
        | Action::Leave { .. }
        | Action::AnswerButton { .. }
        | Action::SetMenu { .. }
        | Action::Describe { .. }
        | Action::Reach(_) => Vec::new(),
    }
}

/// The action without copies; `None` when there are none in it.
fn checked(action: &Action) -> Option<Action> {
    let mut action = action.clone();
    let has_copies = if let Action::Carry {
        steps, done, main, ..
    } = &mut action
    {
        without_copies(steps, *done, main)
    } else if let Action::Merged { parts, .. } = &mut action {
        let mut had = false;
        for part in parts {
            if let Step::Copy { fallback, .. } = &part.step
                && let Some(text) = fallback.first()
            {
                part.step = Step::Send(text.clone());
                had = true;
            }
        }
        had
    } else if let Action::Album {
        items,
        one_by_one,
        reply,
        ..
    } = &mut action
    {
        let had = items
            .iter_mut()
            .map(|item| without_copies(&mut item.alone, item.done, &mut item.main));
        // All of them, not up to the first.
        let had = had.fold(false, |any, one| any | one);
        *one_by_one |= !goes_as_one(items, reply.is_some());
        had
    } else {
        false
    };
    has_copies.then_some(action)
}

/// What is left to do, sent anew. `done` steps are over, and `main` counts them too. Says
/// whether there was a copy.
fn without_copies(steps: &mut Vec<Step>, done: u32, main: &mut u32) -> bool {
    if !steps.iter().any(|step| matches!(step, Step::Copy { .. })) {
        return false;
    }
    // What stands before the main step may come to more messages than it was.
    if let Some(before) = main.checked_sub(done) {
        let before = steps.get(..before as usize).unwrap_or_default();
        let shifted: usize = before.iter().map(|step| step.contents().len()).sum();
        *main = done + u32::try_from(shifted).unwrap_or(0);
    }
    let payloads = steps.iter().flat_map(Step::contents);
    *steps = payloads.cloned().map(Step::Send).collect();
    true
}

fn is_empty(payload: &Payload) -> bool {
    matches!(payload.content(), Content::Text(text) if text.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::id::{ChatAddress, ChatId, MessageId, MessageRef};
    use crate::message::FormattedText;

    #[test]
    fn the_main_step_stays_the_main_step_whatever_is_done_already() {
        let text = |text: &str| Payload::text(FormattedText::plain(text));
        let copy = Step::Copy {
            from: MessageRef {
                chat: ChatAddress::whole(ChatId(1)),
                message: MessageId(2),
            },
            caption: None,
            caption_above: false,
            // A caption too long for a bot follows.
            fallback: vec![text("a picture"), text("its caption")],
            is_whole: true,
        };
        let line = || Step::Send(text("a line"));
        // Line, copy, line; the copy is the message itself.
        let mut main = 1;
        let mut steps = vec![line(), copy.clone(), line()];
        assert!(without_copies(&mut steps, 0, &mut main));
        assert_eq!((main, steps.len()), (1, 4));
        // The same, with the first line posted already.
        let mut main = 1;
        let mut steps = vec![copy.clone(), line()];
        assert!(without_copies(&mut steps, 1, &mut main));
        assert_eq!((main, steps.len()), (1, 3));
        // The message itself is posted, and a copy is left.
        let mut main = 0;
        assert!(without_copies(&mut vec![copy], 1, &mut main));
        assert_eq!(main, 0);
        assert!(!without_copies(&mut vec![line()], 0, &mut main));
    }
}
