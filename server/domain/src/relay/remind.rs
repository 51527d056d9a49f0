//! `REMIND_AFTER`: a dialog that has needed the team for so long is announced in General,
//! once per wait. It counts by the clock, whatever `WORKING_HOURS` says.

use super::double::link_to;
use super::{Decision, Draft, Scene};
use crate::catalogue::Notice;
use crate::change::{Change, Timer, TimerKind};
use crate::delivery::{Action, Class, LaneKind, Purpose, Target};
use crate::dialog::Dialog;
use crate::parameter::Parameters;
use crate::payload::Payload;
use crate::time::Timestamp;

/// Most dialogs in one announcement: with the longest names it fits into a message.
const LINES: usize = 10;

/// When the dialog is to be announced as things stand; `None` = not in this wait.
#[must_use]
pub fn remind_due(dialog: &Dialog, parameters: &Parameters) -> Option<Timestamp> {
    let after = parameters.remind_after?;
    let wait = dialog.open_wait().filter(|wait| !wait.is_reminded)?;
    Some(wait.since.after(after))
}

/// The timer that this needs, unless one is in the store already.
pub(super) fn reminder(scene: &Scene<'_>, dialog: &mut Dialog) -> Option<Change> {
    let due_at = remind_due(dialog, scene.parameters)?;
    if std::mem::replace(&mut dialog.has_reminder, true) {
        return None;
    }
    Some(timer_at(scene, dialog, due_at))
}

/// The same, also where one is in the store: the parameter is another. It is then looked
/// at twice, which announces nothing twice.
pub(super) fn reminder_anew(scene: &Scene<'_>, dialog: &mut Dialog) -> Option<Change> {
    dialog.has_reminder = false;
    reminder(scene, dialog)
}

/// A timer of this dialog is due: says whether it is to be announced.
///
/// It sets the next timer when something happened since. The caller deletes the timer that
/// was due, and announces in the same transaction.
#[must_use]
pub fn remind(scene: &Scene<'_>, dialog: &Dialog) -> (Decision, bool) {
    let mut after = dialog.clone();
    after.has_reminder = false;
    let mut decision = Decision::default();
    let is_due = remind_due(dialog, scene.parameters).is_some_and(|due_at| due_at <= scene.now);
    if let (true, Some(wait)) = (is_due, dialog.open_wait()) {
        let mut wait = wait;
        wait.is_reminded = true;
        after.wait = Some(wait);
    }
    decision.changes.extend(reminder(scene, &mut after));
    decision.dialog = Some(after);
    (decision, is_due)
}

/// What General says of dialogs that have waited for so long.
#[must_use]
pub fn reminders(scene: &Scene<'_>, dialogs: &[Dialog]) -> Vec<Draft> {
    let notices: Vec<Notice> = dialogs
        .iter()
        .filter_map(|dialog| notice(scene, dialog))
        .collect();
    let pages = notices.chunks(LINES);
    pages
        .map(|notices| {
            Draft::new(
                scene.lane(LaneKind::Notice),
                Action::Send {
                    to: Target::General,
                    payload: Payload::lines(notices, scene.parameters.language),
                    reply: None,
                    buttons: Vec::new(),
                },
                Purpose::TeamNotice,
                Class::Operator,
            )
        })
        .collect()
}

fn notice(scene: &Scene<'_>, dialog: &Dialog) -> Option<Notice> {
    let title = scene.gate().customer(dialog);
    let waited = scene.now.since(dialog.open_wait()?.since);
    let place = scene.connection.group_id().zip(dialog.topic_id());
    Some(match place {
        Some((group, topic)) => Notice::Reminder {
            title,
            waited,
            link: link_to(group, topic),
        },
        None => Notice::ReminderWithoutTopic { title, waited },
    })
}

fn timer_at(scene: &Scene<'_>, dialog: &Dialog, due_at: Timestamp) -> Change {
    Change::PutTimer(Timer {
        connection: scene.connection.id.clone(),
        due_at,
        about: TimerKind::Remind(dialog.key.chat.clone()),
    })
}
