//! One identity, and who holds it.

use std::time::Duration;

use backline_domain::id::{ConnectionId, IdentityKind};
use backline_domain::logout;
use backline_proto::gateway::v1::{IdentityProfile, IdentityState};

/// An identity that gateways may hold.
#[derive(Debug)]
pub(crate) struct Slot {
    pub(crate) connection: ConnectionId,
    /// Of which kind the gateways are that serve it.
    pub(crate) gateway: IdentityKind,
    /// Whether there is a desk for it now.
    pub(crate) is_listed: bool,
    /// A person stopped its connection: nobody may hold it.
    pub(crate) is_stopped: bool,
    /// Counts changes of its credential: what was read before the last one is not
    /// given out.
    pub(crate) credential_changes: u64,
    /// The highest epoch ever given; `None` until the store was asked.
    pub(crate) epoch: Option<i64>,
    pub(crate) holder: Option<Holder>,
    /// What its desk heard last.
    pub(crate) told: Told,
    /// After a failure: not to be tried before.
    pub(crate) retry_at: Duration,
    /// Whether this server saw its last holder let go, so that nobody from
    /// before a restart can still be using it.
    pub(crate) is_surely_free: bool,
}

/// What a desk heard last about its identity.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Told {
    /// Nobody holds it.
    Offline,
    /// Its holder's stream is broken, or it is being given back.
    Paused,
    /// It is held over the stream with this number.
    Online(u64),
}

/// Who holds an identity.
#[derive(Debug)]
pub(crate) struct Holder {
    /// The session's id.
    pub(crate) session: String,
    pub(crate) epoch: i64,
    /// The stream over which the gateway was told; 0 = none yet.
    pub(crate) confirmed: u64,
    /// It is being taken back.
    pub(crate) revocation: Option<Revocation>,
    /// What the gateway last said of it.
    pub(crate) report: Option<Report>,
    /// Which session over MTProto it has, given or made by itself; `None` where that is not
    /// known, since the holder kept it over a restart of this server.
    pub(crate) given: Option<logout::Id>,
}

/// An identity on its way back.
#[derive(Debug)]
pub(crate) struct Revocation {
    /// For people.
    pub(crate) reason: String,
    /// The stream over which the gateway was told; 0 = none yet.
    pub(crate) sent: u64,
}

/// What a gateway said of an identity.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Report {
    pub(crate) state: IdentityState,
    pub(crate) detail: String,
    pub(crate) profile: Option<IdentityProfile>,
}

// === impl Slot ===

impl Slot {
    pub(crate) const fn of(connection: ConnectionId, gateway: IdentityKind) -> Self {
        Self {
            connection,
            gateway,
            is_listed: true,
            is_stopped: false,
            credential_changes: 0,
            epoch: None,
            holder: None,
            told: Told::Offline,
            retry_at: Duration::ZERO,
            is_surely_free: false,
        }
    }

    /// Nobody holds it any more, for certain.
    pub(crate) fn free(&mut self) {
        self.holder = None;
        self.is_surely_free = true;
    }
}

// === impl Holder ===

impl Holder {
    pub(crate) const fn new(session: String, epoch: i64) -> Self {
        Self {
            session,
            epoch,
            confirmed: 0,
            revocation: None,
            report: None,
            given: None,
        }
    }

    /// Takes it back, if that has not begun.
    pub(crate) fn revoke(&mut self, reason: impl Into<String>) {
        self.revocation.get_or_insert_with(|| Revocation {
            reason: reason.into(),
            sent: 0,
        });
    }
}
