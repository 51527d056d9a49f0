//! Streams break, gateways die, and nobody gets what somebody may still use.

use std::time::Duration;

use backline_domain::id::IdentityId;
use backline_proto::gateway::v1::{AttachRequest, ClosingReason, IdentityState};

use super::{BOT, World, bots, naming, token};
use crate::gateway::Error;

const LEASE: Duration = Duration::from_secs(60);
const MOMENT: Duration = Duration::from_millis(1);

#[tokio::test]
async fn who_comes_back_within_the_lease_keeps_session_identity_and_epoch() {
    let world = World::start();
    let mut gateway = world.attach("a").await;
    assert_eq!(gateway.assigned(), [("bot:1".into(), 1)]);
    let session = gateway.session.clone();
    drop(gateway);
    world.pass(LEASE - MOMENT).await;
    let state = "its gateway is not reachable".to_owned();
    assert_eq!(world.state_of(&session), [(BOT, 1, state)]);
    assert_eq!(world.desks.heard(), ["bot:1 online", "bot:1 paused"]);

    let again = AttachRequest {
        held_lease_tokens: vec!["one/in-hand".into(), "two/x".into(), "nonsense".into()],
        ..naming(&session, &[(BOT, 1)])
    };
    let mut again = world.attach_as(token("a"), again).await.unwrap();
    assert_eq!(again.session, session);
    assert_eq!(again.assigned(), [("bot:1".into(), 1)]);
    assert_eq!(world.store.epoch(BOT), Some(1), "no new epoch");
    assert_eq!(world.desks.heard(), ["bot:1 online [\"one/in-hand\"]"]);
    again.ingest(&world, BOT, 1).await.unwrap();

    // What was in hand then says nothing about later.
    world.desks.heard();
    world.sessions.reassign(BOT, "its token was changed");
    world.settle().await;
    again
        .report(&world, BOT, 1, IdentityState::Released)
        .await
        .unwrap();
    assert_eq!(
        world.desks.heard(),
        ["bot:1 paused", "bot:1 offline", "bot:1 online"]
    );
}

#[tokio::test]
async fn the_older_stream_of_a_resumed_session_is_told() {
    let world = World::start();
    let mut old = world.attach("a").await;
    old.received();
    let mut new = world
        .attach_as(token("a"), naming(&old.session, &[(BOT, 1)]))
        .await
        .unwrap();
    assert_eq!(old.closing(), Some(ClosingReason::Superseded));
    assert!(old.has_ended());
    assert_eq!(new.assigned(), [("bot:1".into(), 1)]);
    assert_eq!(world.sessions.list().len(), 1);
}

#[tokio::test]
async fn an_assignment_lost_on_a_broken_stream_is_sent_again() {
    let world = World::start();
    let gateway = world.attach("a").await;
    let session = gateway.session.clone();
    drop(gateway);
    let mut again = world
        .attach_as(token("a"), naming(&session, &[]))
        .await
        .unwrap();
    assert_eq!(again.assigned(), [("bot:1".into(), 1)]);
}

#[tokio::test]
async fn somebody_elses_session_is_not_taken_up() {
    let world = World::start();
    let mut first = world.attach("a").await;
    let mut second = world
        .attach_as(token("b"), naming(&first.session, &[]))
        .await
        .unwrap();
    assert_ne!(second.session, first.session);
    assert_eq!(second.received(), []);
    assert_eq!(first.assigned().len(), 1);
    let refused = second.ingest(&world, BOT, 1).await.unwrap_err();
    assert!(
        matches!(refused, Error::Superseded { identity: BOT }),
        "{refused}"
    );
    let stolen = super::ingest_request(&first.session, BOT, 1);
    let refused = world
        .sessions
        .ingest_updates(&second.token, stolen)
        .await
        .unwrap_err();
    assert!(matches!(refused, Error::SessionLost), "{refused}");
}

#[tokio::test]
async fn another_gateway_gets_it_only_after_the_whole_lease_and_under_a_higher_epoch() {
    let world = World::start();
    let mut first = world.attach("a").await;
    let mut second = world.attach("b").await;
    first.answer(&world).unwrap();
    first.received();
    world.desks.heard();
    // The first goes silent, its stream stays open: a machine that sleeps.
    world.pass_alive(&mut [&mut second], LEASE - MOMENT).await;
    assert_eq!(second.received(), []);
    first.ingest(&world, BOT, 1).await.unwrap();
    world.desks.heard();
    world.pass(MOMENT).await;
    assert_eq!(first.closing(), Some(ClosingReason::Expired));
    assert_eq!(second.assigned(), [("bot:1".into(), 2)]);
    assert_eq!(world.store.epoch(BOT), Some(2));
    assert_eq!(world.desks.heard(), ["bot:1 offline", "bot:1 online"]);
    let refused = first.ingest(&world, BOT, 1).await.unwrap_err();
    assert!(matches!(refused, Error::SessionLost), "{refused}");
    assert!(matches!(first.answer(&world), Err(Error::SessionLost)));
}

#[tokio::test]
async fn who_wakes_up_too_late_and_names_it_has_to_let_go_or_keeps_it_when_nobody_wanted_it() {
    let world = World::start();
    let first = world.attach("a").await;
    let session = first.session.clone();
    drop(first);
    world.pass(LEASE).await;
    assert_eq!(world.sessions.list(), []);
    let mut back = world
        .attach_as(token("a"), naming(&session, &[(BOT, 1)]))
        .await
        .unwrap();
    assert_ne!(back.session, session);
    assert_eq!(
        back.assigned(),
        [("bot:1".into(), 1)],
        "nobody had it meanwhile"
    );
    let refused = back.ingest(&world, BOT, 0).await.unwrap_err();
    assert!(
        matches!(refused, Error::Superseded { .. }),
        "an older epoch: {refused}"
    );
    let refused = back.ingest(&world, BOT, 2).await.unwrap_err();
    assert!(
        matches!(refused, Error::Superseded { .. }),
        "an epoch never given: {refused}"
    );
    back.ingest(&world, BOT, 1).await.unwrap();
}

#[tokio::test]
async fn answered_heartbeats_keep_a_session_for_ever() {
    let world = World::start();
    let mut gateway = world.attach("a").await;
    world.pass_alive(&mut [&mut gateway], LEASE * 5).await;
    assert_eq!(gateway.assigned(), [("bot:1".into(), 1)]);
    assert_eq!(world.desks.heard(), ["bot:1 online"]);
}

#[tokio::test]
async fn a_heartbeat_counts_once_when_the_stream_is_broken() {
    let world = World::start();
    let mut gateway = world.attach("a").await;
    let (session, caller) = (gateway.session.clone(), gateway.token.clone());
    let answer = |sequence| {
        let session = session.clone();
        let request = backline_proto::gateway::v1::AnswerHeartbeatRequest { session, sequence };
        world.sessions.answer_heartbeat(&caller, &request)
    };
    assert!(matches!(
        answer(99),
        Err(Error::Field {
            field: "sequence",
            ..
        })
    ));
    assert!(matches!(
        answer(0),
        Err(Error::Field {
            field: "sequence",
            ..
        })
    ));
    gateway.received();
    drop(gateway);
    world.pass(LEASE / 2).await;
    answer(1).unwrap();
    assert!(
        matches!(answer(1), Err(Error::SessionLost)),
        "or it could live for ever, deaf"
    );
    world.pass(LEASE - MOMENT).await;
    assert_eq!(
        world.sessions.list().len(),
        1,
        "the one answer began the lease anew"
    );
    world.pass(MOMENT).await;
    assert_eq!(world.sessions.list(), []);
}

#[tokio::test]
async fn what_a_gateway_releases_goes_to_the_other_at_once_and_not_back() {
    let world = World::start();
    world.add(IdentityId::bot(2), "two");
    let mut first = world.attach("a").await;
    first.received();
    first
        .report(&world, BOT, 1, IdentityState::Released)
        .await
        .unwrap();
    assert_eq!(first.received(), [], "it is leaving: it gets nothing back");
    let mut second = world.attach_as(token("b"), bots("b")).await.unwrap();
    assert_eq!(second.assigned(), [("bot:1".into(), 2)]);
    assert_eq!(
        world.desks.heard(),
        [
            "bot:1 online",
            "bot:2 online",
            "bot:1 offline",
            "bot:1 online"
        ]
    );
    let repeated = first
        .report(&world, BOT, 1, IdentityState::Released)
        .await
        .unwrap_err();
    assert!(matches!(repeated, Error::Superseded { .. }), "{repeated}");
}

#[tokio::test]
async fn who_lets_go_of_everything_and_leaves_is_gone_at_once() {
    let world = World::start();
    let gateway = world.attach("a").await;
    gateway
        .report(&world, BOT, 1, IdentityState::Released)
        .await
        .unwrap();
    assert_eq!(world.sessions.list().len(), 1);
    drop(gateway);
    world.settle().await;
    assert_eq!(world.sessions.list(), []);
}

#[tokio::test]
async fn attached_gateways_are_counted() {
    let world = World::start();
    let counted = || {
        let text = world.metrics.text().unwrap();
        let line = text
            .lines()
            .find(|line| line.starts_with("backline_gateways "));
        line.unwrap().to_owned()
    };
    world.settle().await;
    assert_eq!(counted(), "backline_gateways 0");
    let one = world.attach("a").await;
    let other = world.attach("b").await;
    world.settle().await;
    assert_eq!(counted(), "backline_gateways 2");
    drop(one.stream);
    world.settle().await;
    assert_eq!(counted(), "backline_gateways 1");
    world.pass(Duration::from_secs(61)).await;
    assert_eq!(counted(), "backline_gateways 0", "silent for its lease");
    drop(other);
}
