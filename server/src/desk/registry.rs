//! Which desks there are. The only way to a desk is through here.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, RwLock};

use backline_domain::delivery::schedule::Rate;
use backline_domain::id::{ChatId, ConnectionId, IdentityId, IdentityKind};
use backline_domain::relay::Peer;
use tokio::sync::watch;

use super::{Handle, token};

/// All desks of this server. Cheap to clone.
#[derive(Debug, Clone)]
pub struct Registry {
    inner: Arc<RwLock<Inner>>,
    changed: watch::Sender<u64>,
}

#[derive(Debug, Default)]
struct Inner {
    desks: BTreeMap<ConnectionId, Handle>,
    identities: BTreeMap<IdentityId, ConnectionId>,
    frontends: BTreeMap<ConnectionId, IdentityId>,
    groups: BTreeMap<ConnectionId, (ChatId, Rate, Peer)>,
    stopped: BTreeSet<ConnectionId>,
    /// Bots over MTProto.
    mtproto: BTreeMap<ConnectionId, BTreeSet<IdentityId>>,
}

// === impl Inner ===

impl Inner {
    fn rates(&self, group: ChatId) -> impl Iterator<Item = Rate> {
        let of = self.groups.values().filter(move |(of, ..)| *of == group);
        of.map(|(_, rate, _)| *rate)
    }
}

// === impl Registry ===

impl Default for Registry {
    fn default() -> Self {
        Self {
            inner: Arc::default(),
            changed: watch::Sender::new(0),
        }
    }
}

impl Registry {
    /// The desk of a connection.
    #[must_use]
    pub fn desk(&self, connection: &ConnectionId) -> Option<Handle> {
        self.read(|inner| inner.desks.get(connection).cloned())
    }

    /// The connection that an identity is the frontend of, and its desk.
    #[must_use]
    pub fn of_identity(&self, identity: IdentityId) -> Option<(ConnectionId, Handle)> {
        self.read(|inner| {
            let connection = inner.identities.get(&identity)?;
            Some((connection.clone(), inner.desks.get(connection)?.clone()))
        })
    }

    /// All desks.
    #[must_use]
    pub fn desks(&self) -> Vec<(ConnectionId, Handle)> {
        self.read(|inner| {
            inner
                .desks
                .iter()
                .map(|(id, desk)| (id.clone(), desk.clone()))
                .collect()
        })
    }

    /// All identities that there is a desk for.
    #[must_use]
    pub fn identities(&self) -> Vec<IdentityId> {
        self.read(|inner| inner.identities.keys().copied().collect())
    }

    /// Who was to execute what a lease token stands for, as far as it is this server's.
    #[must_use]
    pub fn holder_of(&self, lease_token: &str) -> Option<IdentityId> {
        let lease = token::Lease::read(lease_token)?;
        let connection = lease.connection();
        let frontend = self.read(|inner| inner.frontends.get(connection).copied())?;
        Some(lease.sent.by.unwrap_or(frontend))
    }

    /// Whether a person stopped the connection: no gateway may hold its identity.
    #[must_use]
    pub fn is_stopped(&self, connection: &ConnectionId) -> bool {
        self.read(|inner| inner.stopped.contains(connection))
    }

    /// Of which kind the gateways are that can serve it.
    #[must_use]
    pub fn gateway_kind(&self, identity: IdentityId) -> IdentityKind {
        let is_there = self.read(|inner| {
            let of = inner.identities.get(&identity);
            let bots = of.and_then(|connection| inner.mtproto.get(connection));
            bots.is_some_and(|bots| bots.contains(&identity))
        });
        if is_there {
            IdentityKind::User
        } else {
            identity.kind
        }
    }

    /// The connections that have this backend group and run.
    #[must_use]
    pub fn peers_of_group(&self, group: ChatId) -> Vec<Peer> {
        self.read(|inner| {
            let all = inner.groups.iter();
            let there = all.filter(|(id, (of, ..))| *of == group && !inner.stopped.contains(*id));
            there.map(|(_, (_, _, peer))| peer.clone()).collect()
        })
    }

    /// The rate that holds for one bot in this backend group: the smallest of those
    /// that the connections there ask for.
    #[must_use]
    pub fn rate_of_group(&self, group: ChatId) -> Option<Rate> {
        self.read(|inner| inner.rates(group).max_by_key(|rate| rate.pitch()))
    }

    /// Changes whenever a desk is added or removed, or its connection stopped or
    /// started.
    #[must_use]
    pub fn changes(&self) -> watch::Receiver<u64> {
        self.changed.subscribe()
    }

    pub(crate) fn add(&self, connection: ConnectionId, identity: IdentityId, desk: Handle) {
        self.write(|inner| {
            inner.identities.insert(identity, connection.clone());
            inner.frontends.insert(connection.clone(), identity);
            inner.desks.insert(connection, desk);
        });
    }

    /// A connection's relay bots: these and no others.
    pub(crate) fn set_relays(&self, connection: &ConnectionId, relays: &[IdentityId]) {
        let is_same = self.read(|inner| {
            let known = inner.identities.iter().filter(|(_, of)| *of == connection);
            let frontend = inner.frontends.get(connection);
            let known = known.map(|(identity, _)| identity);
            known
                .filter(|identity| Some(*identity) != frontend)
                .eq(relays.iter())
        });
        if is_same {
            return;
        }
        self.write(|inner| {
            let frontend = inner.frontends.get(connection).copied();
            inner
                .identities
                .retain(|identity, of| of != connection || Some(*identity) == frontend);
            for relay in relays {
                inner.identities.insert(*relay, connection.clone());
            }
        });
    }

    /// A connection's backend group is known, what rate it asks for there, and what the
    /// others there need to know of it.
    pub(crate) fn set_group(
        &self,
        connection: &ConnectionId,
        group: ChatId,
        rate: Rate,
        peer: Peer,
    ) {
        let mut inner = self
            .inner
            .write()
            .unwrap_or_else(std::sync::PoisonError::into_inner);
        inner.groups.insert(connection.clone(), (group, rate, peer));
    }

    /// A person stopped the connection, or started it.
    pub(crate) fn set_stopped(&self, connection: &ConnectionId, is_stopped: bool) {
        if self.is_stopped(connection) == is_stopped {
            return;
        }
        self.write(|inner| {
            if is_stopped {
                inner.stopped.insert(connection.clone());
            } else {
                inner.stopped.remove(connection);
            }
        });
    }

    /// A connection's bots over MTProto: these and no others.
    pub(crate) fn set_mtproto(&self, connection: &ConnectionId, bots: BTreeSet<IdentityId>) {
        let none = BTreeSet::new();
        let is_same = self.read(|inner| *inner.mtproto.get(connection).unwrap_or(&none) == bots);
        if !is_same {
            self.write(|inner| {
                inner.mtproto.insert(connection.clone(), bots);
            });
        }
    }

    pub(crate) fn remove(&self, connection: &ConnectionId) {
        self.write(|inner| {
            inner.desks.remove(connection);
            inner.groups.remove(connection);
            inner.stopped.remove(connection);
            inner.mtproto.remove(connection);
            inner.frontends.remove(connection);
            inner.identities.retain(|_, of| of != connection);
        });
    }

    fn read<T>(&self, look: impl FnOnce(&Inner) -> T) -> T {
        // A poisoned lock means that a reader or writer panicked; the maps are
        // changed in single steps, so what is in them is whole.
        look(
            &self
                .inner
                .read()
                .unwrap_or_else(std::sync::PoisonError::into_inner),
        )
    }

    fn write(&self, change: impl FnOnce(&mut Inner)) {
        change(
            &mut self
                .inner
                .write()
                .unwrap_or_else(std::sync::PoisonError::into_inner),
        );
        self.changed.send_modify(|count| *count += 1);
    }
}
