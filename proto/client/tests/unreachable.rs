//! What people read when there is no server, and how often a call is repeated.

#![allow(clippy::unwrap_used)]

use std::sync::atomic::{AtomicU32, Ordering};

use backline_client::{Client, Config, Error};
use backline_proto::admin::v1::ListGatewaysRequest;
use tonic::{Code, Response, Status};

/// A port that nobody listens on: bound once, to be sure that it is free, and
/// let go.
async fn deserted_url() -> String {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    format!("http://{address}")
}

#[tokio::test]
async fn no_server_is_said_with_address_and_remedy() {
    let url = deserted_url().await;
    let error = Client::connect(Config::new(&url)).await.unwrap_err();
    let told = error.to_string();
    assert!(
        told.starts_with(&format!("server unreachable at {url}: is it running?")),
        "{told}"
    );
    assert!(told.to_lowercase().contains("refused"), "{told}");
}

#[tokio::test]
async fn no_server_is_said_by_the_first_call_too() {
    let url = deserted_url().await;
    let client = Client::new(&Config::new(&url)).unwrap();
    let status = client
        .gateway_admin()
        .list_gateways(ListGatewaysRequest::default())
        .await
        .unwrap_err();
    let error = client.explain(&status);
    assert!(matches!(error, Error::Unreachable { .. }), "{error:?}");
}

#[tokio::test]
async fn somebody_who_speaks_another_language_is_said_with_what_to_look_at() {
    use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    // As a server does that expects TLS.
    let answering = async {
        let (mut stream, _) = listener.accept().await.unwrap();
        let _ = stream.read(&mut [0; 64]).await;
        let alert = [0x15, 0x03, 0x03, 0x00, 0x02, 0x02, 0x46];
        let _ = stream.write_all(&alert).await;
    };
    let client = Client::new(&Config::new(&url)).unwrap();
    let mut gateways = client.gateway_admin();
    let calling = gateways.list_gateways(ListGatewaysRequest::default());
    let (status, ()) = tokio::join!(calling, answering);
    let told = client.explain(&status.unwrap_err()).to_string();
    assert!(told.contains(&url) && told.contains("https"), "{told}");
    assert!(!told.contains("bug"), "{told}");
}

#[tokio::test(start_paused = true)]
async fn only_unavailable_is_repeated_and_not_for_ever() {
    let client = Client::new(&Config::new("http://127.0.0.1:1")).unwrap();
    for (code, expected_calls) in [
        (Code::Unavailable, 5),
        (Code::Aborted, 1),
        (Code::Internal, 1),
    ] {
        let calls = AtomicU32::new(0);
        let answer: Result<(), Error> = client
            .repeating(|| {
                calls.fetch_add(1, Ordering::Relaxed);
                async move { Err(Status::new(code, "no")) }
            })
            .await;
        assert_eq!(answer.unwrap_err().code(), Some(code));
        assert_eq!(calls.load(Ordering::Relaxed), expected_calls, "{code:?}");
    }
}

#[tokio::test(start_paused = true)]
async fn a_call_that_works_in_the_end_is_a_success() {
    let client = Client::new(&Config::new("http://127.0.0.1:1")).unwrap();
    let calls = AtomicU32::new(0);
    let answer = client
        .repeating(|| {
            let number = calls.fetch_add(1, Ordering::Relaxed);
            async move {
                if number < 2 {
                    Err(Status::unavailable("starting"))
                } else {
                    Ok(Response::new(7))
                }
            }
        })
        .await;
    assert_eq!(answer.unwrap(), 7);
}
