//! What waits: for `/queue`, and for the line in General while it waits long.

use std::collections::BTreeMap;
use std::time::Duration;

use backline_domain::catalogue::QueueReason;
use backline_domain::delivery::schedule::Wait;
use backline_domain::delivery::{Backlog, BacklogStep, Delivery, Lane, LaneKind, Sent, Waiting};
use backline_domain::id::ChatAddress;
use backline_domain::privacy::{self, Gate, Shown};
use backline_domain::relay::{QueueLine, QueueView, backlog_due, backlog_line};
use backline_domain::time::Timestamp;

use super::call::{Call, Place};
use super::handle::Result;
use super::resolve::Resolved;
use super::task::Desk;
use super::work::Work;

/// How long between two looks at all lanes.
const LOOK_GAP: Duration = Duration::from_secs(5);

/// Waiting deliveries counted of one lane, or of all.
const COUNTED: usize = 1000;

// === impl Desk ===

impl Desk {
    /// What General says of the backlog, as of the batch so far.
    pub(super) fn backlog_in<'a>(&'a self, work: &'a Work) -> &'a Backlog {
        work.backlog.as_ref().unwrap_or(&self.ledger.backlog)
    }

    /// Lets General say what waits, when that is due.
    pub(super) async fn watch_backlog(&mut self) {
        let now = self.now();
        if !self.may_be_due(now) {
            return;
        }
        self.backlog_looked_at = Some(now);
        if let Err(error) = self.sync_backlog(now).await {
            tracing::warn!(connection.id = %self.connection.id, %error, "General cannot be told what waits");
        }
    }

    /// When to look again, if nothing is heard until then.
    pub(super) fn backlog_look(&self, now: Timestamp) -> Option<Timestamp> {
        if self.ledger.backlog.waits || self.connection.group_id().is_none() {
            return None;
        }
        let oldest = self.scheduler.oldest_wait(now);
        let since = oldest.map(|wait| now.before(wait));
        let at = self.ledger.backlog.look_at(since, now)?;
        let gap = self.backlog_looked_at.map(|last| last.after(LOOK_GAP));
        Some(at.max(gap.unwrap_or(at)))
    }

    /// By what is known at no cost.
    fn may_be_due(&self, now: Timestamp) -> bool {
        self.backlog_look(now).is_some_and(|at| at <= now)
    }

    async fn sync_backlog(&mut self, now: Timestamp) -> Result<()> {
        let waiting = self.waiting_for_group(now).await?;
        if !self.ledger.backlog.is_due(waiting) {
            return Ok(());
        }
        let mut work = self.work();
        let decision = backlog_due(&work.scene(), &self.ledger.backlog);
        work.take(decision);
        self.commit(work).await
    }

    /// What waits to be posted into the backend group.
    async fn waiting_for_group(&self, now: Timestamp) -> Result<Waiting> {
        // What waits for the plan is told of by itself: no bot's speed brings it.
        let is_posted = |lane: &&Lane| {
            matches!(lane.kind, LaneKind::ToTopic | LaneKind::Notice) && !self.is_lane_held(lane)
        };
        let mut waiting = Waiting::default();
        let mut has_more = false;
        for lane in self.windows.lanes().filter(is_posted) {
            has_more |= self.windows.has_more(lane);
            for delivery in self.windows.each(lane) {
                waiting.count += messages_of(delivery);
            }
            if let Some(head) = self.windows.head(lane) {
                waiting.oldest = waiting.oldest.max(now.since(head.created_at));
            }
        }
        if has_more {
            let all = self
                .context
                .store
                .waiting(&self.connection.id, COUNTED)
                .await?;
            waiting.count = waiting.count.max(all as u64);
        }
        Ok(waiting)
    }

    /// What the line in General comes to now.
    pub(super) async fn resolve_backlog(&self, now: Timestamp) -> Result<Resolved> {
        let waiting = self.waiting_for_group(now).await?;
        let backlog = &self.ledger.backlog;
        let Some(group) = self.connection.group_id() else {
            return Ok(Resolved::NotYet);
        };
        let chat = ChatAddress::whole(group);
        let work = self.work();
        let told = waiting.oldest;
        let line = backlog.line.as_ref().map(|line| line.message);
        let (call, step) = match (backlog_line(&work.scene(), backlog, waiting), line) {
            (Some(payload), None) => (
                Call::Send {
                    to: Place { chat, topic: None },
                    content: payload.content().clone(),
                    reply: None,
                    buttons: Vec::new(),
                },
                BacklogStep::Posted { told },
            ),
            (Some(payload), Some(message)) => (
                Call::Edit {
                    message: backline_domain::id::MessageRef { chat, message },
                    content: payload.content().clone(),
                    caption_only: false,
                    buttons: Vec::new(),
                },
                BacklogStep::Changed { told },
            ),
            (None, Some(message)) => (
                Call::Delete {
                    chat,
                    messages: vec![message],
                },
                BacklogStep::Deleted,
            ),
            (None, None) => return Ok(Resolved::Nothing),
        };
        Ok(Resolved::Call {
            call: Box::new(call),
            sent: Sent {
                backlog: Some(step),
                ..Sent::default()
            },
        })
    }

    /// What waits, dialog by dialog, longest wait first.
    pub(super) async fn queue_view(&self, now: Timestamp) -> Result<QueueView> {
        let mut by_dialog: BTreeMap<Option<ChatAddress>, Vec<&Lane>> = BTreeMap::new();
        let is_listed = |lane: &&Lane| {
            matches!(
                lane.kind,
                LaneKind::ToTopic | LaneKind::ToCustomer | LaneKind::Notice
            )
        };
        for lane in self.windows.lanes().filter(is_listed) {
            by_dialog.entry(lane.dialog.clone()).or_default().push(lane);
        }
        let mut lines = Vec::new();
        for (chat, lanes) in by_dialog {
            let heads = lanes.iter().filter_map(|lane| self.windows.head(lane));
            let Some(oldest) = heads.min_by_key(|head| head.created_at) else {
                continue;
            };
            let mut count = 0;
            for lane in &lanes {
                count += self.count_of(lane).await?;
            }
            let dialog = chat
                .as_ref()
                .and_then(|chat| self.dialogs.get(chat)?.as_ref());
            lines.push(QueueLine {
                title: chat.as_ref().map(|_| {
                    let name = |dialog| privacy::customer(dialog, &self.parameters);
                    dialog.map_or_else(|| Shown::own(Gate::nobody()), name)
                }),
                count,
                oldest: now.since(oldest.created_at),
                reason: self.reason_of(&oldest.key.lane, now),
                is_first_contact: dialog.is_some_and(|dialog| dialog.topic_id().is_none()),
                files: chat
                    .as_ref()
                    .map(|chat| self.files_moving(Some(chat)))
                    .filter(|files| files.total > 0)
                    .map(|files| (files.moved, files.total)),
            });
        }
        lines.sort_by_key(|line| std::cmp::Reverse(line.oldest));
        Ok(QueueView { lines })
    }

    async fn count_of(&self, lane: &Lane) -> Result<u64> {
        if self.windows.has_more(lane) {
            let all = self.context.store.lane(lane, 0, COUNTED).await?;
            return Ok(all.iter().map(messages_of).sum());
        }
        Ok(self.windows.each(lane).map(messages_of).sum())
    }

    fn reason_of(&self, lane: &Lane, now: Timestamp) -> QueueReason {
        if self.connection.is_stopped {
            return QueueReason::Stopped;
        }
        if let Some(hold) = self.plan.hold.as_ref().filter(|_| self.is_lane_held(lane)) {
            return QueueReason::Plan { until: hold.until };
        }
        match self.why_lane_waits(lane, now) {
            None | Some(Wait::LaneBusy | Wait::Outstanding) => QueueReason::Next,
            Some(Wait::Offline) => QueueReason::NoGateway,
            Some(Wait::TopicMissing) => QueueReason::Topic,
            Some(Wait::NotDue { .. }) => QueueReason::Retry,
            Some(Wait::IdentityFrozen { .. } | Wait::ChatFrozen { .. }) => QueueReason::FloodWait,
            Some(Wait::ChatBudget { .. } | Wait::OverallBudget { .. } | Wait::Turn) => {
                QueueReason::Budget
            }
        }
    }
}

/// How many messages a delivery brings.
fn messages_of(delivery: &Delivery) -> u64 {
    delivery.sources().len().max(1) as u64
}
