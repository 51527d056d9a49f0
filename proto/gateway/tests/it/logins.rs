//! Logins: what is asked goes down, what comes of it goes up, and nothing is left over.

use backline_proto::common::v1::{LoginInput, LoginMethod, login_input, login_method};
use backline_proto::gateway::v1::attach_response::Message as Down;
use backline_proto::gateway::v1::report_login_request::Report;
use backline_proto::gateway::v1::{LoginCancelled, LoginInputGiven, LoginRequested};
use tonic::Code;

use crate::scripted::{Answer, Call, Harness, refusal};

/// What was told of a login so far.
fn told(calls: &[Call]) -> Vec<Report> {
    let told = calls.iter().filter_map(|call| match call {
        Call::Login(request) => {
            assert_eq!(request.login, "l1");
            request.report.clone()
        }
        _ => None,
    });
    told.collect()
}

async fn asked() -> Harness {
    let harness = Harness::attached().await;
    let method = LoginMethod {
        kind: Some(login_method::Kind::Phone("+100".to_owned())),
    };
    let requested = LoginRequested {
        login: "l1".to_owned(),
        method: Some(method),
    };
    let requested = Down::LoginRequested(requested);
    harness.server.send(requested).await;
    let is_asked = |calls: &[Call]| told(calls).len() == 1;
    harness.server.until("a step is told", is_asked).await;
    harness
}

async fn says(harness: &Harness, code: &str) {
    let given = LoginInputGiven {
        login: "l1".to_owned(),
        input: Some(LoginInput {
            kind: Some(login_input::Kind::Code(code.to_owned())),
        }),
    };
    harness.server.send(Down::LoginInput(given)).await;
}

#[tokio::test]
async fn a_login_asks_again_and_ends_with_the_session() {
    let harness = asked().await;
    says(&harness, "999").await;
    let again = |calls: &[Call]| told(calls).len() == 2;
    harness.server.until("asked again", again).await;
    let calls = harness.server.calls();
    assert!(matches!(&told(&calls)[1], Report::Step(step) if step.refusal == "wrong"));
    says(&harness, "123").await;
    let ended = |calls: &[Call]| matches!(told(calls).last(), Some(Report::Succeeded(end)) if end.account_session == b"session");
    harness.server.until("logged in", ended).await;
    assert!(harness.platform.logged_out().is_empty());
}

#[tokio::test]
async fn an_account_that_nobody_waits_for_any_more_is_logged_out() {
    let harness = asked().await;
    let gone = refusal(Code::NotFound, "NOT_FOUND");
    harness.server.will("ReportLogin", Answer::Refuse(gone));
    says(&harness, "123").await;
    let platform = harness.platform.clone();
    let is_out = || platform.logged_out() == [b"session".to_vec()];
    harness.settled("logged out", is_out).await;
}

#[tokio::test]
async fn a_login_that_is_given_up_hears_nothing_more() {
    let harness = asked().await;
    let cancelled = LoginCancelled {
        login: "l1".to_owned(),
    };
    harness.server.send(Down::LoginCancelled(cancelled)).await;
    says(&harness, "123").await;
    // A heartbeat's answer shows that what came before it was done.
    let heartbeat = backline_proto::gateway::v1::Heartbeat { sequence: 1 };
    harness.server.send(Down::Heartbeat(heartbeat)).await;
    let is_answered = |calls: &[Call]| calls.iter().any(|c| matches!(c, Call::Heartbeat(_)));
    harness.server.until("answered", is_answered).await;
    assert_eq!(told(&harness.server.calls()).len(), 1);
}
