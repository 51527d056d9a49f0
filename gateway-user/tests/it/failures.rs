//! When something fails: nothing is certain that is not, nothing hangs, and the
//! account goes on afterwards.

use backline_proto::gateway::v1::{
    DeferralScope, IdentityState, RejectionReason, ReportIdentityRequest, outcome,
};
use telegram_sim::Person;

use crate::stage::{Stage, send, text, texts};

fn said(ann: &Person, agent: &Person, wanted: &str) -> usize {
    let texts = ann.chat_with(agent).texts();
    texts.iter().filter(|text| *text == wanted).count()
}

/// Everybody is known.
async fn ready() -> Stage {
    let stage = Stage::started().await;
    stage
        .does(send(stage.ann_chat(), 0, text("ready")), &[1])
        .await;
    stage
}

#[tokio::test]
async fn an_answer_that_is_lost_is_uncertain_and_the_same_again_is_the_same_message() {
    let stage = ready().await;
    let sending = || send(stage.ann_chat(), 0, text("once"));
    for (is_before, count) in [(true, 0), (false, 1)] {
        let script = stage.sim.script(&stage.agent, "messages.sendMessage");
        if is_before {
            script.cut_before();
        } else {
            script.cut_after();
        }
        let lost = stage.execute(sending(), &[7]).await;
        assert!(matches!(lost, outcome::Kind::Uncertain(_)), "{lost:?}");
        assert_eq!(said(&stage.ann, &stage.agent, "once"), count);
    }
    let made = stage.does(sending(), &[7]).await;
    assert!(made.message_ids[0] > 0);
    assert_eq!(said(&stage.ann, &stage.agent, "once"), 1);
    // The connection was cut: updates go on over the next.
    stage.ann.says(&stage.agent, "still there?");
    let came = || texts(&stage.server.updates()).contains(&"still there?".to_owned());
    stage.drive("updates again", came).await;
    let is_online = |report: &ReportIdentityRequest| report.state() == IdentityState::Online;
    assert!(
        stage.server.reports().iter().all(is_online),
        "one cut is nothing to tell"
    );
}

#[tokio::test]
async fn telegrams_refusals_are_told_apart() {
    let stage = ready().await;
    let script = || stage.sim.script(&stage.agent, "messages.sendMessage");
    let sending = || send(stage.ann_chat(), 0, text("x"));
    for (code, words, reason) in [
        (400, "PEER_FLOOD", RejectionReason::PeerFlood),
        (403, "CHAT_WRITE_FORBIDDEN", RejectionReason::MissingRight),
        (400, "USER_IS_BLOCKED", RejectionReason::Blocked),
        (400, "QUOTE_TEXT_INVALID", RejectionReason::QuoteMismatch),
    ] {
        script().refuse(code, words);
        let outcome::Kind::Rejected(told) = stage.execute(sending(), &[2]).await else {
            panic!("{words}")
        };
        assert_eq!(told.reason(), reason, "{words}");
        assert!(told.detail.contains(words), "{}", told.detail);
    }
    script().refuse(500, "RANDOM_ID_DUPLICATE");
    let outcome::Kind::Deferred(told) = stage.execute(sending(), &[2]).await else {
        panic!()
    };
    assert!(!told.is_flood_wait);
    script().server_error(500);
    let trouble = stage.execute(sending(), &[2]).await;
    assert!(
        matches!(trouble, outcome::Kind::Uncertain(_)),
        "{trouble:?}"
    );
    script().flood(31);
    let outcome::Kind::Deferred(told) = stage.execute(sending(), &[2]).await else {
        panic!()
    };
    assert_eq!(told.delay.as_ref().unwrap().seconds, 31);
    assert!(told.is_flood_wait);
    assert_eq!(told.scope(), DeferralScope::Chat);
    // Nothing was repeated or slept through here.
    let calls = stage.sim.calls_of("messages.sendMessage").len();
    assert_eq!(calls, 8, "one each");
}

#[tokio::test]
async fn a_clock_that_is_behind_telegrams_is_corrected() {
    let stage = ready().await;
    stage.sim.set_mtproto_clock_ahead(3600);
    stage.sim.cuts_connections(&stage.agent);
    stage.ann.says(&stage.agent, "late?");
    let came = || texts(&stage.server.updates()).contains(&"late?".to_owned());
    stage.drive("updates over the next connection", came).await;
    let sending = || send(stage.ann_chat(), 0, text("no"));
    stage.does(sending(), &[7]).await;
    assert_eq!(said(&stage.ann, &stage.agent, "no"), 1);
}

#[tokio::test]
async fn a_clock_that_is_ahead_of_telegrams_is_told_and_mended_by_setting_it() {
    let stage = ready().await;
    stage.sim.set_mtproto_clock_ahead(-3600);
    stage.sim.cuts_connections(&stage.agent);
    stage.ann.says(&stage.agent, "too early?");
    let is_told = |report: &ReportIdentityRequest| {
        report.state() == IdentityState::TransientDisconnect
            && report.detail.contains("clock is 36")
            && report.detail.contains("NTP")
    };
    let told = || stage.server.reports().iter().any(is_told);
    stage.drive("that the clock is wrong", told).await;
    stage.sim.set_mtproto_clock_ahead(0);
    let came = || texts(&stage.server.updates()).contains(&"too early?".to_owned());
    stage.drive("updates with the right clock", came).await;
}

#[tokio::test]
async fn an_ended_session_is_told_with_the_remedy_and_never_tried_again() {
    let stage = ready().await;
    stage.sim.logs_out(&stage.agent);
    let outcome::Kind::Rejected(told) = stage
        .execute(send(stage.ann_chat(), 0, text("x")), &[2])
        .await
    else {
        panic!()
    };
    assert_eq!(told.reason(), RejectionReason::BadCredential);
    let report = stage.server.until_report(IdentityState::LoggedOut).await;
    assert!(report.detail.contains("log the account in"), "{report:?}");
    let calls = stage.sim.calls_made();
    for _ in 0..10 {
        stage.clock.advance(std::time::Duration::from_secs(3));
        tokio::task::yield_now().await;
    }
    let again = stage
        .execute(send(stage.ann_chat(), 0, text("x")), &[3])
        .await;
    assert!(matches!(again, outcome::Kind::Rejected(_)), "{again:?}");
    assert_eq!(stage.sim.calls_made(), calls, "nothing more was asked");
}

#[tokio::test]
async fn a_call_without_an_answer_ends_and_the_account_goes_on() {
    let stage = ready().await;
    let held = stage
        .sim
        .script(&stage.agent, "messages.sendMessage")
        .hold();
    let sending = send(stage.ann_chat(), 0, text("held"));
    let token = stage.server.command(stage.agent.id(), sending, &[5]).await;
    stage.settled("the call", || held.has_arrived()).await;
    stage.clock.advance(std::time::Duration::from_secs(31));
    let lost = stage.server.outcome(&token).await;
    assert!(matches!(lost, outcome::Kind::Uncertain(_)), "{lost:?}");
    held.release();
    stage.ann.says(&stage.agent, "after the hang");
    let came = || texts(&stage.server.updates()).contains(&"after the hang".to_owned());
    stage.drive("updates again", came).await;
}

#[tokio::test]
async fn ten_minutes_without_a_line_cost_nothing() {
    let stage = Stage::over_a_line().await;
    let line = stage.line.as_ref().unwrap();
    stage.agent.says(&stage.team, "before");
    stage.until_text("before").await;
    line.cut();
    let down = || {
        let reports = stage.server.reports();
        reports
            .iter()
            .any(|report| report.state() == IdentityState::TransientDisconnect)
    };
    stage.drive("told", down).await;
    let refused = stage
        .execute(send(stage.ann_chat(), 0, text("unsent")), &[9])
        .await;
    assert!(
        matches!(
            refused,
            outcome::Kind::Failed(_) | outcome::Kind::Deferred(_)
        ),
        "certainly not sent: {refused:?}"
    );
    const EACH: usize = 2_500;
    let numbered = |what: &str| -> Vec<String> {
        let numbers = 0..EACH;
        numbers.map(|number| format!("{what} {number}")).collect()
    };
    let (wanted, group) = (numbered("private"), numbered("group"));
    for (private, group) in wanted.iter().zip(&group) {
        stage.ann.says(&stage.agent, private);
        stage.agent.says(&stage.team, group);
    }
    for _ in 0..60 {
        stage.clock.advance(std::time::Duration::from_secs(10));
        tokio::task::yield_now().await;
    }
    let before = stage.server.posted();
    line.mend();
    stage
        .drive("the first", || stage.server.posted() > before)
        .await;
    let all = || stage.server.posted() >= before + 2 * EACH;
    stage.catches_up("everything", all).await;
    let came = texts(&stage.server.updates());
    let of = |begin: &str| -> Vec<String> {
        let of = came.iter().filter(|text| text.starts_with(begin));
        of.cloned().collect()
    };
    assert_eq!(of("private"), wanted);
    assert_eq!(of("group"), group, "and channels are asked too");
}

#[tokio::test]
async fn a_line_that_goes_silent_is_noticed_and_replaced() {
    let stage = Stage::over_a_line().await;
    let line = stage.line.as_ref().unwrap();
    let made = line.made();
    line.silence();
    stage.ann.says(&stage.agent, "into the silence");
    stage
        .drive("another connection", || line.made() > made)
        .await;
    line.mend();
    let came = || texts(&stage.server.updates()).contains(&"into the silence".to_owned());
    stage.drive("the message", came).await;
}

#[tokio::test]
async fn a_fenced_gateway_disconnects_the_account() {
    let stage = Stage::over_a_line().await;
    let line = stage.line.as_ref().unwrap();
    assert!(line.open() > 0);
    stage.server.refuse_sessions(true);
    stage.drive("disconnected", || line.open() == 0).await;
    let calls = stage.sim.calls_made();
    stage.clock.advance(std::time::Duration::from_secs(30));
    tokio::task::yield_now().await;
    assert_eq!(stage.sim.calls_made(), calls);
    stage.server.refuse_sessions(false);
    stage.ann.says(&stage.agent, "are you back?");
    let came = || texts(&stage.server.updates()).contains(&"are you back?".to_owned());
    stage.drive("back", came).await;
}

#[tokio::test]
async fn an_account_that_is_taken_back_is_disconnected_before_that_is_said() {
    let stage = Stage::over_a_line().await;
    let line = stage.line.as_ref().unwrap();
    stage.server.revoke(stage.agent.id()).await;
    stage.server.until_report(IdentityState::Released).await;
    stage.settled("disconnected", || line.open() == 0).await;
}

#[tokio::test]
async fn a_gateway_that_stops_lets_go() {
    let stage = Stage::over_a_line().await;
    stage.shutdown.cancel();
    let Stage { running, line, .. } = stage;
    running.await.unwrap().unwrap();
    let line = line.unwrap();
    let limit = std::time::Duration::from_secs(20);
    let closed = async {
        while line.open() > 0 {
            tokio::task::yield_now().await;
        }
    };
    tokio::time::timeout(limit, closed).await.unwrap();
}

#[tokio::test]
async fn a_session_in_two_places_is_told_as_that() {
    let stage = ready().await;
    let other = crate::server::Server::new();
    let _running =
        crate::stage::run(&other, &stage.clock, &stage.shutdown, stage.sim.mtproto()).await;
    other.until_attached().await;
    other.assign(stage.agent.id(), &stage.session, None).await;
    let report = other.until_report(IdentityState::LoggedOut).await;
    assert!(report.detail.contains("two places"), "{}", report.detail);
    // And the first one hears of it as soon as it asks anything.
    let refused = stage
        .execute(send(stage.ann_chat(), 0, text("x")), &[2])
        .await;
    let outcome::Kind::Rejected(told) = refused else {
        panic!("{refused:?}")
    };
    assert_eq!(told.reason(), RejectionReason::BadCredential);
}

#[tokio::test]
async fn a_credential_that_is_none_is_told_and_nothing_is_asked() {
    let stage = Stage::set().await;
    let mut cut = stage.session.clone();
    cut.truncate(40);
    stage.server.assign(stage.agent.id(), &cut, None).await;
    let report = stage
        .server
        .until_report(IdentityState::BadCredential)
        .await;
    assert!(report.detail.contains("log in again"), "{}", report.detail);
    stage.server.assign(5, &stage.session, None).await;
    let told = |report: &ReportIdentityRequest| report.detail.contains("another account");
    stage
        .settled("told", || stage.server.reports().iter().any(told))
        .await;
    assert_eq!(stage.sim.calls_made(), 0);
}

#[tokio::test]
async fn a_connection_that_is_refused_is_certainly_not_sent() {
    let stage = Stage::over_a_line().await;
    let line = stage.line.as_ref().unwrap();
    line.cut();
    // The first call finds a connection that may have carried it.
    let first = stage
        .execute(send(stage.ann_chat(), 0, text("one")), &[2])
        .await;
    assert!(
        matches!(
            first,
            outcome::Kind::Uncertain(_) | outcome::Kind::Failed(_)
        ),
        "{first:?}"
    );
    // The next ones find none.
    let token = stage
        .server
        .command(
            stage.agent.id(),
            send(stage.ann_chat(), 0, text("two")),
            &[3],
        )
        .await;
    let ended = || stage.server.ended(&token).is_some();
    stage.drive("an outcome", ended).await;
    let second = stage.server.ended(&token).unwrap();
    assert!(matches!(second, outcome::Kind::Failed(_)), "{second:?}");
    line.mend();
    let came = || {
        stage.ann.says(&stage.agent, "back");
        texts(&stage.server.updates()).contains(&"back".to_owned())
    };
    stage.drive("updates again", came).await;
    assert_eq!(said(&stage.ann, &stage.agent, "two"), 0);
}
