//! Shutdown: nothing new, finish, complete, close.

use std::time::Duration;

use backline_proto::gateway::v1::attach_response::Message as Down;
use backline_proto::gateway::v1::outcome::Kind;
use backline_proto::gateway::v1::{CompleteCommandRequest, IdentityState};
use tonic::Status;

use crate::scripted::{Answer, Call, Harness, count, delivery, is_complete};

fn completion(harness: &Harness, lease_token: &str) -> CompleteCommandRequest {
    let mut completions = harness.server.completions().into_iter();
    completions
        .find(|completion| completion.lease_token == lease_token)
        .unwrap()
}

#[tokio::test]
async fn what_is_in_hand_is_finished_and_what_comes_is_given_back() {
    let harness = Harness::with_identity().await;
    let release = harness.platform.hold();
    harness
        .server
        .send(Down::Command(delivery("in hand")))
        .await;
    let platform = harness.platform.clone();
    harness
        .settled("executing", || platform.executed() == 1)
        .await;
    harness.shutdown.cancel();
    harness
        .settled("polling stopped", || !platform.is_polling())
        .await;
    harness
        .server
        .send(Down::Command(delivery("too late")))
        .await;
    release.cancel();
    harness
        .server
        .until("both", |calls| count(calls, is_complete) == 2)
        .await;
    let in_hand = completion(&harness, "in hand").outcome.unwrap();
    assert!(
        matches!(in_hand.kind, Some(Kind::Succeeded(_))),
        "{in_hand:?}"
    );
    let late = completion(&harness, "too late").outcome.unwrap();
    let Some(Kind::Deferred(deferred)) = late.kind else {
        panic!("{late:?}")
    };
    assert_eq!(
        (deferred.detail.as_str(), deferred.delay),
        ("draining", Some(Default::default()))
    );
    let server = harness.server.clone();
    harness.running.await.unwrap().unwrap();
    assert_eq!(platform.executed(), 1);
    let released =
        |call: &Call| matches!(call, Call::Report(it) if it.state() == IdentityState::Released);
    assert!(
        server.calls().iter().any(released),
        "the identity is free at once"
    );
}

#[tokio::test]
async fn an_outcome_that_nobody_takes_does_not_hold_the_end_up_for_ever() {
    let harness = Harness::with_identity().await;
    for _ in 0..1000 {
        harness.server.will(
            "CompleteCommand",
            Answer::Refuse(Status::unavailable("away")),
        );
        harness.server.will(
            "ReportIdentity",
            Answer::Refuse(Status::unavailable("away")),
        );
    }
    harness.server.send(Down::Command(delivery("lease"))).await;
    harness
        .server
        .until("tried", |calls| calls.iter().any(is_complete))
        .await;
    harness.shutdown.cancel();
    let platform = harness.platform.clone();
    harness
        .settled("polling stopped", || !platform.is_polling())
        .await;
    let mut driven = Duration::ZERO;
    while !harness.running.is_finished() {
        harness.clock.advance(Duration::from_millis(100));
        driven += Duration::from_millis(100);
        tokio::task::yield_now().await;
        assert!(driven < Duration::from_secs(3600), "never ended");
    }
    harness.running.await.unwrap().unwrap();
}

#[tokio::test]
async fn an_idle_gateway_ends_at_once() {
    let harness = Harness::attached().await;
    harness.shutdown.cancel();
    harness.running.await.unwrap().unwrap();
}
