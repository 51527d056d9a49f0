//! What a gateway's token allows: kinds, identities, connections.

use backline_domain::access::Token;
use backline_domain::id::{ConnectionId, IdentityId, IdentityKind};

/// Whether this token allows an identity of this connection, which gateways of this kind
/// serve. Assignments and reports ask the same, so that a token never speaks for what it
/// may not hold.
pub(super) fn allows(
    token: &Token,
    identity: IdentityId,
    gateway: IdentityKind,
    connection: &ConnectionId,
) -> bool {
    let named = &token.identities;
    allows_kind(token, gateway)
        && token.reaches(connection)
        && (named.is_empty() || named.iter().any(|name| *name == identity.to_string()))
}

/// Whether this token allows gateways of this kind.
pub(super) fn allows_kind(token: &Token, kind: IdentityKind) -> bool {
    let kinds = &token.gateway_kinds;
    kinds.is_empty() || kinds.iter().any(|allowed| allowed == kind_name(kind))
}

/// The kind's name, as tokens have it.
pub(super) const fn kind_name(kind: IdentityKind) -> &'static str {
    match kind {
        IdentityKind::Bot => "bot",
        IdentityKind::User => "user",
    }
}
