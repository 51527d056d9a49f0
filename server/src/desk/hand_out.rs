//! Handing commands out: which lane is next is the scheduler's decision, what
//! its head comes to is resolved now, and the way down never blocks.

use std::time::Duration;

use backline_domain::delivery::schedule::{Answer, Head};
use backline_domain::delivery::{Action, Delivery, Lane, LaneKind, Purpose, Rejection, Sent};
use backline_domain::id::{ChatAddress, IdentityId};
use backline_domain::link::Link;
use backline_domain::payload::{GateNow, gate_now};
use backline_domain::reaction::Reactions;
use backline_domain::relay::{Post, outreach_now};
use backline_domain::time::Timestamp;
use tokio::sync::mpsc::error::TrySendError;

use super::call::Call;
use super::fetch::Stored;
use super::handle::{COMMAND_LEASE, Command, Down, Result};
use super::resolve::{Known, Resolved, reacted_to, resolve, wanted_links};
use super::task::Desk;

/// How long a delivery waits that cannot go yet: its topic's name is just being
/// used for another dialog's creation, or something of it cannot be read.
pub(super) const NOT_YET_GAP: Duration = Duration::from_secs(5);

/// How long to wait when the session's stream takes no more.
const STREAM_FULL_GAP: Duration = Duration::from_millis(100);

// === impl Desk ===

impl Desk {
    /// Hands out whatever may go now: one of everybody who has room, then the next round.
    pub(super) async fn hand_out(&mut self) {
        self.take_rate();
        self.look_at_plan();
        let mut open = self.posters();
        open.retain(|identity| self.down_of(*identity).is_some());
        while !open.is_empty() {
            let mut goes_on = Vec::new();
            for identity in open {
                if self.is_doubtful {
                    break;
                }
                let now = self.now();
                let scheduler = self.scheduler_of(identity);
                let Some(head) = scheduler.and_then(|scheduler| scheduler.next(now)) else {
                    continue;
                };
                let lane = head.lane.clone();
                self.withdraw_elsewhere(&lane, identity);
                let Some(mut delivery) = self.windows.head(&lane).cloned() else {
                    self.answered(identity, &lane, now, Answer::NotSent);
                    goes_on.push(identity);
                    continue;
                };
                delivery.identity = identity;
                if Box::pin(self.hand_out_one(head, delivery, now)).await {
                    goes_on.push(identity);
                }
            }
            open = goes_on;
        }
        if self.connection.group_id().is_none() {
            return;
        }
        let labels = self.labels(self.connection.desk_identity(), true);
        let now = self.now();
        let relays = self.relays.values().map(|poster| &poster.scheduler);
        let all = relays.chain([&self.scheduler]);
        let oldest = all.filter_map(|one| one.oldest_wait(now)).max();
        let metrics = self.context.metrics.group();
        metrics.waits(&labels, self.windows.depth(), oldest.unwrap_or_default());
        let files = self.files_moving(None);
        metrics.files(&labels, files.moved, files.total);
    }

    /// Says whether to go on: not when the way down is full.
    async fn hand_out_one(&mut self, head: Head, delivery: Delivery, now: Timestamp) -> bool {
        let lane = delivery.key.lane.clone();
        let Some(mut delivery) = Box::pin(self.merged(&head, delivery, now)).await else {
            return false;
        };
        match gate_now(&delivery, &self.parameters) {
            GateNow::Passes => {}
            GateNow::Instead(action) => delivery.action = action,
            GateNow::Shut(notice) => {
                self.answered(delivery.identity, &lane, now, Answer::NotSent);
                self.refuse_delivery(&delivery, &notice).await;
                return true;
            }
        }
        if self.has_lost_its_key(&delivery) {
            self.answered(delivery.identity, &lane, now, Answer::NotSent);
            let sent = Sent::default();
            Box::pin(self.unknown(delivery, &sent, String::new())).await;
            return true;
        }
        let dialog = lane.dialog.as_ref();
        let dialog = dialog.and_then(|chat| self.dialogs.get(chat)?.as_ref());
        if let Some(notice) = outreach_now(&self.connection, dialog, &delivery, now) {
            self.answered(delivery.identity, &lane, now, Answer::NotSent);
            self.refuse_delivery(&delivery, &notice).await;
            return true;
        }
        let (links, reactions, post) = match self.known_of(&delivery).await {
            Ok(known) => known,
            Err(error) => {
                tracing::warn!(connection = %self.connection.id, %error, "a link cannot be read");
                self.put_back(delivery, now, NOT_YET_GAP);
                return true;
            }
        };
        let dialog = lane
            .dialog
            .as_ref()
            .and_then(|chat| self.dialogs.get(chat)?.as_ref());
        let known = Known {
            connection: &self.connection,
            parameters: &self.parameters,
            dialog,
            links: &links,
            reactions: reactions.as_ref(),
            post: post.as_ref(),
            poster: delivery.identity,
        };
        let resolved = match &delivery.action {
            Action::SyncBacklog => match self.resolve_backlog(now).await {
                Ok(resolved) => resolved,
                Err(error) => {
                    tracing::warn!(connection.id = %self.connection.id, %error, "what waits cannot be counted");
                    Resolved::NotYet
                }
            },
            Action::SyncTransfer { of } => self.resolve_transfer(*of, now),
            _ => resolve(&known, &delivery),
        };
        let (call, sent) = match resolved {
            Resolved::Call { call, sent } => (call, sent),
            // Not asked again at once: what is missing comes with a decision, and
            // every decision offers the lane anew.
            Resolved::NotYet => {
                self.put_back(delivery, now, NOT_YET_GAP);
                return true;
            }
            Resolved::Nothing => {
                self.answered(delivery.identity, &lane, now, Answer::NotSent);
                self.nothing_left(&delivery, &links, reactions.as_ref(), None)
                    .await;
                return true;
            }
            Resolved::Via(poster) => {
                self.answered(delivery.identity, &lane, now, Answer::NotSent);
                self.hand_to(delivery, poster).await;
                return true;
            }
            Resolved::Refused(reason) => {
                self.answered(delivery.identity, &lane, now, Answer::NotSent);
                self.cannot_be_done(&delivery, reason).await;
                self.offer(&lane);
                return true;
            }
            Resolved::Internal(source) => {
                self.answered(delivery.identity, &lane, now, Answer::NotSent);
                self.keep_inside(&delivery, &links, &source).await;
                return true;
            }
            Resolved::IntoLetter(letter) => {
                self.answered(delivery.identity, &lane, now, Answer::NotSent);
                self.nothing_left(&delivery, &links, None, Some(letter))
                    .await;
                return true;
            }
        };
        if self.is_without_topics(&delivery, &sent) {
            self.put_back(delivery, now, NOT_YET_GAP);
            return true;
        }
        if let Call::CreateTopic { name, .. } = call.as_ref()
            && self.is_name_taken(name, lane.dialog.as_ref())
        {
            self.put_back(delivery, now, NOT_YET_GAP);
            return true;
        }
        let stored = if !self.is_by_store(&delivery) {
            Vec::new()
        } else {
            match self.stored_files(&delivery, &call) {
                Stored::Ready(names) => names,
                Stored::Awaited => {
                    self.put_back(delivery, now, NOT_YET_GAP);
                    return true;
                }
                Stored::Refused(reason) => {
                    self.answered(delivery.identity, &lane, now, Answer::NotSent);
                    self.cannot_be_done(&delivery, reason).await;
                    self.offer(&lane);
                    return true;
                }
            }
        };
        if !self.has_room(&delivery, now) {
            self.answered(delivery.identity, &lane, now, Answer::NotSent);
            self.look_at_plan();
            self.offer(&lane);
            return true;
        }
        // What a gateway has in hand counts as used, also for a server that starts while it
        // does, begun or not: what comes back then is taken off what was written here.
        if let Err(error) = self.write_ledger().await {
            tracing::warn!(connection.id = %self.connection.id, %error, "what is used up of budgets cannot be written");
            self.put_back(delivery, now, NOT_YET_GAP);
            return false;
        }
        self.send_down(delivery, call, stored, sent, now)
    }

    /// Whether it was begun under a key that counts no more, since the frontend left MTProto
    /// meanwhile: the same again would be a second message to the customer. People are asked.
    fn has_lost_its_key(&self, delivery: &Delivery) -> bool {
        delivery.is_begun
            && delivery.action.reaches_customer()
            && !self.connection.speaks_mtproto(delivery.identity)
    }

    /// Only the identity that posted a message may change it.
    async fn hand_to(&mut self, mut delivery: Delivery, poster: IdentityId) {
        let lane = delivery.key.lane.clone();
        if !self.is_out_of_reach(poster) {
            delivery.via = Some(poster);
            self.windows.put(delivery);
        } else {
            self.cannot_be_done(&delivery, Rejection::NotEditable).await;
        }
        self.offer(&lane);
    }

    /// Whether it goes into a topic of a group whose topics are switched off: Telegram would
    /// take it, and put it into the one chat that is left.
    fn is_without_topics(&self, delivery: &Delivery, sent: &Sent) -> bool {
        self.connection.problem_reason == Some(Rejection::NotAForum)
            && sent.topic.is_some()
            && delivery.purpose != Purpose::Topic
    }

    /// Whether a topic of this name is being made for another dialog, from its hand-out
    /// on: two at once could not be told apart.
    fn is_name_taken(&self, name: &str, dialog: Option<&ChatAddress>) -> bool {
        let creating = self.creating.get(name);
        creating.is_some_and(|of| Some(of) != dialog)
            || self.leases.creates_for_another(name, dialog)
    }

    fn send_down(
        &mut self,
        delivery: Delivery,
        call: Box<Call>,
        stored: Vec<String>,
        sent: Sent,
        now: Timestamp,
    ) -> bool {
        let lane = delivery.key.lane.clone();
        let is_keyed = self.connection.speaks_mtproto(delivery.identity);
        let needs_start = needs_start(&delivery, &call, is_keyed);
        let until = self.context.clock.monotonic() + COMMAND_LEASE;
        let identity = delivery.identity;
        let sent = Sent {
            by: (identity != self.connection.frontend).then_some(identity),
            ..sent
        };
        let keyed = if is_keyed { call.messages() } else { 0 };
        let random_ids = match delivery.random_ids(keyed) {
            Ok(random_ids) => random_ids,
            Err(error) => {
                tracing::error!(connection.id = %self.connection.id, %error, "a delivery cannot be written down");
                self.put_back(delivery, now, NOT_YET_GAP);
                return true;
            }
        };
        let token = self.leases.take(delivery.clone(), sent, now, until);
        // What was committed since may have offered it to others.
        self.withdraw_elsewhere(&lane, identity);
        let command = Command {
            id: delivery.id().to_string(),
            lease_token: token,
            identity: delivery.identity,
            attempt: delivery.attempts + 1,
            ordering_key: ordering_key(&lane),
            deadline: now.after(COMMAND_LEASE),
            needs_start,
            random_ids,
            call: *call,
            stored,
        };
        let Some(down) = self.down_of(identity) else {
            self.leases.end(&lane);
            self.put_back(delivery, now, STREAM_FULL_GAP);
            return false;
        };
        match down.try_send(Down::Execute(Box::new(command))) {
            Ok(()) => {
                self.context
                    .metrics
                    .handed_out(now.since(delivery.created_at));
                true
            }
            // The session's stream is slower than we are: later.
            Err(TrySendError::Full(_)) => {
                self.leases.end(&lane);
                self.put_back(delivery, now, STREAM_FULL_GAP);
                false
            }
            // The session is gone, and says so itself when it is back.
            Err(TrySendError::Closed(_)) => {
                self.leases.end(&lane);
                self.answered(identity, &lane, now, Answer::NotSent);
                self.cut_down(identity);
                self.offer(&lane);
                false
            }
        }
    }

    pub(super) fn put_back(&mut self, mut delivery: Delivery, now: Timestamp, gap: Duration) {
        let lane = delivery.key.lane.clone();
        self.answered(delivery.identity, &lane, now, Answer::NotSent);
        // In memory alone: after a restart it is simply tried at once.
        delivery.due_at = now.after(gap);
        self.windows.put(delivery);
        self.offer(&lane);
    }

    async fn known_of(
        &self,
        delivery: &Delivery,
    ) -> Result<(Vec<Link>, Option<Reactions>, Option<Post>)> {
        let keys = wanted_links(&self.connection, delivery);
        let links = if keys.is_empty() {
            Vec::new()
        } else {
            self.context.store.links(&keys).await?
        };
        let reactions = match &delivery.action {
            Action::SyncReaction { .. } => match reacted_to(&self.connection, delivery) {
                Some(key) => self.context.store.reactions(&[key]).await?.pop(),
                None => None,
            },
            _ => None,
        };
        let post = self.post_of(None, delivery, &links).await?;
        Ok((links, reactions, post))
    }
}

/// Whether the start is written down before the call is made.
fn needs_start(delivery: &Delivery, call: &Call, is_keyed: bool) -> bool {
    // An edit may need one more message than there was.
    let is_more = matches!(delivery.action, Action::Edit { .. })
        && delivery.key.lane.kind == LaneKind::ToCustomer
        && matches!(call, Call::Send { .. });
    // What is sent over MTProto comes back as an update: after a crash it must be known that it
    // may be from here.
    let comes_back = is_keyed && call.messages() > 0;
    // Of a line whose answer was lost it has to be known that there may be one.
    let is_line =
        matches!(delivery.action, Action::SyncTransfer { .. }) && matches!(call, Call::Send { .. });
    delivery.action.reaches_customer()
        || is_line
        || is_more
        || comes_back
        || matches!(call, Call::CreateTopic { .. } | Call::CreateGroup { .. })
}

/// A lane's name on the wire.
pub(super) fn ordering_key(lane: &Lane) -> String {
    let kind = match lane.kind {
        LaneKind::ToCustomer => "customer",
        LaneKind::ToTopic => "topic",
        LaneKind::Notice => "notice",
        LaneKind::Topic => "sync",
        LaneKind::Receipt => "receipt",
    };
    match &lane.dialog {
        Some(chat) => format!("{}/{chat}/{kind}", lane.connection),
        None => format!("{}/{kind}", lane.connection),
    }
}
