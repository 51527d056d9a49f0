//! Who helps the frontend in the group, relay bots and an account's desk bot: who has them,
//! whether a gateway is still waited for, and how they stand there.

use backline_domain::delivery::{Delivery, Purpose};
use backline_domain::id::IdentityId;
use backline_domain::relay::{check_carrier, check_desk, check_relay, found_group};

use super::handle::{Presence, Result};
use super::poster::Poster;
use super::task::Desk;

// === impl Desk ===

impl Desk {
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

    /// The connection's relay bots are known, or others, or stand otherwise. Who is added
    /// while the desk runs (`are_old` is not set) has nothing in hand from before.
    pub(super) fn relays_known(&mut self, are_old: bool) {
        let mut wanted: Vec<IdentityId> = self.connection.helpers().collect();
        wanted.sort_unstable();
        self.relays.retain(|identity, _| wanted.contains(identity));
        for identity in &wanted {
            let new = || Poster::new(!are_old);
            self.relays.entry(*identity).or_insert_with(new);
        }
        // First, so that no gateway of the other kind is given one that is new.
        self.ways_known();
        let registry = &self.context.registry;
        registry.set_relays(&self.connection.id, &wanted);
        self.rate = None;
        self.take_rate();
        self.offer_all();
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
                files,
                held,
            } => {
                poster.files = files;
                poster.down = Some(down);
                poster.is_gone = false;
                poster.has_come = true;
                poster.scheduler.set_max_outstanding(max_outstanding);
                poster.scheduler.set_online(!is_stopped);
                self.fetches.keep_held(identity, &held);
                self.take_stock(identity, &held).await;
                if identity == self.connection.desk_identity() {
                    self.await_own_topics();
                }
                self.check_standing(identity).await;
            }
            Presence::Paused => self.cut_down(identity),
            Presence::Offline => {
                poster.is_gone = true;
                self.fetches.keep_held(identity, &[]);
                self.cut_down(identity);
                self.let_go_of(identity, &[]).await;
            }
        }
        self.offer_all();
    }

    /// The group is known only now, or a desk bot is in charge of it: how those stand there that
    /// came before is asked.
    pub(super) async fn check_relays(&mut self) {
        if !std::mem::take(&mut self.is_group_new) {
            return;
        }
        let there = self.relays.iter().filter(|(_, one)| one.down.is_some());
        let mut there: Vec<IdentityId> = there.map(|(identity, _)| *identity).collect();
        if self.connection.desk_in_charge().is_some() && self.down.is_some() {
            there.push(self.connection.frontend);
        }
        for identity in there {
            self.is_group_new |= !self.check_standing(identity).await;
        }
    }

    /// Asks how it stands in the group, each time that a gateway comes for it. `false`: that
    /// could not be written down.
    pub(super) async fn check_standing(&mut self, identity: IdentityId) -> bool {
        let asked = self.ask_standing(identity).await;
        if let Err(error) = &asked {
            tracing::warn!(connection.id = %self.connection.id, %identity, %error, "how it stands in the group cannot be asked");
        }
        asked.is_ok()
    }

    /// The account is there: it makes the group that it is to make, as long as there is none.
    pub(super) async fn found_group(&mut self) {
        let mut work = self.work();
        let Some(draft) = found_group(&work.scene()) else {
            return;
        };
        let is_founding = |one: &Delivery| matches!(one.purpose, Purpose::Founding);
        if self.windows.each(&draft.lane).any(is_founding) {
            return;
        }
        work.take(backline_domain::relay::Decision::only(draft));
        if let Err(error) = self.commit(work).await {
            tracing::warn!(connection.id = %self.connection.id, %error, "the group cannot be asked for; it is when a gateway comes again");
        }
    }

    pub(super) async fn ask_standing(&mut self, identity: IdentityId) -> Result<()> {
        let mut work = self.work();
        let scene = work.scene();
        let draft = if self.connection.is_relay(identity) {
            check_relay(&scene, identity)
        } else if identity == self.connection.frontend {
            check_carrier(&scene)
        } else {
            check_desk(&scene)
        };
        let Some(draft) = draft else { return Ok(()) };
        if self.windows.head(&draft.lane).is_some() {
            return Ok(());
        }
        work.take(backline_domain::relay::Decision::only(draft));
        self.commit(work).await
    }
}
