//! Outcomes.

use backline_domain::change::Change;
use backline_domain::delivery::schedule::Answer;
use backline_domain::delivery::{
    self, Action, Delivery, Key, Outcome, Purpose, RightAsk, Scope, Sent,
};
use backline_domain::id::{ChatAddress, IdentityId};
use backline_domain::relay::{Attempt, settle};
use backline_domain::time::Timestamp;

use super::handle::{Completion, Down, Error, Result};
use super::leases;
use super::poster::REST;
use super::resolve::{counted_chat, link_keys, reacted_to};
use super::task::Desk;
use super::token;
use super::work::{Wait, Work};

/// What a completion does to memory once its unit of work is committed.
#[derive(Debug)]
pub(super) struct Ended {
    pub(super) token: String,
    pub(super) outcome: Outcome,
    pub(super) key: Key,
    /// Who executed it, whether in the group, and when it was decided: for the numbers.
    pub(super) counted: (IdentityId, bool, Timestamp),
    /// What it means for budgets.
    pub(super) answer: Answer,
    /// A newer hand-out of the same delivery, not to be begun any more.
    pub(super) cancelled: Option<String>,
}

// === impl Desk ===

impl Desk {
    /// Decides about an outcome.
    pub(super) async fn complete(
        &mut self,
        work: &mut Work,
        token: &str,
        outcome: &Outcome,
    ) -> Result<(Completion, Option<Ended>)> {
        if token::Lease::read(token).is_some_and(|lease| lease.sent.fetches.is_some()) {
            return self
                .fetched(token, outcome)
                .map(|()| (Completion::Recorded, None));
        }
        let before = work.reported.get(token);
        if let Some(before) = before.or_else(|| self.leases.reported(token)) {
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

    /// A report without a lease. A success counts while nothing final was decided,
    /// because the message exists. Anything else counts only from the hand-out that a
    /// dead server had started: there is no newer one.
    async fn complete_late(
        &mut self,
        work: &mut Work,
        token: &str,
        outcome: &Outcome,
    ) -> Result<(Completion, Option<Ended>)> {
        let lease = token::Lease::read(token).ok_or(Error::LeaseLost)?;
        if let Some(orphan) = self.leases.orphan_of(&lease.key, &lease.nonce).cloned() {
            let ended = self
                .settle_one(work, token, orphan, &lease.sent, outcome)
                .await?;
            self.leases.take_orphan(&lease.key);
            return Ok((Completion::Recorded, Some(ended)));
        }
        let id = delivery::Id {
            connection: lease.key.lane.connection.clone(),
            sequence: lease.key.sequence,
        };
        let is_success = matches!(outcome, Outcome::Succeeded { .. });
        let dead = match work.decided.contains(&id) {
            true => None,
            false => self.context.store.dead_letter(&id).await?,
        };
        // Told to try once more, and that has not happened yet: it need not any more.
        let key = self.context.store.retry(&id).await?.unwrap_or(lease.key);
        let waiting = self.waiting(work, &key).await?;
        // What this is about was settled: the delivery has gone on to something else.
        let turn = waiting
            .as_ref()
            .or(dead.as_ref().map(|letter| &letter.delivery))
            .map(|delivery| delivery.progress.turn);
        if turn.is_some_and(|turn| turn != lease.sent.turn) {
            return Ok((Completion::AlreadyFinal, None));
        }
        match (waiting, dead) {
            (None, None) => Ok((Completion::AlreadyFinal, None)),
            (_, _) if !is_success => Err(Error::LeaseLost),
            (Some(delivery), _) => {
                let newer = self
                    .leases
                    .of_lane(&key.lane)
                    .filter(|lease| lease.delivery.key == key);
                let cancelled = newer.map(|lease| lease.token.clone());
                let mut ended = self
                    .settle_one(work, token, delivery, &lease.sent, outcome)
                    .await?;
                self.leases.take_orphan(&key);
                ended.cancelled = cancelled;
                Ok((Completion::RecordedLate, Some(ended)))
            }
            (None, Some(letter)) => {
                work.change(Change::DeleteDeadLetter(id));
                if let Some(undone) = letter.undo_choice() {
                    work.change(undone);
                }
                let ended = self
                    .settle_one(work, token, letter.delivery, &lease.sent, outcome)
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
            sent,
            ..
        } = lease;
        // A Start of the same batch is in the work, not in the lease yet.
        let delivery = match work.deliveries.get(&delivery.key) {
            Some(Some(newer)) => newer.clone(),
            Some(None) | None => delivery,
        };
        self.settle_one(work, &token, delivery, &sent, outcome)
            .await
    }

    pub(super) async fn settle_one(
        &mut self,
        work: &mut Work,
        token: &str,
        mut delivery: Delivery,
        sent: &Sent,
        outcome: &Outcome,
    ) -> Result<Ended> {
        delivery.identity = sent.by.unwrap_or(self.connection.frontend);
        let has_others = self.has_others(self.who(&delivery), delivery.identity);
        let key = delivery.key.clone();
        if let Some(chat) = &key.lane.dialog {
            self.load_dialogs(std::iter::once(chat.clone())).await?;
            if !work.dialogs.contains_key(chat) {
                work.dialogs
                    .insert(chat.clone(), self.dialogs.get(chat).cloned().flatten());
            }
        }
        let reached = self.reached_chat(work, &delivery, outcome).await?;
        let chats: Vec<ChatAddress> = reached.clone().into_iter().collect();
        // Whoever is reached is named, in answers and as a topic.
        let ids = chats.iter().map(|chat| chat.id.0);
        self.number(work, ids.collect()).await?;
        self.note_wait(work, &delivery, outcome);
        let creation = self.creation_of(work, &delivery, sent).await?;
        let links = self
            .links_of(work, &link_keys(&self.connection, &delivery))
            .await?;
        let reactions = match reacted_to(&self.connection, &delivery) {
            Some(key) => self.reactions_of(work, &key).await?,
            None => None,
        };
        let post = self.post_of(Some(work), &delivery, &links).await?;
        let profile = match (&delivery.purpose, key.lane.dialog_key()) {
            (Purpose::InfoCard | Purpose::PrivateInfo { .. }, Some(dialog)) => {
                self.profile(work, &dialog).await?
            }
            _ => None,
        };
        let choice = match &delivery.purpose {
            Purpose::Verdict {
                choice: Some(id), ..
            } => self.choice(work, id).await?,
            _ => None,
        };
        let pressed = match &delivery.purpose {
            Purpose::RightCheck {
                what: RightAsk::Press(press),
                ..
            } => Some(self.look_up(work, press).await?),
            _ => None,
        };
        let jitter = self.jitter.next();
        let settled = {
            let scene = work.scene();
            let attempt = Attempt {
                delivery: &delivery,
                dialog: key.lane.dialog.as_ref().and_then(|chat| work.dialog(chat)),
                sent,
                creation: creation.as_ref(),
                links: &links,
                reactions: reactions.as_ref(),
                post: post.as_ref(),
                profile: profile.as_ref(),
                choice: choice.as_ref(),
                press: pressed.as_ref().map(|pressed| pressed.scene(work)),
                backlog: Some(self.backlog_in(work)),
                transfers: Some(self.transfers_in(work)),
                reached: reached.as_ref().and_then(|chat| work.dialog(chat)),
                has_others,
                largest_file: self.largest_file(&delivery),
                others_deliver: self.others_deliver(&delivery),
                jitter,
            };
            settle(&scene, &attempt, outcome)
        };
        let after = settled.stays.clone();
        match settled.stays {
            Some(mut stays) => {
                stays.started_by = None;
                stays.identity = self.connection.frontend;
                if stays.action != delivery.action {
                    stays.progress.turn = delivery.progress.turn + 1;
                }
                work.put_delivery(*stays);
            }
            None => work.end_delivery(&delivery),
        }
        work.take(settled.decision);
        self.count(work, &delivery, after.as_deref(), outcome);
        self.number_dialogs(work, &chats).await?;
        if let Outcome::Succeeded { messages, .. } = outcome {
            self.remember_own(work, &delivery, messages);
        }
        if !token.is_empty() {
            work.reported.insert(token.to_owned(), outcome.clone());
        }
        let (token, outcome) = (token.to_owned(), outcome.clone());
        let is_in_group = !delivery.action.reaches_customer();
        let answer = match outcome {
            // How fast such calls may follow says nothing of a chat, or of all else.
            Outcome::Deferred { .. } if is_outreach(&delivery) => Answer::Done,
            _ => Answer::from(&outcome),
        };
        Ok(Ended {
            answer,
            token,
            outcome,
            key,
            counted: (delivery.identity, is_in_group, delivery.created_at),
            cancelled: None,
        })
    }

    /// The chat that was found, made or joined, with its dialog read; also the one of which the
    /// account's own word came while its creation was under way.
    async fn reached_chat(
        &mut self,
        work: &mut Work,
        delivery: &Delivery,
        outcome: &Outcome,
    ) -> Result<Option<ChatAddress>> {
        if !is_outreach(delivery) {
            return Ok(None);
        }
        let told = match outcome {
            Outcome::Succeeded { reached, .. } => {
                let chat = reached.as_ref().and_then(|reached| reached.chat.as_ref());
                chat.map(|chat| chat.address.clone())
            }
            _ => None,
        };
        let made = work.connection.outreach.made.as_ref();
        let made = made.map(|made| ChatAddress::whole(made.chat));
        let Some(chat) = told.or(made) else {
            return Ok(None);
        };
        let found = self.load_reached(work, chat).await?;
        Ok(Some(found))
    }

    /// Reads the dialog with a chat, which may have been another chat when it began.
    async fn load_reached(&mut self, work: &mut Work, chat: ChatAddress) -> Result<ChatAddress> {
        let mut key = chat;
        if work.dialogs.contains_key(&key) {
            return Ok(key);
        }
        self.load_dialogs(std::iter::once(key.clone())).await?;
        let is_there = self.dialogs.get(&key).is_some_and(Option::is_some);
        if !is_there && key.id.is_supergroup() {
            let of = &self.connection.id;
            if let Some(was) = self.context.store.alias(of, &key).await? {
                self.load_dialogs(std::iter::once(was.clone())).await?;
                key = was;
            }
        }
        let known = self.dialogs.get(&key).cloned().flatten();
        work.dialogs.entry(key.clone()).or_insert(known);
        Ok(key)
    }

    /// What Telegram said to wait for goes with the outcome: a server that dies right
    /// after it must not ask again too early.
    fn note_wait(&self, work: &mut Work, delivery: &Delivery, outcome: &Outcome) {
        let Outcome::Deferred {
            delay,
            scope,
            is_flood_wait,
            ..
        } = outcome
        else {
            return;
        };
        if is_outreach(delivery) {
            return;
        }
        let dialog = delivery.key.lane.dialog.as_ref();
        let dialog = dialog.and_then(|chat| work.dialog(chat));
        let chat = match scope {
            Scope::Identity => None,
            Scope::Chat => match counted_chat(&self.connection, dialog, delivery) {
                Some(chat) => Some(chat),
                None => return,
            },
        };
        work.waits.push(Wait {
            identity: delivery.identity,
            chat,
            until: work.now.after(*delay),
            is_flood: *is_flood_wait,
        });
    }

    /// After the commit: units settled, lane free, its head offered. A late success
    /// may be about a delivery that its lane has gone on from: then the lane's present
    /// hand-out is another's and stays.
    pub(super) fn ended(&mut self, ended: Ended) {
        let now = self.now();
        let Ended {
            token,
            outcome,
            key,
            counted: (identity, is_in_group, decided_at),
            answer,
            cancelled,
        } = ended;
        let newer = cancelled.as_ref();
        let newer = newer.and_then(|token| self.leases.of_token(token));
        let newer = newer.map(|lease| lease.delivery.identity);
        let labels = self.labels(identity, is_in_group);
        let metrics = &self.context.metrics;
        metrics.delivery_ended(&outcome);
        match outcome {
            Outcome::Succeeded { .. } => {
                self.last_success_at.insert(identity, now);
                metrics.group().delivered(&labels, now.since(decided_at));
            }
            Outcome::Deferred {
                is_flood_wait: true,
                ..
            } => metrics.group().flood_wait(&labels),
            _ => {}
        }
        self.free_lane(&key, answer);
        let is_relay = self.connection.is_relay(identity);
        let has_failed = matches!(outcome, Outcome::Failed { .. } | Outcome::Uncertain { .. });
        if is_relay
            && has_failed
            && let Some(scheduler) = self.scheduler_of(identity)
        {
            scheduler.rest_until(now.after(REST));
        }
        if !token.is_empty() {
            self.leases.report(token, outcome);
        }
        self.offer(&key.lane);
        if let (Some(lease_token), Some(identity)) = (cancelled, newer) {
            self.cancel(identity, lease_token);
        }
    }

    /// Tells a gateway not to begin what it has in hand.
    pub(super) fn cancel(&self, identity: IdentityId, lease_token: String) {
        if let Some(down) = self.down_of(identity) {
            // Not begun, if it comes in time; a double is counted otherwise.
            let _ = down.try_send(Down::Cancel { lease_token });
        }
    }

    /// Ends the hand-out of this delivery, if there is one.
    pub(super) fn free_lane(&mut self, key: &Key, answer: Answer) {
        let lease = self.leases.of_lane(&key.lane);
        let lease = lease.filter(|lease| lease.delivery.key == *key);
        if let Some(identity) = lease.map(|lease| lease.delivery.identity) {
            let now = self.now();
            self.leases.end(&key.lane);
            self.answered(identity, &key.lane, now, answer);
        }
    }

    /// Whether the identity delivered anything since this delivery first failed:
    /// then it is the delivery that is bad, not the way.
    fn others_deliver(&self, delivery: &Delivery) -> bool {
        delivery
            .first_failed_at
            .zip(self.last_success_at.get(&delivery.identity))
            .is_some_and(|(failed, succeeded)| *succeeded > failed)
    }
}

/// Whether it is what only an account can do.
const fn is_outreach(delivery: &Delivery) -> bool {
    matches!(delivery.action, Action::Reach(_))
}
