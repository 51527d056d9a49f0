//! Taking in updates: what is known already is dropped, the rest is decided in
//! order, each decision seeing those before it.

use std::collections::HashSet;

use backline_domain::change::{Change, Cursor};
use backline_domain::id::IdentityId;
use backline_domain::message::{Event, Message, Update, UpdateKey};
use backline_domain::relay::Decision;

use super::Ingested;
use super::handle::Result;
use super::learn::Known;
use super::task::Desk;
use super::view::counts;
use super::work::Work;

// === impl Desk ===

impl Desk {
    /// Decides about a batch; gives the keys that were new, too. Nothing is written yet:
    /// that is the unit of work's commit.
    pub(super) async fn ingest(
        &mut self,
        work: &mut Work,
        identity: IdentityId,
        updates: &[Update],
        cursor: &Cursor,
    ) -> Result<(Ingested, Vec<UpdateKey>)> {
        let seen = self.seen(identity, updates, work).await?;
        let is_new =
            |key: &UpdateKey| !seen.contains(key) && !work.seen.contains(&(identity, key.clone()));
        let mut taken = HashSet::new();
        let new: Vec<&Update> = updates
            .iter()
            .filter(|update| is_new(&update.key) && taken.insert(update.key.clone()))
            .collect();
        let wanted: Vec<&Update> = new
            .iter()
            .copied()
            .filter(|update| counts(&work.connection, identity, update))
            .collect();
        self.await_the_account(identity, &wanted)?;
        let known: Known = self.learn(work, &wanted).await?;
        self.look_at_echoes(work, &known, &wanted)?;
        work.seen
            .extend(taken.into_iter().map(|key| (identity, key)));
        for update in &new {
            // By the batch so far: the desk bot may have come to be in charge in it.
            let is_counted = counts(&work.connection, identity, update);
            tracing::trace!(%identity, key = ?update.key, is_counted, "an update is decided about");
            let mut decision = match is_counted {
                true => {
                    let is_own = self.is_echo(work, &known, update);
                    work.tally.updates += u64::from(!is_own);
                    self.decide(work, &known, identity, update).await?
                }
                false => Decision::nothing(),
            };
            let released = std::mem::take(&mut decision.released);
            work.take(decision);
            self.release(work, &update.key, released).await?;
            work.change(Change::MarkSeen(identity, update.key.clone(), work.now));
        }
        self.forget_echoes(updates);
        self.look_at_take_over(identity, updates);
        work.change(Change::PutCursor(identity, cursor.clone()));
        let ingested = Ingested {
            cursor: cursor.clone(),
            accepted: new.len(),
            duplicates: updates.len() - new.len(),
        };
        let keys = new.into_iter().map(|update| update.key.clone());
        Ok((ingested, keys.collect()))
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
            let frontend = self.connection.frontend;
            let decision = self.decide(work, &known, frontend, &update).await?;
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
                    .get(&(identity, key.source.clone()))
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

    /// After the commit: what is above these is new. Batches are committed in their order,
    /// so that nothing can be known above what was new just now. What was known already
    /// says nothing: more of the same batch may be.
    pub(super) fn remember_newest(&mut self, identity: IdentityId, new: Vec<UpdateKey>) {
        for key in new.into_iter().filter(|key| key.natural.is_empty()) {
            let newest = self.newest.entry((identity, key.source));
            let newest = newest.or_insert(i64::MIN);
            *newest = key.update_id.max(*newest);
        }
    }
}
