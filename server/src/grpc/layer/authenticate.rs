//! Token and scope of a call.

use backline_proto::reason::Reason;
use http::{HeaderMap, header};
use tonic::Status;

use crate::grpc::access::{Call, Need, Tokens};
use crate::grpc::{Caller, status};

/// Who calls. `None` only for what needs no token. What is not in the table
/// needs a token too, so that nobody can ask around.
pub(super) fn caller(
    tokens: &Tokens,
    call: Option<&Call>,
    headers: &HeaderMap,
) -> Result<Option<Caller>, Status> {
    let need = call.map_or(Need::Token, |call| call.need);
    if need == Need::Nothing {
        return Ok(None);
    }
    let caller = bearer(headers)?;
    let caller = tokens.caller(caller).ok_or_else(|| {
        status::status(
            Reason::Unauthenticated,
            "this token is not known here: it may be mistyped, revoked or expired; \
             `backline tokens create` makes a new one",
        )
    })?;
    if let Need::Scope(scope) = need {
        caller.allow(scope)?;
    }
    if call.is_none() {
        return Err(status::status(
            Reason::NotSupported,
            "this server has no such call; is the client of the same version?",
        ));
    }
    Ok(Some(caller))
}

fn bearer(headers: &HeaderMap) -> Result<&str, Status> {
    let missing = || {
        status::status(
            Reason::Unauthenticated,
            "this call needs a token: send it as `authorization: Bearer bl_…`",
        )
    };
    let value = headers.get(header::AUTHORIZATION).ok_or_else(missing)?;
    let (scheme, token) = value
        .to_str()
        .ok()
        .and_then(|text| text.split_once(' '))
        .ok_or_else(missing)?;
    if scheme.eq_ignore_ascii_case("bearer") {
        Ok(token)
    } else {
        Err(missing())
    }
}
