use std::time::Duration;

use backline_proto::admin::v1::{
    CreateTokenRequest, GetConnectionRequest, ListTokensRequest, RevokeTokenRequest, Scope, Token,
};
use backline_server::grpc::access::{Need, rows};
use http::uri::PathAndQuery;
use tonic::{Code, Request, Status};
use tonic_prost::ProstCodec;

use crate::harness::{Server, by, reason, request_id, scoped};

/// Calls a method by its path with an empty message.
async fn call(server: &Server, path: String, token: Option<&str>) -> Result<(), Status> {
    let mut grpc = tonic::client::Grpc::new(server.channel.clone());
    grpc.ready().await.unwrap();
    let request = token.map_or_else(|| Request::new(()), |token| by(token, ()));
    let path = PathAndQuery::try_from(path).unwrap();
    let codec = ProstCodec::<(), ()>::default();
    grpc.server_streaming(request, path, codec).await.map(drop)
}

/// What the edge says of a token for every call of the contract.
async fn refusals(server: &Server, token: Option<&str>) -> Vec<(Need, Option<String>)> {
    let mut refusals = Vec::new();
    for row in rows()
        .iter()
        .filter(|row| row.service.starts_with("backline."))
    {
        let path = format!("/{}/{}", row.service, row.method);
        let refused = match call(server, path, token).await {
            Ok(()) => None,
            Err(status) => match status.code() {
                Code::Unauthenticated | Code::PermissionDenied => Some(reason(&status)),
                // It came past the edge.
                _ => None,
            },
        };
        refusals.push((row.need, refused));
    }
    refusals
}

#[tokio::test]
async fn without_a_good_token_nothing_is_answered() {
    let server = Server::start().await;
    // The last character of a secret holds one bit: it is never a `b`.
    let forged = format!("{}b", &server.admin[..server.admin.len() - 1]);
    let unknown = format!("bl_abcdefgh_{}", "a".repeat(52));
    server.token(scoped(&[Scope::Admin])).await;
    let (name, revoked) = server.token(scoped(&[Scope::Admin, Scope::Gateway])).await;
    let request = RevokeTokenRequest {
        request_id: request_id(),
        name,
    };
    server
        .tokens()
        .revoke_token(by(&server.admin, request))
        .await
        .unwrap();
    for token in [
        None,
        Some(""),
        Some("x"),
        Some(&*forged),
        Some(&*unknown),
        Some(&*revoked),
    ] {
        for (need, refused) in refusals(&server, token).await {
            assert_eq!(
                refused.as_deref(),
                Some("UNAUTHENTICATED"),
                "{need:?} {token:?}"
            );
        }
    }
}

#[tokio::test]
async fn an_expired_token_is_none() {
    let server = Server::start().await;
    let request = CreateTokenRequest {
        request_id: request_id(),
        token: Some(scoped(&[Scope::Admin])),
        expire_time: Some(prost_types::Timestamp {
            seconds: 1_800_000_060,
            nanos: 0,
        }),
    };
    let made = server
        .tokens()
        .create_token(by(&server.admin, request))
        .await
        .unwrap();
    let secret = made.into_inner().secret;
    assert!(server.list(&secret).await.is_empty());
    server.clock.advance(Duration::from_secs(61));
    let request = by(&secret, ListTokensRequest::default());
    let refused = server.tokens().list_tokens(request).await.unwrap_err();
    assert_eq!(
        (refused.code(), reason(&refused).as_str()),
        (Code::Unauthenticated, "UNAUTHENTICATED")
    );
    let request = CreateTokenRequest {
        request_id: request_id(),
        token: Some(scoped(&[Scope::Read])),
        expire_time: Some(prost_types::Timestamp {
            seconds: 1_800_000_060,
            nanos: 0,
        }),
    };
    let refused = server
        .tokens()
        .create_token(by(&server.admin, request))
        .await
        .unwrap_err();
    assert!(
        refused.message().contains("future"),
        "{}",
        refused.message()
    );
}

#[tokio::test]
async fn every_scope_opens_what_the_table_says_and_no_more() {
    let server = Server::start().await;
    let scopes = [
        (Scope::Read, backline_domain::access::Scope::Read),
        (Scope::Send, backline_domain::access::Scope::Send),
        (Scope::Manage, backline_domain::access::Scope::Manage),
        (Scope::Admin, backline_domain::access::Scope::Admin),
        (Scope::Gateway, backline_domain::access::Scope::Gateway),
    ];
    for (wire, domain) in scopes {
        let (_, secret) = server.token(scoped(&[wire])).await;
        let caller = backline_domain::access::Token {
            scopes: vec![domain],
            id: String::new(),
            name: String::new(),
            secret_hash: String::new(),
            connections: vec![],
            gateway_kinds: vec![],
            identities: vec![],
            created_at: Default::default(),
            expires_at: None,
        };
        for (need, refused) in refusals(&server, Some(&secret)).await {
            let Need::Scope(needed) = need else {
                panic!("{need:?}")
            };
            let expected = (!caller.allows(needed)).then(|| "SCOPE_MISSING".to_owned());
            assert_eq!(refused, expected, "{wire:?} where {needed:?} is needed");
        }
    }
}

#[tokio::test]
async fn a_limited_token_sees_its_connections_and_learns_of_no_other() {
    let server = Server::start().await;
    server.connect("main", 1001).await;
    server.connect("other", 1002).await;
    let token = Token {
        connections: vec!["connections/Main".to_owned()],
        ..scoped(&[Scope::Admin])
    };
    let (_, secret) = server.token(token).await;
    let listed = server.list(&secret).await;
    assert_eq!(
        listed
            .iter()
            .map(|c| c.display_name.as_str())
            .collect::<Vec<_>>(),
        ["main"]
    );

    let get = async |name: &str| {
        let request = GetConnectionRequest {
            name: format!("connections/{name}"),
        };
        server
            .connections()
            .get_connection(by(&secret, request))
            .await
    };
    assert!(get("main").await.is_ok());
    let other = get("other").await.unwrap_err();
    let missing = get("nowhere").await.unwrap_err();
    for (status, name) in [(&other, "other"), (&missing, "nowhere")] {
        assert_eq!(
            (status.code(), reason(status).as_str()),
            (Code::PermissionDenied, "SCOPE_MISSING")
        );
        assert_eq!(
            status.message().replace(name, "X"),
            other.message().replace("other", "X")
        );
    }

    let made = crate::harness::new_connection("third", 1003);
    let refused = server
        .connections()
        .create_connection(by(&secret, made))
        .await
        .unwrap_err();
    assert_eq!(reason(&refused), "SCOPE_MISSING");
    let wider = CreateTokenRequest {
        request_id: request_id(),
        token: Some(scoped(&[Scope::Read])),
        expire_time: None,
    };
    let refused = server
        .tokens()
        .create_token(by(&secret, wider))
        .await
        .unwrap_err();
    assert!(
        refused.message().contains("no more than itself"),
        "{}",
        refused.message()
    );
    let listed = server
        .tokens()
        .list_tokens(by(&secret, ListTokensRequest::default()))
        .await;
    assert_eq!(
        listed.unwrap().into_inner().tokens.len(),
        1,
        "only tokens within its reach"
    );
}

#[tokio::test]
async fn the_last_administrator_stays() {
    let server = Server::start().await;
    let (first, _) = server.token(scoped(&[Scope::Admin])).await;
    let revoke = async |name: &str| {
        let request = RevokeTokenRequest {
            request_id: request_id(),
            name: name.to_owned(),
        };
        server
            .tokens()
            .revoke_token(by(&server.admin, request))
            .await
    };
    let refused = revoke(&first).await.unwrap_err();
    assert_eq!(
        (refused.code(), reason(&refused).as_str()),
        (Code::FailedPrecondition, "WRONG_STATE")
    );
    server.token(scoped(&[Scope::Admin])).await;
    revoke(&first).await.unwrap();
    assert_eq!(reason(&revoke(&first).await.unwrap_err()), "NOT_FOUND");
}

#[tokio::test]
async fn health_needs_no_token_and_reflection_does() {
    let server = Server::start().await;
    let mut health = tonic_health::pb::health_client::HealthClient::new(server.channel.clone());
    for service in ["", "backline.gateway.v1.GatewayService"] {
        let request = tonic_health::pb::HealthCheckRequest {
            service: service.to_owned(),
        };
        assert_eq!(
            health.check(request).await.unwrap().into_inner().status,
            1,
            "{service}"
        );
    }
    let path = "/grpc.reflection.v1.ServerReflection/ServerReflectionInfo".to_owned();
    let refused = call(&server, path.clone(), None).await.unwrap_err();
    assert_eq!(reason(&refused), "UNAUTHENTICATED");
    call(&server, path, Some(&server.admin)).await.unwrap();
    let refused = call(&server, "/backline.admin.v1.Nobody/Knows".into(), None)
        .await
        .unwrap_err();
    assert_eq!(reason(&refused), "UNAUTHENTICATED");
    let unknown = "/backline.admin.v1.Nobody/Knows".to_owned();
    let refused = call(&server, unknown, Some(&server.admin))
        .await
        .unwrap_err();
    assert_eq!(reason(&refused), "NOT_SUPPORTED");
}

#[tokio::test]
async fn a_stream_ends_with_its_token() {
    use tonic_reflection::pb::v1::ServerReflectionRequest;
    use tonic_reflection::pb::v1::server_reflection_client::ServerReflectionClient;
    let server = Server::start().await;
    let (name, secret) = server.token(scoped(&[Scope::Read])).await;
    let (_asking, questions) = tokio::sync::mpsc::channel::<ServerReflectionRequest>(1);
    let questions = tokio_stream::wrappers::ReceiverStream::new(questions);
    let mut client = ServerReflectionClient::new(server.channel.clone());
    let mut answers = client
        .server_reflection_info(by(&secret, questions))
        .await
        .unwrap()
        .into_inner();
    let request = RevokeTokenRequest {
        request_id: request_id(),
        name,
    };
    server
        .tokens()
        .revoke_token(by(&server.admin, request))
        .await
        .unwrap();
    let ended = answers.message().await.unwrap_err();
    assert_eq!(
        (ended.code(), reason(&ended).as_str()),
        (Code::Unauthenticated, "UNAUTHENTICATED")
    );
}

#[tokio::test]
async fn the_first_token_lies_in_a_file_and_is_made_once() {
    use std::os::unix::fs::PermissionsExt as _;

    use backline_server::grpc::access::FirstToken;
    let server = Server::start_with(|config| config.makes_first_token = true).await;
    let FirstToken::Made(path) = server.running.first_token() else {
        panic!("made")
    };
    let token = std::fs::read_to_string(path).unwrap();
    assert_eq!(
        std::fs::metadata(path).unwrap().permissions().mode() & 0o777,
        0o600
    );
    let listed = server
        .tokens()
        .list_tokens(by(token.trim(), ListTokensRequest::default()))
        .await;
    let listed = listed.unwrap().into_inner().tokens;
    assert_eq!(listed.len(), 1);
    assert!(!format!("{listed:?}").contains(token.trim().rsplit('_').next().unwrap()));
}

#[tokio::test]
async fn a_request_id_is_taken_over_or_made() {
    let server = Server::start().await;
    let mut request = by(&server.admin, ListTokensRequest::default());
    request
        .metadata_mut()
        .insert("x-request-id", "mine-7".parse().unwrap());
    let answer = server.tokens().list_tokens(request).await.unwrap();
    assert_eq!(answer.metadata().get("x-request-id").unwrap(), "mine-7");
    let request = by("wrong", ListTokensRequest::default());
    let refused = server.tokens().list_tokens(request).await.unwrap_err();
    assert_eq!(refused.metadata().get("x-request-id").unwrap().len(), 32);
}
