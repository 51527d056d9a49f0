//! Reading what a decision needs, as of the batch so far.

use backline_domain::delivery::{Delivery, Key};
use backline_domain::dialog::Creation;
use backline_domain::link::{self, Link};
use backline_domain::reaction::Reactions;

use super::handle::Result;
use super::task::Desk;
use super::work::Work;

// === impl Desk ===

impl Desk {
    /// A delivery that waits or is under way, as of the batch so far.
    pub(super) async fn waiting(&self, work: &Work, key: &Key) -> Result<Option<Delivery>> {
        match work.deliveries.get(key) {
            Some(known) => Ok(known.clone()),
            None => Ok(self.context.store.delivery(key).await?),
        }
    }

    /// The links of these messages, as of the batch so far.
    pub(super) async fn links_of(&self, work: &Work, keys: &[link::Key]) -> Result<Vec<Link>> {
        let unknown: Vec<link::Key> = keys
            .iter()
            .filter(|key| !work.links.contains_key(key))
            .cloned()
            .collect();
        let mut links = if unknown.is_empty() {
            Vec::new()
        } else {
            self.context.store.links(&unknown).await?
        };
        links.extend(keys.iter().filter_map(|key| work.links.get(key)).cloned());
        Ok(links)
    }

    /// The reactions that a message should have, as of the batch so far.
    pub(super) async fn reactions_of(
        &self,
        work: &Work,
        key: &link::Key,
    ) -> Result<Option<Reactions>> {
        if let Some(known) = work.reactions.get(key) {
            return Ok(known.clone());
        }
        let found = self
            .context
            .store
            .reactions(std::slice::from_ref(key))
            .await?;
        Ok(found.into_iter().next())
    }

    /// What is known of topics being made under this name, as of the batch so far.
    pub(super) async fn creation(&self, work: &Work, name: &str) -> Result<Option<Creation>> {
        if let Some(known) = work.creations.get(name) {
            return Ok(known.clone());
        }
        let of = &self.connection.id;
        Ok(self.context.store.creation(of, name).await?)
    }
}
