//! The calls of gateways, one file each.

mod answer_heartbeat;
mod attach;
mod complete_command;
mod extend_leases;
mod get_file;
mod ingest_updates;
mod keep_session;
mod put_file;
mod report_identity;
mod report_login;
mod report_logout;
mod start_command;

use std::sync::Arc;

use backline_domain::access::Token;
use backline_domain::id::ConnectionId;

pub(super) use attach::fresh_id;

use super::sessions::Inner;
use super::{Desk, Error, Result, reach};

/// Longest session with Telegram, in bytes.
const MAX_SESSION: usize = 64 * 1024;

// === impl Inner ===

impl Inner {
    /// The desk that a lease token belongs to. A token may report for what it may
    /// hold and for nothing else, whether or not the command is still under way:
    /// a lease token is no secret.
    fn desk_of_lease(
        &self,
        caller: &Token,
        lease_token: &str,
    ) -> Result<(ConnectionId, Arc<dyn Desk>)> {
        let connection = self
            .desks
            .connection_of(lease_token)
            .ok_or(Error::LeaseUnknown)?;
        let identity = self.desks.holder_of(lease_token);
        let identity = identity.ok_or(Error::LeaseUnknown)?;
        let gateway = self.desks.gateway_kind(identity);
        if !reach::allows(caller, identity, gateway, &connection) {
            return Err(Error::LeaseUnknown);
        }
        let desk = self.desks.desk(&connection).ok_or(Error::LeaseUnknown)?;
        Ok((connection, desk))
    }
}

/// A stream from a gateway that broke.
fn reading(error: &impl std::fmt::Display) -> Error {
    Error::field("part", format!("the file broke off: {error}"))
}
