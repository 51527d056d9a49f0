use backline_proto::admin::v1::RevokeTokenRequest;
use serde::Serialize;

use crate::commands::Context;
use crate::failure::Failure;
use crate::remote::request_id;

/// The token that was ended, for programs.
#[derive(Serialize)]
struct Revoked<'a> {
    name: &'a str,
}

/// Ends a token.
pub(crate) async fn revoke(token: &str, context: &mut Context) -> Result<(), Failure> {
    let remote = context.remote()?;
    let id = token.strip_prefix("tokens/").unwrap_or(token);
    if id.is_empty() || id.contains('/') {
        return Err(Failure::usage(
            "give the token's id as `backline tokens list` shows it",
        ));
    }
    let request = RevokeTokenRequest {
        request_id: request_id(),
        name: format!("tokens/{id}"),
    };
    remote
        .call(|| async { remote.client().tokens().revoke_token(request.clone()).await })
        .await?;
    let sentence = format!("token {id} is ended, and the sessions that were opened with it");
    Ok(context.printer.changed(
        &sentence,
        &Revoked {
            name: &request.name,
        },
    )?)
}
