//! Identities: taken up, superseded, revoked.

use std::time::Duration;

use backline_proto::gateway::v1::attach_response::Message as Down;
use backline_proto::gateway::v1::outcome::Kind;
use backline_proto::gateway::v1::{IdentityRevoked, IdentityState};
use tonic::Code;

use crate::scripted::{Answer, Call, Harness, IDENTITY, delivery, is_complete, refusal};

fn reported(state: IdentityState, epoch: i64) -> impl Fn(&[Call]) -> bool {
    move |calls| {
        calls.iter().any(
            |call| matches!(call, Call::Report(it) if it.state() == state && it.epoch == epoch),
        )
    }
}

#[tokio::test]
async fn a_superseded_identity_is_given_up_and_nothing_is_confirmed() {
    let harness = Harness::with_identity().await;
    let superseded = refusal(Code::FailedPrecondition, "SUPERSEDED");
    harness
        .server
        .will("IngestUpdates", Answer::Refuse(superseded));
    harness.platform.arrive(5);
    let platform = harness.platform.clone();
    let ingested = |calls: &[Call]| calls.iter().any(|call| matches!(call, Call::Ingest(_)));
    harness.server.until("ingested", ingested).await;
    harness
        .settled("polling stopped", || !platform.is_polling())
        .await;
    harness.server.send(Down::Command(delivery("lease"))).await;
    harness
        .server
        .until("answered", |calls| calls.iter().any(is_complete))
        .await;
    let outcome = harness.server.completions().remove(0).outcome.unwrap();
    assert!(
        matches!(outcome.kind, Some(Kind::Deferred(_))),
        "{outcome:?}"
    );
    assert_eq!(harness.platform.executed(), 0);
    assert!(harness.platform.confirmed().is_empty());
}

#[tokio::test]
async fn a_newer_assignment_takes_the_place_of_the_older() {
    let harness = Harness::with_identity().await;
    harness.server.assign(2).await;
    harness
        .server
        .until("online again", reported(IdentityState::Online, 2))
        .await;
    let platform = harness.platform.clone();
    harness.settled("one poll", || platform.polls() == 1).await;
    harness
        .server
        .send(Down::Command(delivery("of epoch 1")))
        .await;
    harness
        .server
        .until("answered", |calls| calls.iter().any(is_complete))
        .await;
    assert_eq!(
        harness.platform.executed(),
        0,
        "an older epoch's command is not executed"
    );
}

#[tokio::test]
async fn a_revoked_identity_finishes_what_is_in_hand_and_says_so() {
    let harness = Harness::with_identity().await;
    let release = harness.platform.hold();
    harness.server.send(Down::Command(delivery("lease"))).await;
    let platform = harness.platform.clone();
    harness
        .settled("executing", || platform.executed() == 1)
        .await;
    let revoked = IdentityRevoked {
        identity: IDENTITY.into(),
        epoch: 1,
        reason: "test".into(),
    };
    harness.server.send(Down::IdentityRevoked(revoked)).await;
    harness
        .settled("polling stopped", || !platform.is_polling())
        .await;
    assert!(
        !reported(IdentityState::Released, 1)(&harness.server.calls()),
        "not yet"
    );
    release.cancel();
    harness
        .server
        .until("released", reported(IdentityState::Released, 1))
        .await;
    let calls = harness.server.calls();
    let completed = calls.iter().position(is_complete).unwrap();
    let released = calls.len() - 1;
    assert!(completed < released, "the outcome comes before the release");
}

#[tokio::test]
async fn a_report_is_repeated_until_it_is_answered() {
    let harness = Harness::attached().await;
    harness.server.will(
        "ReportIdentity",
        Answer::Refuse(tonic::Status::unavailable("away")),
    );
    harness.server.assign(1).await;
    let twice = |calls: &[Call]| {
        calls
            .iter()
            .filter(|c| matches!(c, Call::Report(_)))
            .count()
            == 2
    };
    harness
        .drive(Duration::from_millis(250), "two reports", twice)
        .await;
}
