//! Logins: what is asked goes down, what comes of it goes up, and nothing is left over.

use std::time::Duration;

use backline_proto::common::v1::{LoginInput, LoginMethod, login_input, login_method};
use backline_proto::gateway::v1::attach_response::Message as Down;
use backline_proto::gateway::v1::report_login_request::Report;
use backline_proto::gateway::v1::{
    LoginCancelled, LoginInputGiven, LoginRequested, LogoutFailed, LogoutRequested,
    ReportLogoutRequest, report_logout_request,
};
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

async fn is_told_to_log_out(harness: &Harness) {
    let requested = LogoutRequested {
        account_session: b"session".to_vec(),
        logout: "o1".to_owned(),
    };
    let requested = Down::LogoutRequested(requested);
    harness.server.send(requested).await;
}

/// What was told of a logout so far.
fn told_of_logout(calls: &[Call]) -> Vec<&ReportLogoutRequest> {
    let told = calls.iter().filter_map(|call| match call {
        Call::Logout(request) => Some(request),
        _ => None,
    });
    told.collect()
}

#[tokio::test]
async fn a_logout_is_done_once_at_a_time_and_told_until_that_is_heard() {
    let harness = Harness::attached().await;
    let hold = harness.platform.hold();
    is_told_to_log_out(&harness).await;
    // The stream was cut and it comes again: it is under way.
    is_told_to_log_out(&harness).await;
    let unheard = refusal(Code::Unavailable, "UNAVAILABLE");
    harness.server.will("ReportLogout", Answer::Refuse(unheard));
    hold.cancel();
    let twice = |calls: &[Call]| told_of_logout(calls).len() == 2;
    let step = Duration::from_millis(100);
    harness.drive(step, "told until it is heard", twice).await;
    let calls = harness.server.calls();
    for told in told_of_logout(&calls) {
        let done = report_logout_request::Report::Done(Default::default());
        assert_eq!(told.logout, "o1");
        assert_eq!(told.report, Some(done));
    }
    assert_eq!(harness.platform.logged_out(), [b"session".to_vec()]);
}

#[tokio::test]
async fn a_logout_that_fails_is_told_as_that_and_begun_again_when_asked() {
    let harness = Harness::attached().await;
    let failed = LogoutFailed {
        detail: "no way to Telegram".to_owned(),
        ..LogoutFailed::default()
    };
    harness.platform.fails_to_log_out(failed.clone());
    is_told_to_log_out(&harness).await;
    let once = |calls: &[Call]| told_of_logout(calls).len() == 1;
    harness.server.until("told", once).await;
    let calls = harness.server.calls();
    let told = report_logout_request::Report::Failed(failed);
    assert_eq!(told_of_logout(&calls)[0].report, Some(told));
    is_told_to_log_out(&harness).await;
    let twice = |calls: &[Call]| told_of_logout(calls).len() == 2;
    harness.server.until("told again", twice).await;
}
