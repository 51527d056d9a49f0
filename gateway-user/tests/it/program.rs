//! The program itself: how it ends, and what it says then.

use std::process::{Command, Output};

use backline_proto::gateway::v1::gateway_service_server::GatewayServiceServer;
use tokio_stream::wrappers::TcpListenerStream;
use tonic::service::interceptor::InterceptedService;
use tonic::{Code, Request, Status};
use tonic_types::{ErrorDetails, StatusExt as _};

use crate::server::Server;

/// Runs the program with these arguments, and a token.
fn run(arguments: &[&str], environment: &[(&str, &str)]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_backline-gateway-user"))
        .args(arguments)
        .env_clear()
        .env("BACKLINE_TOKEN", "blt_secret")
        .env("BACKLINE_API_ID", "17")
        .env("BACKLINE_API_HASH", "0123456789abcdef")
        .envs(environment.iter().copied())
        .output()
        .unwrap()
}

/// It ended with 2, and said this.
fn assert_usage(output: &Output, words: &[&str]) {
    let told = String::from_utf8_lossy(&output.stderr);
    assert_eq!(output.status.code(), Some(2), "{told}");
    for words in words {
        assert!(told.contains(words), "{words:?} is not in {told}");
    }
    assert!(!told.contains("blt_secret"), "{told}");
}

const SERVER: [&str; 2] = ["--server", "http://127.0.0.1:1"];

#[test]
fn a_log_filter_that_is_none_is_refused() {
    let output = run(&SERVER, &[("BACKLINE_LOG", "backline=lowd")]);
    assert_usage(&output, &["BACKLINE_LOG", "lowd", "TARGET=LEVEL"]);
}

#[test]
fn files_that_hold_something_else_are_refused() {
    let directory = tempfile::tempdir().unwrap();
    let path = directory.path().join("ca.pem");
    std::fs::write(&path, "no PEM").unwrap();
    let path = path.to_str().unwrap();
    let server = ["--server", "https://127.0.0.1:1", "--tls-ca", path];
    assert_usage(&run(&server, &[]), &["--tls-ca", "BEGIN CERTIFICATE"]);
    let server = ["--server", "https://127.0.0.1:1", "--tls-ca", "/nowhere"];
    assert_usage(&run(&server, &[]), &["/nowhere"]);
}

#[test]
fn addresses_that_cannot_be_ones_are_refused() {
    assert_usage(&run(&["--server", "ftp://x"], &[]), &["https://"]);
    let dc = [&SERVER[..], &["--dc", "nowhere"]].concat();
    assert_usage(&run(&dc, &[]), &["--dc"]);
    assert_usage(
        &run(&SERVER, &[("BACKLINE_TOKEN", " ")]),
        &["tokens create"],
    );
}

#[test]
fn an_application_that_is_none_is_told_where_to_make_one() {
    for (name, value) in [
        ("BACKLINE_API_ID", ""),
        ("BACKLINE_API_ID", "seventeen"),
        ("BACKLINE_API_HASH", ""),
        ("BACKLINE_API_HASH", "not a hash!"),
    ] {
        let output = run(&SERVER, &[(name, value)]);
        assert_usage(&output, &["API_"]);
        let told = String::from_utf8_lossy(&output.stderr);
        assert!(!told.contains("not a hash!"), "{told}");
    }
    let output = run(&SERVER, &[("BACKLINE_API_ID", "")]);
    assert_usage(&output, &["my.telegram.org", "BACKLINE_API_HASH"]);
}

#[tokio::test]
async fn a_token_that_the_server_does_not_know_ends_it_with_the_remedy() {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    let unknown = |_: Request<()>| {
        let details = ErrorDetails::with_error_info("UNAUTHENTICATED", "backline", []);
        Err(Status::with_error_details(
            Code::Unauthenticated,
            "the token is not known",
            details,
        ))
    };
    let service = InterceptedService::new(GatewayServiceServer::new(Server::new()), unknown);
    #[expect(clippy::disallowed_methods, reason = "ends with the test")]
    tokio::spawn(
        tonic::transport::Server::builder()
            .add_service(service)
            .serve_with_incoming(TcpListenerStream::new(listener)),
    );
    let output = tokio::task::spawn_blocking(move || run(&["--server", &url], &[]));
    let output = output.await.unwrap();
    assert_usage(&output, &["the token is not known", "tokens create"]);
}
