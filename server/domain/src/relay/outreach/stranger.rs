//! Words to people who have not written to us, and Telegram's word that it is enough.

use super::super::{Decision, Scene};
use super::{shut_notice, with_budget};
use crate::catalogue::Notice;
use crate::connection::Connection;
use crate::delivery::{Delivery, Purpose};
use crate::dialog::Dialog;
use crate::time::Timestamp;

/// A new message to somebody who has not answered yet counts like a command. `None`: it is
/// none, or joins what is paid for.
///
/// # Errors
/// It may not go now; in words.
pub(in super::super) fn first_word(
    scene: &Scene<'_>,
    dialog: &Dialog,
    joins_album: bool,
) -> Result<Option<Box<Connection>>, Notice> {
    if !dialog.is_stranger || joins_album {
        return Ok(None);
    }
    match scene.connection.outreach.admit(scene.now, 1, false) {
        Ok(budget) => Ok(Some(with_budget(scene, budget))),
        Err(shut) => Err(shut_notice(shut)),
    }
}

/// Looks at what waits once more at its hand-out: what Telegram said meanwhile counts.
/// `None`: it goes.
#[must_use]
pub fn outreach_now(
    connection: &Connection,
    dialog: Option<&Dialog>,
    delivery: &Delivery,
    now: Timestamp,
) -> Option<Notice> {
    let is_command = matches!(delivery.purpose, Purpose::Outreach { .. });
    let is_word = matches!(delivery.purpose, Purpose::ToCustomer { .. })
        && dialog.is_some_and(|dialog| dialog.is_stranger);
    // What may have happened is not begun again: it ends by other rules.
    let is_open = delivery.is_begun || delivery.started_at.is_some();
    if !(is_command || is_word) || is_open {
        return None;
    }
    let shut = connection.outreach.shut_now(now, is_command)?;
    Some(shut_notice(shut))
}

/// Telegram said `PEER_FLOOD`: nothing goes to strangers any more, which General is told once.
pub(in super::super) fn stop(scene: &Scene<'_>, decision: &mut Decision) {
    let connection = decision.connection.as_deref().unwrap_or(scene.connection);
    let is_known = connection.outreach.stopped_until().is_some();
    let budget = connection.outreach.stopped(scene.now);
    let until = budget.stopped_until().unwrap_or(scene.now);
    decision.connection = Some(Box::new(Connection {
        outreach: budget,
        ..connection.clone()
    }));
    if !is_known {
        let notice = Notice::OutreachStopped { until };
        decision.drafts.push(scene.tell_general(&notice, None));
    }
}
