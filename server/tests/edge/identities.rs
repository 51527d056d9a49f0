//! What administrators do to a connection whose bot a gateway holds.

use backline_proto::admin::v1::connection::State;
use backline_proto::admin::v1::{Connection, GetQueueRequest, UpdateConnectionRequest};
use backline_proto::gateway::v1::{IdentityState, credential};
use prost_types::FieldMask;
use tonic::Status;

use crate::gateway::Gateway;
use crate::harness::{Server, by, new_connection, reason, request_id};

const BOT: &str = "bot:1001";

async fn update(
    server: &Server,
    path: &str,
    change: impl FnOnce(&mut UpdateConnectionRequest),
) -> Result<Connection, Status> {
    let mut request = UpdateConnectionRequest {
        request_id: request_id(),
        connection: Some(Connection {
            name: "connections/main".into(),
            ..Connection::default()
        }),
        update_mask: Some(FieldMask {
            paths: vec![path.to_owned()],
        }),
        ..UpdateConnectionRequest::default()
    };
    change(&mut request);
    let updated = server
        .connections()
        .update_connection(by(&server.admin, request))
        .await?;
    Ok(updated.into_inner().connection.unwrap())
}

async fn set_state(server: &Server, state: State) -> Connection {
    let set = |request: &mut UpdateConnectionRequest| {
        request.connection.get_or_insert_default().set_state(state);
    };
    update(server, "state", set).await.unwrap()
}

#[tokio::test]
async fn a_stopped_connections_bot_is_taken_back_and_given_again() {
    let server = Server::start().await;
    server.connect("main", 1001).await;
    let mut gateway = Gateway::attach(&server).await;
    let first = gateway.assigned().await;
    assert_eq!(first.identity, BOT);

    set_state(&server, State::Stopped).await;
    let revoked = gateway.revoked().await;
    assert_eq!(
        (revoked.identity.as_str(), revoked.epoch),
        (BOT, first.epoch)
    );
    assert!(revoked.reason.contains("stopped"), "{}", revoked.reason);
    gateway
        .report(BOT, first.epoch, IdentityState::Released)
        .await;

    let queue = by(&server.admin, GetQueueRequest::default());
    let queue = server.deliveries().get_queue(queue).await.unwrap();
    let reason = &queue.into_inner().queues[0].reason;
    assert!(reason.contains("connections start"), "{reason}");

    set_state(&server, State::Running).await;
    let again = gateway.assigned().await;
    assert_eq!(again.epoch, first.epoch + 1, "not once in between");
}

#[tokio::test]
async fn a_stopped_connections_bot_is_not_given_out_after_a_restart_either() {
    let server = Server::start().await;
    server.connect("main", 1001).await;
    server.connect("other", 1002).await;
    set_state(&server, State::Stopped).await;
    let desks = server.running.desks();
    let stored = desks.store.connections().await.unwrap();
    let main = stored.into_iter().find(|row| row.name == "main").unwrap();
    backline_server::desk::close(desks, &main.id).await;
    backline_server::desk::open(desks, main).await.unwrap();
    let mut gateway = Gateway::attach(&server).await;
    assert_eq!(gateway.assigned().await.identity, "bot:1002");
    set_state(&server, State::Running).await;
    assert_eq!(gateway.assigned().await.epoch, 1, "never before");
}

#[tokio::test]
async fn another_token_of_the_bot_takes_the_olds_place_at_once() {
    let server = Server::start().await;
    server.connect("main", 1001).await;
    let mut gateway = Gateway::attach(&server).await;
    let first = gateway.assigned().await;
    gateway
        .report(BOT, first.epoch, IdentityState::BadCredential)
        .await;
    let broken = server.list(&server.admin).await.remove(0);
    assert_eq!(broken.state(), State::Broken);
    assert!(broken.problem.contains("credential"), "{}", broken.problem);

    let given = |token: String| |request: &mut UpdateConnectionRequest| request.bot_token = token;
    let others = new_connection("x", 1002).bot_token;
    for (token, words) in [(others, "bot:1002"), ("1001:x".into(), "BotFather")] {
        let refused = update(&server, "bot_token", given(token)).await;
        let refused = refused.unwrap_err();
        assert_eq!(reason(&refused), "INVALID_FIELD");
        assert!(refused.message().contains(words), "{}", refused.message());
        assert!(
            !refused.message().contains("AAHdq"),
            "{}",
            refused.message()
        );
    }
    let fresh = "1001:BBHdqTcvCH1vGWJxfSeofSAs0K5PALDsaw2";
    let updated = update(&server, "bot_token", given(fresh.into())).await;
    let updated = updated.unwrap();
    assert_eq!(
        (updated.problem.as_str(), updated.state()),
        ("", State::AwaitingGroup)
    );
    assert!(!format!("{updated:?}").contains("BBHdq"));

    assert_eq!(gateway.revoked().await.epoch, first.epoch);
    gateway
        .report(BOT, first.epoch, IdentityState::Released)
        .await;
    let again = gateway.assigned().await;
    let kind = again.credential.and_then(|credential| credential.kind);
    let given = matches!(kind, Some(credential::Kind::BotToken(token)) if token == fresh);
    assert!(given, "with the new token");
}
