//! The desk's task: takes asks in order, decides, commits once for all that
//! piled up, answers, and hands out what may go.

use std::collections::HashMap;
use std::sync::atomic::{AtomicI64, Ordering};
use std::time::Duration;

use backline_domain::connection::Connection;
use backline_domain::delivery::schedule::{Answer, Ledger, Limits, Rate, Scheduler};
use backline_domain::delivery::{Delivery, Lane};
use backline_domain::dialog::Dialog;
use backline_domain::id::ChatAddress;
use backline_domain::parameter::Parameters;
use backline_domain::time::Timestamp;
use tokio::sync::mpsc;

use super::ask::Ask;
use super::context::Context;
use super::handle::Error;
use super::leases::Leases;
use super::window::Windows;
use super::work::{Counter, Work};
use super::{DownSender, Result};

/// Asks taken at once, and so committed together.
const BATCH: usize = 64;

/// The wall clock is followed when it is so far ahead.
const STEP_MILLIS: i64 = 1000;

/// How long between attempts to read everything anew.
const RECOVERY_GAP: Duration = Duration::from_secs(1);

/// How long without anything else to do before timers are looked at again.
const TIMER_PATIENCE: Duration = Duration::from_secs(3600);

/// A connection's desk.
pub(super) struct Desk {
    pub(super) context: Context,
    pub(super) connection: Connection,
    pub(super) parameters: Parameters,
    pub(super) counter: Counter,
    pub(super) scheduler: Scheduler,
    pub(super) windows: Windows,
    pub(super) leases: Leases,
    /// Dialogs as the store has them. This task is their only writer.
    pub(super) dialogs: HashMap<ChatAddress, Option<Dialog>>,
    /// Dialogs whose topic is being made, by the name it is made with: no other
    /// is begun with that name, so that an own service message tells which.
    pub(super) creating: HashMap<String, ChatAddress>,
    /// The highest update id known for each source: what is above is new.
    pub(super) newest: HashMap<String, i64>,
    pub(super) down: Option<DownSender>,
    pub(super) jitter: Jitter,
    pub(super) last_success_at: Option<Timestamp>,
    pub(super) next_timer: Option<Timestamp>,
    /// The budgets as the store has them.
    pub(super) ledger: Ledger,
    /// The backend group's rate as the scheduler has it.
    rate: Option<Rate>,
    /// A commit ended without saying whether it happened: what is in memory may
    /// not be what is in the store.
    pub(super) is_doubtful: bool,
    started: (Timestamp, Duration),
    /// How far the wall clock went ahead of the monotonic one since, in milliseconds.
    ahead: AtomicI64,
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
            jitter: Jitter(started.0.0.unsigned_abs()),
            connection,
            parameters,
            counter: Counter {
                next: 0,
                reserved: 0,
            },
            scheduler: Scheduler::new(Limits::default()),
            windows: Windows::default(),
            leases: Leases::new(),
            dialogs: HashMap::new(),
            creating: HashMap::new(),
            newest: HashMap::new(),
            down: None,
            last_success_at: None,
            next_timer: None,
            ledger: Ledger::default(),
            rate: None,
            is_doubtful: false,
            started,
            ahead: AtomicI64::new(0),
            context,
        }
    }

    /// Calendar time that never goes back while the desk runs. It follows the wall clock
    /// forward: a machine may have slept, which the monotonic clock does not count, or
    /// had the wrong time when it started.
    pub(super) fn now(&self) -> Timestamp {
        let (wall, monotonic) = self.started;
        let elapsed = self.context.clock.monotonic().saturating_sub(monotonic);
        let steady = wall.after(elapsed).0;
        let ahead = self.ahead.load(Ordering::Relaxed);
        let behind = self.context.clock.now().0 - steady - ahead;
        if behind < STEP_MILLIS {
            return Timestamp(steady + ahead);
        }
        self.ahead.store(ahead + behind, Ordering::Relaxed);
        Timestamp(steady + ahead + behind)
    }

    /// Runs until shutdown, or until nobody can ask any more.
    pub(super) async fn run(mut self, mut asks: mpsc::Receiver<Ask>) {
        let mut batch = Vec::with_capacity(BATCH);
        loop {
            if !self.is_doubtful {
                self.hand_out().await;
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
            }
            let stop = self.serve(&mut batch).await;
            // Reports and extensions that have come already go first: a long commit is
            // no fault of the gateway's.
            if asks.is_empty() && !self.is_doubtful {
                self.expire_leases().await;
            }
            if !self.is_doubtful {
                self.fire_timers().await;
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
                        ask => stop |= self.serve_alone(ask).await,
                    }
                }
            }
        }
        self.serve_shared(shared).await;
        *batch = told;
        stop
    }

    /// Reads everything anew after a commit of unknown end.
    async fn recover(&mut self) -> Result<()> {
        if !self.is_doubtful {
            return Ok(());
        }
        if let Some(connection) = self.context.store.connection(&self.connection.id).await? {
            self.parameters = Parameters::from_set(&connection.parameters)?;
            self.connection = connection;
        }
        let lanes: Vec<Lane> = self.windows.lanes().cloned().collect();
        for lane in lanes {
            self.scheduler.withdraw(&lane);
        }
        self.windows = Windows::default();
        self.dialogs.clear();
        self.creating.clear();
        self.newest.clear();
        self.load().await?;
        self.is_doubtful = false;
        self.stopped_known();
        self.recover_leases();
        Ok(())
    }

    /// Hand-outs as the store has their deliveries: one that is not the head of its lane
    /// any more has ended, whatever its commit seemed to say.
    fn recover_leases(&mut self) {
        for lease in self.leases.all() {
            let key = &lease.delivery.key;
            let is_same =
                |head: &&Delivery| head.key == *key && head.progress.turn == lease.sent.turn;
            match self.windows.head(&key.lane).filter(is_same) {
                Some(head) => {
                    let head = head.clone();
                    self.started(&lease.token, head);
                }
                None => {
                    self.free_lane(key, Answer::Unknown);
                    self.offer(&key.lane);
                }
            }
        }
    }

    /// A dialog that was loaded, as it is after the batch so far.
    pub(super) fn dialog_in(&self, work: &Work, chat: &ChatAddress) -> Option<Dialog> {
        let known = work.dialogs.get(chat).or_else(|| self.dialogs.get(chat));
        known.cloned().flatten()
    }

    /// The backend group is known, or another: its rate holds, and what waited
    /// for it may go.
    pub(super) fn group_known(&mut self) {
        if let Some(group) = self.connection.group_id() {
            let rate = self.parameters.rate_backend;
            let own = Rate {
                units: rate.units,
                per: rate.per,
            };
            let registry = &self.context.registry;
            registry.set_group(&self.connection.id, group, own);
            self.take_rate();
        }
        let lanes: Vec<Lane> = self.windows.lanes().cloned().collect();
        for lane in lanes {
            self.offer(&lane);
        }
    }

    /// The rate of the backend group: of several connections there the smallest holds.
    pub(super) fn take_rate(&mut self) {
        let Some(group) = self.connection.group_id() else {
            return;
        };
        let rate = self.context.registry.rate_of_group(group);
        if rate != self.rate {
            self.rate = rate;
            self.scheduler
                .set_rate(group, rate.unwrap_or(Limits::default().group));
        }
    }

    /// When the task has to look again, on the monotonic clock.
    fn wake_at(&mut self) -> Option<Duration> {
        if self.is_doubtful {
            return Some(self.context.clock.monotonic() + RECOVERY_GAP);
        }
        let now = self.now();
        let next = [self.scheduler.wake_at(now), self.next_timer]
            .into_iter()
            .flatten()
            .min()
            .map(|at| self.context.clock.monotonic() + at.since(now).min(TIMER_PATIENCE));
        next.into_iter().chain(self.leases.next_expiry()).min()
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
