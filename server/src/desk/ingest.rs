//! Taking in updates: what is known already is dropped, the rest is decided in
//! order, each decision seeing those before it.

use std::collections::HashSet;

use backline_domain::change::{Change, Cursor};
use backline_domain::id::IdentityId;
use backline_domain::message::{Event, Message, Update, UpdateKey};

use super::Ingested;
use super::handle::Result;
use super::learn::Known;
use super::task::Desk;
use super::work::Work;

// === impl Desk ===

impl Desk {
    /// Decides about a batch. Nothing is written yet: that is the unit of work's
    /// commit.
    pub(super) async fn ingest(
        &mut self,
        work: &mut Work,
        identity: IdentityId,
        updates: &[Update],
        cursor: &Cursor,
    ) -> Result<Ingested> {
        let seen = self.seen(identity, updates, work).await?;
        let is_new = |key: &UpdateKey| !seen.contains(key) && !work.seen.contains(key);
        let mut taken = HashSet::new();
        let new: Vec<&Update> = updates
            .iter()
            .filter(|update| is_new(&update.key) && taken.insert(update.key.clone()))
            .collect();
        let known: Known = self.learn(work, &new).await?;
        work.seen.extend(taken);
        for update in &new {
            let mut decision = self.decide(work, &known, update).await?;
            let released = std::mem::take(&mut decision.released);
            work.take(decision);
            self.release(work, &update.key, released).await?;
            work.change(Change::MarkSeen(identity, update.key.clone(), work.now));
        }
        work.change(Change::PutCursor(identity, cursor.clone()));
        Ok(Ingested {
            cursor: cursor.clone(),
            accepted: new.len(),
            duplicates: updates.len() - new.len(),
        })
    }

    /// Decides about messages that were held and pass now.
    async fn release(
        &mut self,
        work: &mut Work,
        key: &UpdateKey,
        released: Vec<Message>,
    ) -> Result<()> {
        for message in released {
            let update = Update {
                key: key.clone(),
                event: Event::Posted(Box::new(message)),
            };
            let known = self.learn(work, &[&update]).await?;
            let decision = self.decide(work, &known, &update).await?;
            work.take(decision);
        }
        Ok(())
    }

    /// Which of these are known. What is above the highest id known for its
    /// source is new without asking.
    async fn seen(
        &mut self,
        identity: IdentityId,
        updates: &[Update],
        work: &Work,
    ) -> Result<HashSet<UpdateKey>> {
        let is_newer = |key: &UpdateKey| {
            key.natural.is_empty()
                && self
                    .newest
                    .get(&key.source)
                    .is_some_and(|newest| key.update_id > *newest)
        };
        let doubtful: Vec<UpdateKey> = updates
            .iter()
            .map(|update| &update.key)
            .filter(|key| !is_newer(key))
            .cloned()
            .collect();
        let seen = if doubtful.is_empty() {
            Vec::new()
        } else {
            self.context
                .store
                .seen(identity, &doubtful, work.now)
                .await?
        };
        Ok(seen.into_iter().collect())
    }

    /// After the commit: ids up to these are known.
    pub(super) fn remember_newest(&mut self, updates: &[Update]) {
        for key in updates.iter().map(|update| &update.key) {
            if key.natural.is_empty() {
                let newest = self.newest.entry(key.source.clone()).or_insert(i64::MIN);
                *newest = key.update_id.max(*newest);
            }
        }
    }
}
