//! The desk's task: takes asks in order, decides, commits once for all that
//! piled up, answers, and hands out what may go.

use std::collections::{BTreeMap, HashMap};
use std::time::Duration;

use backline_domain::connection::Connection;
use backline_domain::delivery::Ledger;
use backline_domain::delivery::schedule::{Limits, Rate, Scheduler};
use backline_domain::dialog::Dialog;
use backline_domain::id::{ChatAddress, IdentityId};
use backline_domain::parameter::Parameters;
use backline_domain::relay::Peer;
use backline_domain::time::Timestamp;
use tokio::sync::mpsc;

use super::ask::Ask;
use super::context::Context;
use super::echo::Echoes;
use super::fetches::Fetches;
use super::handle::{Error, FileLimits};
use super::leases::Leases;
use super::poster::Poster;
use super::used::PlanUse;
use super::window::Windows;
use super::work::{Counter, Work};
use super::{DownSender, Result};

/// Asks taken at once, and so committed together.
const BATCH: usize = 64;

/// A connection's desk.
pub(super) struct Desk {
    pub(super) context: Context,
    pub(super) connection: Connection,
    pub(super) parameters: Parameters,
    pub(super) counter: Counter,
    /// Drawn by chance for this run: what of customers' buttons nobody can guess.
    pub(super) random: [u8; 16],
    pub(super) scheduler: Scheduler,
    pub(super) windows: Windows,
    pub(super) leases: Leases,
    /// Files of what waits, on their way into the store or there.
    pub(super) fetches: Fetches,
    /// Dialogs as the store has them. This task is their only writer.
    pub(super) dialogs: HashMap<ChatAddress, Option<Dialog>>,
    /// Dialogs whose topic is being made, by the name it is made with: no other
    /// is begun with that name, so that an own service message tells which.
    pub(super) creating: HashMap<String, ChatAddress>,
    /// The highest update id known of each identity and source: what is above is new.
    pub(super) newest: HashMap<(IdentityId, String), i64>,
    /// An account's own messages of which it cannot be said yet who wrote them.
    pub(super) echoes: Echoes,
    pub(super) down: Option<DownSender>,
    /// How large files its gateway moves.
    pub(super) files: FileLimits,
    /// Whether a gateway has come for the frontend in this run.
    pub(super) has_come: bool,
    /// The moment from which on the group is the desk bot's, once the account told all it had
    /// to tell from before.
    pub(super) taken_over: Option<Timestamp>,
    /// Whether somebody's word was awaited when it was last looked at.
    pub(super) awaited_word: bool,
    /// The relay bots: all that the connection has.
    pub(super) relays: BTreeMap<IdentityId, Poster>,
    pub(super) jitter: Jitter,
    /// When something last went through, by who did it.
    pub(super) last_success_at: HashMap<IdentityId, Timestamp>,
    /// Whether the budgets of an earlier run were taken up.
    pub(super) has_loaded: bool,
    /// The backend group is another than before.
    pub(super) is_group_new: bool,
    pub(super) next_timer: Option<Timestamp>,
    /// What the connection used of its administrator's plan.
    pub(super) plan: PlanUse,
    /// What the store has of what is not to be forgotten.
    pub(super) ledger: Ledger,
    /// When all lanes were last looked at for what General says of them.
    pub(super) backlog_looked_at: Option<Timestamp>,
    /// When it was last looked how far files have come.
    pub(super) transfers_looked_at: Option<Timestamp>,
    /// The backend group's rate as the scheduler has it.
    pub(super) rate: Option<Rate>,
    /// A commit ended without saying whether it happened: what is in memory may
    /// not be what is in the store.
    pub(super) is_doubtful: bool,
    pub(super) started: (Timestamp, Duration),
    /// How far the wall clock went ahead of the monotonic one since, in milliseconds.
    pub(super) ahead: i64,
    /// What is used up of budgets is other than the store has it, and no commit to come says so:
    /// after a restart nobody could tell.
    pub(super) is_ledger_old: bool,
}

/// Spreads retries. No need to be unpredictable.
#[derive(Debug)]
pub(super) struct Jitter(u64);

// === impl Jitter ===

impl Jitter {
    /// 0..1.
    pub(super) fn next(&mut self) -> f64 {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1);
        #[expect(
            clippy::cast_precision_loss,
            reason = "any value between 0 and 1 will do"
        )]
        let share = (self.0 >> 11) as f64 / (1_u64 << 53) as f64;
        share
    }
}

// === impl Desk ===

impl Desk {
    pub(super) fn new(context: Context, connection: Connection, parameters: Parameters) -> Self {
        let started = (context.clock.now(), context.clock.monotonic());
        Self {
            plan: PlanUse::new(&connection, started.0),
            jitter: Jitter(started.0.0.unsigned_abs()),
            connection,
            parameters,
            counter: Counter {
                next: 0,
                reserved: 0,
            },
            random: uuid::Uuid::new_v4().into_bytes(),
            scheduler: Scheduler::new(Limits::default()),
            windows: Windows::default(),
            leases: Leases::new(),
            fetches: Fetches::default(),
            dialogs: HashMap::new(),
            creating: HashMap::new(),
            newest: HashMap::new(),
            echoes: Echoes::default(),
            down: None,
            files: FileLimits::default(),
            has_come: false,
            taken_over: None,
            awaited_word: false,
            relays: BTreeMap::new(),
            last_success_at: HashMap::new(),
            has_loaded: false,
            is_group_new: false,
            next_timer: None,
            ledger: Ledger::default(),
            backlog_looked_at: None,
            transfers_looked_at: None,
            rate: None,
            is_doubtful: false,
            started,
            ahead: 0,
            is_ledger_old: false,
            context,
        }
    }

    /// Runs until shutdown, or until nobody can ask any more.
    pub(super) async fn run(mut self, mut asks: mpsc::Receiver<Ask>) {
        let mut batch = Vec::with_capacity(BATCH);
        let mut plans = self.context.plans.changes();
        loop {
            self.follow_clock();
            if !self.is_doubtful {
                self.go_without_word();
                Box::pin(self.hand_out()).await;
                self.fetch_files();
            }
            let wake = self.wake_at();
            let clock = self.context.clock.clone();
            tokio::select! {
                biased;
                () = self.context.shutdown.cancelled() => break,
                taken = asks.recv_many(&mut batch, BATCH) => {
                    if taken == 0 {
                        break;
                    }
                }
                () = async { match wake {
                    Some(at) => clock.sleep_until(at).await,
                    None => std::future::pending().await,
                } } => {}
                // The book outlives the desk, so this never ends with an error.
                _ = plans.changed() => {}
            }
            self.follow_clock();
            self.keep_ledger().await;
            let stop = Box::pin(self.serve(&mut batch)).await;
            // Reports and extensions that have come already go first: a long commit is
            // no fault of the gateway's.
            if asks.is_empty() && !self.is_doubtful {
                self.expire_leases().await;
                self.expire_fetches();
            }
            if !self.is_doubtful {
                self.fire_timers().await;
            }
            if !self.is_doubtful {
                self.check_relays().await;
                self.give_up_absent();
                self.watch_backlog().await;
                self.watch_transfers().await;
                self.watch_plan().await;
            }
            if stop {
                break;
            }
        }
        // Whoever still asks is told that the desk stopped.
        asks.close();
    }

    /// Serves a batch: ingests, starts and completions share a transaction;
    /// what may be refused as a conflict has one of its own.
    async fn serve(&mut self, batch: &mut Vec<Ask>) -> bool {
        if let Err(error) = self.recover().await {
            tracing::error!(connection.id = %self.connection.id, %error, "the store does not answer; nothing is decided until it does");
            // Who holds the identity is told once: that has to wait, not to go.
            let (told, asked): (Vec<Ask>, Vec<Ask>) = batch
                .drain(..)
                .partition(|ask| matches!(ask, Ask::Presence { .. }));
            *batch = told;
            for ask in asked {
                ask.refuse(shared_error(&error));
            }
            return false;
        }
        if self.down.is_some() && self.leases.has_orphans() {
            self.settle_orphans().await;
        }
        let mut shared = Vec::new();
        let mut stop = false;
        let mut told = Vec::new();
        for ask in batch.drain(..) {
            match ask {
                Ask::Ingest { .. } | Ask::Start { .. } | Ask::Complete { .. } => shared.push(ask),
                other => {
                    self.serve_shared(std::mem::take(&mut shared)).await;
                    match other {
                        ask @ Ask::Presence { .. } if self.is_doubtful => told.push(ask),
                        ask if self.is_doubtful => ask.refuse(doubt()),
                        ask => stop |= Box::pin(self.serve_alone(ask)).await,
                    }
                }
            }
        }
        self.serve_shared(shared).await;
        *batch = told;
        stop
    }

    /// A dialog that was loaded, as it is after the batch so far.
    pub(super) fn dialog_in(&self, work: &Work, chat: &ChatAddress) -> Option<Dialog> {
        let known = work.dialogs.get(chat).or_else(|| self.dialogs.get(chat));
        known.cloned().flatten()
    }

    /// The backend group is known, or another: its rate holds, and what waited
    /// for it may go.
    pub(super) fn group_known(&mut self) {
        self.tell_peers();
        if self.connection.group_id().is_some() {
            self.take_rate();
        }
        self.offer_all();
    }

    /// What the others in the backend group need to know is as it is now.
    pub(super) fn tell_peers(&self) {
        let Some(group) = self.connection.group_id() else {
            return;
        };
        let rate = self.parameters.rate_backend;
        let own = Rate {
            units: rate.units,
            per: rate.per,
        };
        let peer = Peer::of(&self.connection, &self.parameters);
        let registry = &self.context.registry;
        registry.set_group(&self.connection.id, group, own, peer);
    }

    /// The rate of the backend group: of several connections there the smallest holds.
    pub(super) fn take_rate(&mut self) {
        let Some(group) = self.connection.group_id() else {
            return;
        };
        let rate = self.context.registry.rate_of_group(group);
        if rate != self.rate {
            self.rate = rate;
            let rate = rate.unwrap_or(Limits::default().group);
            self.scheduler.set_rate(group, rate);
            for poster in self.relays.values_mut() {
                poster.scheduler.set_rate(group, rate);
            }
        }
    }
}

/// The answer to somebody who may have gone.
pub(super) fn answer<T>(to: tokio::sync::oneshot::Sender<Result<T>>, what: Result<T>) {
    // Whoever asked and went away does not need the answer.
    let _ = to.send(what);
}

/// What the rest of a batch is told when a commit ended without saying whether it
/// happened.
pub(super) fn doubt() -> Error {
    Error::Store(backline_store::Error::Unavailable {
        detail: "it does not say whether it took the last change; try again in a moment".to_owned(),
    })
}

/// The same refusal for everybody in a batch.
pub(super) fn shared_error(error: &Error) -> Error {
    Error::Store(backline_store::Error::Unavailable {
        detail: error.to_string(),
    })
}
