//! What goes wrong with a bot is said in words, and gone on from.

use backline_gateway::Driven;
use backline_proto::gateway::v1::IdentityState;
use tokio_util::sync::CancellationToken;

use crate::server::Server;
use crate::stage::{self, Stage};

#[tokio::test]
async fn a_bot_that_works_is_reported_with_its_profile() {
    let stage = Stage::set().await;
    stage.bot.privacy_off();
    stage.server.assign(stage.bot.token(), None).await;
    let profile = stage
        .server
        .until_report(IdentityState::Online)
        .await
        .profile
        .unwrap();
    assert_eq!(profile.user_id, stage.bot.id());
    assert_eq!(profile.username, stage.bot.username());
    assert!(profile.can_read_all_group_messages);
}

#[tokio::test]
async fn a_second_poller_and_a_webhook_are_conflicts_that_end() {
    for (words, remedy) in [
        (
            "Conflict: terminated by other getUpdates request; make sure that only one bot \
             instance is running",
            "stop it",
        ),
        (
            "Conflict: can't use getUpdates method while webhook is active; use deleteWebhook to \
             delete the webhook first",
            "deleteWebhook",
        ),
    ] {
        let stage = Stage::set().await;
        stage
            .sim
            .script(&stage.bot, "getUpdates")
            .times(2)
            .refuse(409, words);
        stage.server.assign(stage.bot.token(), None).await;
        let report = stage.server.until_report(IdentityState::Conflict).await;
        assert!(report.detail.contains(remedy), "{}", report.detail);
        let online = || {
            stage
                .server
                .reports()
                .last()
                .is_some_and(|it| it.state() == IdentityState::Online)
        };
        stage.drive("online again", online).await;
    }
}

#[tokio::test]
async fn a_revoked_token_is_a_bad_credential() {
    let mut stage = Stage::set().await;
    let old = stage.bot.token().to_owned();
    stage.bot.revokes_token();
    stage.server.assign(&old, None).await;
    let report = stage
        .server
        .until_report(IdentityState::BadCredential)
        .await;
    assert!(report.detail.contains("BotFather"), "{}", report.detail);
    // The new token is a new assignment.
    stage.server.assign(stage.bot.token(), None).await;
    stage.server.until_report(IdentityState::Online).await;
}

#[tokio::test]
async fn what_cannot_be_a_token_is_said_without_showing_it() {
    let stage = Stage::set().await;
    stage.server.assign("7:not a/token", None).await;
    let report = stage
        .server
        .until_report(IdentityState::BadCredential)
        .await;
    assert!(
        report.detail.contains("BotFather") && !report.detail.contains("not a"),
        "{report:?}"
    );
}

#[tokio::test]
async fn a_bot_api_server_that_is_away_is_told_and_waited_for() {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    drop(listener);
    let (server, shutdown) = (Server::new(), CancellationToken::new());
    let running = stage::run(&server, &Driven::new(), &shutdown, &url).await;
    server.until_attached().await;
    server.assign("7:secret", None).await;
    let report = server
        .until_report(IdentityState::TransientDisconnect)
        .await;
    assert!(report.detail.contains("--bot-api-url"), "{}", report.detail);
    shutdown.cancel();
    running.await.unwrap().unwrap();
}

#[tokio::test]
async fn an_outage_of_telegram_ends_by_itself() {
    let stage = Stage::set().await;
    stage
        .sim
        .script(&stage.bot, "getMe")
        .times(2)
        .server_error_in_html(502);
    stage
        .sim
        .script(&stage.bot, "getUpdates")
        .times(2)
        .server_error(500);
    stage.server.assign(stage.bot.token(), None).await;
    let online = || {
        stage
            .server
            .reports()
            .last()
            .is_some_and(|it| it.state() == IdentityState::Online)
    };
    stage.drive("online", online).await;
}

#[tokio::test]
async fn the_gateway_stops_while_a_long_poll_is_open() {
    let stage = Stage::started().await;
    stage.settled("polling", || stage.bot.polls() > 0).await;
    stage.shutdown.cancel();
    stage.running.await.unwrap().unwrap();
    let last = stage.server.reports().pop().unwrap();
    assert_eq!(last.state(), IdentityState::Released);
}
