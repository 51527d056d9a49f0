//! A token as the contract shows it: never its secret nor the secret's hash.

use backline_domain::access::{Scope, Token};
use backline_proto::admin::v1;

use crate::convert::time;
use crate::grpc::admin::Name;

/// The token as the contract shows it.
pub(in crate::grpc) fn show(token: &Token) -> v1::Token {
    let connection = |id: &backline_domain::id::ConnectionId| Name::Connection(id.to_string());
    v1::Token {
        name: Name::Token(token.id.clone()).to_string(),
        display_name: token.name.clone(),
        scopes: token
            .scopes
            .iter()
            .map(|scope| shown(*scope).into())
            .collect(),
        connections: token
            .connections
            .iter()
            .map(|id| connection(id).to_string())
            .collect(),
        gateway_kinds: token.gateway_kinds.clone(),
        identities: token.identities.clone(),
        create_time: Some(time::to_proto(token.created_at)),
        expire_time: token.expires_at.map(time::to_proto),
    }
}

const fn shown(scope: Scope) -> v1::Scope {
    match scope {
        Scope::Read => v1::Scope::Read,
        Scope::Send => v1::Scope::Send,
        Scope::Manage => v1::Scope::Manage,
        Scope::Admin => v1::Scope::Admin,
        Scope::Gateway => v1::Scope::Gateway,
    }
}
