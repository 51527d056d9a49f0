//! Sessions and identities, without any waiting: the table answers calls, and
//! says what the keeper has to do next.

mod check;
mod claim;
mod holder;
mod logout;
mod plan;
mod session;

use std::collections::BTreeMap;
use std::time::Duration;

use backline_domain::id::{ConnectionId, IdentityId, IdentityKind};
use backline_domain::logout::Id;

pub(super) use holder::{Holder, Report, Slot, Told};
pub(super) use logout::LoggingOut;
pub(super) use plan::Step;
pub(super) use session::{Running, Session, Stream};

use super::Timing;

/// An identity that there is a desk for.
#[derive(Debug)]
pub(super) struct Listed {
    pub(super) identity: IdentityId,
    pub(super) connection: ConnectionId,
    /// Of which kind the gateways are that serve it.
    pub(super) gateway: IdentityKind,
    /// A person stopped the connection: nobody may hold the identity.
    pub(super) is_stopped: bool,
}

/// All sessions and all identities that gateways may hold.
#[derive(Debug)]
pub(super) struct Table {
    pub(super) timing: Timing,
    /// By id.
    pub(super) sessions: BTreeMap<String, Session>,
    pub(super) identities: BTreeMap<IdentityId, Slot>,
    /// Sessions of accounts that are to be ended.
    pub(super) logouts: BTreeMap<Id, LoggingOut>,
    /// Whether all of them are in here that are in the store.
    pub(super) knows_logouts: bool,
    /// Numbers streams, so that a broken one is not taken for its successor.
    pub(super) generations: u64,
    /// The server stops: nobody gets anything any more.
    pub(super) is_draining: bool,
    /// When this server may give an account, or a bot over MTProto, to somebody who did not hold it: a
    /// gateway that was attached to the server before a restart may still use it.
    pub(super) accounts_safe_at: Duration,
}

// === impl Table ===

impl Table {
    pub(super) fn new(timing: Timing, now: Duration) -> Self {
        Self {
            timing,
            sessions: BTreeMap::new(),
            identities: BTreeMap::new(),
            logouts: BTreeMap::new(),
            knows_logouts: false,
            generations: 0,
            is_draining: false,
            accounts_safe_at: now + timing.session_lease,
        }
    }

    /// Takes over which identities there are now.
    pub(super) fn list(&mut self, listed: Vec<Listed>) {
        for slot in self.identities.values_mut() {
            slot.is_listed = false;
        }
        for Listed {
            identity,
            connection,
            gateway,
            is_stopped,
        } in listed
        {
            let slot = self
                .identities
                .entry(identity)
                .or_insert_with(|| Slot::of(connection.clone(), gateway));
            if slot.connection != connection {
                // Another desk, which was told nothing yet, and maybe another
                // credential: the holder has to take it anew.
                slot.connection = connection;
                slot.told = Told::Offline;
                if let Some(holder) = &mut slot.holder {
                    holder.revoke("its connection was made anew");
                }
            }
            if slot.gateway != gateway {
                slot.gateway = gateway;
                if let Some(holder) = &mut slot.holder {
                    holder.revoke("it is served another way from now on");
                }
            }
            slot.is_listed = true;
            slot.is_stopped = is_stopped;
        }
    }

    /// Whether the epochs of some identities are not known yet.
    pub(super) fn lacks_epochs(&self) -> bool {
        self.identities.values().any(|slot| slot.epoch.is_none())
    }

    /// Takes over the stored epochs; an identity without a row never had one.
    /// What this table knows itself is never older.
    pub(super) fn learn_epochs(&mut self, stored: &BTreeMap<IdentityId, i64>) {
        for (identity, slot) in &mut self.identities {
            let epoch = stored.get(identity).copied().unwrap_or(0);
            slot.epoch.get_or_insert(epoch);
        }
    }

    /// The stream broke: the session lives on until its lease ends.
    pub(super) fn stream_broke(&mut self, session: &str, generation: u64) {
        if let Some(session) = self.sessions.get_mut(session)
            && session
                .stream
                .as_ref()
                .is_some_and(|stream| stream.generation == generation)
        {
            session.stream = None;
            tracing::info!(
                session.id = %session.id, gateway = %session.name,
                "the stream to a gateway broke; what it holds is kept for it until its lease ends"
            );
        }
    }

    /// How many gateways are attached, those apart whose stream is broken.
    pub(super) fn attached(&self) -> usize {
        let sessions = self.sessions.values();
        sessions.filter(|session| session.stream.is_some()).count()
    }

    /// How many commands are under way.
    pub(super) fn running(&self) -> usize {
        self.sessions
            .values()
            .map(|session| session.running.len())
            .sum()
    }
}
