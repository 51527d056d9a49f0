//! Lease tokens: opaque to everybody else. A token names its delivery, so that
//! a report is understood even after the server that gave it out has died.

use std::sync::atomic::{AtomicU64, Ordering};

use backline_domain::delivery::{self, Sent};
use backline_domain::time::Timestamp;
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde::{Deserialize, Serialize};

/// What a token says.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Lease {
    /// The delivery.
    pub(crate) key: delivery::Key,
    /// Different for every hand-out, over restarts too.
    pub(crate) nonce: String,
    /// When, so that of two hand-outs of one delivery the later is known.
    #[serde(default)]
    pub(crate) at: Timestamp,
    /// What the hand-out was about.
    #[serde(default)]
    pub(crate) sent: Sent,
}

/// Makes tokens.
#[derive(Debug)]
pub(crate) struct Mint {
    /// Drawn when the desk opened, so that counters of two runs never meet.
    run: String,
    count: AtomicU64,
}

// === impl Mint ===

impl Mint {
    pub(crate) fn new() -> Self {
        Self {
            run: uuid::Uuid::new_v4().simple().to_string(),
            count: AtomicU64::new(0),
        }
    }

    pub(crate) fn token(&self, key: &delivery::Key, sent: &Sent, at: Timestamp) -> String {
        let count = self.count.fetch_add(1, Ordering::Relaxed);
        let lease = Lease {
            key: key.clone(),
            nonce: format!("{}-{count}", self.run),
            at,
            sent: sent.clone(),
        };
        // A lease is made of strings and numbers: serde_json cannot fail on it.
        let json = serde_json::to_vec(&lease).unwrap_or_default();
        URL_SAFE_NO_PAD.encode(json)
    }
}

// === impl Lease ===

impl Lease {
    /// Reads a token; `None` when it is none of ours.
    pub(crate) fn read(token: &str) -> Option<Self> {
        let json = URL_SAFE_NO_PAD.decode(token).ok()?;
        serde_json::from_slice(&json).ok()
    }

    /// The connection that a token belongs to, for finding its desk.
    #[must_use]
    pub(crate) fn connection(&self) -> &backline_domain::id::ConnectionId {
        &self.key.lane.connection
    }
}

/// The connection that a lease token belongs to; `None` when it is no token.
#[must_use]
pub fn connection_of(lease_token: &str) -> Option<backline_domain::id::ConnectionId> {
    Lease::read(lease_token).map(|lease| lease.connection().clone())
}
