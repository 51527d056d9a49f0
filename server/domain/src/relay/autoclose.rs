//! AUTOCLOSE. The topic's name and its closing say it; a line of its own would
//! cost the group's budget once more for every dialog.

use super::command::is_banned;
use super::csat::question;
use super::look::wanted_sync;
use super::remind::{reminder, reminder_anew};
use super::{Decision, Event, Scene};
use crate::change::{Change, Timer, TimerKind};
use crate::dialog::{Dialog, Kind, State, Topic, Trigger, step};
use crate::parameter::Parameters;
use crate::time::Timestamp;

/// When the dialog closes by itself as things stand; `None` = never.
#[must_use]
pub fn autoclose_due(dialog: &Dialog, parameters: &Parameters) -> Option<Timestamp> {
    let after = parameters.autoclose?;
    let since = match (dialog.state, dialog.kind) {
        (State::Closed, _) | (State::UserAnswered, Kind::Private) => return None,
        (State::SupportAnswered, _) => dialog.team_wrote_at.unwrap_or(dialog.last_message_at),
        // What a person holds open or opened again is not closed for its old age.
        (State::UserAnswered, Kind::Group | Kind::Channel) => dialog
            .held_at
            .map_or(dialog.last_message_at, |at| at.max(dialog.last_message_at)),
    };
    Some(since.after(after))
}

/// The timers that a dialog needs as it is now, but for those that are in the store
/// already.
pub(super) fn timers(scene: &Scene<'_>, dialog: &mut Dialog) -> Vec<Change> {
    let closing = autoclose_due(dialog, scene.parameters);
    let closing = closing.filter(|_| !std::mem::replace(&mut dialog.has_timer, true));
    let closing = closing.map(|due_at| closing_at(scene, dialog, due_at));
    closing.into_iter().chain(reminder(scene, dialog)).collect()
}

fn closing_at(scene: &Scene<'_>, dialog: &Dialog, due_at: Timestamp) -> Change {
    Change::PutTimer(Timer {
        connection: scene.connection.id.clone(),
        due_at,
        about: TimerKind::Autoclose(dialog.key.chat.clone()),
    })
}

/// A timer of this dialog is due: closes it, or sets the next timer when
/// something happened since. The caller deletes the timer that was due.
#[must_use]
pub fn autoclose(scene: &Scene<'_>, dialog: &Dialog) -> Decision {
    let mut after = dialog.clone();
    after.has_timer = false;
    let mut decision = Decision::default();
    match autoclose_due(dialog, scene.parameters) {
        None => {}
        Some(due_at) if due_at > scene.now => {
            after.has_timer = true;
            decision.changes.push(closing_at(scene, dialog, due_at));
        }
        Some(_) => {
            let next = step(dialog.kind, Some(dialog.state), Trigger::Autoclose);
            if next.closes(Some(dialog.state)) {
                after.enter(State::Closed, scene.now);
                decision.events.push(Event::DialogClosed {
                    dialog: dialog.key.clone(),
                    by_time: true,
                });
                decision.drafts.extend(question(scene, &mut after));
            }
        }
    }
    decision.drafts.extend(wanted_sync(scene, &mut after));
    decision.dialog = Some(after);
    decision
}

/// A parameter that dialogs follow is another: when this one closes by itself, when it is
/// announced that it waits, and what its topic is called.
#[must_use]
pub fn review(scene: &Scene<'_>, dialog: &Dialog) -> Decision {
    let mut after = dialog.clone();
    let mut decision = Decision::default();
    if !is_banned(scene.parameters, dialog) {
        // Taken out of the list by other means than /unban.
        after.banned = None;
    }
    if let Topic::Known(_) = dialog.topic {
        decision.drafts.extend(wanted_sync(scene, &mut after));
    }
    if let Some(due_at) = autoclose_due(dialog, scene.parameters) {
        // One that has an older timer too is looked at twice, which changes nothing.
        after.has_timer = true;
        decision.changes.push(closing_at(scene, dialog, due_at));
    }
    decision.changes.extend(reminder_anew(scene, &mut after));
    decision.dialog = (after != *dialog).then_some(after);
    decision
}
