//! One run: people write, gateways work, things break, all as a seed has it.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};
use std::time::Duration;

use backline_domain::change::{Change, Cursor};
use backline_domain::connection::{Relay, RelayStanding};
use backline_domain::delivery::Outcome;
use backline_domain::id::IdentityId;
use backline_domain::time::Timestamp;
use backline_store::Store as _;
use tokio::sync::watch;

use super::super::store::{Fails, Flaky};
use super::super::{BOT, Driven, Handle, Presence, TEAM, connection, id};
use super::gateway::{Gateway, Hand, LEASE, Stage};
use super::invariants::{self, Fates};
use super::random::Random;
use super::telegram::{Telegram, counted, shown};
use crate::clock::Clock as _;
use crate::desk::{Context, Error, Registry};
use crate::telemetry::Metrics;

const CUSTOMERS: u64 = 4;
/// Telegram's id of the first of them.
const FIRST: u64 = 2;
/// What happens in a run before it heals.
const STEPS: usize = 200;
/// Driven time that it has afterwards.
const PATIENCE: Duration = Duration::from_secs(4 * 3600);
/// Between two looks while it heals, at least and at most.
const SOON: Duration = Duration::from_secs(1);
const LATER: Duration = Duration::from_secs(30);

/// All that there is.
pub(super) struct World {
    random: Random,
    clock: Arc<Driven>,
    store: Arc<Flaky>,
    server: Option<Server>,
    telegram: Telegram,
    gateways: Vec<Gateway>,
    fates: Fates,
    written: BTreeMap<(char, i64), u64>,
    /// Until when the server knows that an identity has to wait in a chat.
    frozen: BTreeMap<(IdentityId, i64), Duration>,
    /// Commits that there were when the clock last went ahead.
    jumped_at: Option<usize>,
    /// What happened, for whoever reads why a seed failed.
    log: Vec<String>,
    wrong: Vec<String>,
}

struct Server {
    context: Context,
    desk: Handle,
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
            clock,
            store,
            server: None,
            telegram,
            gateways: identities.into_iter().map(Gateway::new).collect(),
            fates: Fates::default(),
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
    pub(super) async fn run(mut self) -> Result<usize, String> {
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
        if self.wrong.is_empty() {
            Ok(self.fates.len())
        } else {
            Err(self.report())
        }
    }

    fn report(&self) -> String {
        let log = self.log.join("\n");
        format!("{log}\n\n{}", self.wrong.join("\n"))
    }

    fn note(&mut self, what: impl Into<String>) {
        let now = self.now();
        self.log.push(format!("{now:?} {}", what.into()));
    }

    fn now(&self) -> Duration {
        self.clock.monotonic()
    }

    /// Telegram's clock: that of the machine jumps, its own does not.
    fn telegram_now(&self) -> i64 {
        i64::try_from(self.now().as_millis()).unwrap()
    }

    fn desk(&self) -> &Handle {
        &self.server.as_ref().unwrap().desk
    }

    async fn settle(&mut self) {
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
    async fn look(&mut self) {
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
            invariants::one_lease_a_lane(self.gateways.iter(), now),
            invariants::no_silent_double(&self.fates),
            invariants::in_order(&self.telegram, &self.fates),
        ];
        self.wrong.extend(wrong.into_iter().flatten());
    }

    async fn is_drained(&self) -> bool {
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

// === impl World: what happens ===

impl World {
    async fn step(&mut self) {
        let gateway = self.random.place(self.gateways.len());
        match self.random.below(100) {
            0..=17 => self.customer_says(),
            18..=27 => self.operator_says(),
            28..=45 => self.takes_updates(gateway).await,
            46..=79 => self.works(gateway, true).await,
            80..=88 => {
                let millis = self.random.within(1, 4000);
                self.pass(Duration::from_millis(millis)).await;
            }
            89 => {
                let seconds = self.random.within(10, 100);
                self.pass(Duration::from_secs(seconds)).await;
            }
            90 => self.server_dies().await,
            91 => self.gateway_dies(gateway).await,
            92 => self.stream_breaks(gateway).await,
            93 | 94 => self.gateway_comes(gateway).await,
            95 => self.store_fails(),
            96 => self.storm(),
            97 => self.somebody_interferes(),
            98 => self.reports_again(gateway).await,
            _ => self.clock_jumps().await,
        }
    }

    fn mark(&mut self, kind: char, customer: i64) -> String {
        let number = self.written.entry((kind, customer)).or_default();
        *number += 1;
        format!("{kind}{customer}:{number}")
    }

    fn customer_says(&mut self) {
        let customer = i64::try_from(self.random.within(FIRST, FIRST + CUSTOMERS - 1)).unwrap();
        for _ in 0..self.random.within(1, 3) {
            let mark = self.mark('c', customer);
            self.telegram.customer_says(customer, &mark);
            self.note(format!("<{mark}> is written"));
        }
    }

    fn operator_says(&mut self) {
        let topics = self.telegram.open_topics();
        if topics.is_empty() {
            return;
        }
        let (topic, customer) = topics[self.random.place(topics.len())];
        let mark = self.mark('o', customer);
        self.telegram.operator_says(topic, &mark);
        self.note(format!("<{mark}> is written in {topic}"));
    }

    /// A gateway brings what Telegram has for it.
    async fn takes_updates(&mut self, number: usize) {
        if self.gateways[number].commands.is_none() {
            return;
        }
        let identity = self.gateways[number].identity;
        let most = usize::try_from(self.random.within(1, 10)).unwrap();
        let updates = self.telegram.updates(identity, most);
        let Some(last) = updates.last().map(|update| update.key.update_id) else {
            return;
        };
        let cursor = Cursor::UpdateId {
            source: "api".to_owned(),
            update_id: last,
        };
        let taken = self.desk().ingest(identity, updates.clone(), cursor).await;
        self.settle().await;
        self.note(format!("{identity} brings updates to {last}: {taken:?}"));
        if taken.is_err() {
            return;
        }
        for update in &updates {
            if let backline_domain::message::Event::Posted(message) = &update.event {
                let mark = self.telegram.mark_of(message.chat.id().0, message.id.0);
                if let (Some(mark), true) = (mark, identity == BOT) {
                    self.fates.entry(mark).or_default().is_accepted = true;
                }
            }
        }
        // The answer may be lost: then it all comes once more.
        if !self.random.one_in(10) {
            self.telegram.confirm(identity, last);
        }
    }

    pub(super) async fn pass(&mut self, time: Duration) {
        self.clock.0.send_modify(|now| *now += time);
        for _ in 0..3 {
            tokio::task::yield_now().await;
        }
        self.give_up();
        self.settle().await;
        for number in 0..self.gateways.len() {
            self.extends(number).await;
        }
    }

    /// Whose lease ends without a report is not waited for: what it did, others may do
    /// again.
    fn give_up(&mut self) {
        let now = self.now();
        let gateways = self.gateways.iter_mut();
        let hands = gateways.flat_map(|gateway| &mut gateway.hands);
        for hand in hands.filter(|hand| !hand.is_valid(now)) {
            for mark in std::mem::take(&mut hand.effect) {
                self.fates.entry(mark).or_default().unknown += 1;
            }
        }
    }

    async fn extends(&mut self, number: usize) {
        let gateway = &self.gateways[number];
        if gateway.commands.is_none() || gateway.hands.is_empty() {
            return;
        }
        let Ok(extended) = self.desk().extend(gateway.tokens()).await else {
            return;
        };
        let now = self.now();
        self.gateways[number].extended(&extended.lost, now);
    }
}

// === impl World: what breaks ===

impl World {
    async fn server_starts(&mut self) {
        let context = Context {
            store: Arc::clone(&self.store) as Arc<dyn backline_store::Store>,
            clock: Arc::clone(&self.clock) as crate::clock::SharedClock,
            registry: Registry::default(),
            tracker: tokio_util::task::TaskTracker::new(),
            shutdown: tokio_util::sync::CancellationToken::new(),
            metrics: Metrics::new().unwrap(),
            news: tokio::sync::broadcast::Sender::new(64),
        };
        let row = self.store.connection(&id()).await.unwrap().unwrap();
        let desk = crate::desk::open(&context, row).await.unwrap();
        self.server = Some(Server { context, desk });
        self.settle().await;
    }

    /// Nothing remains but the store, and what gateways have in hand.
    async fn server_dies(&mut self) {
        self.note("the server dies");
        self.store.fail_never();
        if self.jumped_at == Some(self.store.commits()) {
            // Nobody can tell any more that no time has passed.
            self.frozen.clear();
            self.telegram.forgets_books();
        }
        let Some(server) = self.server.take() else {
            return;
        };
        server.context.shutdown.cancel();
        server.context.tracker.close();
        server.context.tracker.wait().await;
        for gateway in &mut self.gateways {
            gateway.commands = None;
        }
        self.server_starts().await;
    }

    /// What it had in hand is lost with it, whatever became of it.
    async fn gateway_dies(&mut self, number: usize) {
        let gateway = &mut self.gateways[number];
        let hands = std::mem::take(&mut gateway.hands);
        gateway.commands = None;
        gateway.reported.clear();
        let identity = gateway.identity;
        self.note(format!("the gateway of {identity} dies"));
        for hand in hands {
            self.forgets(&hand);
        }
        // A session that is silent is given up.
        let presence = self.desk().presence(identity, Presence::Offline).await;
        presence.unwrap();
        self.settle().await;
    }

    /// What may have been done and will never be reported.
    fn forgets(&mut self, hand: &Hand) {
        for mark in &hand.effect {
            self.fates.entry(mark.clone()).or_default().unknown += 1;
        }
    }

    /// The stream is cut; the gateway goes on with what it has.
    async fn stream_breaks(&mut self, number: usize) {
        let identity = self.gateways[number].identity;
        self.note(format!("the stream of {identity} breaks"));
        self.gateways[number].commands = None;
        let presence = self.desk().presence(identity, Presence::Paused).await;
        presence.unwrap();
        self.settle().await;
    }

    async fn gateway_comes(&mut self, number: usize) {
        let gateway = &mut self.gateways[number];
        let identity = gateway.identity;
        let presence = gateway.attaches();
        self.note(format!("a gateway comes for {identity}"));
        self.desk().presence(identity, presence).await.unwrap();
        self.settle().await;
        self.extends(number).await;
    }

    fn store_fails(&mut self) {
        let how = if self.random.one_in(2) {
            Fails::Before
        } else {
            Fails::After
        };
        self.note(format!("the next commit fails: {how:?}"));
        self.store.fail_next(how);
    }

    fn storm(&mut self) {
        let chat = if self.random.one_in(2) {
            TEAM.0
        } else {
            i64::try_from(self.random.within(FIRST, FIRST + CUSTOMERS - 1)).unwrap()
        };
        let seconds = i64::try_from(self.random.within(1, 40)).unwrap();
        let until = self.telegram_now() + seconds * 1000;
        self.note(format!("a storm in {chat} for {seconds} s"));
        self.telegram.storms(chat, until);
    }

    fn somebody_interferes(&mut self) {
        let customer = i64::try_from(self.random.within(FIRST, FIRST + CUSTOMERS - 1)).unwrap();
        match self.random.below(5) {
            0 | 1 => {
                let topics = self.telegram.open_topics();
                if !topics.is_empty() {
                    let (topic, of) = topics[self.random.place(topics.len())];
                    self.note(format!("topic {topic} of {of} is deleted"));
                    self.telegram.deletes_topic(topic);
                }
            }
            2 => {
                self.note(format!("{customer} blocks the bot"));
                self.telegram.blocks(customer, true);
            }
            3 => self.telegram.blocks(customer, false),
            _ => {
                let relay = self.random.place(self.gateways.len());
                let identity = self.gateways[relay].identity;
                if identity != BOT {
                    let inside = self.telegram.is_outside(identity);
                    self.note(format!("{identity} is inside: {inside}"));
                    self.telegram.moves(identity, inside);
                }
            }
        }
    }

    async fn clock_jumps(&mut self) {
        let seconds = i64::try_from(self.random.within(0, 7200)).unwrap() - 3600;
        self.note(format!("the clock jumps by {seconds} s"));
        self.clock.1.fetch_add(seconds, Ordering::Relaxed);
        if seconds > 0 {
            self.jumped_at = Some(self.store.commits());
        }
        self.settle().await;
    }

    /// A report that was made comes a second time.
    async fn reports_again(&mut self, number: usize) {
        let reported = &self.gateways[number].reported;
        if reported.is_empty() {
            return;
        }
        let (token, outcome) = reported[self.random.place(reported.len())].clone();
        let told = self.desk().complete(token, outcome).await;
        self.note(format!("a report comes again: {told:?}"));
    }
}

// === impl World: what gateways do ===

impl World {
    /// One of what a gateway has in hand goes a step further.
    async fn works(&mut self, number: usize, has_faults: bool) {
        // What was handed out before this is known to be.
        self.settle().await;
        if self.gateways[number].hands.is_empty() {
            return;
        }
        let place = self.random.place(self.gateways[number].hands.len());
        let now = self.now();
        let hand = self.gateways[number].hands[place].clone();
        let is_attached = self.gateways[number].commands.is_some();
        match &hand.stage {
            Stage::Got if !hand.may_begin(now) => {
                // Somebody else may have it by now.
                self.gateways[number].hands.remove(place);
            }
            Stage::Got if hand.command.needs_start => {
                if is_attached {
                    self.begins(number, place).await;
                }
            }
            Stage::Started if !hand.may_begin(now) => {
                let stage = Stage::Done(Outcome::Failed {
                    detail: "not begun in time".to_owned(),
                });
                self.gateways[number].hands[place].stage = stage;
            }
            Stage::Got | Stage::Started => self.acts(number, place, has_faults),
            Stage::Done(_) => {
                if is_attached {
                    self.reports(number, place).await;
                }
            }
        }
        self.settle().await;
    }

    async fn begins(&mut self, number: usize, place: usize) {
        let token = self.gateways[number].hands[place]
            .command
            .lease_token
            .clone();
        let before = self.now();
        match self.desk().start(token).await {
            Ok(()) => {
                let hand = &mut self.gateways[number].hands[place];
                hand.stage = Stage::Started;
                hand.valid_until = hand.valid_until.max(before + LEASE);
            }
            Err(Error::LeaseLost) => {
                self.gateways[number].hands.remove(place);
            }
            // Asked again in a moment.
            Err(_) => {}
        }
    }

    /// The effect itself, or what goes wrong with it.
    fn acts(&mut self, number: usize, place: usize, has_faults: bool) {
        let now = self.telegram_now();
        let fault = if has_faults {
            self.random.below(20)
        } else {
            99
        };
        let identity = self.gateways[number].identity;
        let hand = &self.gateways[number].hands[place];
        let (command, call) = (hand.command.id.clone(), hand.command.call.clone());
        let unsure = |detail: &str| Outcome::Uncertain {
            detail: detail.to_owned(),
            messages: Vec::new(),
            in_part: false,
        };
        let outcome = match fault {
            0 => Outcome::Failed {
                detail: "502 Bad Gateway".to_owned(),
            },
            1 => unsure("cut before"),
            _ => {
                let marks = shown(&self.telegram, &call);
                let outcome = self.telegram.perform(identity, &call, now);
                if matches!(outcome, Outcome::Succeeded { .. }) {
                    for mark in &marks {
                        self.fates.entry(mark.clone()).or_default().effects += 1;
                    }
                    self.gateways[number].hands[place].effect = marks;
                }
                if fault == 2 && matches!(outcome, Outcome::Succeeded { .. }) {
                    let hand = self.gateways[number].hands[place].clone();
                    self.forgets(&hand);
                    unsure("cut after")
                } else {
                    outcome
                }
            }
        };
        self.note(format!(
            "{identity} does {command}, {}: {}",
            super::super::about(&self.gateways[number].hands[place].command),
            short(&outcome)
        ));
        self.gateways[number].hands[place].stage = Stage::Done(outcome);
    }

    async fn reports(&mut self, number: usize, place: usize) {
        let hand = self.gateways[number].hands[place].clone();
        let Stage::Done(outcome) = hand.stage.clone() else {
            return;
        };
        let token = hand.command.lease_token.clone();
        let told = self.desk().complete(token.clone(), outcome.clone()).await;
        self.note(format!("{} is reported: {told:?}", hand.command.id));
        match told {
            Ok(told) => {
                let gateway = &mut self.gateways[number];
                gateway.hands.remove(place);
                gateway.reported.push((token, outcome.clone()));
                self.freezes(number, &hand, &outcome, told);
            }
            Err(Error::LeaseLost | Error::OutcomeMismatch) => {
                self.gateways[number].hands.remove(place);
                self.forgets(&hand);
            }
            // Reported again in a moment.
            Err(_) => {}
        }
    }

    /// From now on the server knows that it has to wait.
    fn freezes(
        &mut self,
        number: usize,
        hand: &Hand,
        outcome: &Outcome,
        told: crate::desk::Completion,
    ) {
        if let (Outcome::Deferred { delay, .. }, crate::desk::Completion::Recorded) =
            (outcome, told)
            && let Some(chat) = counted(&hand.command.call)
        {
            let until = self.now() + *delay;
            let key = (self.gateways[number].identity, chat);
            let known = self.frozen.entry(key).or_default();
            *known = until.max(*known);
        }
    }

    /// Nothing breaks any more, and everybody is there.
    async fn heal(&mut self) {
        self.note("all heals");
        self.store.fail_never();
        self.telegram.calms();
        for number in 0..self.gateways.len() {
            let identity = self.gateways[number].identity;
            if self.telegram.is_outside(identity) {
                self.telegram.moves(identity, true);
            }
            self.gateway_comes(number).await;
        }
    }

    /// Everybody does what there is to do; says whether there was anything.
    async fn works_off(&mut self) -> bool {
        let before = self.log.len();
        for number in 0..self.gateways.len() {
            while !self
                .telegram
                .updates(self.gateways[number].identity, 1)
                .is_empty()
            {
                self.takes_updates(number).await;
            }
            for _ in 0..200 {
                if self.gateways[number].hands.is_empty() {
                    break;
                }
                self.works(number, false).await;
            }
        }
        self.log.len() > before
    }
}

fn short(outcome: &Outcome) -> String {
    match outcome {
        Outcome::Succeeded { messages, .. } => format!("done {messages:?}"),
        other => format!("{other:?}"),
    }
}
