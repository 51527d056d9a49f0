//! Large files on their way: how far they are, for the lines that topics have of them, for
//! `/queue` and for the metrics. Nothing is asked of gateways for it: whatever moves goes through the
//! store.

use std::time::Duration;

use backline_domain::delivery::{Delivery, LaneKind, Moving, Sent, TransferStep, Transfers};
use backline_domain::id::{ChatAddress, MessageRef, TopicId};
use backline_domain::relay::{transfer_due, transfer_line};
use backline_domain::time::Timestamp;

use super::call::{Call, Place};
use super::fetches::State;
use super::handle::{FilesMoving, Result};
use super::resolve::Resolved;
use super::task::Desk;
use super::work::Work;

/// How long between two looks while something moves.
const LOOK_GAP: Duration = Duration::from_secs(10);

/// And while a line tells of what is over.
const OVER_GAP: Duration = Duration::from_secs(1);

// === impl Desk ===

impl Desk {
    /// What topics say of large files, as of the batch so far.
    pub(super) fn transfers_in<'a>(&'a self, work: &'a Work) -> &'a Transfers {
        work.transfers.as_ref().unwrap_or(&self.ledger.transfers)
    }

    /// The messages whose files are on their way through the store because there is no other
    /// way, and how far they have come.
    pub(super) fn moving(&self) -> Vec<Moving> {
        let mut moving: Vec<Moving> = Vec::new();
        for ((key, _), fetch) in &self.fetches.files {
            if moving
                .last()
                .is_some_and(|last| last.sequence == key.sequence)
            {
                continue;
            }
            let mut waiting = self.windows.each(&key.lane);
            let delivery = waiting.find(|one| one.key == *key);
            let delivery = delivery.filter(|one| self.has_no_other_way(one));
            let of = delivery.and_then(|delivery| self.moving_of(delivery, fetch.since));
            moving.extend(of);
        }
        // After a restart it is known a moment later how far they are.
        let lines = self.ledger.transfers.lines.keys();
        let unknown = lines.filter(|of| {
            let is_known = moving.iter().any(|one| one.sequence == **of);
            !is_known
                && self.windows.with_sequence(**of).is_some_and(|one| {
                    let mut fetches = self.fetches.files.keys();
                    fetches.all(|(key, _)| *key != one.key)
                })
        });
        let now = self.now();
        let waits = |of: &u64| Moving {
            sequence: *of,
            topic: TopicId(0),
            is_customers: false,
            files: Vec::new(),
            moved: 0,
            since: now,
        };
        let unknown: Vec<Moving> = unknown.map(waits).collect();
        moving.extend(unknown);
        moving
    }

    fn moving_of(&self, delivery: &Delivery, since: Timestamp) -> Option<Moving> {
        let chat = delivery.key.lane.dialog.as_ref()?;
        let topic = self.dialogs.get(chat)?.as_ref()?.topic_id()?;
        let needed = self.needed_files(delivery);
        let mut moved = 0;
        for (place, media) in needed.iter().enumerate() {
            let fetch = self.fetches.of(&delivery.key, place, media)?;
            moved += match &fetch.state {
                State::Stored(file) => file.size() + file.given(),
                State::Running { .. } | State::Resting(_) => {
                    self.context.files.arrived(fetch.ticket)
                }
                // What stands in its place says why.
                State::GivenUp => return None,
            };
        }
        Some(Moving {
            sequence: delivery.key.sequence,
            topic,
            is_customers: delivery.key.lane.kind == LaneKind::ToTopic,
            files: needed.into_iter().cloned().collect(),
            moved,
            since,
        })
    }

    /// What moves, of one dialog or of all.
    pub(super) fn files_moving(&self, dialog: Option<&ChatAddress>) -> FilesMoving {
        let mut files = FilesMoving::default();
        for one in self.moving() {
            let of = self.windows.with_sequence(one.sequence);
            let chat = of.and_then(|one| one.key.lane.dialog.as_ref());
            if dialog.is_none() || chat == dialog {
                files.moved += one.moved / 2;
                files.total += one.size();
            }
        }
        files
    }

    /// Has the lines changed that are not as they should be, one after the other.
    pub(super) async fn watch_transfers(&mut self) {
        let now = self.now();
        if self.transfer_look(now).is_none_or(|at| at > now) {
            return;
        }
        self.transfers_looked_at = Some(now);
        if let Err(error) = self.sync_transfers(now).await {
            tracing::warn!(connection.id = %self.connection.id, %error, "how far files have come cannot be told");
        }
    }

    /// When to look again, if nothing is heard until then.
    pub(super) fn transfer_look(&self, now: Timestamp) -> Option<Timestamp> {
        let transfers = &self.ledger.transfers;
        let is_idle = self.fetches.files.is_empty() && transfers.lines.is_empty();
        if transfers.waits || is_idle || self.connection.group_id().is_none() {
            return None;
        }
        let mut lines = transfers.lines.keys();
        let is_over = lines.any(|of| self.windows.with_sequence(*of).is_none());
        let gap = if is_over { OVER_GAP } else { LOOK_GAP };
        let last = self.transfers_looked_at;
        Some(last.map_or(now, |last| last.after(gap)))
    }

    async fn sync_transfers(&mut self, now: Timestamp) -> Result<()> {
        let moving = self.moving();
        let mut work = self.work();
        let left = self.ledger.transfers.without_over(&moving);
        let transfers = left.as_ref().unwrap_or(&self.ledger.transfers);
        if let Some((of, _)) = transfers.next(&moving, now) {
            let decision = transfer_due(&work.scene(), transfers, of);
            work.take(decision);
            return self.commit(work).await;
        }
        if left.is_some() {
            work.transfers = left;
            return self.write_ledger_of(&work).await;
        }
        Ok(())
    }

    /// What the line of this delivery comes to now.
    pub(super) fn resolve_transfer(&self, of: u64, now: Timestamp) -> Resolved {
        let Some(group) = self.connection.group_id() else {
            return Resolved::NotYet;
        };
        let chat = ChatAddress::whole(group);
        let transfers = &self.ledger.transfers;
        let moving = self.moving().into_iter().find(|one| one.sequence == of);
        let message = transfers.lines.get(&of).and_then(|line| line.message);
        let (call, step, topic) = match (moving, message) {
            (None, None) => return Resolved::Nothing,
            (None, Some(message)) => {
                let messages = vec![message];
                (Call::Delete { chat, messages }, TransferStep::Deleted, None)
            }
            (Some(moving), message) => {
                let Some(step) = transfers.step(&moving, now) else {
                    return Resolved::Nothing;
                };
                let told = moving.percent();
                let work = self.work();
                let content = transfer_line(&work.scene(), &moving, told)
                    .content()
                    .clone();
                let topic = Some(moving.topic);
                let call = match message {
                    Some(message) => Call::Edit {
                        message: MessageRef { chat, message },
                        content,
                        caption_only: false,
                        buttons: Vec::new(),
                    },
                    None => Call::Send {
                        to: Place {
                            chat,
                            topic: Some(moving.topic.0),
                        },
                        content,
                        reply: None,
                        buttons: Vec::new(),
                    },
                };
                (call, step, topic)
            }
        };
        Resolved::Call {
            call: Box::new(call),
            sent: Sent {
                transfer: Some(step),
                topic,
                ..Sent::default()
            },
        }
    }
}
