//! Revoked tokens, and a server that stops.

use std::time::Duration;

use backline_proto::gateway::v1::{
    ClosingReason, CompleteCommandRequest, Outcome, StartCommandRequest, Uncertain, outcome,
};
use futures::FutureExt as _;

use super::commands::leave;
use super::{BOT, World, bots, naming, token};
use crate::gateway::Error;

const LEASE: Duration = Duration::from_secs(60);
const MOMENT: Duration = Duration::from_millis(1);

#[tokio::test]
async fn a_revoked_token_ends_its_sessions_and_frees_nothing_before_the_lease_is_over() {
    let world = World::start();
    let mut first = world.attach("a").await;
    let mut second = world.attach("b").await;
    first.received();
    world.sessions.revoke_token("a");
    world.settle().await;
    assert_eq!(first.closing(), Some(ClosingReason::Expired));
    assert!(first.has_ended());
    assert_eq!(world.desks.heard(), ["bot:1 online", "bot:1 paused"]);
    let refused = first.ingest(&world, BOT, 1).await.unwrap_err();
    assert!(matches!(refused, Error::SessionLost), "{refused}");
    assert!(matches!(first.answer(&world), Err(Error::SessionLost)));
    let [(_, _, state)] = world.state_of(&first.session).try_into().unwrap();
    assert_eq!(state, "its gateway's token was revoked");

    world.pass_alive(&mut [&mut second], LEASE - MOMENT).await;
    assert_eq!(second.received(), []);
    world.pass(MOMENT).await;
    assert_eq!(second.assigned(), [("bot:1".into(), 2)]);
}

#[tokio::test]
async fn a_token_that_ends_by_itself_ends_the_stream() {
    let world = World::start();
    let mut gateway = world.attach("a").await;
    gateway.received();
    gateway.token_ended.cancel();
    world.settle().await;
    assert_eq!(gateway.closing(), Some(ClosingReason::Expired));
    let refused = gateway.ingest(&world, BOT, 1).await.unwrap_err();
    assert!(matches!(refused, Error::SessionLost), "{refused}");
}

#[tokio::test]
async fn with_a_new_token_the_same_gateway_goes_on() {
    let world = World::start();
    let first = world.attach("a").await;
    world.sessions.revoke_token("a");
    let again = naming(&first.session, &[(BOT, 1)]);
    let mut again = world.attach_as(token("new"), again).await.unwrap();
    assert_eq!(again.session, first.session);
    assert_eq!(again.assigned(), [("bot:1".into(), 1)]);

    world.sessions.revoke_token("new");
    let mut narrow = token("narrow");
    narrow.identities = vec!["bot:99".into()];
    let again = naming(&first.session, &[(BOT, 1)]);
    let mut narrow = world.attach_as(narrow, again).await.unwrap();
    assert_eq!(
        narrow.assigned(),
        [],
        "what the new token does not allow is taken back"
    );
    let [(_, _, state)] = world.state_of(&narrow.session).try_into().unwrap();
    assert_eq!(state, "being taken back");
}

#[tokio::test]
async fn a_server_that_stops_waits_for_outcomes_and_lets_nothing_begin() {
    let world = World::start();
    let mut gateway = world.attach("a").await;
    world
        .desks
        .down(BOT)
        .try_send(leave(BOT, "one/lease"))
        .unwrap();
    world.settle().await;
    gateway.received();
    world.desks.heard();

    let drain = world.sessions.drain(Duration::from_secs(5));
    tokio::pin!(drain);
    assert!(drain.as_mut().now_or_never().is_none());
    world.settle().await;
    assert_eq!(gateway.closing(), Some(ClosingReason::Draining));
    assert!(gateway.has_ended());
    assert_eq!(world.desks.heard(), ["bot:1 paused"]);

    let refused = world.attach_as(token("b"), bots("b")).await.err().unwrap();
    assert!(matches!(refused, Error::Draining), "{refused}");
    let (session, lease_token) = (gateway.session.clone(), "one/lease".to_owned());
    let start = StartCommandRequest {
        session: session.clone(),
        lease_token: lease_token.clone(),
    };
    let refused = world
        .sessions
        .start_command(&gateway.token, start)
        .await
        .unwrap_err();
    assert!(matches!(refused, Error::Draining), "{refused}");
    gateway.ingest(&world, BOT, 1).await.unwrap();
    assert!(
        drain.as_mut().now_or_never().is_none(),
        "one outcome is still out"
    );

    let kind = Some(outcome::Kind::Uncertain(Uncertain::default()));
    let outcome = Some(Outcome { kind });
    let done = CompleteCommandRequest {
        session,
        lease_token,
        outcome,
    };
    world
        .sessions
        .complete_command(&gateway.token, done)
        .await
        .unwrap();
    drain.await;
    assert_eq!(
        world.desks.heard(),
        ["bot:1 ingested", "one/lease completed"]
    );
}

#[tokio::test]
async fn the_grace_time_ends() {
    let world = World::start();
    let _gateway = world.attach("a").await;
    world
        .desks
        .down(BOT)
        .try_send(leave(BOT, "one/lease"))
        .unwrap();
    world.settle().await;
    let drain = world.sessions.drain(Duration::from_secs(5));
    tokio::pin!(drain);
    assert!(drain.as_mut().now_or_never().is_none());
    world.clock.advance(Duration::from_secs(5));
    drain.await;
}
