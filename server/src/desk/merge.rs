//! Merging what waits at the head of a lane, when its turn has come and its group's
//! budget is short.

use backline_domain::delivery::Delivery;
use backline_domain::delivery::schedule::Head;
use backline_domain::relay::{may_follow, may_lead, merge};
use backline_domain::time::Timestamp;

use super::hand_out::NOT_YET_GAP;
use super::handle::Result;
use super::resolve::link_keys;
use super::task::Desk;

/// Deliveries of a lane looked at to be merged at once.
const LOOKED_AT: usize = 64;

// === impl Desk ===

impl Desk {
    /// The delivery as it goes: with those behind it that fit into the same message, where
    /// units are short. `None` when that could not be committed: then nothing goes.
    pub(super) async fn merged(
        &mut self,
        head: &Head,
        delivery: Delivery,
        now: Timestamp,
    ) -> Option<Delivery> {
        let identity = delivery.identity;
        let is_pressed = self
            .scheduler_of(identity)
            .is_some_and(|scheduler| scheduler.is_pressed(head.chat));
        let is_wanted = self.parameters.merge
            && may_lead(&delivery)
            && is_pressed
            && self.windows.has_behind(&delivery.key);
        if !is_wanted {
            return Some(delivery);
        }
        let (key, first) = (delivery.key.clone(), delivery.clone());
        match self.merge(delivery).await {
            Ok(()) => {
                let mut merged = self.windows.head(&key.lane).cloned()?;
                merged.identity = identity;
                Some(merged)
            }
            Err(error) => {
                tracing::warn!(connection.id = %self.connection.id, %error, "waiting messages could not be merged");
                self.put_back(first, now, NOT_YET_GAP);
                None
            }
        }
    }

    async fn merge(&mut self, first: Delivery) -> Result<()> {
        let mut work = self.work();
        let lane = first.key.lane.clone();
        let mut waiting = self.windows.all(&lane);
        let is_open = waiting
            .iter()
            .skip(1)
            .all(|one| may_follow(&work.scene(), one));
        if is_open && self.windows.has_more(&lane) {
            let from = first.key.sequence;
            waiting = self.context.store.lane(&lane, from, LOOKED_AT).await?;
        }
        // The head as it is in memory: it may have been put off there alone.
        if let Some(stored) = waiting.first_mut() {
            *stored = Delivery {
                identity: self.connection.frontend,
                ..first
            };
        }
        let keys = waiting
            .iter()
            .flat_map(|one| link_keys(&self.connection, one));
        let keys: Vec<_> = keys.collect();
        let links = self.context.store.links(&keys).await?;
        let Some(decision) = merge(&work.scene(), &waiting, &links) else {
            return Ok(());
        };
        let joined = decision.cancelled.len();
        work.take(decision);
        self.commit(work).await?;
        let labels = self.labels(self.connection.frontend, true);
        self.context.metrics.group().merged(&labels, joined);
        Ok(())
    }
}
