//! Starts and outcomes.

use backline_domain::change::Change;
use backline_domain::delivery::schedule::Answer;
use backline_domain::delivery::{DeadLetter, Delivery, Outcome, Purpose};
use backline_domain::dialog::{Creation, Look, Topic};
use backline_domain::relay::{Attempt, creation_begins, settle, wanted_look};

use super::handle::{Completion, Down, Error, Result};
use super::leases;
use super::task::Desk;
use super::token;
use super::work::Work;

/// What a completion does to memory once its unit of work is committed.
#[derive(Debug)]
pub(super) struct Ended {
    pub(super) token: String,
    pub(super) outcome: Outcome,
    pub(super) lane: backline_domain::delivery::Lane,
    /// A newer hand-out of the same delivery, not to be begun any more.
    pub(super) cancelled: Option<String>,
}

// === impl Desk ===

impl Desk {
    /// Marks a delivery as started. Whoever dies from here on: without an
    /// outcome it is unknown whether the effect happened.
    pub(super) async fn start(&mut self, work: &mut Work, token: &str) -> Result<Delivery> {
        let lease = self.leases.of_token(token).ok_or(Error::LeaseLost)?;
        let mut delivery = match work.deliveries.get(&lease.delivery.key) {
            Some(Some(delivery)) => delivery.clone(),
            Some(None) => return Err(Error::LeaseLost),
            None => lease.delivery.clone(),
        };
        delivery.started_at = Some(work.now);
        if delivery.purpose == Purpose::Topic {
            let look = lease.look.clone();
            self.start_creation(work, &delivery, look).await?;
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

    /// Decides about an outcome.
    pub(super) async fn complete(
        &mut self,
        work: &mut Work,
        token: &str,
        outcome: &Outcome,
    ) -> Result<(Completion, Option<Ended>)> {
        if let Some(before) = self.leases.reported(token) {
            return if before == outcome {
                Ok((Completion::Repeated, None))
            } else {
                Err(Error::OutcomeMismatch)
            };
        }
        if let Some(lease) = self.leases.of_token(token).cloned() {
            let ended = self.settle_lease(work, lease, outcome).await?;
            return Ok((Completion::Recorded, Some(ended)));
        }
        self.complete_late(work, token, outcome).await
    }

    /// A report without a lease: only a success counts, because the message
    /// exists, and only while nothing final was decided.
    async fn complete_late(
        &mut self,
        work: &mut Work,
        token: &str,
        outcome: &Outcome,
    ) -> Result<(Completion, Option<Ended>)> {
        let key = token::Lease::read(token).ok_or(Error::LeaseLost)?.key;
        let is_success = matches!(outcome, Outcome::Succeeded { .. });
        let waiting = self.context.store.delivery(&key).await?;
        let id = backline_domain::delivery::Id {
            connection: key.lane.connection.clone(),
            sequence: key.sequence,
        };
        let dead = self.context.store.dead_letter(&id).await?;
        match (waiting, dead) {
            (None, None) => Ok((Completion::AlreadyFinal, None)),
            (_, _) if !is_success => Err(Error::LeaseLost),
            (Some(delivery), _) => {
                let newer = self
                    .leases
                    .of_lane(&key.lane)
                    .filter(|lease| lease.delivery.key == key);
                let cancelled = newer.map(|lease| lease.token.clone());
                let look = newer.and_then(|lease| lease.look.clone());
                self.leases.take_orphan(&key);
                let mut ended = self
                    .settle_one(work, token, delivery, look, outcome)
                    .await?;
                ended.cancelled = cancelled;
                Ok((Completion::RecordedLate, Some(ended)))
            }
            (None, Some(DeadLetter { delivery, .. })) => {
                work.change(Change::DeleteDeadLetter(id));
                let ended = self
                    .settle_one(work, token, delivery, None, outcome)
                    .await?;
                Ok((Completion::RecordedLate, Some(ended)))
            }
        }
    }

    pub(super) async fn settle_lease(
        &mut self,
        work: &mut Work,
        lease: leases::Lease,
        outcome: &Outcome,
    ) -> Result<Ended> {
        let leases::Lease {
            token,
            delivery,
            look,
            ..
        } = lease;
        // A Start of the same batch is in the work, not in the lease yet.
        let delivery = match work.deliveries.get(&delivery.key) {
            Some(Some(newer)) => newer.clone(),
            Some(None) | None => delivery,
        };
        self.settle_one(work, &token, delivery, look, outcome).await
    }

    pub(super) async fn settle_one(
        &mut self,
        work: &mut Work,
        token: &str,
        delivery: Delivery,
        look: Option<Look>,
        outcome: &Outcome,
    ) -> Result<Ended> {
        let lane = delivery.key.lane.clone();
        if let Some(chat) = &lane.dialog {
            self.load_dialogs(std::iter::once(chat.clone())).await?;
            if !work.dialogs.contains_key(chat) {
                work.dialogs
                    .insert(chat.clone(), self.dialogs.get(chat).cloned().flatten());
            }
        }
        let creation = self.creation_of(work, &delivery, look.as_ref()).await?;
        let settled = {
            let scene = work.scene();
            let attempt = Attempt {
                delivery: &delivery,
                dialog: lane.dialog.as_ref().and_then(|chat| work.dialog(chat)),
                look: look.as_ref(),
                creation: creation.as_ref(),
                others_deliver: self.others_deliver(&delivery),
                jitter: self.jitter.next(),
            };
            settle(&scene, &attempt, outcome)
        };
        match settled.stays {
            Some(delivery) => work.put_delivery(*delivery),
            None => work.end_delivery(delivery.key.clone()),
        }
        work.take(settled.decision);
        let (token, outcome) = (token.to_owned(), outcome.clone());
        Ok(Ended {
            token,
            outcome,
            lane,
            cancelled: None,
        })
    }

    /// After the commit: units settled, lane free, its head offered.
    pub(super) fn ended(&mut self, ended: Ended) {
        let now = self.now();
        let Ended {
            token,
            outcome,
            lane,
            cancelled,
        } = ended;
        if let Outcome::Succeeded { .. } = outcome {
            self.last_success_at = Some(now);
        }
        self.context.metrics.delivery_ended(&outcome);
        self.leases.end(&lane);
        self.scheduler.answered(&lane, now, Answer::from(&outcome));
        self.leases.report(token, outcome);
        self.offer(&lane);
        if let (Some(lease_token), Some(down)) = (cancelled, &self.down) {
            // Not begun, if it comes in time; a double is counted otherwise.
            let _ = down.try_send(Down::Cancel { lease_token });
        }
    }

    /// Whether the identity delivered anything since this delivery was decided:
    /// then it is the delivery that is bad, not the way.
    fn others_deliver(&self, delivery: &Delivery) -> bool {
        self.last_success_at
            .is_some_and(|at| at > delivery.created_at)
    }

    /// A creation is remembered, so that the bot's own service message can settle it
    /// when the answer is lost.
    async fn start_creation(
        &mut self,
        work: &mut Work,
        delivery: &Delivery,
        look: Option<Look>,
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
        let name = look.map_or_else(
            || wanted_look(&dialog, &work.parameters).name,
            |look| look.name,
        );
        let before = self.creation(work, &name).await?;
        let decision = creation_begins(&work.scene(), &dialog, &name, before.as_ref());
        work.take(decision);
        Ok(())
    }

    /// What is known of creations under the name that this delivery's creation was
    /// begun with, if it was one.
    async fn creation_of(
        &self,
        work: &Work,
        delivery: &Delivery,
        look: Option<&Look>,
    ) -> Result<Option<Creation>> {
        if delivery.purpose != Purpose::Topic {
            return Ok(None);
        }
        let dialog = delivery.key.lane.dialog.as_ref();
        let begun = dialog.and_then(|chat| match &work.dialog(chat)?.topic {
            Topic::Creating { name, .. } => Some(name.clone()),
            Topic::Missing | Topic::Known(_) => None,
        });
        match look.map(|look| look.name.clone()).or(begun) {
            Some(name) => self.creation(work, &name).await,
            None => Ok(None),
        }
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
