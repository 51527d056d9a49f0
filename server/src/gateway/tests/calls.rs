//! Calls up.

use std::sync::Arc;

use backline_domain::access::Token;
use backline_domain::id::IdentityId;
use backline_proto::gateway::v1::gateway_service_server::GatewayService as _;
use backline_proto::gateway::v1::{
    CompleteCommandRequest, CompletionState, ExtendLeasesRequest, Failed, GetFileRequest,
    IdentityProfile, IdentityState, Outcome, ReportIdentityRequest, StartCommandRequest, Update,
    outcome,
};
use backline_proto::reason::Reason;
use futures::FutureExt as _;
use tokio_util::sync::CancellationToken;
use tonic::{Code, Request};
use tonic_types::StatusExt as _;

use super::{BOT, Gateway, World, bots, ingest_request, token};
use crate::gateway::Error;
use crate::grpc::Caller;
use crate::grpc::gateway_service::GatewayCalls;

fn failed() -> Option<Outcome> {
    Some(Outcome {
        kind: Some(outcome::Kind::Failed(Failed {
            detail: "no".into(),
        })),
    })
}

fn complete(session: &str, lease_token: &str) -> CompleteCommandRequest {
    let (session, lease_token) = (session.to_owned(), lease_token.to_owned());
    CompleteCommandRequest {
        session,
        lease_token,
        outcome: failed(),
    }
}

fn call<T>(gateway: &Gateway, message: T) -> Request<T> {
    let mut request = Request::new(message);
    let token = Arc::clone(&gateway.token);
    request.extensions_mut().insert(Caller {
        token,
        ended: CancellationToken::new(),
        person: None,
    });
    request
}

#[tokio::test]
async fn a_batch_is_committed_and_its_cursor_told() {
    let world = World::start();
    let gateway = world.attach("a").await;
    assert_eq!(gateway.ingest(&world, BOT, 1).await.unwrap(), 77);
    assert_eq!(world.desks.heard(), ["bot:1 online", "bot:1 ingested"]);
}

#[tokio::test]
async fn a_batch_that_is_wrong_is_named() {
    let world = World::start();
    let gateway = world.attach("a").await;
    let refused = async |change: fn(&mut backline_proto::gateway::v1::IngestUpdatesRequest)| {
        let mut request = ingest_request(&gateway.session, BOT, 1);
        change(&mut request);
        world
            .sessions
            .ingest_updates(&gateway.token, request)
            .await
            .unwrap_err()
            .to_string()
    };
    assert_eq!(
        refused(|request| request.updates = vec![Update::default(); 101]).await,
        "updates: a batch has at most 100 updates"
    );
    assert_eq!(
        refused(|request| request.cursor = None).await,
        "cursor: `cursor` is missing"
    );
    assert_eq!(
        refused(|request| request.identity = "bot".into()).await,
        "identity: `bot` is no identity: `bot:ID` or `user:ID`"
    );
    let lost = "this session is not known any more: attach again";
    assert_eq!(
        refused(|request| request.session = "other".into()).await,
        lost
    );
}

#[tokio::test]
async fn outcomes_are_taken_from_sessions_that_ended() {
    let world = World::start();
    let gateway = world.attach("a").await;
    let request = complete("a session long gone", "one/lease");
    let response = world
        .sessions
        .complete_command(&gateway.token, request)
        .await
        .unwrap();
    assert_eq!(response.state(), CompletionState::Recorded);
    assert_eq!(world.desks.heard(), ["bot:1 online", "one/lease completed"]);

    for unknown in ["", "nonsense", "other/lease"] {
        let request = complete(&gateway.session, unknown);
        let refused = world
            .sessions
            .complete_command(&gateway.token, request)
            .await
            .unwrap_err();
        assert!(matches!(refused, Error::LeaseUnknown), "{refused}");
    }
    let mut elsewhere = token("b");
    elsewhere.connections = vec![super::connection("two")];
    let request = complete(&gateway.session, "one/lease");
    let refused = world
        .sessions
        .complete_command(&elsewhere, request)
        .await
        .unwrap_err();
    assert!(
        matches!(refused, Error::LeaseUnknown),
        "out of the token's reach: {refused}"
    );
    let nothing = CompleteCommandRequest {
        outcome: None,
        ..complete("", "one/lease")
    };
    let refused = world
        .sessions
        .complete_command(&gateway.token, nothing)
        .await
        .unwrap_err();
    assert_eq!(refused.to_string(), "outcome: `outcome` is missing");
}

#[tokio::test]
async fn a_start_needs_a_session() {
    let world = World::start();
    let gateway = world.attach("a").await;
    let start = async |session: &str| {
        let (session, lease_token) = (session.to_owned(), "one/lease".to_owned());
        let request = StartCommandRequest {
            session,
            lease_token,
        };
        world.sessions.start_command(&gateway.token, request).await
    };
    start(&gateway.session).await.unwrap();
    assert_eq!(world.desks.heard(), ["bot:1 online", "one/lease started"]);
    assert!(matches!(start("gone").await, Err(Error::SessionLost)));
}

#[tokio::test]
async fn leases_that_are_nobodys_are_lost() {
    let world = World::start();
    let gateway = world.attach("a").await;
    let lease_tokens = ["one/good", "one/stale", "other/lease", "nonsense"].map(str::to_owned);
    let session = gateway.session.clone();
    let request = ExtendLeasesRequest {
        session,
        lease_tokens: lease_tokens.to_vec(),
    };
    let mut extended = world
        .sessions
        .extend_leases(&gateway.token, request)
        .await
        .unwrap();
    extended.lost.sort();
    assert_eq!(extended.lost, ["nonsense", "one/stale", "other/lease"]);
}

#[tokio::test]
async fn a_token_reports_for_nothing_that_it_may_not_hold() {
    let world = World::start();
    world.add(IdentityId::bot(2), "two");
    let for_bot_2 = Token {
        identities: vec!["bot:2".into()],
        ..token("limited")
    };
    let gateway = world.attach_as(for_bot_2, bots("a")).await.unwrap();
    let for_users = Token {
        gateway_kinds: vec!["user".into()],
        ..token("limited")
    };
    world.desks.heard();
    for caller in [&*gateway.token, &for_users] {
        let start = StartCommandRequest {
            session: gateway.session.clone(),
            lease_token: "one/lease".into(),
        };
        let started = world.sessions.start_command(caller, start).await;
        assert!(matches!(started, Err(Error::LeaseUnknown)), "{started:?}");
        // Of a session that is over as well: a late report.
        for session in [gateway.session.as_str(), "gone"] {
            let report = complete(session, "one/lease");
            let completed = world.sessions.complete_command(caller, report).await;
            assert!(matches!(completed, Err(Error::LeaseUnknown)));
        }
        let extend = ExtendLeasesRequest {
            session: gateway.session.clone(),
            lease_tokens: vec!["one/lease".into()],
        };
        let extended = world.sessions.extend_leases(caller, extend).await.unwrap();
        assert_eq!(extended.lost, ["one/lease"]);
    }
    assert_eq!(world.desks.heard(), Vec::<String>::new());
    let report = complete(&gateway.session, "two/lease");
    let completed = world.sessions.complete_command(&gateway.token, report);
    completed.await.unwrap();
    assert_eq!(world.desks.heard(), ["two/lease completed"]);
}

#[tokio::test]
async fn what_people_have_to_mend_becomes_the_connections_problem_and_goes_again() {
    let world = World::start();
    let gateway = world.attach("a").await;
    let profile = IdentityProfile {
        user_id: 1,
        username: "help_bot".into(),
        can_read_all_group_messages: true,
        ..Default::default()
    };
    let report = async |state: IdentityState, detail: &str, profile: Option<IdentityProfile>| {
        let request = ReportIdentityRequest {
            session: gateway.session.clone(),
            identity: "bot:1".into(),
            epoch: 1,
            state: state.into(),
            detail: detail.into(),
            profile,
        };
        world
            .sessions
            .report_identity(&gateway.token, request)
            .await
    };
    world.desks.heard();
    report(IdentityState::Online, "", Some(profile.clone()))
        .await
        .unwrap();
    let told = [
        "Profile { identity: IdentityId { kind: Bot, user: UserId(1) }, \
         username: \"help_bot\", reads_all: true, keeps_out_of_groups: false, limits: None }",
        "Problem { identity: IdentityId { kind: Bot, user: UserId(1) }, \
         problem: None, is_barred: false }",
    ];
    assert_eq!(world.desks.heard(), told);
    report(IdentityState::Online, "", Some(profile.clone()))
        .await
        .unwrap();
    report(IdentityState::TransientDisconnect, "no route", None)
        .await
        .unwrap();
    assert_eq!(
        world.desks.heard(),
        Vec::<String>::new(),
        "nothing new, nothing to mend"
    );
    let [(_, _, state)] = world.state_of(&gateway.session).try_into().unwrap();
    assert_eq!(state, "Telegram cannot be reached");

    report(IdentityState::BadCredential, "", None)
        .await
        .unwrap();
    let problem = "Telegram refuses the credential of bot:1: \
                   make a new token at @BotFather and give it to the connection";
    assert_eq!(world.desks.problem().as_deref(), Some(problem));
    report(IdentityState::Conflict, "stop the program on host x", None)
        .await
        .unwrap();
    let problem = "Somebody else receives the updates of bot:1: stop the program on host x";
    assert_eq!(world.desks.problem().as_deref(), Some(problem));
    report(IdentityState::Online, "", None).await.unwrap();
    assert_eq!(world.desks.problem(), None);

    let unset = report(IdentityState::Unspecified, "", None)
        .await
        .unwrap_err();
    assert!(
        matches!(unset, Error::Field { field: "state", .. }),
        "{unset}"
    );
}

#[tokio::test]
async fn a_caller_who_hangs_up_tears_no_commit() {
    let world = World::start();
    let gateway = world.attach("a").await;
    world.desks.heard();
    let notes = world.desks.notes();
    notes.commits.forget_permits(1000);
    let service = GatewayCalls::new(world.sessions.clone());
    let request = call(&gateway, ingest_request(&gateway.session, BOT, 1));
    let mut hanging = service.ingest_updates(request);
    assert!(hanging.as_mut().now_or_never().is_none());
    world.settle().await;
    drop(hanging);
    notes.commits.add_permits(1);
    world.settle().await;
    assert_eq!(world.desks.heard(), ["bot:1 ingested"]);
}

#[tokio::test]
async fn refusals_carry_their_reason() {
    let world = World::start();
    let gateway = world.attach("a").await;
    let service = GatewayCalls::new(world.sessions.clone());
    let reason = |status: &tonic::Status| {
        let info = status.get_details_error_info().unwrap();
        (status.code(), Reason::parse(&info.reason).unwrap())
    };
    let request = call(&gateway, ingest_request(&gateway.session, BOT, 0));
    let status = service.ingest_updates(request).await.unwrap_err();
    assert_eq!(
        reason(&status),
        (Code::FailedPrecondition, Reason::Superseded)
    );
    let request = call(&gateway, ingest_request("gone", BOT, 1));
    let status = service.ingest_updates(request).await.unwrap_err();
    assert_eq!(
        reason(&status),
        (Code::FailedPrecondition, Reason::SessionLost)
    );
    let request = call(&gateway, complete(&gateway.session, "one/stale"));
    let status = service.complete_command(request).await.unwrap_err();
    assert_eq!(
        reason(&status),
        (Code::FailedPrecondition, Reason::LeaseLost)
    );
    let status = service
        .get_file(call(&gateway, GetFileRequest::default()))
        .await
        .err()
        .unwrap();
    assert_eq!(
        reason(&status),
        (Code::FailedPrecondition, Reason::SessionLost)
    );
    let bare = Request::new(ingest_request(&gateway.session, BOT, 1));
    let status = service.ingest_updates(bare).await.unwrap_err();
    assert_eq!(reason(&status), (Code::Internal, Reason::Internal));
}
