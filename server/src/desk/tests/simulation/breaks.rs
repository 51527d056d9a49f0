//! What breaks.

use std::sync::Arc;
use std::sync::atomic::Ordering;

use backline_store::Store as _;

use super::super::store::Fails;
use super::super::{BOT, Presence, TEAM, id};
use super::gateway::Hand;
use super::world::{CUSTOMERS, FIRST, Server, World};
use crate::desk::{Context, Registry};
use crate::files::Files;
use crate::plan::Plans;
use crate::telemetry::Metrics;

// === impl World ===

impl World {
    pub(super) async fn server_starts(&mut self) {
        let context = Context {
            webhooks: crate::webhook::Board::new(backline_store::SealKey::new([3; 32])),
            store: Arc::clone(&self.store) as Arc<dyn backline_store::Store>,
            files: Files::in_temp(1 << 20, self.clock.clone()),
            clock: Arc::clone(&self.clock) as crate::clock::SharedClock,
            registry: Registry::default(),
            tracker: tokio_util::task::TaskTracker::new(),
            shutdown: tokio_util::sync::CancellationToken::new(),
            metrics: Metrics::new().unwrap(),
            plans: Plans::default(),
            has_setup_bot: false,
            news: tokio::sync::broadcast::Sender::new(64),
        };
        let row = self.store.connection(&id()).await.unwrap().unwrap();
        let desk = crate::desk::open(&context, row).await.unwrap();
        self.server = Some(Server { context, desk });
        self.settle().await;
    }

    /// Nothing remains but the store, and what gateways have in hand.
    pub(super) async fn server_dies(&mut self) {
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
    pub(super) async fn gateway_dies(&mut self, number: usize) {
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
    pub(super) fn forgets(&mut self, hand: &Hand) {
        for mark in &hand.effect {
            self.fates.entry(mark.clone()).or_default().unknown += 1;
        }
    }

    /// The stream is cut; the gateway goes on with what it has.
    pub(super) async fn stream_breaks(&mut self, number: usize) {
        let identity = self.gateways[number].identity;
        self.note(format!("the stream of {identity} breaks"));
        self.gateways[number].commands = None;
        let presence = self.desk().presence(identity, Presence::Paused).await;
        presence.unwrap();
        self.settle().await;
    }

    pub(super) async fn gateway_comes(&mut self, number: usize) {
        let now = self.now();
        let gateway = &mut self.gateways[number];
        let identity = gateway.identity;
        let presence = gateway.attaches(now);
        self.note(format!("a gateway comes for {identity}"));
        self.desk().presence(identity, presence).await.unwrap();
        self.settle().await;
        self.extends(number).await;
    }

    pub(super) fn store_fails(&mut self) {
        let how = if self.random.one_in(2) {
            Fails::Before
        } else {
            Fails::After
        };
        self.note(format!("the next commit fails: {how:?}"));
        self.store.fail_next(how);
    }

    pub(super) fn storm(&mut self) {
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

    pub(super) fn somebody_interferes(&mut self) {
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

    pub(super) async fn clock_jumps(&mut self) {
        let seconds = i64::try_from(self.random.within(0, 7200)).unwrap() - 3600;
        self.note(format!("the clock jumps by {seconds} s"));
        self.clock.1.fetch_add(seconds, Ordering::Relaxed);
        if seconds > 0 {
            self.jumped_at = Some(self.store.commits());
        }
        self.settle().await;
    }

    /// A report that was made comes a second time.
    pub(super) async fn reports_again(&mut self, number: usize) {
        let reported = &self.gateways[number].reported;
        if reported.is_empty() {
            return;
        }
        let (token, outcome) = reported[self.random.place(reported.len())].clone();
        let told = self.desk().complete(token, outcome).await;
        self.note(format!("a report comes again: {told:?}"));
    }
}
