//! API tokens: who may call, and what. Only a hash of a secret is ever stored.

use serde::{Deserialize, Serialize};

use crate::id::ConnectionId;
use crate::time::Timestamp;

/// What a token may do.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Scope {
    /// Read everything within reach.
    Read,
    /// Set dialogs' states, decide about dead letters, send.
    Send,
    /// Change connections and parameters.
    Manage,
    /// Everything, tokens included.
    Admin,
    /// Be a gateway.
    Gateway,
}

/// A token as it is stored.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Token {
    /// Its id, the part of the secret that may be shown.
    pub id: String,
    /// What it is for, in people's words.
    pub name: String,
    /// SHA-256 of the secret, hexadecimal.
    pub secret_hash: String,
    /// What it may do.
    pub scopes: Vec<Scope>,
    /// The connections within reach; empty = all.
    pub connections: Vec<ConnectionId>,
    /// Scope gateway: kinds it may hold; empty = all.
    pub gateway_kinds: Vec<String>,
    /// Scope gateway: identities it may hold; empty = all.
    pub identities: Vec<String>,
    /// When it was made.
    pub created_at: Timestamp,
    /// When it ends.
    pub expires_at: Option<Timestamp>,
}

// === impl Token ===

impl Token {
    /// Whether it may do what needs this scope. `admin` includes everything but
    /// being a gateway; `manage` includes `send`, `send` includes `read`.
    #[must_use]
    pub fn allows(&self, scope: Scope) -> bool {
        self.scopes.iter().any(|held| match held {
            Scope::Admin => scope != Scope::Gateway,
            Scope::Manage => matches!(scope, Scope::Manage | Scope::Send | Scope::Read),
            Scope::Send => matches!(scope, Scope::Send | Scope::Read),
            Scope::Read => scope == Scope::Read,
            Scope::Gateway => scope == Scope::Gateway,
        })
    }

    /// Whether this connection is within its reach.
    #[must_use]
    pub fn reaches(&self, connection: &ConnectionId) -> bool {
        self.connections.is_empty() || self.connections.contains(connection)
    }
}
