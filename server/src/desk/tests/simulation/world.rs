//! One run: people write, gateways work, things break, all as a seed has it.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;
use std::sync::atomic::AtomicI64;
use std::time::Duration;

use backline_domain::change::Change;
use backline_domain::connection::{Relay, RelayStanding};
use backline_domain::id::IdentityId;
use backline_domain::time::Timestamp;
use backline_store::Store as _;
use tokio::sync::watch;

use super::super::store::Flaky;
use super::super::{BOT, Driven, Handle, connection, id};
use super::gateway::Gateway;
use super::invariants::{self, Fates, Version};
use super::random::Random;
use super::telegram::{Telegram, counted};
use crate::clock::Clock as _;
use crate::desk::Context;

/// Customers who write.
pub(super) const CUSTOMERS: u64 = 4;
/// Telegram's id of the first of them.
pub(super) const FIRST: u64 = 2;
/// What happens in a run before it heals.
const STEPS: usize = 200;
/// Driven time that it has afterwards.
const PATIENCE: Duration = Duration::from_secs(4 * 3600);
/// Between two looks while it heals, at least and at most.
const SOON: Duration = Duration::from_secs(1);
const LATER: Duration = Duration::from_secs(30);

/// All that there is.
pub(super) struct World {
    pub(super) random: Random,
    /// For what came later than the kept seeds: they mean the same as when they failed.
    pub(super) others: Random,
    pub(super) clock: Arc<Driven>,
    pub(super) store: Arc<Flaky>,
    pub(super) server: Option<Server>,
    pub(super) telegram: Telegram,
    pub(super) gateways: Vec<Gateway>,
    pub(super) fates: Fates,
    pub(super) versions: BTreeMap<String, Version>,
    /// Commands that tell of edits which cannot be made.
    pub(super) edit_notes: BTreeSet<String>,
    /// Commands of which a late success of an older hand-out was recorded.
    pub(super) ended_late: BTreeSet<String>,
    pub(super) written: BTreeMap<(char, i64), u64>,
    /// Until when the server knows that an identity has to wait in a chat.
    pub(super) frozen: BTreeMap<(IdentityId, i64), Duration>,
    /// Commits that there were when the clock last went ahead.
    pub(super) jumped_at: Option<usize>,
    /// What happened, for whoever reads why a seed failed.
    pub(super) log: Vec<String>,
    pub(super) wrong: Vec<String>,
}

/// What a run was about.
#[derive(Debug, Default, Clone, Copy)]
pub(super) struct Tally {
    pub(super) messages: usize,
    pub(super) edits: usize,
    pub(super) handed_on: usize,
}

pub(super) struct Server {
    pub(super) context: Context,
    pub(super) desk: Handle,
}

// === impl World ===

impl World {
    pub(super) async fn new(seed: u64) -> Self {
        let mut random = Random::new(seed);
        let relays = random.below(3);
        let mut parameters = BTreeMap::from([("WELCOME".to_owned(), "OFF".to_owned())]);
        if random.one_in(2) {
            parameters.insert("MERGE".to_owned(), "FALSE".to_owned());
        }
        let mut row = connection("c1", parameters);
        let mut identities = vec![BOT];
        for number in 0..relays {
            let identity = IdentityId::bot(21 + i64::try_from(number).unwrap());
            let relay = Relay {
                identity,
                username: format!("relay_{number}"),
                standing: RelayStanding::Unchecked,
                added_at: Timestamp(0),
            };
            row.relays.insert(identity, relay);
            identities.push(identity);
        }
        let store = Arc::new(Flaky::default());
        let change = Change::PutConnection(Box::new(row));
        store.commit(vec![change]).await.unwrap();
        let clock = Arc::new(Driven(
            watch::Sender::new(Duration::from_secs(1000)),
            AtomicI64::new(0),
        ));
        let mut telegram = Telegram::default();
        for identity in &identities {
            telegram.knows(*identity);
        }
        let mut world = Self {
            random,
            others: Random::new(seed ^ 0x0bad_cafe),
            clock,
            store,
            server: None,
            telegram,
            gateways: identities.into_iter().map(Gateway::new).collect(),
            fates: Fates::default(),
            versions: BTreeMap::new(),
            edit_notes: BTreeSet::new(),
            ended_late: BTreeSet::new(),
            written: BTreeMap::new(),
            frozen: BTreeMap::new(),
            jumped_at: None,
            log: Vec::new(),
            wrong: Vec::new(),
        };
        world.server_starts().await;
        for number in 0..world.gateways.len() {
            world.gateway_comes(number).await;
        }
        world
    }

    /// Runs it to its end; gives what was wrong, with what happened before.
    pub(super) async fn run(mut self) -> Result<Tally, String> {
        for _ in 0..STEPS {
            self.step().await;
            self.look().await;
            if !self.wrong.is_empty() {
                return Err(self.report());
            }
        }
        self.heal().await;
        let until = self.now() + PATIENCE;
        let mut gap = SOON;
        while self.now() < until {
            // Where nothing happens, time goes faster.
            gap = if self.works_off().await {
                SOON
            } else {
                (gap * 2).min(LATER)
            };
            self.look().await;
            if !self.wrong.is_empty() {
                return Err(self.report());
            }
            if self.is_drained().await {
                break;
            }
            self.pass(gap).await;
        }
        if !self.is_drained().await {
            let queue = self.desk().queue().await.unwrap();
            let heads = self.store.lane_heads(&id(), None, 100).await.unwrap();
            let now = self.clock.now();
            self.wrong
                .push(format!("never drained at {now:?}: {queue:?} {heads:#?}"));
        }
        self.wrong.extend(invariants::nothing_lost(&self.fates));
        let order = invariants::in_order(&self.telegram, &self.fates);
        self.wrong.extend(order);
        let shown = invariants::edits_shown(&self.telegram, &self.fates, &self.versions);
        self.wrong.extend(shown);
        if self.wrong.is_empty() {
            Ok(Tally {
                messages: self.fates.len(),
                edits: self.versions.len(),
                handed_on: self.telegram.handed_on,
            })
        } else {
            Err(self.report())
        }
    }

    pub(super) fn report(&self) -> String {
        let log = self.log.join("\n");
        format!("{log}\n\n{}", self.wrong.join("\n"))
    }

    pub(super) fn note(&mut self, what: impl Into<String>) {
        let now = self.now();
        self.log.push(format!("{now:?} {}", what.into()));
    }

    pub(super) fn now(&self) -> Duration {
        self.clock.monotonic()
    }

    /// Telegram's clock: that of the machine jumps, its own does not.
    pub(super) fn telegram_now(&self) -> i64 {
        i64::try_from(self.now().as_millis()).unwrap()
    }

    pub(super) fn desk(&self) -> &Handle {
        &self.server.as_ref().unwrap().desk
    }

    pub(super) async fn settle(&mut self) {
        for _ in 0..3 {
            // A desk that does not know what the store has says so, to everybody.
            let _ = self.desk().quiet().await;
        }
        let (now, frozen) = (self.now(), &self.frozen);
        for gateway in &mut self.gateways {
            for command in gateway.receives(now) {
                self.log.push(format!(
                    "{now:?} {} is handed to {}",
                    command.id, gateway.identity
                ));
                let until = counted(&command.call)
                    .and_then(|chat| frozen.get(&(gateway.identity, chat)))
                    .filter(|until| now < **until);
                if let Some(until) = until {
                    self.wrong.push(format!(
                        "{} was handed to {} though Telegram asked to wait until {until:?}",
                        command.id, gateway.identity
                    ));
                }
            }
        }
    }

    /// Holds whatever holds at every moment.
    pub(super) async fn look(&mut self) {
        self.settle().await;
        let letters = self.store.dead_letters(&id(), None, 1000).await.unwrap();
        for source in letters.iter().flat_map(|letter| letter.delivery.sources()) {
            let mark = self.telegram.mark_of(source.chat.id.0, source.message.0);
            if let Some(mark) = mark {
                self.fates.entry(mark).or_default().is_dead = true;
            }
        }
        let now = self.now();
        let wrong = [
            invariants::telegram_is_content(&self.telegram),
            invariants::one_lease_a_lane(self.gateways.iter(), &self.ended_late, now),
            invariants::no_silent_double(&self.fates),
            invariants::in_order(&self.telegram, &self.fates),
        ];
        self.wrong.extend(wrong.into_iter().flatten());
    }

    pub(super) async fn is_drained(&self) -> bool {
        let waiting = self.store.waiting(&id(), 1).await.unwrap();
        let in_hand = self
            .gateways
            .iter()
            .any(|gateway| !gateway.hands.is_empty());
        let untold = self
            .gateways
            .iter()
            .any(|gateway| !self.telegram.updates(gateway.identity, 1).is_empty());
        waiting == 0 && !in_hand && !untold
    }
}
