//! What `TokenService` does, one verb a file.

mod create;
mod revoke;
mod show;

pub(super) use create::create;
pub(super) use revoke::revoke;
pub(super) use show::show;

use backline_domain::access::Token;

use super::Caller;

/// Whether a token reaches nothing that the caller does not reach.
pub(super) fn is_within(token: &Token, caller: &Caller) -> bool {
    !caller.is_limited()
        || (!token.connections.is_empty()
            && token
                .connections
                .iter()
                .all(|connection| caller.token.reaches(connection)))
}
