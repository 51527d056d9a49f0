use std::time::Duration;

use backline_proto::admin::v1::ListTokensRequest;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tonic::Code;

use crate::harness::{Server, by, new_connection, reason};

#[tokio::test]
async fn a_message_over_the_limit_is_refused() {
    let server = Server::start_with(|config| config.limits.message_bytes = 65_536).await;
    let mut request = new_connection("main", 1001);
    request
        .parameters
        .insert("WELCOME".into(), "a".repeat(70_000));
    let refused = server.try_connect(request).await.unwrap_err();
    assert_eq!(
        (refused.code(), reason(&refused).as_str()),
        (Code::InvalidArgument, "INVALID_FIELD")
    );
    assert!(refused.message().contains("65536"), "{}", refused.message());
}

#[tokio::test]
async fn more_calls_than_fit_are_told_to_wait() {
    let server = Server::start_with(|config| config.limits.concurrent_calls = 0).await;
    let request = by(&server.admin, ListTokensRequest::default());
    let refused = server.tokens().list_tokens(request).await.unwrap_err();
    assert_eq!(
        (refused.code(), reason(&refused).as_str()),
        (Code::ResourceExhausted, "OVERLOADED")
    );
    let details = tonic_types::StatusExt::get_error_details(&refused);
    assert!(details.retry_info().unwrap().retry_delay.unwrap() >= Duration::from_secs(1));
}

#[tokio::test]
async fn numbers_and_health_are_on_their_own_page() {
    let server =
        Server::start_with(|config| config.metrics = Some(([127, 0, 0, 1], 0).into())).await;
    let request = by(&server.admin, ListTokensRequest::default());
    server.tokens().list_tokens(request).await.unwrap();
    let _ = server
        .tokens()
        .list_tokens(by("wrong", ListTokensRequest::default()))
        .await;
    let page = get(&server, "/metrics").await;
    for line in [
        "backline_rpc_seconds_count{code=\"OK\",method=\"ListTokens\"} 1",
        "backline_rpc_seconds_count{code=\"UNAUTHENTICATED\",method=\"ListTokens\"} 1",
    ] {
        assert!(page.contains(line), "{line} in {page}");
    }
    assert!(get(&server, "/healthz").await.ends_with("ok\n"));
}

async fn get(server: &Server, path: &str) -> String {
    let address = server.running.metrics_address().unwrap();
    let mut stream = tokio::net::TcpStream::connect(address).await.unwrap();
    let asked = format!("GET {path} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
    stream.write_all(asked.as_bytes()).await.unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).await.unwrap();
    answer
}
