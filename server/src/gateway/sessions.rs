//! The way to the sessions, for the gRPC services and the assembly.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use backline_domain::id::{ConnectionId, IdentityId};
use backline_domain::logout::Logout;
use backline_proto::gateway::v1::ClosingReason;
use backline_store::Store;
use tokio::sync::Notify;
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;

use super::logins::Logins;
use super::table::{LoggingOut, Table};
use super::{Attached, Desks, Timing, keeper, list};
use crate::clock::SharedClock;
use crate::files::Files;
use crate::telemetry::Metrics;

/// All sessions of gateways with this server. Cheap to clone.
#[derive(Clone)]
pub struct Sessions {
    pub(super) inner: Arc<Inner>,
}

pub(super) struct Inner {
    table: Mutex<Table>,
    /// Something changed that the keeper should look at.
    pub(super) changed: Notify,
    /// An outcome was reported.
    pub(super) reported: Notify,
    pub(super) desks: Arc<dyn Desks>,
    pub(super) store: Arc<dyn Store>,
    pub(super) files: Files,
    pub(super) logins: Logins,
    pub(super) clock: SharedClock,
    pub(super) tracker: TaskTracker,
    pub(super) metrics: Metrics,
    /// Ends keeper and streams.
    pub(super) stop: CancellationToken,
}

// === impl Sessions ===

impl Sessions {
    /// An empty table with its keeper. The desks of all connections have to be
    /// there before gateways can reach it: a report for a desk that is not there
    /// is refused for good.
    #[must_use]
    pub fn start(
        desks: Arc<dyn Desks>,
        store: Arc<dyn Store>,
        files: Files,
        clock: SharedClock,
        tracker: TaskTracker,
        timing: Timing,
        metrics: Metrics,
    ) -> Self {
        let inner = Arc::new(Inner {
            table: Mutex::new(Table::new(timing, clock.monotonic())),
            changed: Notify::new(),
            reported: Notify::new(),
            desks,
            store,
            files,
            logins: Logins::default(),
            clock,
            tracker,
            metrics,
            stop: CancellationToken::new(),
        });
        inner.tracker.spawn(keeper::run(Arc::clone(&inner)));
        Self { inner }
    }

    /// What its calls' commits run on, so that a caller who hangs up tears none.
    #[must_use]
    pub fn tracker(&self) -> &TaskTracker {
        &self.inner.tracker
    }

    /// The gateways attached, and those whose lease still runs.
    #[must_use]
    pub fn list(&self) -> Vec<Attached> {
        list::of(&self.inner.table(), self.inner.clock.monotonic())
    }

    /// Ends the sessions opened with this token. What they hold is free once
    /// their lease is over, since whoever held it may not have heard.
    pub fn revoke_token(&self, token: &str) {
        let mut table = self.inner.table();
        let sessions = table
            .sessions
            .values_mut()
            .filter(|session| session.token.id == token);
        for session in sessions.filter(|session| !session.is_revoked) {
            session.is_revoked = true;
            session.close(ClosingReason::Expired);
            tracing::warn!(
                session.id = %session.id, gateway = %session.name, token.id = %token,
                "a gateway's token ended, and its session with it; \
                 what it holds is free once its lease is over"
            );
        }
        drop(table);
        self.inner.changed.notify_one();
    }

    /// Takes an identity back from whoever holds it and gives it out anew: after
    /// its credential was changed.
    pub fn reassign(&self, identity: IdentityId, reason: &str) {
        let mut table = self.inner.table();
        if let Some(slot) = table.identities.get_mut(&identity) {
            // Somebody may be about to get it, with the credential from before.
            slot.credential_changes += 1;
            if let Some(holder) = &mut slot.holder {
                holder.revoke(reason);
            }
        }
        drop(table);
        self.inner.changed.notify_one();
    }

    /// Ends these sessions of accounts in Telegram. Their rows are in the store.
    pub fn log_out(&self, rows: Vec<Logout>) {
        let (now, moment) = (self.inner.clock.now(), self.inner.clock.monotonic());
        let mut table = self.inner.table();
        for row in rows {
            let id = row.facts.id.clone();
            table.logouts.insert(id, LoggingOut::new(row, now, moment));
        }
        drop(table);
        self.inner.changed.notify_one();
    }

    /// The store may hold sessions to be ended that nobody here knows of: a commit of which
    /// nobody knows how it ended.
    pub fn look_for_logouts(&self) {
        self.inner.table().knows_logouts = false;
        self.inner.changed.notify_one();
    }

    /// Whether a gateway is attached that may end a session of this account.
    #[must_use]
    pub fn can_log_out(&self, identity: IdentityId, of: &ConnectionId) -> bool {
        let table = self.inner.table();
        let mut sessions = table.sessions.values();
        sessions.any(|session| session.may_end(identity, Some(of)))
    }

    /// Stops: tells every gateway, gives nothing out any more, refuses Starts,
    /// and returns once the outcomes of all commands under way are reported, or
    /// after the grace time. Calls are answered until then and after.
    pub async fn drain(&self, grace: Duration) {
        let until = self.inner.clock.monotonic() + grace;
        {
            let mut table = self.inner.table();
            table.is_draining = true;
            for session in table.sessions.values_mut() {
                session.close(ClosingReason::Draining);
            }
        }
        self.inner.changed.notify_one();
        let all_reported = async {
            loop {
                let reported = self.inner.reported.notified();
                if self.inner.table().running() == 0 {
                    return;
                }
                reported.await;
            }
        };
        tokio::select! {
            () = all_reported => {}
            () = self.inner.clock.sleep_until(until) => {
                let commands = self.inner.table().running();
                tracing::warn!(
                    commands,
                    "the grace time is over, and some commands' outcomes were not reported; \
                     gateways report them when the server is back"
                );
            }
        }
        self.inner.stop.cancel();
    }

    /// Ends the keeper and all streams at once, without a word: a server whose
    /// start failed halfway.
    pub fn cut(&self) {
        self.inner.stop.cancel();
        for session in self.inner.table().sessions.values_mut() {
            session.stream = None;
        }
    }
}

impl std::fmt::Debug for Sessions {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Sessions").finish_non_exhaustive()
    }
}

// === impl Inner ===

impl Inner {
    /// The table. Never held across an await.
    pub(super) fn table(&self) -> MutexGuard<'_, Table> {
        // A poisoned lock means that somebody panicked while holding it; every
        // change of the table is whole by itself.
        self.table.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
