//! What waits, as people see it: `/queue`, and the line in General while it waits long.

use std::time::Duration;

use super::settle::{Attempt, Settled};
use super::{Decision, Draft, Scene};
use crate::catalogue::{FileSize, Language, Notice, QueueReason};
use crate::delivery::{
    Action, Backlog, BacklogStep, Class, Lane, LaneKind, Line, Purpose, Rejection, Waiting,
};
use crate::id::{ChatAddress, MessageId};
use crate::payload::Payload;
use crate::privacy::Shown;

/// Dialogs that `/queue` lists.
const LISTED: usize = 10;

/// How long until a line that was refused is tried again.
const REFUSED: Duration = Duration::from_mins(15);

/// What waits, for `/queue`.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct QueueView {
    /// Dialogs of which something waits, longest wait first.
    pub lines: Vec<QueueLine>,
}

/// What waits of one dialog.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct QueueLine {
    /// The dialog; `None` for what belongs to none.
    pub title: Option<Shown>,
    /// How many messages.
    pub count: u64,
    /// How long the oldest has.
    pub oldest: Duration,
    /// Why.
    pub reason: QueueReason,
    /// Whether it has no topic yet.
    pub is_first_contact: bool,
    /// Bytes of its files on their way through the store: how many have come, of how many.
    pub files: Option<(u64, u64)>,
}

// === impl QueueView ===

impl QueueView {
    /// The answer to `/queue`.
    pub(super) fn words(&self, language: Language) -> Payload {
        let Some(first) = self.lines.first() else {
            return Payload::notice(&Notice::QueueEmpty {}, language);
        };
        let mut notices = vec![Notice::QueueSummary {
            count: self.lines.iter().map(|line| line.count).sum(),
            oldest: first.oldest,
        }];
        for line in self.lines.iter().take(LISTED) {
            notices.push(line.notice());
            notices.extend(line.files.map(|(moved, total)| Notice::QueueFiles {
                moved: FileSize(moved),
                total: FileSize(total),
            }));
        }
        if let Some(more) = self
            .lines
            .len()
            .checked_sub(LISTED)
            .filter(|more| *more > 0)
        {
            notices.push(Notice::QueueMore { count: more as u64 });
        }
        let new = self.lines.iter().filter(|line| line.is_first_contact);
        let new = new.count() as u64;
        if new > 0 {
            notices.push(Notice::QueueFirstContacts { count: new });
        }
        Payload::lines(&notices, language)
    }
}

// === impl QueueLine ===

impl QueueLine {
    fn notice(&self) -> Notice {
        let (count, oldest, reason) = (self.count, self.oldest, self.reason);
        match self.title.clone() {
            Some(title) => Notice::QueueLine {
                title,
                count,
                oldest,
                reason,
            },
            None => Notice::QueueGeneralLine {
                count,
                oldest,
                reason,
            },
        }
    }
}

/// The line in General is not as it should be: its change is a delivery.
#[must_use]
pub fn backlog_due(scene: &Scene<'_>, backlog: &Backlog) -> Decision {
    // A lane of its own, so that a line that is refused holds nothing up: the group is no
    // customer.
    let lane = Lane {
        connection: scene.connection.id.clone(),
        dialog: scene.connection.group_id().map(ChatAddress::whole),
        kind: LaneKind::Receipt,
    };
    let draft = Draft::new(lane, Action::SyncBacklog, Purpose::Backlog, Class::Upkeep);
    Decision {
        drafts: vec![draft],
        backlog: Some(Backlog {
            waits: true,
            ..backlog.clone()
        }),
        ..Decision::default()
    }
}

/// What the line should say; `None`: it should go.
#[must_use]
pub fn backlog_line(scene: &Scene<'_>, backlog: &Backlog, waiting: Waiting) -> Option<Payload> {
    let is_wanted = match &backlog.line {
        Some(_) => !backlog.is_over(waiting),
        None => backlog.is_due(waiting),
    };
    let (count, oldest) = (waiting.count, waiting.oldest);
    is_wanted.then(|| scene.words(&Notice::QueueSlow { count, oldest }))
}

/// The line is as it was to be.
pub(super) fn backlog_shown(attempt: &Attempt<'_>, messages: &[MessageId]) -> Decision {
    let line = attempt.backlog.and_then(|backlog| backlog.line.clone());
    let line = match attempt.sent.backlog {
        Some(BacklogStep::Posted { told }) => {
            let message = messages.first().copied().filter(|id| id.0 != 0);
            message.map(|message| Line { message, told })
        }
        Some(BacklogStep::Changed { told }) => line.map(|line| Line { told, ..line }),
        Some(BacklogStep::Deleted) => None,
        None => line,
    };
    with(line)
}

/// It cannot be: a line that is gone is none, and one that may not be posted waits.
pub(super) fn backlog_refused(
    scene: &Scene<'_>,
    attempt: &Attempt<'_>,
    reason: Rejection,
) -> Settled {
    let is_posting = matches!(attempt.sent.backlog, Some(BacklogStep::Posted { .. }));
    let is_there = reason != Rejection::MessageNotFound && reason != Rejection::NotEditable;
    if is_posting || is_there {
        let mut again = attempt.delivery.clone();
        again.due_at = scene.now.after(REFUSED);
        return Settled {
            stays: Some(Box::new(again)),
            decision: Decision::nothing(),
        };
    }
    Settled {
        stays: None,
        decision: with(None),
    }
}

/// The change of the line does not wait any more.
pub(super) fn backlog_over(attempt: &Attempt<'_>) -> Decision {
    with(attempt.backlog.and_then(|backlog| backlog.line.clone()))
}

fn with(line: Option<Line>) -> Decision {
    Decision {
        backlog: Some(Backlog { line, waits: false }),
        ..Decision::default()
    }
}
