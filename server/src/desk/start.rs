//! Starts: an effect is about to be caused.

use backline_domain::delivery::{Delivery, Purpose, Sent};
use backline_domain::dialog::{Creation, Topic};
use backline_domain::relay::{creation_begins, wanted_look};

use super::handle::{Error, Result};
use super::task::Desk;
use super::token;
use super::work::Work;

// === impl Desk ===

impl Desk {
    /// Marks a delivery as started. Whoever dies from here on: without an
    /// outcome it is unknown whether the effect happened.
    pub(super) async fn start(&mut self, work: &mut Work, token: &str) -> Result<Delivery> {
        let lease = self.leases.of_token(token).ok_or(Error::LeaseLost)?.clone();
        if work.reported.contains_key(token) {
            return Err(Error::LeaseLost);
        }
        let mut delivery = match work.deliveries.get(&lease.delivery.key) {
            Some(Some(delivery)) => delivery.clone(),
            Some(None) => return Err(Error::LeaseLost),
            None => lease.delivery.clone(),
        };
        delivery.identity = lease.delivery.identity;
        delivery.started_at = Some(work.now);
        delivery.started_by = token::Lease::read(token).map(|lease| lease.nonce);
        if delivery.purpose == Purpose::Topic {
            self.start_creation(work, &delivery, &lease.sent).await?;
        }
        work.put_delivery(delivery.clone());
        Ok(delivery)
    }

    /// After the commit: the lease knows it too.
    pub(super) fn started(&mut self, token: &str, delivery: Delivery) {
        if let Some(lease) = self.leases.of_token_mut(token) {
            lease.delivery = delivery;
        }
    }

    /// A creation is remembered, so that the bot's own service message can settle it
    /// when the answer is lost.
    pub(super) async fn start_creation(
        &mut self,
        work: &mut Work,
        delivery: &Delivery,
        sent: &Sent,
    ) -> Result<()> {
        let Some(chat) = &delivery.key.lane.dialog else {
            return Ok(());
        };
        let Some(dialog) = self.dialog_in(work, chat) else {
            return Ok(());
        };
        if dialog.topic_id().is_some() {
            return Ok(());
        }
        let name = match sent.created_name() {
            Some(name) => name.to_owned(),
            None => wanted_look(&dialog, &work.parameters).name,
        };
        let before = self.creation(work, &name).await?;
        let decision = creation_begins(&work.scene(), &dialog, &name, before.as_ref());
        work.take(decision);
        Ok(())
    }

    /// What is known of creations under the name that this delivery's creation was
    /// begun with, if it was one.
    pub(super) async fn creation_of(
        &self,
        work: &Work,
        delivery: &Delivery,
        sent: &Sent,
    ) -> Result<Option<Creation>> {
        if delivery.purpose != Purpose::Topic {
            return Ok(None);
        }
        let dialog = delivery.key.lane.dialog.as_ref();
        let begun = dialog.and_then(|chat| match &work.dialog(chat)?.topic {
            Topic::Creating { name, .. } => Some(name.clone()),
            Topic::Missing | Topic::Known(_) => None,
        });
        match sent.created_name().map(str::to_owned).or(begun) {
            Some(name) => self.creation(work, &name).await,
            None => Ok(None),
        }
    }
}
