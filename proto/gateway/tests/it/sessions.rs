//! Sessions: opened, cut, resumed, refused.

use std::time::Duration;

use backline_proto::gateway::v1::attach_response::Message as Down;
use backline_proto::gateway::v1::{AttachRequest, Heartbeat, HeldIdentity};
use tonic::{Code, Status};

use crate::scripted::{
    Answer, Call, Harness, IDENTITY, Server, count, delivery, is_attach, refusal,
};

const STEP: Duration = Duration::from_millis(250);

fn attaches(harness: &Harness) -> Vec<AttachRequest> {
    let calls = harness.server.calls().into_iter();
    calls
        .filter_map(|call| {
            if let Call::Attach(it) = call {
                Some(it)
            } else {
                None
            }
        })
        .collect()
}

#[tokio::test]
async fn a_cut_stream_is_opened_again_with_what_is_held() {
    let harness = Harness::with_identity().await;
    let release = harness.platform.hold();
    harness.server.send(Down::Command(delivery("lease"))).await;
    let platform = harness.platform.clone();
    harness
        .settled("executing", || platform.executed() == 1)
        .await;
    harness.server.cut();
    harness
        .drive(STEP, "attached again", |calls| count(calls, is_attach) == 2)
        .await;
    let again = attaches(&harness).remove(1);
    assert_eq!(again.resume_session, "session 1");
    assert_eq!(
        again.held_identities,
        [HeldIdentity {
            identity: IDENTITY.into(),
            epoch: 1
        }]
    );
    assert_eq!(again.held_lease_tokens, ["lease"]);
    assert!(harness.platform.is_polling(), "a short cut stops nothing");
    release.cancel();
    let completed = |calls: &[Call]| {
        calls
            .iter()
            .any(|call| matches!(call, Call::Complete(it) if it.lease_token == "lease"))
    };
    harness.server.until("completed", completed).await;
}

#[tokio::test]
async fn heartbeats_are_answered() {
    let harness = Harness::attached().await;
    harness
        .server
        .send(Down::Heartbeat(Heartbeat { sequence: 3 }))
        .await;
    let answered = |calls: &[Call]| {
        calls.iter().any(|call| {
            matches!(call, Call::Heartbeat(it) if it.sequence == 3 && it.session == "session 1")
        })
    };
    harness.server.until("answered", answered).await;
}

#[tokio::test]
async fn a_session_that_the_server_lost_is_opened_again() {
    let harness = Harness::attached().await;
    let lost = refusal(Code::FailedPrecondition, "SESSION_LOST");
    harness.server.will("AnswerHeartbeat", Answer::Refuse(lost));
    harness
        .server
        .send(Down::Heartbeat(Heartbeat { sequence: 1 }))
        .await;
    harness
        .drive(STEP, "attached again", |calls| count(calls, is_attach) == 2)
        .await;
}

#[tokio::test]
async fn a_silent_stream_is_opened_again() {
    let harness = Harness::attached().await;
    harness.clock.advance(Duration::from_secs(30));
    harness
        .drive(STEP, "attached again", |calls| count(calls, is_attach) == 2)
        .await;
}

#[tokio::test]
async fn a_wrong_token_ends_the_gateway_with_a_sentence() {
    let server = Server::default();
    let status = refusal(Code::Unauthenticated, "UNAUTHENTICATED");
    server.will("Attach", Answer::Refuse(status));
    let harness = Harness::started(server).await;
    let error = harness.running.await.unwrap().unwrap_err().to_string();
    assert!(error.contains("backline tokens create"), "{error}");
}

#[tokio::test]
async fn a_server_that_is_starting_is_waited_for() {
    let server = Server::default();
    for _ in 0..3 {
        server.will("Attach", Answer::Refuse(Status::unavailable("starting")));
    }
    let harness = Harness::started(server).await;
    harness
        .drive(STEP, "attached", |calls| calls.iter().any(is_attach))
        .await;
}
