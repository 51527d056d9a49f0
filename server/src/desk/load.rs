//! What a desk reads when it opens: its counter, the heads of its lanes, and
//! what was started without an outcome.

use backline_domain::delivery::{Delivery, Lane};
use backline_domain::dialog::{self, Dialog};
use backline_domain::id::ChatAddress;
use backline_store::Result;

use super::task::Desk;
use super::work::Counter;

/// Heads read at once.
const PAGE: usize = 256;

// === impl Desk ===

impl Desk {
    /// Reads what waits. Takes time with the number of lanes that wait, not with
    /// the number of deliveries.
    pub(super) async fn load(&mut self) -> Result<()> {
        let next = self.context.store.counter(&self.connection.id).await?;
        // 0 is never given out: a dialog whose customer never wrote has 0. Never below what was given out in this run, even when the store says so.
        let next = next.max(self.counter.next).max(1);
        self.counter = Counter {
            next,
            reserved: next,
        };
        self.next_timer = self.context.store.next_timer(&self.connection.id).await?;
        self.load_usage().await?;
        let mut after: Option<Lane> = None;
        loop {
            let heads = self
                .context
                .store
                .lane_heads(&self.connection.id, after.as_ref(), PAGE)
                .await?;
            let Some(last) = heads.last() else { break };
            after = Some(last.key.lane.clone());
            let is_last = heads.len() < PAGE;
            self.load_dialogs(heads.iter().filter_map(|head| head.key.lane.dialog.clone()))
                .await?;
            for head in heads {
                self.found(head);
            }
            if is_last {
                break;
            }
        }
        self.relays_known(true);
        self.group_known();
        if let Some(ledger) = self.context.store.ledger(&self.connection.id).await? {
            let now = self.now();
            // After a commit of unknown end the budgets are here, as they are.
            let posters = match std::mem::replace(&mut self.has_loaded, true) {
                true => Vec::new(),
                false => self.posters(),
            };
            for identity in posters {
                if let Some(used) = ledger.used_by(identity, now)
                    && let Some(scheduler) = self.scheduler_of(identity)
                {
                    scheduler.take_up(&used, now);
                }
            }
            self.ledger = ledger;
        }
        Ok(())
    }

    fn found(&mut self, head: Delivery) {
        let in_hand = self.leases.of_lane(&head.key.lane).is_some();
        if head.started_at.is_some() && !in_hand {
            self.leases.orphan(head.clone());
        }
        self.windows.found(head);
    }

    /// Reads the dialogs with these chats that are not in memory.
    pub(super) async fn load_dialogs(
        &mut self,
        chats: impl Iterator<Item = ChatAddress>,
    ) -> Result<()> {
        let mut wanted: Vec<dialog::Key> = chats
            .filter(|chat| !self.dialogs.contains_key(chat))
            .map(|chat| dialog::Key {
                connection: self.connection.id.clone(),
                chat,
            })
            .collect();
        wanted.sort_unstable();
        wanted.dedup();
        if wanted.is_empty() {
            return Ok(());
        }
        let found = self.context.store.dialogs(&wanted).await?;
        for key in wanted {
            self.dialogs.insert(key.chat, None);
        }
        for dialog in found {
            let chat = dialog.key.chat.clone();
            self.keep(dialog);
            // What waited for the dialog to be known.
            self.offer_dialog(&chat);
        }
        Ok(())
    }

    fn keep(&mut self, dialog: Dialog) {
        if let dialog::Topic::Creating { name, .. } = &dialog.topic {
            self.creating.insert(name.clone(), dialog.key.chat.clone());
        }
        self.dialogs.insert(dialog.key.chat.clone(), Some(dialog));
    }

    /// A delivery is done with: the lane's next one is read where it is not in
    /// memory. When it cannot be read, everything is read anew before the next
    /// decision.
    pub(super) async fn forget_delivery(&mut self, key: &backline_domain::delivery::Key) {
        use super::window::{Refill, Windows};
        if let Refill::From(from) = self.windows.remove(key) {
            match self
                .context
                .store
                .lane(&key.lane, from, Windows::READ)
                .await
            {
                Ok(read) => self.windows.refill(&key.lane, read),
                Err(error) => {
                    tracing::error!(connection = %self.connection.id, %error, "a lane cannot be read on");
                    self.is_doubtful = true;
                }
            }
        }
    }
}
