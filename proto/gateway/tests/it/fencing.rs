//! Fencing: without an answered heartbeat for 40 s nothing is begun.

use std::time::Duration;

use backline_proto::gateway::v1::attach_response::Message as Down;
use backline_proto::gateway::v1::{Heartbeat, outcome::Kind};
use tokio_util::sync::CancellationToken;
use tonic::Code;

use crate::scripted::{Answer, Call, Harness, count, delivery, is_attach, is_complete, refusal};

#[tokio::test]
async fn after_forty_seconds_polling_stops_until_the_server_answers_again() {
    let harness = Harness::with_identity().await;
    harness
        .server
        .will("Attach", Answer::Withhold(CancellationToken::new()));
    // The stream lives on heartbeats whose answers do not arrive.
    for sequence in 1..=4 {
        harness.server.will(
            "AnswerHeartbeat",
            Answer::Withhold(CancellationToken::new()),
        );
        harness.clock.advance(Duration::from_secs(10));
        if sequence < 4 {
            assert!(
                harness.platform.is_polling(),
                "still allowed after {sequence}0 s"
            );
            harness
                .server
                .send(Down::Heartbeat(Heartbeat { sequence }))
                .await;
        }
    }
    let platform = harness.platform.clone();
    harness
        .settled("polling stopped", || !platform.is_polling())
        .await;
    // Attach is tried again and again; the first try hangs for ever.
    let step = Duration::from_secs(1);
    harness
        .drive(step, "attached again", |calls| count(calls, is_attach) == 2)
        .await;
    harness
        .settled("polling again", || platform.is_polling())
        .await;
}

#[tokio::test]
async fn the_forty_seconds_count_from_before_the_answer_was_sent() {
    let harness = Harness::with_identity().await;
    let platform = harness.platform.clone();
    let slow = CancellationToken::new();
    for answer in [slow.clone(), CancellationToken::new()] {
        harness
            .server
            .will("AnswerHeartbeat", Answer::Withhold(answer));
    }
    let answers = |calls: &[Call]| count(calls, |call| matches!(call, Call::Heartbeat(_)));
    let beat = |sequence| Down::Heartbeat(Heartbeat { sequence });
    harness.server.send(beat(1)).await;
    harness
        .server
        .until("sent", |calls| answers(calls) == 1)
        .await;
    harness.clock.advance(Duration::from_secs(29));
    harness.server.send(beat(2)).await;
    harness
        .server
        .until("sent", |calls| answers(calls) == 2)
        .await;
    // The server heard of it 29 s ago, and may count from there.
    slow.cancel();
    assert!(platform.is_polling());
    harness.clock.advance(Duration::from_secs(11));
    harness
        .settled("polling stopped", || !platform.is_polling())
        .await;
}

#[tokio::test]
async fn an_identity_that_went_to_another_gateway_meanwhile_is_given_up() {
    let harness = Harness::with_identity().await;
    let platform = harness.platform.clone();
    let reported = |calls: &[Call]| calls.iter().any(|call| matches!(call, Call::Report(_)));
    harness.server.until("reported", reported).await;
    for _ in 0..2 {
        let superseded = refusal(Code::FailedPrecondition, "SUPERSEDED");
        harness
            .server
            .will("ReportIdentity", Answer::Refuse(superseded));
    }
    harness.clock.advance(Duration::from_secs(40));
    harness
        .settled("polling stopped", || !platform.is_polling())
        .await;
    let step = Duration::from_secs(1);
    harness
        .drive(step, "attached again", |calls| count(calls, is_attach) == 2)
        .await;
    harness.settled("given up", || platform.ended() == 1).await;
    harness.server.send(Down::Command(delivery("lease"))).await;
    harness
        .server
        .until("answered", |calls| calls.iter().any(is_complete))
        .await;
    assert_eq!(harness.platform.executed(), 0);
    assert!(!harness.platform.is_polling());
}

#[tokio::test]
async fn a_start_answered_after_the_forty_seconds_causes_nothing() {
    let harness = Harness::with_identity().await;
    let withheld = CancellationToken::new();
    harness
        .server
        .will("StartCommand", Answer::Withhold(withheld.clone()));
    harness
        .server
        .will("Attach", Answer::Withhold(CancellationToken::new()));
    let mut command = delivery("lease");
    command.needs_start = true;
    harness.server.send(Down::Command(command)).await;
    let started = |calls: &[Call]| {
        calls
            .iter()
            .any(|call| matches!(call, Call::Start(it) if it.lease_token == "lease"))
    };
    harness.server.until("asked", started).await;
    harness.clock.advance(Duration::from_secs(40));
    withheld.cancel();
    harness
        .server
        .until("given back", |calls| calls.iter().any(is_complete))
        .await;
    let outcome = harness.server.completions().remove(0).outcome.unwrap();
    assert!(
        matches!(outcome.kind, Some(Kind::Deferred(_))),
        "{outcome:?}"
    );
    assert_eq!(harness.platform.executed(), 0);
}

#[tokio::test]
async fn after_the_fence_nothing_is_polled_before_the_server_said_whose_the_identity_is() {
    let harness = Harness::with_identity().await;
    let platform = harness.platform.clone();
    let reports = |calls: &[Call]| {
        calls
            .iter()
            .filter(|c| matches!(c, Call::Report(_)))
            .count()
    };
    harness
        .server
        .until("reported", |calls| reports(calls) == 1)
        .await;
    let withheld = CancellationToken::new();
    for _ in 0..2 {
        harness
            .server
            .will("ReportIdentity", Answer::Withhold(withheld.clone()));
    }
    harness.clock.advance(Duration::from_secs(40));
    harness
        .settled("polling stopped", || !platform.is_polling())
        .await;
    // One asks for the new session, the other for leave to poll.
    let step = Duration::from_secs(1);
    harness
        .drive(step, "asked", |calls| reports(calls) == 3)
        .await;
    assert!(!platform.is_polling());
    withheld.cancel();
    harness
        .settled("polling again", || platform.is_polling())
        .await;
}
