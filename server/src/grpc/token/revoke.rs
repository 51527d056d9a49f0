//! `RevokeToken`.

use backline_domain::access::{Scope, Token};
use backline_domain::change::Change;
use backline_proto::admin::v1::{RevokeTokenRequest, RevokeTokenResponse};
use backline_proto::reason::Reason;
use tonic::Status;

use super::create::reload;
use super::is_within;
use crate::grpc::admin::{Admin, Name, Once};
use crate::grpc::{Caller, status};

/// Ends a token, and the streams opened with it.
pub(in crate::grpc) async fn revoke(
    admin: Admin,
    caller: Caller,
    request: RevokeTokenRequest,
) -> Result<RevokeTokenResponse, Status> {
    let once = Once::new(&admin, &caller, "RevokeToken", &request.request_id)?;
    let _edit = admin.edits.lock().await;
    if let Some(earlier) = once.earlier().await? {
        return Ok(earlier);
    }
    let id = Name::token("name", &request.name)?;
    let all = admin
        .desks
        .store
        .tokens()
        .await
        .map_err(|error| status::from_store(&error))?;
    let token = all
        .iter()
        .find(|token| token.id == id && is_within(token, &caller));
    let token = token.ok_or_else(|| status::not_found(&request.name))?;
    if is_last_administrator(token, &all) {
        return Err(status::status(
            Reason::WrongState,
            "this is the last token that manages all tokens, and without it nobody could make \
             another: make another one with scope admin first",
        ));
    }
    let response = RevokeTokenResponse {};
    let changes = vec![Change::DeleteToken(id.clone()), once.row(&response)];
    admin
        .desks
        .store
        .commit(changes)
        .await
        .map_err(|error| status::from_store(&error))?;
    reload(&admin).await;
    tracing::info!(token = id, by = caller.by(), "a token was revoked");
    Ok(response)
}

/// One that ends by itself does not count as another.
fn is_last_administrator(token: &Token, all: &[Token]) -> bool {
    let manages_all =
        |token: &Token| token.connections.is_empty() && token.scopes.contains(&Scope::Admin);
    let lasts = |token: &Token| token.expires_at.is_none();
    manages_all(token)
        && !all
            .iter()
            .any(|other| other.id != token.id && manages_all(other) && lasts(other))
}
