//! After a commit of unknown end: what is in memory may not be what is in the store.

use backline_domain::delivery::schedule::Answer;
use backline_domain::delivery::{Delivery, Lane};

use super::handle::Result;
use super::task::Desk;
use super::window::Windows;

// === impl Desk ===

impl Desk {
    /// Reads everything anew after a commit of unknown end.
    pub(super) async fn recover(&mut self) -> Result<()> {
        if !self.is_doubtful {
            return Ok(());
        }
        if let Some(connection) = self.context.store.connection(&self.connection.id).await? {
            self.parameters = self.parameters_of(&connection)?;
            self.connection = connection;
            self.webhooks_known();
        }
        let lanes: Vec<Lane> = self.windows.lanes().cloned().collect();
        for lane in lanes {
            for identity in self.posters() {
                if let Some(scheduler) = self.scheduler_of(identity) {
                    scheduler.withdraw(&lane);
                }
            }
        }
        self.windows = Windows::default();
        self.dialogs.clear();
        self.creating.clear();
        self.newest.clear();
        self.taken_over = None;
        self.load().await?;
        self.is_doubtful = false;
        self.stopped_known();
        self.recover_leases();
        Ok(())
    }

    /// Hand-outs as the store has their deliveries: one that is not the head of its lane
    /// any more has ended, whatever its commit seemed to say.
    pub(super) fn recover_leases(&mut self) {
        for lease in self.leases.all() {
            let key = &lease.delivery.key;
            let is_same =
                |head: &&Delivery| head.key == *key && head.progress.turn == lease.sent.turn;
            match self.windows.head(&key.lane).filter(is_same) {
                Some(head) => {
                    let mut head = head.clone();
                    // The row says so only once it is started.
                    head.identity = lease.delivery.identity;
                    self.started(&lease.token, head);
                }
                None => {
                    self.free_lane(key, Answer::Unknown);
                    self.offer(&key.lane);
                    self.cancel(lease.delivery.identity, lease.token.clone());
                }
            }
        }
    }
}
