//! Who posts: the frontend, and the relay bots beside it. Each has budgets and a way down
//! of its own; lanes are everybody's, and a lane's head goes through whoever has room.

use std::time::Duration;

use backline_domain::connection::{Connection, Relay};
use backline_domain::delivery::schedule::{Answer, Limits, Scheduler};
use backline_domain::delivery::{Delivery, Lane, Purpose, Who};
use backline_domain::dialog::Topic;
use backline_domain::id::IdentityId;
use backline_domain::relay::check_relay;
use backline_domain::time::Timestamp;

use super::DownSender;
use super::handle::{Presence, Result};
use super::task::Desk;
use crate::telemetry::Labels;

/// A longer wait of a relay bot's is not waited for by what only it may do.
const LONG_WAIT: Duration = Duration::from_secs(30);

/// After a failure a relay bot gets nothing for so long: others can do it.
pub(super) const REST: Duration = Duration::from_secs(15);

/// A relay bot as it works.
#[derive(Debug)]
pub(super) struct Poster {
    pub(super) scheduler: Scheduler,
    /// The way down to the session that holds it.
    pub(super) down: Option<DownSender>,
    /// No gateway has it, and none is about to come back for it: what only it can do is
    /// not waited for.
    is_gone: bool,
    /// Whether a gateway has come for it in this run, or none can have had it before.
    has_come: bool,
}

// === impl Poster ===

impl Poster {
    fn new(has_come: bool) -> Self {
        Self {
            scheduler: Scheduler::new(Limits::default()),
            down: None,
            is_gone: false,
            has_come,
        }
    }
}

// === impl Desk ===

impl Desk {
    /// All who may post, relay bots first: the frontend's units are for what only it can do.
    pub(super) fn posters(&self) -> Vec<IdentityId> {
        let relays = self.relays.keys().copied();
        relays.chain([self.connection.frontend]).collect()
    }

    pub(super) fn scheduler_of(&mut self, identity: IdentityId) -> Option<&mut Scheduler> {
        if identity == self.connection.frontend {
            return Some(&mut self.scheduler);
        }
        Some(&mut self.relays.get_mut(&identity)?.scheduler)
    }

    pub(super) fn down_of(&self, identity: IdentityId) -> Option<&DownSender> {
        if identity == self.connection.frontend {
            return self.down.as_ref();
        }
        self.relays.get(&identity)?.down.as_ref()
    }

    /// What its deliveries count as: those into the group, or those to customers.
    pub(super) fn labels(&self, identity: IdentityId, is_in_group: bool) -> Labels {
        let group = self.connection.group_id().filter(|_| is_in_group);
        Labels {
            identity: identity.to_string(),
            group: group.map(|group| group.to_string()).unwrap_or_default(),
        }
    }

    /// Whether it is the frontend or one of the relay bots.
    pub(super) fn is_poster(&self, identity: IdentityId) -> bool {
        identity == self.connection.frontend || self.relays.contains_key(&identity)
    }

    /// The stream is gone.
    pub(super) fn cut_down(&mut self, identity: IdentityId) {
        if identity == self.connection.frontend {
            self.down = None;
        } else if let Some(poster) = self.relays.get_mut(&identity) {
            poster.down = None;
        }
        if let Some(scheduler) = self.scheduler_of(identity) {
            scheduler.set_online(false);
        }
    }

    /// The call of this lane that this identity had is over.
    pub(super) fn answered(
        &mut self,
        identity: IdentityId,
        lane: &Lane,
        now: Timestamp,
        answer: Answer,
    ) {
        if let Some(scheduler) = self.scheduler_of(identity) {
            scheduler.answered(lane, now, answer);
        }
    }

    /// Nobody else hands out this lane's head.
    pub(super) fn withdraw_elsewhere(&mut self, lane: &Lane, identity: IdentityId) {
        for other in self.posters() {
            if other != identity
                && let Some(scheduler) = self.scheduler_of(other)
            {
                scheduler.withdraw(lane);
            }
        }
    }

    /// Who may execute a delivery now.
    pub(super) fn who(&self, delivery: &Delivery) -> Who {
        let chat = delivery.key.lane.dialog.as_ref();
        let dialog = chat.and_then(|chat| self.dialogs.get(chat)?.as_ref());
        let has_topic = dialog.is_some_and(|dialog| matches!(dialog.topic, Topic::Known(_)));
        let has_files = self.fetches.has_all(delivery);
        match Who::of(delivery, !has_topic, has_files) {
            // How it stands only it can ask: whenever it is back.
            Who::Only(one)
                if delivery.purpose == Purpose::RelayCheck && self.relays.contains_key(&one) =>
            {
                Who::Only(one)
            }
            // The frontend finds out that it cannot be done.
            Who::Only(one) if self.is_out_of_reach(one) => Who::Frontend,
            who => who,
        }
    }

    /// Whether nothing is done as this one for as long as can be seen: no gateway has it, it
    /// may not post, or Telegram asked it to wait for long. What only it may do would hold
    /// up a lane.
    pub(super) fn is_out_of_reach(&self, identity: IdentityId) -> bool {
        if identity == self.connection.frontend {
            return false;
        }
        let relay = self.connection.relays.get(&identity);
        let is_ready = relay.is_some_and(Relay::is_ready);
        let Some(poster) = self.relays.get(&identity).filter(|_| is_ready) else {
            return true;
        };
        let group = self.connection.group_id();
        let frozen = group.map(|group| poster.scheduler.frozen_until(group));
        poster.is_gone || frozen.is_some_and(|until| until > self.now().after(LONG_WAIT))
    }

    /// Whether somebody may still say that a lane's head is in hand from before this run:
    /// until then nothing goes through others.
    pub(super) fn awaits_word(&self) -> bool {
        let is_early = self.context.clock.monotonic() < self.held_until();
        // One that may not post any more may have something in hand from when it did.
        let mut relays = self.relays.values();
        is_early && !self.relays.is_empty() && (!self.has_come || relays.any(|one| !one.has_come))
    }

    /// All may go that waited for somebody's word.
    pub(super) fn go_without_word(&mut self) {
        if self.awaited_word && !self.awaits_word() {
            self.offer_all();
        }
        self.awaited_word = self.awaits_word();
    }

    /// Relay bots that no gateway has come for since this run began are not waited for.
    pub(super) fn give_up_absent(&mut self) {
        if self.context.clock.monotonic() < self.held_until() {
            return;
        }
        let absent = self.relays.values_mut();
        let absent = absent.filter(|one| !one.has_come && !one.is_gone);
        let given_up = absent.map(|one| one.is_gone = true).count();
        if given_up > 0 {
            self.offer_all();
        }
    }

    /// Whether a relay bot is waited for that no gateway has come for yet.
    pub(super) fn awaits_relays(&self) -> bool {
        let mut relays = self.relays.values();
        relays.any(|one| !one.has_come && !one.is_gone)
    }

    pub(super) fn may(&self, who: Who, identity: IdentityId) -> bool {
        let relay = self.connection.relays.get(&identity);
        match who {
            Who::Only(one) => one == identity,
            _ if identity == self.connection.frontend => true,
            Who::Frontend => false,
            Who::Anybody => relay.is_some_and(Relay::is_ready),
            Who::TopicMakers => relay.is_some_and(Relay::makes_topics),
        }
    }

    /// Whether somebody besides the frontend may take it, and is there.
    pub(super) fn has_help(&self, who: Who) -> bool {
        who.is_shared()
            && self
                .relays
                .iter()
                .any(|(identity, poster)| poster.down.is_some() && self.may(who, *identity))
    }

    /// The connection's relay bots are known, or others, or stand otherwise. Who is added
    /// while the desk runs (`are_old` is not set) has nothing in hand from before.
    pub(super) fn relays_known(&mut self, are_old: bool) {
        let wanted: Vec<IdentityId> = self.connection.relays.keys().copied().collect();
        self.relays.retain(|identity, _| wanted.contains(identity));
        for identity in &wanted {
            let new = || Poster::new(!are_old);
            self.relays.entry(*identity).or_insert_with(new);
        }
        let registry = &self.context.registry;
        registry.set_relays(&self.connection.id, &wanted);
        self.rate = None;
        self.take_rate();
        self.offer_all();
    }

    /// Offers every lane anew.
    pub(super) fn offer_all(&mut self) {
        let lanes: Vec<Lane> = self.windows.lanes().cloned().collect();
        for lane in lanes {
            self.offer(&lane);
        }
    }

    /// Who holds a relay bot.
    pub(super) async fn relay_presence(&mut self, identity: IdentityId, presence: Presence) {
        let is_stopped = self.connection.is_stopped;
        let Some(poster) = self.relays.get_mut(&identity) else {
            return;
        };
        match presence {
            Presence::Online {
                down,
                max_outstanding,
                held,
            } => {
                poster.down = Some(down);
                poster.is_gone = false;
                poster.has_come = true;
                poster.scheduler.set_max_outstanding(max_outstanding);
                poster.scheduler.set_online(!is_stopped);
                self.take_stock(identity, &held).await;
                self.check_relay(identity).await;
            }
            Presence::Paused => self.cut_down(identity),
            Presence::Offline => {
                poster.is_gone = true;
                self.cut_down(identity);
                self.let_go_of(identity, &[]).await;
            }
        }
        self.offer_all();
    }

    /// The group is known only now: how relay bots stand there that came before is asked.
    pub(super) async fn check_relays(&mut self) {
        if !std::mem::take(&mut self.is_group_new) {
            return;
        }
        let there = self.relays.iter().filter(|(_, one)| one.down.is_some());
        let there: Vec<IdentityId> = there.map(|(identity, _)| *identity).collect();
        for identity in there {
            self.is_group_new |= !self.check_relay(identity).await;
        }
    }

    /// Asks how it stands in the group, each time that a gateway comes for it. `false`: that
    /// could not be written down.
    async fn check_relay(&mut self, identity: IdentityId) -> bool {
        let asked = self.ask_standing(identity).await;
        if let Err(error) = &asked {
            tracing::warn!(connection.id = %self.connection.id, %identity, %error, "a relay bot cannot be checked");
        }
        asked.is_ok()
    }

    async fn ask_standing(&mut self, identity: IdentityId) -> Result<()> {
        let mut work = self.work();
        let draft = check_relay(&work.scene(), identity);
        let Some(draft) = draft else { return Ok(()) };
        if self.windows.head(&draft.lane).is_some() {
            return Ok(());
        }
        work.take(backline_domain::relay::Decision::only(draft));
        self.commit(work).await
    }
}

/// The relay bots as they were, to know what changed.
pub(super) fn standings(connection: &Connection) -> Vec<(IdentityId, bool, bool)> {
    let relays = connection.relays.values();
    relays
        .map(|relay| (relay.identity, relay.is_ready(), relay.makes_topics()))
        .collect()
}
