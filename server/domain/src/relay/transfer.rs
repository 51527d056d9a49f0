//! Large files on their way, as topics tell of them.

use super::settle::{Attempt, Settled};
use super::{Decision, Draft, Scene};
use crate::catalogue::{ContentKind, FileSize, Notice};
use crate::delivery::{
    Action, Class, Lane, LaneKind, Moving, Purpose, Rejection, TransferLine, TransferStep,
    Transfers,
};
use crate::id::{ChatAddress, MessageId};
use crate::message::{Content, Media};
use crate::payload::{Payload, kind_name};
use crate::privacy::Shown;

/// A line is not as it should be: its change is a delivery. It has what nothing else wants, in
/// a lane of its own, so that it holds nothing up.
#[must_use]
pub fn transfer_due(scene: &Scene<'_>, transfers: &Transfers, of: u64) -> Decision {
    let lane = Lane {
        connection: scene.connection.id.clone(),
        dialog: scene.connection.group_id().map(ChatAddress::whole),
        kind: LaneKind::Topic,
    };
    let action = Action::SyncTransfer { of };
    let draft = Draft::new(lane, action, Purpose::Transfer, Class::Bulk);
    Decision {
        drafts: vec![draft],
        transfers: Some(Transfers {
            waits: true,
            ..transfers.clone()
        }),
        ..Decision::default()
    }
}

/// What the line says.
#[must_use]
pub fn transfer_line(scene: &Scene<'_>, moving: &Moving, told: u8) -> Payload {
    let (size, percent) = (FileSize(moving.size()), u64::from(told));
    let name = |file: &Media| {
        if !moving.is_customers {
            return Shown::own(&file.file_name);
        }
        // Of a customer's file what is not hidden now, whatever was when it came.
        match scene
            .gate()
            .content(&Content::Media(Box::new(file.clone())))
        {
            (Content::Media(masked), _) => Shown::passed(&masked.file_name),
            _ => Shown::default(),
        }
    };
    let notice = match moving.files.as_slice() {
        [one] if !name(one).as_str().is_empty() => Notice::FileMoving {
            name: name(one),
            size,
            percent,
        },
        [one] => Notice::KindMoving {
            kind: ContentKind(kind_name(&Content::Media(Box::new(one.clone())))),
            size,
            percent,
        },
        several => Notice::FilesMoving {
            count: several.len() as u64,
            size,
            percent,
        },
    };
    scene.words(&notice)
}

/// The line is as it was to be.
pub(super) fn transfer_shown(
    scene: &Scene<'_>,
    attempt: &Attempt<'_>,
    messages: &[MessageId],
) -> Decision {
    with(attempt, |transfers, of| match attempt.sent.transfer {
        Some(TransferStep::Posted { told }) => {
            let message = messages.first().copied().filter(|id| id.0 != 0);
            let at = scene.now;
            let line = TransferLine { message, told, at };
            transfers.lines.insert(of, line);
        }
        Some(TransferStep::Changed { told }) => {
            if let Some(line) = transfers.lines.get_mut(&of) {
                (line.told, line.at) = (told, scene.now);
            }
        }
        Some(TransferStep::Deleted) => {
            transfers.lines.remove(&of);
        }
        None => {}
    })
}

/// It cannot be, or nobody knows: no second line is posted for the same message, and one that
/// cannot be changed is left alone.
pub(super) fn transfer_lost(scene: &Scene<'_>, attempt: &Attempt<'_>) -> Decision {
    with(attempt, |transfers, of| {
        let line = transfers.lines.get(&of);
        let message = match (attempt.sent.transfer, line) {
            // Done once more later, which changes nothing.
            (Some(TransferStep::Changed { .. } | TransferStep::Deleted), Some(line)) => {
                line.message
            }
            _ => None,
        };
        let line = TransferLine {
            message,
            told: line.map_or(0, |line| line.told),
            at: scene.now,
        };
        transfers.lines.insert(of, line);
    })
}

/// It is refused.
pub(super) fn transfer_refused(
    scene: &Scene<'_>,
    attempt: &Attempt<'_>,
    reason: Rejection,
) -> Settled {
    let is_gone = matches!(
        reason,
        Rejection::MessageNotFound | Rejection::NotEditable | Rejection::TopicNotFound
    );
    let decision = match attempt.sent.transfer {
        // It is gone, or stays whatever is done.
        Some(TransferStep::Deleted) => transfer_shown(scene, attempt, &[]),
        Some(TransferStep::Changed { .. }) if is_gone => with(attempt, |transfers, of| {
            if let Some(line) = transfers.lines.get_mut(&of) {
                line.message = None;
            }
        }),
        _ => transfer_lost(scene, attempt),
    };
    Settled {
        stays: None,
        decision,
    }
}

/// The change of the line does not wait any more.
pub(super) fn transfer_over(attempt: &Attempt<'_>) -> Decision {
    with(attempt, |_, _| {})
}

fn with(attempt: &Attempt<'_>, change: impl FnOnce(&mut Transfers, u64)) -> Decision {
    let mut transfers = attempt.transfers.cloned().unwrap_or_default();
    transfers.waits = false;
    if let Action::SyncTransfer { of } = attempt.delivery.action {
        change(&mut transfers, of);
    }
    Decision {
        transfers: Some(transfers),
        ..Decision::default()
    }
}
