//! What desks tell the postman: where each connection's posts go, and where there are new ones.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use backline_domain::connection::Connection;
use backline_domain::id::ConnectionId;
use backline_domain::parameter::{HiddenSet, Parameters};
use backline_domain::time::Timestamp;
use backline_domain::webhook::{Endpoint, Lane};
use backline_store::SealKey;
use tokio::sync::Notify;

use super::Secret;

/// How long posts are signed with the secret of before too, after another one was made: so that
/// a receiver can change over.
pub(crate) const CHANGE_OVER: Duration = Duration::from_secs(24 * 3_600);

/// Where each connection's posts go, how they are signed, and where there are new ones. Cheap to
/// clone.
#[derive(Clone)]
pub struct Board(Arc<Inner>);

struct Inner {
    key: SealKey,
    state: Mutex<State>,
    bell: Notify,
}

#[derive(Default)]
struct State {
    setups: BTreeMap<ConnectionId, Arc<Setup>>,
    news: BTreeSet<Lane>,
}

/// Where a connection's posts go, and how they are signed.
pub(crate) struct Setup {
    /// Its URLs. One that is not among them any more is told nothing.
    pub(crate) urls: BTreeMap<Endpoint, String>,
    /// What is hidden of customers.
    pub(crate) hidden: HiddenSet,
    /// Which secret posts are signed with.
    pub(crate) generation: u32,
    /// Until when they are signed with the one of before too.
    pub(crate) changes_over_until: Option<Timestamp>,
}

// === impl Board ===

impl Board {
    /// A board with nothing on it. Secrets are made from the installation's sealing key.
    #[must_use]
    pub fn new(key: SealKey) -> Self {
        Self(Arc::new(Inner {
            key,
            state: Mutex::default(),
            bell: Notify::new(),
        }))
    }

    /// What a connection's posts are signed with, in this generation.
    pub(crate) fn secret(&self, connection: &ConnectionId, generation: u32) -> Secret {
        Secret::derive(&self.0.key, connection, generation)
    }

    /// A connection's desk has it like this from now on.
    pub(crate) fn set(&self, connection: &Connection, parameters: &Parameters) {
        let setup = Arc::new(Setup::of(connection, parameters));
        self.state().setups.insert(connection.id.clone(), setup);
    }

    /// The connection is gone.
    pub(crate) fn remove(&self, connection: &ConnectionId) {
        self.state().setups.remove(connection);
    }

    /// As its desk has it.
    pub(crate) fn setup(&self, connection: &ConnectionId) -> Option<Arc<Setup>> {
        self.state().setups.get(connection).cloned()
    }

    /// There is something new in these lanes.
    pub(crate) fn wake(&self, lanes: impl IntoIterator<Item = Lane>) {
        let mut state = self.state();
        let before = state.news.len();
        state.news.extend(lanes);
        if state.news.len() > before {
            self.0.bell.notify_one();
        }
    }

    /// The lanes in which there is something new since the last time.
    pub(crate) fn take_news(&self) -> BTreeSet<Lane> {
        std::mem::take(&mut self.state().news)
    }

    /// Returns when there is something new.
    pub(crate) async fn rung(&self) {
        self.0.bell.notified().await;
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.0.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

// === impl Setup ===

impl Setup {
    fn of(connection: &Connection, parameters: &Parameters) -> Self {
        let urls = parameters.webhooks.iter();
        let urls = urls.map(|(url, _)| (Endpoint::of(url), url.to_owned()));
        let secret = connection.webhook_secret;
        Self {
            urls: urls.collect(),
            hidden: parameters.hide_info.clone(),
            generation: secret.generation,
            changes_over_until: secret.since.map(|since| since.after(CHANGE_OVER)),
        }
    }
}
