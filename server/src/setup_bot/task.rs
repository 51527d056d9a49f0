//! The setup bot's task: takes asks in order, decides, commits, does, hands out.

use std::collections::{BTreeMap, BTreeSet};
use std::time::Duration;

use backline_domain::delivery::schedule::{Limits, Scheduler};
use backline_domain::id::{ConnectionId, IdentityId, UserId};
use backline_domain::relay::Event;
use backline_domain::time::Timestamp;
use tokio::sync::broadcast::error::RecvError;
use tokio::sync::mpsc;

use super::Context;
use super::handle::Ask;
use super::login::Logins;
use super::qr::Pictures;
use crate::desk::{DownSender, Leases, News, Windows};

/// How often is looked whether Telegram takes long to say something of a token.
const LOOK: Duration = Duration::from_secs(5);
/// How often is looked who is to be forgotten.
const FORGET: Duration = Duration::from_secs(3600);
/// After a failure of the store.
const RETRY_STORE: Duration = Duration::from_secs(1);

/// The setup bot.
pub(super) struct Task {
    pub(super) context: Context,
    pub(super) identity: IdentityId,
    pub(super) scheduler: Scheduler,
    pub(super) windows: Windows,
    pub(super) leases: Leases,
    pub(super) down: Option<DownSender>,
    /// The next sequence, and what the store knows as used up.
    pub(super) next: u64,
    pub(super) reserved: u64,
    /// Who waits for a connection to change.
    pub(super) waiting: BTreeMap<UserId, ConnectionId>,
    /// Connections that changed since it was looked; `None`: any may have.
    pub(super) changed: Option<BTreeSet<ConnectionId>>,
    /// Its @name, once Telegram said it in this run.
    pub(super) username: String,
    /// Whose wishes wait for something of the setup bot's own.
    pub(super) wishing: BTreeSet<UserId>,
    /// They are looked at now.
    pub(super) grants_now: bool,
    /// Whether Telegram knows the commands is looked at now.
    pub(super) menu_now: bool,
    /// What is in memory may not be what is in the store.
    pub(super) is_doubtful: bool,
    /// On the monotonic clock.
    pub(super) look_at: Duration,
    pub(super) forget_at: Duration,
    pub(super) forgotten_up_to: Option<UserId>,
    pub(super) jitter: u64,
    /// Accounts being logged in.
    pub(super) logins: Logins,
    /// QR codes on their way.
    pub(super) pictures: Pictures,
}

// === impl Task ===

impl Task {
    pub(super) fn new(context: Context, identity: IdentityId) -> Self {
        let now = context.clock.monotonic();
        Self {
            identity,
            scheduler: Scheduler::new(Limits::default()),
            windows: Windows::default(),
            leases: Leases::new(),
            down: None,
            next: 1,
            reserved: 1,
            waiting: BTreeMap::new(),
            changed: None,
            username: String::new(),
            wishing: BTreeSet::new(),
            grants_now: false,
            menu_now: false,
            // Everything is read first.
            is_doubtful: true,
            look_at: now,
            forget_at: now + FORGET,
            forgotten_up_to: None,
            jitter: now.subsec_nanos().into(),
            logins: Logins::default(),
            pictures: Pictures::default(),
            context,
        }
    }

    pub(super) async fn run(mut self, mut asks: mpsc::Receiver<Ask>) {
        loop {
            self.recover().await;
            if !self.is_doubtful {
                self.hand_out().await;
            }
            let wake = self.wake_at();
            let clock = self.context.clock.clone();
            tokio::select! {
                biased;
                () = self.context.shutdown.cancelled() => break,
                ask = asks.recv() => match ask {
                    Some(ask) => self.serve(ask).await,
                    None => break,
                },
                news = self.context.news.recv() => match news {
                    Ok(news) => self.hear(&news),
                    Err(RecvError::Lagged(_)) => {
                        self.changed = None;
                        self.look_at = clock.monotonic();
                    }
                    Err(RecvError::Closed) => break,
                },
                (user, told) = self.logins.next() => self.login_told(user, told).await,
                () = clock.sleep_until(wake) => {}
            }
            self.expire_leases();
            let now = self.context.clock.monotonic();
            if !self.is_doubtful && now >= self.look_at {
                self.look_at = now + LOOK;
                self.look().await;
                self.grants_now = true;
            }
            if !self.is_doubtful && std::mem::take(&mut self.grants_now) {
                self.grant_waiting().await;
            }
            if !self.is_doubtful {
                self.tell_menu().await;
            }
            if !self.is_doubtful && now >= self.forget_at {
                self.forget_at = now + FORGET;
                self.forget().await;
            }
        }
        asks.close();
    }

    async fn serve(&mut self, ask: Ask) {
        match ask {
            Ask::Ingest {
                updates,
                cursor,
                answer,
            } => {
                let done = self.ingest(updates, cursor).await;
                // Whoever asked and went away does not need the answer; so below.
                let _ = answer.send(done);
            }
            Ask::Start {
                lease_token,
                answer,
            } => {
                let is_known = self.leases.of_token(&lease_token).is_some();
                let done = if is_known {
                    Ok(())
                } else {
                    Err(crate::desk::Error::LeaseLost)
                };
                let _ = answer.send(done);
            }
            Ask::Complete {
                lease_token,
                outcome,
                answer,
            } => {
                let done = self.complete(&lease_token, &outcome).await;
                let _ = answer.send(done);
            }
            Ask::Extend {
                lease_tokens,
                answer,
            } => {
                let _ = answer.send(Ok(self.extend(lease_tokens)));
            }
            Ask::File {
                lease_token,
                name,
                answer,
            } => {
                let _ = answer.send(self.picture(&lease_token, &name));
            }
            Ask::Presence(presence) => self.presence(presence),
            Ask::Named(username) => {
                self.username = username;
                self.grants_now = true;
            }
            Ask::Quiet { answer } => {
                let now = self.now();
                let lanes = self.windows.lanes();
                let heads = lanes.filter_map(|lane| self.windows.head(lane));
                let due = heads.filter(|head| head.due_at <= now).count();
                let waits = due + self.leases.len() + self.wishing.len();
                let _ = answer.send(Ok(waits));
            }
        }
    }

    /// A connection changed in a way that somebody may wait for.
    fn hear(&mut self, news: &News) {
        if matches!(
            news.event,
            Event::ConnectionChanged(_) | Event::ForeignGroup { .. } | Event::Handed(_)
        ) {
            self.look_at = self.context.clock.monotonic();
            if let Some(changed) = &mut self.changed {
                changed.insert(news.connection.clone());
            }
        }
    }

    pub(super) fn now(&self) -> Timestamp {
        self.context.clock.now()
    }

    fn wake_at(&mut self) -> Duration {
        let monotonic = self.context.clock.monotonic();
        if self.is_doubtful {
            return monotonic + RETRY_STORE;
        }
        let now = self.now();
        let scheduler = self.scheduler.wake_at(now);
        let scheduler = scheduler.map(|at| monotonic + at.since(now));
        let leases = self.leases.next_expiry();
        let fixed = self.look_at.min(self.forget_at);
        [scheduler, leases]
            .into_iter()
            .flatten()
            .fold(fixed, Duration::min)
    }

    /// After a commit of unknown end, and at the start.
    async fn recover(&mut self) {
        if !self.is_doubtful {
            return;
        }
        match self.load().await {
            Ok(()) => self.is_doubtful = false,
            Err(error) => {
                self.is_doubtful = true;
                tracing::error!(%error, "the setup bot cannot read what it has to do; tried again in a moment");
            }
        }
    }
}
