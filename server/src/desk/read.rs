//! Reading what a decision needs, as of the batch so far.

use backline_domain::delivery::{Action, Delivery, Key};
use backline_domain::dialog::{self, Creation};
use backline_domain::link::{self, Link};
use backline_domain::profile::Profile;
use backline_domain::reaction::Reactions;
use backline_domain::relay::Post;

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

    /// The merged post that a delivery edits a part of, as of the batch so far. `links` are
    /// those of the originals.
    pub(super) async fn post_of(
        &self,
        work: Option<&Work>,
        delivery: &Delivery,
        links: &[Link],
    ) -> Result<Option<Post>> {
        let Action::Edit { source, .. } = &delivery.action else {
            return Ok(None);
        };
        let key = self.key(&source.chat, source.message);
        let link = links.iter().find(|link| link.key == key);
        let original = link.and_then(Link::original);
        let Some((post, until)) = original.and_then(|original| {
            let until = original.merged?.kept_until?;
            Some((original.counterpart()?.clone(), until))
        }) else {
            return Ok(None);
        };
        let key = self.key(&post.chat, post.message);
        let kept = match work.and_then(|work| work.kept.get(&key)) {
            Some(known) => known.clone(),
            None => {
                let of = &self.connection.id;
                self.context.store.kept(of, &key, until).await?
            }
        };
        let keys = std::slice::from_ref(&key);
        let mut links = match work {
            Some(work) => self.links_of(work, keys).await?,
            None => self.context.store.links(keys).await?,
        };
        Ok(links
            .pop()
            .zip(kept)
            .map(|(link, kept)| Post { link, kept }))
    }

    /// What is written down about a dialog's customer, as of the batch so far.
    pub(super) async fn profile(&self, work: &Work, of: &dialog::Key) -> Result<Option<Profile>> {
        if let Some(known) = work.profiles.get(&of.chat) {
            return Ok(Some(known.clone()));
        }
        let store = &self.context.store;
        Ok(store.profiles(std::slice::from_ref(of)).await?.pop())
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
