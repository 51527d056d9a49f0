//! Commands: start before effect, outcome until answered.

use std::time::Duration;

use backline_proto::gateway::v1::CommandCancellation;
use backline_proto::gateway::v1::attach_response::Message as Down;
use backline_proto::gateway::v1::outcome::Kind;
use tokio_util::sync::CancellationToken;
use tonic::{Code, Status};

use crate::scripted::{Answer, Call, Harness, count, delivery, is_complete, refusal};

const STEP: Duration = Duration::from_millis(250);

#[tokio::test]
async fn a_command_is_executed_once_and_reported() {
    let harness = Harness::with_identity().await;
    harness.server.send(Down::Command(delivery("lease"))).await;
    // The same hand-out once more, as after a reconnect.
    harness.server.send(Down::Command(delivery("lease"))).await;
    harness
        .server
        .until("completed", |calls| calls.iter().any(is_complete))
        .await;
    let completion = harness.server.completions().remove(0);
    assert_eq!(
        (completion.session.as_str(), completion.lease_token.as_str()),
        ("session 1", "lease")
    );
    assert!(matches!(
        completion.outcome.unwrap().kind,
        Some(Kind::Succeeded(_))
    ));
    assert_eq!(harness.platform.executed(), 1);
}

#[tokio::test]
async fn the_start_is_awaited_before_the_effect() {
    let harness = Harness::with_identity().await;
    let withheld = CancellationToken::new();
    harness
        .server
        .will("StartCommand", Answer::Withhold(withheld.clone()));
    let mut command = delivery("lease");
    command.needs_start = true;
    harness.server.send(Down::Command(command)).await;
    harness
        .server
        .until("asked", |calls| {
            calls.iter().any(|c| matches!(c, Call::Start(_)))
        })
        .await;
    // Another command overtakes it: time enough for a mistake to show.
    harness.server.send(Down::Command(delivery("other"))).await;
    harness
        .server
        .until("other done", |calls| count(calls, is_complete) == 1)
        .await;
    assert_eq!(harness.platform.executed(), 1, "only the other");
    withheld.cancel();
    harness
        .server
        .until("done", |calls| count(calls, is_complete) == 2)
        .await;
    assert_eq!(harness.platform.executed(), 2);
}

#[tokio::test]
async fn a_start_that_is_refused_causes_nothing_and_reports_nothing() {
    let harness = Harness::with_identity().await;
    let lost = refusal(Code::FailedPrecondition, "LEASE_LOST");
    harness.server.will("StartCommand", Answer::Refuse(lost));
    let mut command = delivery("lease");
    command.needs_start = true;
    harness.server.send(Down::Command(command)).await;
    harness
        .server
        .until("asked", |calls| {
            calls.iter().any(|c| matches!(c, Call::Start(_)))
        })
        .await;
    harness.server.send(Down::Command(delivery("other"))).await;
    harness
        .server
        .until("other done", |calls| count(calls, is_complete) == 1)
        .await;
    assert_eq!(harness.platform.executed(), 1);
    assert_eq!(harness.server.completions()[0].lease_token, "other");
}

#[tokio::test]
async fn a_start_that_is_never_answered_gives_the_command_back() {
    let harness = Harness::with_identity().await;
    for _ in 0..10 {
        harness
            .server
            .will("StartCommand", Answer::Refuse(Status::unavailable("away")));
    }
    let mut command = delivery("lease");
    command.needs_start = true;
    harness.server.send(Down::Command(command)).await;
    harness
        .drive(STEP, "given back", |calls| calls.iter().any(is_complete))
        .await;
    let outcome = harness.server.completions().remove(0).outcome.unwrap();
    let Some(Kind::Deferred(deferred)) = outcome.kind else {
        panic!("{outcome:?}")
    };
    assert!(deferred.detail.contains("not begun"), "{}", deferred.detail);
    assert_eq!(harness.platform.executed(), 0);
}

#[tokio::test]
async fn an_outcome_is_repeated_until_it_is_answered() {
    let harness = Harness::with_identity().await;
    harness.server.will(
        "CompleteCommand",
        Answer::Refuse(Status::unavailable("away")),
    );
    harness
        .server
        .will("CompleteCommand", Answer::Refuse(Status::internal("bug")));
    harness.server.send(Down::Command(delivery("lease"))).await;
    harness
        .drive(STEP, "three reports", |calls| {
            count(calls, is_complete) == 3
        })
        .await;
    let completions = harness.server.completions();
    assert!(
        completions.windows(2).all(|two| two[0] == two[1]),
        "the same each time"
    );
    assert_eq!(harness.platform.executed(), 1, "the effect is not repeated");
}

#[tokio::test]
async fn an_outcome_survives_a_cut_stream_and_names_the_new_session() {
    let harness = Harness::with_identity().await;
    harness.server.will(
        "CompleteCommand",
        Answer::Refuse(Status::unavailable("away")),
    );
    harness.server.send(Down::Command(delivery("lease"))).await;
    harness
        .server
        .until("tried", |calls| calls.iter().any(is_complete))
        .await;
    harness.server.cut();
    harness
        .drive(STEP, "two reports", |calls| count(calls, is_complete) == 2)
        .await;
    let attaches: Vec<_> = harness
        .server
        .calls()
        .into_iter()
        .filter_map(|call| {
            if let Call::Attach(request) = call {
                Some(request)
            } else {
                None
            }
        })
        .collect();
    // Whichever came first, the outcome or the session: nothing is lost.
    if let Some(again) = attaches.get(1) {
        assert_eq!(again.resume_session, "session 1");
    }
    assert_eq!(harness.server.completions()[1].lease_token, "lease");
}

#[tokio::test]
async fn a_refused_outcome_is_not_repeated() {
    let harness = Harness::with_identity().await;
    let mismatch = refusal(Code::FailedPrecondition, "OUTCOME_MISMATCH");
    harness
        .server
        .will("CompleteCommand", Answer::Refuse(mismatch));
    harness.server.send(Down::Command(delivery("lease"))).await;
    harness
        .server
        .until("refused", |calls| count(calls, is_complete) == 1)
        .await;
    harness.server.send(Down::Command(delivery("other"))).await;
    harness
        .server
        .until("other", |calls| count(calls, is_complete) == 2)
        .await;
    harness.clock.advance(Duration::from_secs(20));
    assert_eq!(harness.server.completions()[1].lease_token, "other");
}

#[tokio::test]
async fn a_withdrawn_command_that_has_not_begun_is_not_executed() {
    let harness = Harness::with_identity().await;
    harness
        .server
        .will("StartCommand", Answer::Withhold(CancellationToken::new()));
    let mut command = delivery("lease");
    command.needs_start = true;
    harness.server.send(Down::Command(command)).await;
    harness
        .server
        .until("asked", |calls| {
            calls.iter().any(|c| matches!(c, Call::Start(_)))
        })
        .await;
    let lease_token = "lease".to_owned();
    harness
        .server
        .send(Down::Cancellation(CommandCancellation { lease_token }))
        .await;
    harness
        .server
        .until("given back", |calls| calls.iter().any(is_complete))
        .await;
    assert_eq!(harness.platform.executed(), 0);
}

#[tokio::test]
async fn leases_are_extended_and_a_cancelled_one_stops_what_has_not_begun() {
    let harness = Harness::with_identity().await;
    harness
        .server
        .will("StartCommand", Answer::Withhold(CancellationToken::new()));
    harness
        .server
        .will("ExtendLeases", Answer::Cancelled(vec!["lease".into()]));
    let mut command = delivery("lease");
    command.needs_start = true;
    harness.server.send(Down::Command(command)).await;
    harness
        .server
        .until("asked", |calls| {
            calls.iter().any(|c| matches!(c, Call::Start(_)))
        })
        .await;
    harness
        .drive(STEP, "given back", |calls| calls.iter().any(is_complete))
        .await;
    let extended = harness
        .server
        .calls()
        .into_iter()
        .find_map(|call| match call {
            Call::Extend(request) => Some(request.lease_tokens),
            _ => None,
        });
    assert_eq!(extended, Some(vec!["lease".to_owned()]));
    assert_eq!(harness.platform.executed(), 0);
}

#[tokio::test]
async fn a_panic_in_the_platform_is_uncertain() {
    let harness = Harness::with_identity().await;
    harness.platform.panic_next();
    harness.server.send(Down::Command(delivery("lease"))).await;
    harness
        .server
        .until("completed", |calls| calls.iter().any(is_complete))
        .await;
    let outcome = harness.server.completions().remove(0).outcome.unwrap();
    assert!(
        matches!(outcome.kind, Some(Kind::Uncertain(_))),
        "{outcome:?}"
    );
}

#[tokio::test]
async fn a_command_past_its_deadline_is_not_begun() {
    let harness = Harness::with_identity().await;
    let mut command = delivery("lease");
    command.deadline = Some(prost_types::Timestamp {
        seconds: 1_700_000_000,
        nanos: 0,
    });
    harness.server.send(Down::Command(command)).await;
    harness
        .server
        .until("completed", |calls| calls.iter().any(is_complete))
        .await;
    let outcome = harness.server.completions().remove(0).outcome.unwrap();
    assert!(matches!(outcome.kind, Some(Kind::Failed(_))), "{outcome:?}");
    assert_eq!(harness.platform.executed(), 0);
}
