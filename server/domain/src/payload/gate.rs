//! The gates once more, when a delivery is handed out.

use super::{Payload, Step, gated_texts, goes_as_one};
use crate::catalogue::{ContentKind, Notice};
use crate::delivery::{Action, Delivery, LaneKind, Purpose};
use crate::link::Side;
use crate::message::Content;
use crate::parameter::Parameters;

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
    let words = match delivery.purpose {
        Purpose::ToCustomer { .. }
        | Purpose::Edit {
            side: Side::Team, ..
        } => &parameters.restricted_keywords_backend,
        Purpose::EditNote if delivery.key.lane.kind == LaneKind::ToCustomer => {
            &parameters.restricted_keywords_backend
        }
        Purpose::ToTopic { .. } => &parameters.restricted_keywords_frontend,
        // Backline's own words, and what shows none.
        Purpose::Edit {
            side: Side::Customer,
            ..
        }
        | Purpose::EditNote
        | Purpose::Strike { .. }
        | Purpose::Withdraw { .. }
        | Purpose::CustomerNotice
        | Purpose::TeamNotice
        | Purpose::Verdict { .. }
        | Purpose::Topic
        | Purpose::DoubleTopic { .. }
        | Purpose::InfoCard
        | Purpose::Receipt
        | Purpose::Leave
        | Purpose::GroupCheck
        | Purpose::ButtonAnswer
        | Purpose::Tidy => return GateNow::Passes,
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
        None => GateNow::Passes,
        Some(action) if contents(&action).iter().all(|part| is_empty(part)) => {
            GateNow::Shut(Notice::NotSentKind {
                kind: ContentKind("unsupported".to_owned()),
            })
        }
        Some(action) => GateNow::Instead(action),
    }
}

/// Everything that an action shows to people.
fn contents(action: &Action) -> Vec<&Payload> {
    match action {
        Action::Send { payload, .. } => vec![payload],
        Action::Carry { steps, .. } => steps.iter().flat_map(Step::contents).collect(),
        Action::Album { items, .. } => items.iter().map(|item| &item.payload).collect(),
        Action::Edit { contents, .. } => contents.iter().collect(),
        Action::Withdraw { .. }
        | Action::SyncReaction { .. }
        | Action::React { .. }
        | Action::Delete { .. }
        | Action::SyncTopic
        | Action::DeleteTopic { .. }
        | Action::Leave { .. }
        | Action::AnswerButton { .. }
        | Action::Describe { .. } => Vec::new(),
    }
}

/// The action without copies; `None` when there are none in it.
fn checked(action: &Action) -> Option<Action> {
    let is_copy = |step: &Step| matches!(step, Step::Copy { .. });
    let sent = |steps: &[Step]| -> Vec<Step> {
        let payloads = steps.iter().flat_map(Step::contents);
        payloads.cloned().map(Step::Send).collect()
    };
    let mut action = action.clone();
    match &mut action {
        Action::Carry { steps, main, .. } => {
            if !steps.iter().any(is_copy) {
                return None;
            }
            // What stands before the main step may come to more messages than it was.
            let before = steps.get(..*main as usize).unwrap_or_default();
            let shifted: usize = before.iter().map(|step| step.contents().len()).sum();
            *main = u32::try_from(shifted).unwrap_or(*main);
            *steps = sent(steps);
        }
        Action::Album {
            items,
            one_by_one,
            reply,
            ..
        } => {
            if !items.iter().any(|item| item.alone.iter().any(is_copy)) {
                return None;
            }
            for item in items.iter_mut() {
                item.alone = sent(&item.alone);
            }
            *one_by_one |= !goes_as_one(items, reply.is_some());
        }
        Action::Send { .. }
        | Action::Edit { .. }
        | Action::Withdraw { .. }
        | Action::SyncReaction { .. }
        | Action::React { .. }
        | Action::Delete { .. }
        | Action::SyncTopic
        | Action::DeleteTopic { .. }
        | Action::Leave { .. }
        | Action::AnswerButton { .. }
        | Action::Describe { .. } => return None,
    }
    Some(action)
}

fn is_empty(payload: &Payload) -> bool {
    matches!(payload.content(), Content::Text(text) if text.is_empty())
}
