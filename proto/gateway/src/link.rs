//! What the tasks of one server's session share.

use std::collections::HashMap;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use backline_client::{Backoff, Client};
use backline_proto::gateway::v1::HeldIdentity;
use tokio::sync::watch;
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;

use crate::held::Held;
use crate::lease::Leases;
use crate::lock::lock;
use crate::login::Logins;
use crate::logout::Logouts;
use crate::{Clock, Fence, Platform, held};

/// Gaps between attempts to reach the server.
const SHORTEST_GAP: Duration = Duration::from_millis(200);
const LONGEST_GAP: Duration = Duration::from_secs(30);

/// What the tasks of one server's session share. It outlives the stream: unary
/// calls go on when the stream is cut.
pub(crate) struct Link {
    pub(crate) client: Client,
    pub(crate) clock: Arc<dyn Clock>,
    pub(crate) platform: Arc<dyn Platform>,
    pub(crate) fence: Fence,
    pub(crate) leases: Leases,
    pub(crate) logins: Logins,
    pub(crate) logouts: Logouts,
    pub(crate) tasks: TaskTracker,
    /// Effects that are being caused right now.
    pub(crate) in_hand: TaskTracker,
    /// Nothing new is taken from now on.
    pub(crate) draining: CancellationToken,
    /// Everything ends now.
    pub(crate) over: CancellationToken,
    session: watch::Sender<Session>,
    identities: Mutex<HashMap<String, Arc<Held>>>,
}

/// A session as the server opened it.
#[derive(Debug, Clone, Default)]
pub(crate) struct Session {
    /// Its id; empty before the first.
    pub(crate) id: String,
    /// Counts the sessions of this link; 0 = none yet.
    pub(crate) number: u64,
    /// How long a command stays leased without an extension.
    pub(crate) command_lease: Duration,
}

// === impl Link ===

impl Link {
    pub(crate) fn new(
        client: Client,
        clock: Arc<dyn Clock>,
        platform: Arc<dyn Platform>,
        draining: CancellationToken,
    ) -> Self {
        Self {
            client,
            fence: Fence::new(Arc::clone(&clock)),
            clock,
            platform,
            leases: Leases::default(),
            logins: Logins::default(),
            logouts: Logouts::default(),
            tasks: TaskTracker::new(),
            in_hand: TaskTracker::new(),
            draining,
            over: CancellationToken::new(),
            session: watch::Sender::new(Session::default()),
            identities: Mutex::default(),
        }
    }

    /// Gaps between attempts to reach the server: 0.2–30 s.
    pub(crate) const fn backoff() -> Backoff {
        Backoff::new(SHORTEST_GAP, LONGEST_GAP)
    }

    /// The session that calls name: the open one, or the last that was.
    pub(crate) async fn session(&self) -> String {
        let mut sessions = self.session.subscribe();
        // The sender lives as long as this link.
        match sessions.wait_for(|session| session.number > 0).await {
            Ok(session) => session.id.clone(),
            Err(_) => String::new(),
        }
    }

    pub(crate) fn sessions(&self) -> watch::Receiver<Session> {
        self.session.subscribe()
    }

    /// A session is open: whoever waited for one goes on.
    pub(crate) fn opened(&self, id: String, command_lease: Duration) {
        self.session.send_modify(|session| {
            *session = Session {
                id,
                number: session.number + 1,
                command_lease,
            };
        });
    }

    /// Waits a growing gap; shorter when a new session opens meanwhile.
    pub(crate) async fn pause(&self, backoff: &mut Backoff) {
        let mut sessions = self.session.subscribe();
        sessions.mark_unchanged();
        tokio::select! {
            () = self.clock.sleep(backoff.next_gap()) => {}
            _ = sessions.changed() => {}
        }
    }

    pub(crate) fn held(&self, name: &str) -> Option<Arc<Held>> {
        lock(&self.identities).get(name).cloned()
    }

    pub(crate) fn all_held(&self) -> Vec<Arc<Held>> {
        lock(&self.identities).values().cloned().collect()
    }

    /// What a reconnect names.
    pub(crate) fn held_identities(&self) -> Vec<HeldIdentity> {
        self.all_held()
            .iter()
            .map(|held| HeldIdentity {
                identity: held.name.clone(),
                epoch: held.epoch,
            })
            .collect()
    }

    /// Holds an identity; gives back what it replaces.
    pub(crate) fn hold(&self, held: Arc<Held>) -> Option<Arc<Held>> {
        lock(&self.identities).insert(held.name.clone(), held)
    }

    /// Holds it no more, unless a newer assignment took its place. Its tasks end
    /// on their own.
    pub(crate) fn let_go(&self, held: &Held) {
        held.stop.cancel();
        let mut identities = lock(&self.identities);
        if identities
            .get(&held.name)
            .is_some_and(|current| current.epoch == held.epoch)
        {
            identities.remove(&held.name);
        }
    }

    /// Holds it no more because somebody else does.
    pub(crate) fn give_up(&self, held: &Held, why: &str) {
        tracing::warn!(identity = %held.name, epoch = held.epoch, why, "identity given up");
        self.let_go(held);
    }

    /// Lets go of everything: the server counts none of it as ours any more.
    pub(crate) fn forget_identities(self: &Arc<Self>) {
        for held in self.all_held() {
            self.give_up(&held, "the session expired");
            self.tasks.spawn(held::finish_quietly(held));
        }
    }
}
