//! Who posts: the frontend, and beside it relay bots and an account's desk bot. Each has
//! budgets and a way down of its own; lanes are everybody's, and a lane's head goes through
//! whoever has room.

use std::time::Duration;

use backline_domain::connection::{Connection, Relay};
use backline_domain::delivery::schedule::{Answer, Limits, Scheduler};
use backline_domain::delivery::{
    Action, Delivery, Lane, Purpose, Target, Who, files, next_files, sends_renamed,
};
use backline_domain::dialog::Topic;
use backline_domain::id::IdentityId;
use backline_domain::message::Media;
use backline_domain::time::Timestamp;

use super::DownSender;
use super::handle::FileLimits;
use super::task::Desk;
use crate::telemetry::Labels;

/// A longer wait of a relay bot's is not waited for by what only it may do.
const LONG_WAIT: Duration = Duration::from_secs(30);

/// After a failure a relay bot gets nothing for so long: others can do it.
pub(super) const REST: Duration = Duration::from_secs(15);

/// A relay bot or a desk bot as it works.
#[derive(Debug)]
pub(super) struct Poster {
    pub(super) scheduler: Scheduler,
    /// The way down to the session that holds it.
    pub(super) down: Option<DownSender>,
    /// No gateway has it, and none is about to come back for it: what only it can do is
    /// not waited for.
    pub(super) is_gone: bool,
    /// Whether a gateway has come for it in this run, or none can have had it before.
    pub(super) has_come: bool,
    /// How large files its gateway moves.
    pub(super) files: FileLimits,
}

// === impl Poster ===

impl Poster {
    pub(super) fn new(has_come: bool) -> Self {
        Self {
            scheduler: Scheduler::new(Limits::default()),
            down: None,
            is_gone: false,
            has_come,
            files: FileLimits::default(),
        }
    }
}

// === impl Desk ===

impl Desk {
    /// All who may post, relay bots first: the units of who looks after the group and of the
    /// frontend are for what only they can do.
    pub(super) fn posters(&self) -> Vec<IdentityId> {
        let desk = self.connection.desk.as_ref().map(|desk| desk.identity);
        let relays = self.relays.keys().copied();
        relays
            .filter(|relay| Some(*relay) != desk)
            .chain(desk.filter(|desk| self.relays.contains_key(desk)))
            .chain([self.connection.frontend])
            .collect()
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
        let group = self.connection.group_id();
        match Who::of(delivery, !has_topic, has_files, group) {
            Who::Frontend | Who::FileSenders if self.is_carried_by_desk(delivery) => Who::Desk,
            // How it stands only it can ask: whenever it is back.
            Who::Only(one)
                if delivery.purpose == Purpose::RelayCheck && self.relays.contains_key(&one) =>
            {
                Who::Only(one)
            }
            // Who is left finds out that it cannot be done.
            Who::Only(one) if self.is_out_of_reach(one) => Who::Desk,
            who => who,
        }
    }

    /// Whether the desk bot brings into the group what is the account's to bring: the account
    /// may not, at all or this one.
    pub(super) fn is_carried_by_desk(&self, delivery: &Delivery) -> bool {
        let Some((desk, _)) = self.connection.desk_in_charge() else {
            return false;
        };
        let is_carried = matches!(
            delivery.action,
            Action::Carry {
                to: Target::Topic,
                ..
            } | Action::Album {
                to: Target::Topic,
                ..
            }
        );
        let is_its =
            delivery.via == Some(desk.identity) || (delivery.via.is_none() && !desk.has_carrier());
        is_carried && is_its
    }

    /// The files that somebody else needs to execute this, in their order, once it is theirs to.
    pub(super) fn needed_files<'a>(&self, delivery: &'a Delivery) -> Vec<&'a Media> {
        let is_for_customer = self.connection.is_without_carrier() && goes_out(delivery);
        if is_for_customer || self.is_carried_by_desk(delivery) || sends_renamed(delivery) {
            next_files(delivery)
        } else {
            files(delivery).unwrap_or_default()
        }
    }

    /// Whether its files have to come through the store: whoever executes it has no name for
    /// them.
    pub(super) fn is_by_store(&self, delivery: &Delivery) -> bool {
        delivery.identity != self.connection.frontend || self.has_no_other_way(delivery)
    }

    /// Whether nobody else could do it, so that its files are fetched in any case.
    pub(super) fn has_no_other_way(&self, delivery: &Delivery) -> bool {
        self.is_carried_by_desk(delivery)
            || (self.connection.is_without_carrier() && goes_out(delivery))
            || sends_renamed(delivery)
    }

    /// Whether nothing is done as this one for as long as can be seen: no gateway has it, it
    /// may not post, or Telegram asked it to wait for long. What only it may do would hold
    /// up a lane.
    pub(super) fn is_out_of_reach(&self, identity: IdentityId) -> bool {
        let desk = self.connection.desk.as_ref();
        if identity == self.connection.frontend
            || desk.is_some_and(|desk| desk.identity == identity)
        {
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

    pub(super) fn may(&self, who: Who, identity: IdentityId) -> bool {
        let desk = self.connection.desk_identity();
        let is_frontend = identity == self.connection.frontend;
        let relay = self.connection.relays.get(&identity);
        match who {
            Who::Only(one) => one == identity,
            Who::Desk => identity == desk,
            Who::Frontend => is_frontend,
            Who::Anybody => identity == desk || relay.is_some_and(Relay::is_ready),
            Who::TopicMakers => identity == desk || relay.is_some_and(Relay::makes_topics),
            // A desk bot leaves files to the account, which sends them on as they are.
            Who::FileSenders => {
                let is_carrier = is_frontend && !self.connection.is_without_carrier();
                is_carrier || relay.is_some_and(Relay::sends_files)
            }
        }
    }

    /// Whether somebody else than this one may take it, with files of that size, and is there; the
    /// frontend of a desk bot apart, which has better to do.
    pub(super) fn has_help(&self, who: Who, identity: IdentityId, size: u64) -> bool {
        let mut helpers = self.relays.iter();
        who.is_shared()
            && helpers.any(|(other, poster)| {
                *other != identity
                    && poster.down.is_some()
                    && self.may(who, *other)
                    && self.takes(who, *other, size)
            })
    }

    /// Whether somebody else than this one may take it at all, and is there.
    pub(super) fn has_others(&self, who: Who, identity: IdentityId) -> bool {
        let mut others = self.posters().into_iter();
        others
            .any(|other| other != identity && self.down_of(other).is_some() && self.may(who, other))
    }

    /// Offers every lane anew.
    pub(super) fn offer_all(&mut self) {
        let lanes: Vec<Lane> = self.windows.lanes().cloned().collect();
        for lane in lanes {
            self.offer(&lane);
        }
    }
}

/// Whether it brings what operators wrote to the customer.
pub(super) const fn goes_out(delivery: &Delivery) -> bool {
    matches!(
        delivery.action,
        Action::Carry {
            to: Target::Customer { .. },
            ..
        } | Action::Album {
            to: Target::Customer { .. },
            ..
        }
    )
}

/// The helpers as they were, to know what changed.
pub(super) fn standings(connection: &Connection) -> Vec<(IdentityId, (bool, bool, bool))> {
    let relays = connection.relays.values().map(|relay| {
        let may = (relay.is_ready(), relay.makes_topics(), relay.sends_files());
        (relay.identity, may)
    });
    let desk = connection.desk.iter().map(|desk| {
        let may = (desk.since.is_some(), false, !desk.has_carrier());
        (desk.identity, may)
    });
    relays.chain(desk).collect()
}
