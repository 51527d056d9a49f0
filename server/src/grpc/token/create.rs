//! `CreateToken`.

use std::collections::BTreeSet;

use backline_domain::access::{Scope, Token};
use backline_domain::change::Change;
use backline_domain::id::IdentityId;
use backline_proto::admin::v1;
use backline_proto::admin::v1::{CreateTokenRequest, CreateTokenResponse};
use tonic::Status;

use super::{is_within, show};
use crate::convert::time;
use crate::grpc::access::Issued;
use crate::grpc::admin::{Admin, Once};
use crate::grpc::{Caller, status};

const LONGEST_NAME: usize = 64;

/// Makes a token. The secret is in this answer and nowhere else.
pub(in crate::grpc) async fn create(
    admin: Admin,
    caller: Caller,
    request: CreateTokenRequest,
) -> Result<CreateTokenResponse, Status> {
    let once = Once::new(&admin, &caller, "CreateToken", &request.request_id)?;
    let _edit = admin.edits.lock().await;
    if let Some(earlier) = once.earlier().await? {
        return Ok(earlier);
    }
    let issued = Issued::new().map_err(status::internal)?;
    let token = read(&admin, &caller, request, &issued).await?;
    if !is_within(&token, &caller) {
        return Err(status::invalid_field(
            "token.connections",
            "a token with a limited reach makes only tokens that reach no more than itself",
        ));
    }
    let mut response = CreateTokenResponse {
        token: Some(show(&token)),
        secret: String::new(),
    };
    let changes = vec![Change::PutToken(Box::new(token)), once.row(&response)];
    admin
        .desks
        .store
        .commit(changes)
        .await
        .map_err(|error| status::from_store(&error))?;
    reload(&admin).await;
    tracing::info!(token = issued.id, by = caller.by(), "a token was made");
    response.secret = String::from_utf8_lossy(issued.text.expose()).into_owned();
    Ok(response)
}

/// Lets the change be seen at once. When the store does not answer now, it is
/// seen with the next reading.
pub(super) async fn reload(admin: &Admin) {
    if let Err(error) = admin.tokens.reload().await {
        tracing::warn!(%error, "the tokens could not be read again; they will be within seconds");
    }
}

async fn read(
    admin: &Admin,
    caller: &Caller,
    request: CreateTokenRequest,
    issued: &Issued,
) -> Result<Token, Status> {
    let wanted = request
        .token
        .ok_or_else(|| status::invalid_field("token", "it is missing"))?;
    let mut connections = BTreeSet::new();
    for name in &wanted.connections {
        connections.insert(
            admin
                .connection(caller, "token.connections", name)
                .await?
                .id,
        );
    }
    let now = admin.now();
    let expires_at = request.expire_time.map(time::from_proto);
    if expires_at.is_some_and(|end| end <= now) {
        return Err(status::invalid_field(
            "expire_time",
            "it has to lie in the future",
        ));
    }
    let scopes = scopes(&wanted.scopes)?;
    if scopes.iter().any(|scope| *scope != Scope::Gateway) {
        for connection in &connections {
            let admitted = admin.desks.plans.admit_api(connection);
            admitted.map_err(|refused| status::plan_limit(&refused))?;
        }
    }
    let names_what_to_hold = !wanted.gateway_kinds.is_empty() || !wanted.identities.is_empty();
    if names_what_to_hold && !scopes.contains(&Scope::Gateway) {
        return Err(status::invalid_field(
            "token.scopes",
            "gateway_kinds and identities mean something for scope gateway only",
        ));
    }
    Ok(Token {
        id: issued.id.clone(),
        name: name(&wanted.display_name)?,
        secret_hash: issued.hash.clone(),
        scopes,
        connections: connections.into_iter().collect(),
        gateway_kinds: kinds(&wanted.gateway_kinds)?,
        identities: identities(&wanted.identities)?,
        created_at: now,
        expires_at,
    })
}

fn name(text: &str) -> Result<String, Status> {
    let text = text.trim();
    let good =
        (1..=LONGEST_NAME).contains(&text.chars().count()) && !text.contains(char::is_control);
    if good {
        return Ok(text.to_owned());
    }
    Err(status::invalid_field(
        "token.display_name",
        "it has to say what the token is for, in at most 64 characters",
    ))
}

fn scopes(given: &[i32]) -> Result<Vec<Scope>, Status> {
    let refuse = || {
        status::invalid_field(
            "token.scopes",
            "it needs at least one of SCOPE_READ, SCOPE_SEND, SCOPE_MANAGE, SCOPE_ADMIN, \
             SCOPE_GATEWAY, and nothing else",
        )
    };
    let scope = |number: &i32| match v1::Scope::try_from(*number) {
        Ok(v1::Scope::Read) => Ok(Scope::Read),
        Ok(v1::Scope::Send) => Ok(Scope::Send),
        Ok(v1::Scope::Manage) => Ok(Scope::Manage),
        Ok(v1::Scope::Admin) => Ok(Scope::Admin),
        Ok(v1::Scope::Gateway) => Ok(Scope::Gateway),
        Ok(v1::Scope::Unspecified) | Err(_) => Err(refuse()),
    };
    let scopes: BTreeSet<Scope> = given.iter().map(scope).collect::<Result<_, _>>()?;
    if scopes.is_empty() {
        Err(refuse())
    } else {
        Ok(scopes.into_iter().collect())
    }
}

fn kinds(given: &[String]) -> Result<Vec<String>, Status> {
    let kinds: BTreeSet<String> = given.iter().cloned().collect();
    if kinds
        .iter()
        .all(|kind| matches!(kind.as_str(), "bot" | "user"))
    {
        Ok(kinds.into_iter().collect())
    } else {
        Err(status::invalid_field(
            "token.gateway_kinds",
            "allowed are \"bot\" and \"user\"",
        ))
    }
}

fn identities(given: &[String]) -> Result<Vec<String>, Status> {
    let parse = |text: &String| text.parse::<IdentityId>();
    let identities: BTreeSet<IdentityId> = given
        .iter()
        .map(parse)
        .collect::<Result<_, _>>()
        .map_err(|error| status::from_id("token.identities", &error))?;
    Ok(identities
        .into_iter()
        .map(|identity| identity.to_string())
        .collect())
}
