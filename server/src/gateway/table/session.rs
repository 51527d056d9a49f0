//! The session of one gateway process.

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;
use std::time::Duration;

use backline_domain::access::Token;
use backline_domain::id::{ConnectionId, IdentityId, IdentityKind};
use backline_domain::time::Timestamp;
use backline_proto::gateway::v1::{AttachResponse, Capabilities, ClosingReason};
use tokio::sync::{mpsc, oneshot};

use crate::desk::DownSender;
use crate::gateway::reach;

/// A gateway process, from its first Attach until it is silent for a lease.
#[derive(Debug)]
pub(crate) struct Session {
    pub(crate) id: String,
    /// What it attached with; every call has to come with the same.
    pub(crate) token: Arc<Token>,
    pub(crate) kind: IdentityKind,
    /// For people; may repeat.
    pub(crate) name: String,
    pub(crate) version: String,
    pub(crate) capabilities: Capabilities,
    /// At most so many identities.
    pub(crate) most: usize,
    pub(crate) attached_at: Timestamp,
    /// When it last gave a sign of life: Attach or an answered heartbeat.
    pub(crate) answered_at: Duration,
    pub(crate) heartbeats_sent: i64,
    pub(crate) heartbeat_answered: i64,
    /// The way down; `None` while it is broken.
    pub(crate) stream: Option<Stream>,
    /// Its token was revoked: it ends, and what it holds is free once its lease
    /// is over.
    pub(crate) is_revoked: bool,
    /// It let go of something of its own accord: it stops, and gets nothing more.
    pub(crate) is_leaving: bool,
    /// Whether it was looked at whether it got anything, and that was told.
    pub(crate) is_greeted: bool,
    /// What it named as held and that is not decided yet, with the epochs.
    pub(crate) claims: BTreeMap<IdentityId, i64>,
    /// Lease tokens of commands it had in hand when it attached, by who executes them,
    /// until their desk heard of them.
    pub(crate) in_hand: BTreeMap<IdentityId, Vec<String>>,
    /// Commands handed to it, by lease token, until their outcome is reported.
    pub(crate) running: HashMap<String, Running>,
}

/// The way down to a gateway.
#[derive(Debug)]
pub(crate) struct Stream {
    /// Different for every stream, never 0.
    pub(crate) generation: u64,
    /// What goes before commands: assignments and revocations.
    pub(crate) control: mpsc::Sender<AttachResponse>,
    /// For the desks.
    pub(crate) commands: DownSender,
    /// Ends it.
    pub(crate) close: oneshot::Sender<ClosingReason>,
}

/// A command under way.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Running {
    pub(crate) identity: IdentityId,
    /// When its lease ends.
    pub(crate) until: Duration,
}

// === impl Session ===

impl Session {
    /// Whether it is of the kind that serves this identity, and its token allows it.
    pub(crate) fn may_hold(
        &self,
        identity: IdentityId,
        gateway: IdentityKind,
        connection: &ConnectionId,
    ) -> bool {
        self.kind == gateway && reach::allows(&self.token, identity, gateway, connection)
    }

    /// Ends its stream, saying why.
    pub(crate) fn close(&mut self, reason: ClosingReason) {
        if let Some(stream) = self.stream.take() {
            // Whoever reads it may have gone already.
            let _ = stream.close.send(reason);
        }
    }

    /// Forgets commands whose lease is over: nobody will report them here.
    pub(crate) fn forget_overdue(&mut self, now: Duration) {
        self.running.retain(|_, running| running.until > now);
    }
}
