use tonic::Code;
use tonic_health::pb::HealthCheckRequest;
use tonic_health::pb::health_client::HealthClient;

use crate::harness::{Server, reason};

#[tokio::test]
async fn shutdown_tells_whoever_watches_and_ends_open_streams() {
    let server = Server::start().await;
    let mut health = HealthClient::new(server.channel.clone());
    let mut watched = health
        .watch(HealthCheckRequest::default())
        .await
        .unwrap()
        .into_inner();
    assert_eq!(watched.message().await.unwrap().unwrap().status, 1);
    server.shutdown.cancel();
    let stopped = tokio::join!(server.running.wait(), async {
        assert_eq!(
            watched.message().await.unwrap().unwrap().status,
            2,
            "NOT_SERVING"
        );
        let ended = watched.message().await.unwrap_err();
        assert_eq!(
            (ended.code(), reason(&ended).as_str()),
            (Code::Unavailable, "UNAVAILABLE")
        );
        // An open connection without calls in hand holds nothing up.
        drop(health);
    });
    stopped.0.unwrap();
}

#[tokio::test]
async fn an_address_in_use_is_told_with_the_way_out() {
    let first = Server::start().await;
    let folder = tempfile::tempdir().unwrap();
    let key = backline_store::SealKey::generate().unwrap();
    let secrets = backline_server::config::Secrets::with_key(key);
    let mut config =
        backline_server::config::Config::in_process(folder.path(), "mem://", secrets).unwrap();
    config.listen.address = first.running.address();
    let started = backline_server::app::start(
        config,
        None,
        first.clock.clone(),
        tokio_util::sync::CancellationToken::new(),
    );
    let told = started.await.err().unwrap().to_string();
    assert!(
        told.contains(&first.running.address().to_string()),
        "{told}"
    );
    assert!(told.contains("--listen"), "{told}");
}
