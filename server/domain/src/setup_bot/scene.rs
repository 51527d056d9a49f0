//! What a decision knows besides the person's row.

use super::Facts;
use crate::access::Token;
use crate::connection::Connection;
use crate::id::{ConnectionId, UserId};
use crate::time::Timestamp;

/// What a decision knows.
#[derive(Debug, Clone, Copy)]
pub struct Scene<'a> {
    /// The time.
    pub now: Timestamp,
    /// Random, different for every decision: buttons' data and request ids are made from it.
    pub seed: [u8; 32],
    /// The sequence that the next delivery gets; those of a decision are written in order,
    /// with nothing in between.
    pub sequence: u64,
    /// The setup bot itself.
    pub bot: UserId,
    /// Whether this person may administrate connections here.
    pub is_admitted: bool,
    /// The connections that the person administers, as they are now, and no others.
    pub connections: &'a [Connection],
    /// API tokens that reach exactly one of those.
    pub tokens: &'a [Token],
    /// What was read because of what was asked.
    pub facts: &'a Facts,
}

// === impl Scene ===

impl<'a> Scene<'a> {
    /// The person's connection with this id. The one place where the right to it is asked.
    #[must_use]
    pub(super) fn connection(&self, id: &ConnectionId) -> Option<&'a Connection> {
        self.connections.iter().find(|one| one.id == *id)
    }

    /// The tokens that reach this connection alone.
    pub(super) fn tokens_of(&self, id: &ConnectionId) -> Vec<&'a Token> {
        let of = std::slice::from_ref(id);
        self.tokens
            .iter()
            .filter(|one| one.connections == of)
            .collect()
    }
}
