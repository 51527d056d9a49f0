use backline_client::Secret;
use backline_proto::admin::v1::{CreateTokenRequest, Scope, Token};
use jiff::SignedDuration;
use serde::Serialize;

use super::secret_file::SecretFile;
use crate::args::{Create, GatewayKind, Lifetime, ScopeName};
use crate::commands::Context;
use crate::failure::Failure;
use crate::output::{Format, TokenView};
use crate::remote::{connection_name, request_id};

/// A new token with its secret, for programs: the only output that has one.
#[derive(Serialize)]
struct Created<'a> {
    #[serde(flatten)]
    token: TokenView,
    #[serde(skip_serializing_if = "Option::is_none")]
    secret: Option<&'a str>,
    /// The file that has it instead.
    #[serde(skip_serializing_if = "Option::is_none")]
    secret_file: Option<String>,
}

/// Makes a token and gives its secret: into a file of its own, or alone on stdout.
pub(crate) async fn create(arguments: Create, context: &mut Context) -> Result<(), Failure> {
    let is_bound = !arguments.kinds.is_empty() || !arguments.identities.is_empty();
    if is_bound && !arguments.scopes.contains(&ScopeName::Gateway) {
        return Err(Failure::usage(
            "--kind and --identity are only for tokens with --scope gateway: leave them out, or \
             add the scope",
        ));
    }
    let expire_time = arguments
        .expires_in
        .map(|lifetime| end(lifetime, context))
        .transpose()?;
    let connections = arguments
        .connections
        .iter()
        .map(|text| connection_name(text));
    let token = Token {
        display_name: arguments.name,
        scopes: arguments
            .scopes
            .iter()
            .map(|scope| scope_of(*scope).into())
            .collect(),
        connections: connections.collect::<Result<_, _>>()?,
        gateway_kinds: arguments
            .kinds
            .iter()
            .map(|kind| kind_name(*kind).into())
            .collect(),
        identities: arguments.identities,
        ..Token::default()
    };
    let remote = context.remote()?;
    // Before the token is made: its secret is given once.
    let file = arguments.out.as_deref().map(SecretFile::new).transpose()?;
    let request = CreateTokenRequest {
        request_id: request_id(),
        token: Some(token),
        expire_time,
    };
    let response = remote
        .call(|| async { remote.client().tokens().create_token(request.clone()).await })
        .await?;
    let secret = Secret::new(response.secret);
    let token = TokenView::from(response.token.unwrap_or_default());
    if secret.is_blank() {
        return Err(Failure::failed(format!(
            "the token was made, and the answer with its secret got lost: end it with `backline \
             tokens revoke {}` and make another",
            token.id()
        )));
    }
    let made = format!(
        "token {} was made (reach: {}; ends: {})",
        token.id(),
        token.reach(),
        token.ends()
    );
    let secret_file = match file {
        None => None,
        Some(file) => match file.keep(&secret) {
            Ok(path) => Some(path),
            Err(failure) => {
                return Err(Failure::failed(format!(
                    "{made}, and its secret got lost: {failure}. End it with `backline tokens revoke \
                     {}`",
                    token.id()
                )));
            }
        },
    };
    match (context.printer.format(), secret_file) {
        (Format::Json, secret_file) => context.printer.json(&Created {
            secret: secret_file.is_none().then(|| secret.expose()),
            secret_file,
            token,
        })?,
        (Format::Text, Some(path)) => {
            context
                .printer
                .note(&format!("{made}. Its secret is in {path}"))?;
        }
        (Format::Text, None) => {
            context.printer.note(&format!(
                "{made}. This is its secret; it is not shown again:"
            ))?;
            context.printer.data(secret.expose())?;
        }
    }
    Ok(())
}

fn end(lifetime: Lifetime, context: &Context) -> Result<prost_types::Timestamp, Failure> {
    let too_long =
        || Failure::usage("--expires-in is too long: leave it out for a token without end");
    let duration = SignedDuration::try_from(lifetime.0).map_err(|_| too_long())?;
    let end = (context.now)()
        .checked_add(duration)
        .map_err(|_| too_long())?;
    Ok(prost_types::Timestamp {
        seconds: end.as_second(),
        nanos: end.subsec_nanosecond(),
    })
}

const fn scope_of(scope: ScopeName) -> Scope {
    match scope {
        ScopeName::Read => Scope::Read,
        ScopeName::Send => Scope::Send,
        ScopeName::Manage => Scope::Manage,
        ScopeName::Admin => Scope::Admin,
        ScopeName::Gateway => Scope::Gateway,
    }
}

const fn kind_name(kind: GatewayKind) -> &'static str {
    match kind {
        GatewayKind::Bot => "bot",
        GatewayKind::User => "user",
    }
}
