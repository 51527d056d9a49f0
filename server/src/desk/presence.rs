//! Who holds the identity, and what is in their hands.

use backline_domain::delivery::schedule::Answer;
use backline_domain::delivery::{Delivery, Lane, LaneKind, Outcome, Sent};
use backline_domain::dialog::Topic;
use backline_domain::id::IdentityId;
use backline_domain::relay::CREATION_GRACE;

use super::handle::{COMMAND_LEASE, Extended, Presence};
use super::leases;
use super::task::Desk;
use super::token;

// === impl Desk ===

impl Desk {
    pub(super) async fn presence(&mut self, presence: Presence) {
        match presence {
            Presence::Online {
                down,
                max_outstanding,
                files,
                held,
            } => {
                self.down = Some(down);
                self.files = files;
                self.has_come = true;
                self.scheduler.set_max_outstanding(max_outstanding);
                self.scheduler.set_online(!self.connection.is_stopped);
                self.fetches.keep_held(self.connection.frontend, &held);
                self.take_stock(self.connection.frontend, &held).await;
                self.found_group().await;
                if self.connection.desk_in_charge().is_some() {
                    self.check_standing(self.connection.frontend).await;
                } else {
                    self.await_own_topics();
                }
            }
            Presence::Paused => self.cut_down(self.connection.frontend),
            Presence::Offline => {
                self.cut_down(self.connection.frontend);
                self.fetches.keep_held(self.connection.frontend, &[]);
                self.let_go_of(self.connection.frontend, &[]).await;
            }
        }
    }

    /// The gateway said what it has in hand: everything else that was handed
    /// out never reached it, or was lost with an earlier process.
    pub(super) async fn take_stock(&mut self, identity: IdentityId, held: &[String]) {
        let until = self.context.clock.monotonic() + COMMAND_LEASE;
        for token in held {
            let Some(lease) = token::Lease::read(token).filter(|one| one.sent.fetches.is_none())
            else {
                continue;
            };
            // What it reported is settled, though the answer may have been lost.
            if self.leases.of_token(token).is_some() || self.leases.reported(token).is_some() {
                continue;
            }
            if let Some(before) = self.leases.before(&lease).cloned() {
                self.free_lane(&before.delivery.key, Answer::Unknown);
            }
            // What it was handed out for may be settled, by a report whose answer was lost.
            let is_this =
                |one: &Delivery| one.key == lease.key && one.progress.turn == lease.sent.turn;
            let known = match self.leases.take_orphan(&lease.key) {
                Some(orphan) if is_this(&orphan) => Some(orphan),
                Some(orphan) => {
                    self.leases.orphan(orphan);
                    None
                }
                None => self
                    .windows
                    .head(&lease.key.lane)
                    .filter(|head| is_this(head))
                    .cloned(),
            };
            if let Some(mut delivery) = known
                && self.leases.of_lane(&lease.key.lane).is_none()
            {
                // In hand since before this run: not handed out a second time.
                let now = self.now();
                let by = lease.sent.by.unwrap_or(self.connection.frontend);
                delivery.identity = by;
                self.withdraw_elsewhere(&lease.key.lane, by);
                let head = self.head(&delivery);
                if let Some(scheduler) = self.scheduler_of(by) {
                    match head {
                        Some(head) => scheduler.resume(head, now),
                        None => scheduler.withdraw(&lease.key.lane),
                    }
                }
                self.leases
                    .resume(token.clone(), delivery, lease.sent, until);
            }
        }
        self.let_go_of(identity, held).await;
        self.settle_orphans().await;
        // What is in hand since before this run may reach Telegram later than was thought.
        self.is_ledger_old |= !held.is_empty();
        self.keep_ledger().await;
    }

    /// What this identity was handed and has not in hand.
    pub(super) async fn let_go_of(&mut self, identity: IdentityId, held: &[String]) {
        for lease in self.leases.all() {
            if lease.delivery.identity == identity && !held.contains(&lease.token) {
                self.let_go(lease).await;
            }
        }
    }

    /// What an earlier run had started and nobody has in hand: nobody knows. Whose holder
    /// has not come back may still hear of it, for as long as a lease lasts.
    pub(super) async fn settle_orphans(&mut self) {
        let is_over = self.context.clock.monotonic() >= self.held_until();
        for orphan in self.leases.take_orphans() {
            let is_awaited = self.is_poster(orphan.identity)
                && self.down_of(orphan.identity).is_none()
                && !is_over;
            if self.is_doubtful || is_awaited {
                self.leases.orphan(orphan);
            } else {
                // Under another's name it would be there twice.
                let by = orphan.identity;
                let sent = Sent {
                    by: (by != self.connection.frontend).then_some(by),
                    ..Sent::default()
                };
                Box::pin(self.unknown(orphan, &sent, String::new())).await;
            }
        }
    }

    /// Topics whose creation got no answer: the bot's own word about them comes with
    /// its first updates, so the time that it has begins when they can come.
    pub(super) fn await_own_topics(&mut self) {
        let until = self.now().after(CREATION_GRACE);
        let in_doubt: Vec<Lane> = self
            .windows
            .lanes()
            .filter(|lane| self.leases.of_lane(lane).is_none())
            .filter(|lane| match lane.kind {
                LaneKind::Topic => true,
                // A group of which it is not known whether it was made.
                LaneKind::ToCustomer => lane.dialog.is_none(),
                LaneKind::ToTopic | LaneKind::Notice | LaneKind::Receipt => false,
            })
            .filter(|lane| {
                if lane.kind == LaneKind::ToCustomer {
                    return self.windows.head(lane).is_some_and(|head| head.is_begun);
                }
                let dialog = lane.dialog.as_ref().and_then(|chat| self.dialogs.get(chat));
                let topic = dialog.and_then(Option::as_ref).map(|dialog| &dialog.topic);
                matches!(topic, Some(Topic::Creating { .. }))
            })
            .cloned()
            .collect();
        for lane in in_doubt {
            if let Some(mut head) = self.windows.head(&lane).cloned() {
                // In memory alone: after a restart it begins anew in any case.
                head.due_at = head.due_at.max(until);
                self.windows.put(head);
                self.offer(&lane);
            }
        }
    }

    /// A lease is over without a report. Not started: handed out again. Started:
    /// nobody knows.
    async fn let_go(&mut self, lease: leases::Lease) {
        if lease.delivery.started_at.is_some() {
            Box::pin(self.unknown(lease.delivery, &lease.sent, lease.token)).await;
            return;
        }
        // What needs no Start may have been done, and may be done again; Telegram
        // may have counted it.
        self.free_lane(&lease.delivery.key, Answer::Unknown);
        self.offer(&lease.delivery.key.lane);
    }

    /// Nobody knows how this ended, and nobody will.
    pub(super) async fn unknown(&mut self, delivery: Delivery, sent: &Sent, token: String) {
        let outcome = Outcome::Uncertain {
            detail: "the gateway or the server stopped before the answer came".to_owned(),
            messages: Vec::new(),
            in_part: false,
        };
        let key = delivery.key.clone();
        let mut work = self.work();
        let settled = self
            .settle_one(&mut work, &token, delivery.clone(), sent, &outcome)
            .await;
        let done = match settled {
            Ok(_) => self.commit(work).await,
            Err(error) => Err(error),
        };
        match done {
            Ok(()) => {
                self.free_lane(&key, Answer::Unknown);
                self.offer(&key.lane);
            }
            Err(error) => {
                tracing::error!(connection.id = %self.connection.id, %error, "an unknown outcome cannot be recorded; it is looked at again");
                // With everything else, once the store answers.
                self.is_doubtful = true;
                if self.leases.of_lane(&key.lane).is_none() {
                    self.leases.orphan(delivery);
                }
            }
        }
    }

    pub(super) fn extend(&mut self, tokens: Vec<String>) -> Extended {
        let until = self.context.clock.monotonic() + COMMAND_LEASE;
        let mut extended = Extended::default();
        for token in tokens {
            match self.leases.of_token_mut(&token) {
                Some(lease) => lease.expires_at = until,
                None if self.fetches.extend(&token, until) => {}
                None => extended.lost.push(token),
            }
        }
        extended
    }

    pub(super) async fn expire_leases(&mut self) {
        let now = self.context.clock.monotonic();
        for lane in self.leases.expired(now) {
            if self.is_doubtful {
                return;
            }
            if let Some(lease) = self.leases.of_lane(&lane).cloned() {
                tracing::warn!(connection.id = %self.connection.id, command = %lease.delivery.id(), "a command's lease is over");
                self.let_go(lease).await;
            }
        }
    }
}
