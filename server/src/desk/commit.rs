//! Committing a unit of work, and taking it into memory once it is in the store.

use std::collections::HashSet;

use backline_domain::change::Change;
use backline_domain::delivery::{DeadReason, Lane, Ledger};
use backline_domain::dialog::Dialog;
use backline_domain::id::ChatAddress;
use backline_domain::time::Timestamp;

use super::Result;
use super::poster::standings;
use super::task::Desk;
use super::work::{Wait, Work};

/// Dialogs kept in memory between batches; beyond it those that nothing waits
/// for are forgotten.
const DIALOGS: usize = 4096;

// === impl Desk ===

impl Desk {
    pub(super) fn work(&self) -> Work {
        Work::new(
            self.connection.clone(),
            self.parameters.clone(),
            self.context.plans.of(&self.connection).clone(),
            self.counter,
            self.random,
            self.now(),
        )
    }

    /// Commits a unit of work and, when that succeeded, takes it into memory.
    pub(super) async fn commit(&mut self, mut work: Work) -> Result<()> {
        let before = self.context.clock.monotonic();
        if !work.is_empty() {
            let mut rows = work.rows();
            // What is used up outlives a restart; it goes with what is written anyway.
            let ledger = self.ledger_at(work.now, &work.waits, &work);
            if !ledger.says_the_same(&self.ledger) {
                let id = self.connection.id.clone();
                rows.push(Change::PutLedger(id, ledger.clone()));
            }
            let usage = self.usage_after(&work);
            rows.extend(usage.clone().map(|usage| Change::PutUsage(Box::new(usage))));
            let dead: Vec<DeadReason> = rows.iter().filter_map(dead_reason).collect();
            if let Err(error) = self.context.store.commit(rows).await {
                self.is_doubtful |= !matches!(error, backline_store::Error::Conflict { .. });
                return Err(error.into());
            }
            self.ledger = ledger;
            if let Some(usage) = usage {
                self.used(usage);
            }
            let metrics = &self.context.metrics;
            metrics.committed(self.context.clock.monotonic().saturating_sub(before));
            for reason in &dead {
                metrics.dead_letter(reason);
            }
        }
        self.absorb(work).await;
        Ok(())
    }

    /// Writes what is used up of budgets, by itself.
    pub(super) async fn write_ledger(&mut self) -> Result<()> {
        let work = self.work();
        self.write_ledger_of(&work).await
    }

    /// The same, with what this work says of lines.
    pub(super) async fn write_ledger_of(&mut self, work: &Work) -> Result<()> {
        let ledger = self.ledger_at(self.now(), &[], work);
        if ledger.says_the_same(&self.ledger) {
            return Ok(());
        }
        let row = Change::PutLedger(self.connection.id.clone(), ledger.clone());
        if let Err(error) = self.context.store.commit(vec![row]).await {
            self.is_doubtful |= !matches!(error, backline_store::Error::Conflict { .. });
            return Err(error.into());
        }
        self.ledger = ledger;
        Ok(())
    }

    /// The ledger at this moment, with what Telegram has just said to wait.
    fn ledger_at(&self, now: Timestamp, waits: &[Wait], work: &Work) -> Ledger {
        let frontend = (self.connection.frontend, &self.scheduler);
        let relays = self.relays.iter();
        let relays = relays.map(|(identity, poster)| (*identity, &poster.scheduler));
        let used = relays.chain([frontend]).map(|(identity, scheduler)| {
            let mut used = scheduler.used(now);
            for wait in waits.iter().filter(|wait| wait.identity == identity) {
                match wait.chat {
                    Some(chat) => used.freeze(chat, wait.until, wait.is_flood),
                    None => used.silence(wait.until),
                }
            }
            (identity, used)
        });
        Ledger {
            used: used.filter(|(_, used)| !used.is_empty()).collect(),
            backlog: self.backlog_in(work).clone(),
            transfers: self.transfers_in(work).clone(),
            written_at: now,
        }
    }

    async fn absorb(&mut self, work: Work) {
        self.counter = work.counter;
        let topics: Vec<ChatAddress> = work.changed_dialogs().to_vec();
        let group_before = self.connection.group_id();
        let had_desk = self.connection.desk_in_charge().is_some();
        let relays_before = standings(&self.connection);
        if work.connection_changed() {
            let owned_before = (self.connection.administrator, group_before);
            self.connection = work.connection;
            self.parameters = work.parameters;
            self.webhooks_known();
            self.tell_peers();
            if (self.connection.administrator, self.connection.group_id()) != owned_before {
                self.owner_known();
            }
        }
        if self.dialogs.len() > DIALOGS {
            let wanted: HashSet<&ChatAddress> = self
                .windows
                .lanes()
                .chain(work.deliveries.keys().map(|key| &key.lane))
                .filter_map(|lane| lane.dialog.as_ref())
                .collect();
            self.dialogs.retain(|chat, _| wanted.contains(chat));
        }
        self.next_timer = [self.next_timer, work.timer].into_iter().flatten().min();
        let mut new_topics = Vec::new();
        let mut out_of_step = Vec::new();
        for (chat, dialog) in work.dialogs {
            let had = self
                .dialogs
                .get(&chat)
                .and_then(Option::as_ref)
                .and_then(Dialog::topic_id);
            let has = dialog.as_ref().and_then(Dialog::topic_id);
            if topics.contains(&chat) && had != has {
                new_topics.push(chat.clone());
            }
            if dialog.as_ref().is_some_and(|dialog| dialog.sync_waits) {
                out_of_step.push(chat.clone());
            }
            self.remember_creation(&chat, dialog.as_ref());
            self.dialogs.insert(chat, dialog);
        }
        let mut touched: Vec<Lane> = Vec::new();
        for (key, delivery) in work.deliveries {
            let lane = key.lane.clone();
            match delivery {
                Some(delivery) => {
                    if self.windows.put(delivery) {
                        touched.push(lane);
                    }
                }
                None => {
                    self.forget_delivery(&key).await;
                    touched.push(lane);
                }
            }
        }
        for lane in touched {
            self.offer(&lane);
        }
        for chat in out_of_step {
            self.hasten_sync(&chat);
        }
        for chat in new_topics {
            self.offer_dialog(&chat);
        }
        if standings(&self.connection) != relays_before {
            self.relays_known(false);
        }
        if self.connection.group_id() != group_before {
            self.is_group_new = true;
            self.group_known();
        }
        // How the account stands in it matters from now on.
        self.is_group_new |= !had_desk && self.connection.desk_in_charge().is_some();
        self.context.webhooks.wake(work.posted);
        self.tell(work.events);
    }

    fn remember_creation(&mut self, chat: &ChatAddress, dialog: Option<&Dialog>) {
        use backline_domain::dialog::Topic;
        self.creating.retain(|_, of| of != chat);
        if let Some(Topic::Creating { name, .. }) = dialog.map(|dialog| &dialog.topic) {
            self.creating.insert(name.clone(), chat.clone());
        }
    }
}

fn dead_reason(row: &Change) -> Option<DeadReason> {
    if let Change::PutDeadLetter(letter) = row {
        Some(letter.reason.clone())
    } else {
        None
    }
}
