use backline_proto::admin::v1::{
    CreateTokenRequest, DeleteConnectionRequest, Scope, SetParameterRequest,
};
use tonic::Code;

use crate::harness::{Server, by, new_connection, reason, request_id, scoped};

fn set(request_id: String, value: &str) -> SetParameterRequest {
    SetParameterRequest {
        request_id,
        connection: "connections/main".to_owned(),
        parameter: "AUTOCLOSE".to_owned(),
        value: value.to_owned(),
        validate_only: false,
    }
}

#[tokio::test]
async fn a_repeated_call_gets_the_first_answer() {
    let server = Server::start().await;
    let request = new_connection("main", 1001);
    let first = server.try_connect(request.clone()).await.unwrap();
    let again = server.try_connect(request).await.unwrap();
    assert_eq!(first, again);
    assert!(!first.claim_code.is_empty());
    assert_eq!(server.list(&server.admin).await.len(), 1);

    let id = request_id();
    let mut parameters = server.parameters();
    let first = parameters
        .set_parameter(by(&server.admin, set(id.clone(), "5")))
        .await
        .unwrap();
    parameters
        .set_parameter(by(&server.admin, set(request_id(), "6")))
        .await
        .unwrap();
    let again = parameters
        .set_parameter(by(&server.admin, set(id, "5")))
        .await
        .unwrap();
    assert_eq!(first.into_inner(), again.into_inner());
    let connection = server.list(&server.admin).await.remove(0);
    let get = backline_proto::admin::v1::GetParameterRequest {
        connection: connection.name,
        parameter: "AUTOCLOSE".to_owned(),
    };
    let value = parameters
        .get_parameter(by(&server.admin, get))
        .await
        .unwrap()
        .into_inner();
    assert_eq!(
        value.parameter.unwrap().value,
        "6",
        "the repetition changed nothing"
    );
}

#[tokio::test]
async fn a_secret_is_given_out_once() {
    let server = Server::start().await;
    let request = CreateTokenRequest {
        request_id: request_id(),
        token: Some(scoped(&[Scope::Read])),
        expire_time: None,
    };
    let make = async || {
        let made = server
            .tokens()
            .create_token(by(&server.admin, request.clone()))
            .await;
        made.unwrap().into_inner()
    };
    let (first, again) = (make().await, make().await);
    assert_eq!(first.token, again.token);
    assert!(first.secret.starts_with("bl_") && again.secret.is_empty());
    let id = format!(
        "{}/{}",
        server.admin.split('_').nth(1).unwrap(),
        request.request_id
    );
    let stored = server
        .running
        .desks()
        .store
        .request(&id)
        .await
        .unwrap()
        .unwrap();
    let secret = first.secret.rsplit('_').next().unwrap();
    assert!(!String::from_utf8_lossy(&stored.response).contains(secret));
}

#[tokio::test]
async fn a_deletion_is_safe_to_repeat() {
    let server = Server::start().await;
    server.connect("main", 1001).await;
    let delete = async |request_id: String| {
        let name = "connections/main".to_owned();
        let request = DeleteConnectionRequest { request_id, name };
        server
            .connections()
            .delete_connection(by(&server.admin, request))
            .await
    };
    let id = request_id();
    delete(id.clone()).await.unwrap();
    delete(id).await.unwrap();
    assert_eq!(
        reason(&delete(request_id()).await.unwrap_err()),
        "NOT_FOUND"
    );
    assert!(server.list(&server.admin).await.is_empty());
    server.connect("main", 1001).await;
}

#[tokio::test]
async fn an_id_serves_one_call_only_and_has_to_be_a_uuid() {
    let server = Server::start().await;
    let request = new_connection("main", 1001);
    let id = request.request_id.clone();
    server.try_connect(request).await.unwrap();
    let refused = server
        .parameters()
        .set_parameter(by(&server.admin, set(id, "5")))
        .await
        .unwrap_err();
    assert_eq!(refused.code(), Code::InvalidArgument);
    assert!(
        refused.message().contains("CreateConnection"),
        "{}",
        refused.message()
    );
    for bad in ["", "7", "00000000-0000-0000-0000-000000000000"] {
        let request = by(&server.admin, set(bad.to_owned(), "5"));
        let refused = server
            .parameters()
            .set_parameter(request)
            .await
            .unwrap_err();
        assert_eq!(
            (refused.code(), reason(&refused).as_str()),
            (Code::InvalidArgument, "INVALID_FIELD")
        );
        assert!(
            refused.message().starts_with("request_id: "),
            "{}",
            refused.message()
        );
    }
}

#[tokio::test]
async fn the_same_call_twice_at_once_is_one() {
    let server = Server::start().await;
    let request = new_connection("main", 1001);
    let (one, other) = tokio::join!(
        server.try_connect(request.clone()),
        server.try_connect(request)
    );
    assert_eq!(one.unwrap(), other.unwrap());
    let id = request_id();
    let call = || {
        let mut parameters = server.parameters();
        let request = by(&server.admin, set(id.clone(), "7"));
        async move { parameters.set_parameter(request).await }
    };
    let (one, other) = tokio::join!(call(), call());
    assert_eq!(one.unwrap().into_inner(), other.unwrap().into_inner());
}
