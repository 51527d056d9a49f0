//! Accounts are logged in by a gateway for accounts, in a talk with whoever calls.

use std::time::Duration;

use backline_domain::change::{Change, Secret};
use backline_domain::id::IdentityId;
use backline_proto::admin::v1::{
    Connection, CreateConnectionRequest, DeleteConnectionRequest, LogInRequest, LogInResponse,
    LoggedIn, UpdateConnectionRequest, log_in_request, log_in_response,
};
use backline_proto::common::v1::{
    LoginCodeSent, LoginInput, LoginMethod, LoginStep, login_input, login_method, login_step,
};
use backline_proto::gateway::v1::attach_response::Message;
use backline_proto::gateway::v1::report_login_request::Report;
use backline_proto::gateway::v1::{
    IdentityProfile, IdentityState, LoginFailed, LoginSucceeded, LogoutDone, LogoutRequested,
    ReportLoginRequest, ReportLogoutRequest, credential, report_logout_request,
};
use tokio::sync::mpsc;
use tokio_stream::wrappers::ReceiverStream;
use tonic::{Status, Streaming};

use crate::gateway::Gateway;
use crate::harness::{Server, by, new_connection, reason, request_id};

const ACCOUNT: i64 = 4001;
const GROUP: i64 = -1_001_234_567_890;

/// A caller in the middle of a login.
struct Caller {
    say: mpsc::Sender<LogInRequest>,
    answers: Streaming<LogInResponse>,
}

impl Caller {
    async fn begins(server: &Server, phone: &str) -> Self {
        let (say, said) = mpsc::channel(4);
        let method = LoginMethod {
            kind: Some(login_method::Kind::Phone(phone.to_owned())),
        };
        let kind = Some(log_in_request::Kind::Method(method));
        say.send(LogInRequest { kind }).await.unwrap();
        let request = by(&server.admin, ReceiverStream::new(said));
        let answers = server.logins().log_in(request).await.unwrap();
        let answers = answers.into_inner();
        Self { say, answers }
    }

    async fn says(&self, code: &str) {
        let input = LoginInput {
            kind: Some(login_input::Kind::Code(code.to_owned())),
        };
        let kind = Some(log_in_request::Kind::Input(input));
        self.say.send(LogInRequest { kind }).await.unwrap();
    }

    async fn next(&mut self) -> Result<log_in_response::Kind, Status> {
        let answer = self.answers.message().await?;
        Ok(answer.unwrap().kind.unwrap())
    }

    async fn refused(&mut self) -> Status {
        self.next().await.unwrap_err()
    }
}

async fn reports(gateway: &mut Gateway, login: &str, report: Report) -> Result<(), Status> {
    let request = ReportLoginRequest {
        session: gateway.session.clone(),
        login: login.to_owned(),
        report: Some(report),
    };
    let request = by(&gateway.token, request);
    gateway.client.report_login(request).await.map(drop)
}

fn code_sent() -> Report {
    Report::Step(LoginStep {
        kind: Some(login_step::Kind::CodeSent(LoginCodeSent::default())),
        refusal: String::new(),
    })
}

fn succeeded() -> Report {
    Report::Succeeded(LoginSucceeded {
        account_session: b"the session".to_vec(),
        profile: Some(IdentityProfile {
            user_id: ACCOUNT,
            name: "Anna".to_owned(),
            username: "anna".to_owned(),
            ..IdentityProfile::default()
        }),
    })
}

async fn requested(gateway: &mut Gateway) -> (String, LoginMethod) {
    loop {
        match gateway.next().await {
            Message::LoginRequested(requested) => {
                return (requested.login, requested.method.unwrap());
            }
            Message::IdentityAssigned(_) | Message::Command(_) => {}
            other => panic!("no login is requested: {other:?}"),
        }
    }
}

/// An account that waits to be used, and the login that it came of.
async fn logged_in(server: &Server, gateway: &mut Gateway) -> (LoggedIn, String) {
    let mut caller = Caller::begins(server, "+49 151 234567").await;
    let (login, _) = requested(gateway).await;
    reports(gateway, &login, succeeded()).await.unwrap();
    match caller.next().await.unwrap() {
        log_in_response::Kind::LoggedIn(account) => (account, login),
        log_in_response::Kind::Step(_) => panic!("a step"),
    }
}

fn wanted(ticket: &str) -> CreateConnectionRequest {
    CreateConnectionRequest {
        request_id: request_id(),
        display_name: "anna".to_owned(),
        account_login: ticket.to_owned(),
        backend_group_id: GROUP,
        ..CreateConnectionRequest::default()
    }
}

#[tokio::test]
async fn a_login_goes_to_and_fro_and_its_account_becomes_a_frontend() {
    let server = Server::start().await;
    let mut gateway = Gateway::attach_for_accounts(&server).await;
    let mut caller = Caller::begins(&server, "+49 151 234567").await;
    let (login, method) = requested(&mut gateway).await;
    let phone = login_method::Kind::Phone("+49151234567".to_owned());
    assert!(method.kind == Some(phone));
    reports(&mut gateway, &login, code_sent()).await.unwrap();
    let asked = caller.next().await.unwrap();
    assert!(matches!(asked, log_in_response::Kind::Step(_)));
    caller.says("12345").await;
    let Message::LoginInput(given) = gateway.next().await else {
        panic!("no input")
    };
    assert_eq!(given.login, login);
    let code = given.input.unwrap().kind;
    assert!(code == Some(login_input::Kind::Code("12345".to_owned())));
    reports(&mut gateway, &login, succeeded()).await.unwrap();
    // The answer may have been lost.
    reports(&mut gateway, &login, succeeded()).await.unwrap();
    let log_in_response::Kind::LoggedIn(account) = caller.next().await.unwrap() else {
        panic!("not logged in")
    };
    assert_eq!(
        (account.user_id, account.username.as_str()),
        (ACCOUNT, "anna")
    );

    let made = server.try_connect(wanted(&account.account_login)).await;
    let connection = made.unwrap().connection.unwrap();
    assert_eq!(connection.frontend_identity, "user:4001");
    assert_eq!(connection.frontend_username, "anna");
    // After a start nobody knows for a minute whether a gateway of before still uses it.
    server.clock.advance(Duration::from_secs(61));
    let assigned = loop {
        match gateway.next().await {
            Message::IdentityAssigned(assigned) => break assigned,
            Message::SessionClosing(closing) => panic!("{closing:?}"),
            _ => {}
        }
    };
    let kind = assigned.credential.unwrap().kind;
    let session = credential::Kind::AccountSession(b"the session".to_vec());
    assert!(kind == Some(session));

    let used = server.try_connect(wanted(&account.account_login)).await;
    assert_eq!(reason(&used.unwrap_err()), "INVALID_FIELD");
}

/// A bot that looks after the group is an account's alone, and stays the same one.
#[tokio::test]
async fn an_account_may_have_a_desk_bot() {
    let server = Server::start().await;
    let token = |bot: i64| new_connection("", bot).bot_token;
    let mut of_bot = new_connection("main", 1001);
    of_bot.desk_bot_token = token(1002);
    let refused = server.try_connect(of_bot).await.unwrap_err();
    assert_eq!(reason(&refused), "INVALID_FIELD");
    assert!(refused.message().contains("relay bots"), "{refused}");
    server.connect("other", 1003).await;

    let mut gateway = Gateway::attach_for_accounts(&server).await;
    let (account, _) = logged_in(&server, &mut gateway).await;
    let mut request = wanted(&account.account_login);
    request.desk_bot_token = token(1003);
    let taken = server.try_connect(request.clone()).await.unwrap_err();
    assert_eq!(reason(&taken), "ALREADY_EXISTS");
    request.request_id = request_id();
    request.desk_bot_token = token(1004);
    let made = server.try_connect(request).await.unwrap();
    let desk = made.connection.unwrap().desk_bot.unwrap();
    assert_eq!(
        (desk.identity.as_str(), desk.is_in_charge),
        ("bot:1004", false)
    );
    let set = async |bot: i64| {
        let request = UpdateConnectionRequest {
            request_id: request_id(),
            connection: Some(Connection {
                name: "connections/anna".into(),
                ..Connection::default()
            }),
            update_mask: Some(prost_types::FieldMask {
                paths: vec!["desk_bot_token".into()],
            }),
            desk_bot_token: token(bot),
            ..UpdateConnectionRequest::default()
        };
        let mut connections = server.connections();
        connections
            .update_connection(by(&server.admin, request))
            .await
    };
    set(1004).await.unwrap();
    // One that does not look after the group yet gives its place up, and its session over
    // MTProto is ended.
    let store = &server.running.desks().store;
    let before = IdentityId::bot(1004);
    let session = Change::PutSecret(before.session_key(), Secret::new("a session"));
    store.commit(vec![session]).await.unwrap();
    let another = set(1005).await.unwrap().into_inner();
    let desk = another.connection.unwrap().desk_bot.unwrap();
    assert_eq!(
        (desk.identity.as_str(), desk.is_in_charge),
        ("bot:1005", false)
    );
    assert!(store.secret(before.session_key()).await.unwrap().is_none());
    let ended = store.logouts().await.unwrap();
    let ended = ended.iter().filter(|row| row.facts.identity == before);
    assert_eq!(ended.count(), 1);
}

#[tokio::test]
async fn what_cannot_be_is_said_in_words() {
    let server = Server::start().await;
    let mut caller = Caller::begins(&server, "+49 151 234567").await;
    let refused = caller.refused().await;
    assert_eq!(reason(&refused), "UNAVAILABLE");
    assert!(refused.message().contains("backline-gateway-user"));

    let mut gateway = Gateway::attach_for_accounts(&server).await;
    let mut caller = Caller::begins(&server, "my phone").await;
    assert!(caller.refused().await.message().contains("international"));

    let mut caller = Caller::begins(&server, "+49 151 234567").await;
    let (login, _) = requested(&mut gateway).await;
    let failed = Report::Failed(LoginFailed {
        detail: "no account has this number".to_owned(),
        ..LoginFailed::default()
    });
    reports(&mut gateway, &login, failed).await.unwrap();
    let refused = caller.refused().await;
    assert_eq!(reason(&refused), "WRONG_STATE");
    assert_eq!(refused.message(), "no account has this number");

    let mut both = new_connection("anna", 1001);
    both.account_login = "x".to_owned();
    let refused = server.try_connect(both).await.unwrap_err();
    assert!(refused.message().contains("one frontend"), "{refused}");
    let (account, _) = logged_in(&server, &mut gateway).await;
    let mut without_group = wanted(&account.account_login);
    without_group.backend_group_id = 0;
    let refused = server.try_connect(without_group).await.unwrap_err();
    assert!(refused.message().contains("group"), "{refused}");
    server
        .try_connect(wanted(&account.account_login))
        .await
        .unwrap();
}

#[tokio::test]
async fn a_caller_who_hangs_up_gives_the_login_up() {
    let server = Server::start().await;
    let mut gateway = Gateway::attach_for_accounts(&server).await;
    let caller = Caller::begins(&server, "+49 151 234567").await;
    let (login, _) = requested(&mut gateway).await;
    drop(caller);
    let Message::LoginCancelled(cancelled) = gateway.next().await else {
        panic!("it is not given up")
    };
    assert_eq!(cancelled.login, login);
    let late = reports(&mut gateway, &login, succeeded()).await;
    assert_eq!(reason(&late.unwrap_err()), "NOT_FOUND");
}

#[tokio::test]
async fn a_gateway_that_goes_ends_its_logins() {
    let server = Server::start().await;
    let mut gateway = Gateway::attach_for_accounts(&server).await;
    let mut caller = Caller::begins(&server, "+49 151 234567").await;
    requested(&mut gateway).await;
    drop(gateway);
    assert_eq!(reason(&caller.refused().await), "UNAVAILABLE");
}

/// What comes down when the time is come. What is taken back is given back.
async fn until_logged_out(server: &Server, gateway: &mut Gateway, minutes: u32) -> LogoutRequested {
    for _ in 0..minutes * 2 {
        server.clock.advance(Duration::from_secs(30));
        gateway.lives().await;
    }
    loop {
        match gateway.next().await {
            Message::LogoutRequested(requested) => return requested,
            Message::IdentityRevoked(revoked) => {
                let released = IdentityState::Released;
                gateway
                    .report(&revoked.identity, revoked.epoch, released)
                    .await;
            }
            Message::SessionClosing(closing) => panic!("{closing:?}"),
            _ => {}
        }
    }
}

async fn logged_out(gateway: &mut Gateway, logout: &str) {
    let request = ReportLogoutRequest {
        session: gateway.session.clone(),
        logout: logout.to_owned(),
        report: Some(report_logout_request::Report::Done(LogoutDone {})),
    };
    let request = by(&gateway.token, request);
    gateway.client.report_logout(request).await.unwrap();
}

#[tokio::test]
async fn an_account_that_nobody_uses_is_logged_out() {
    let server = Server::start().await;
    let mut gateway = Gateway::attach_for_accounts(&server).await;
    let (account, login) = logged_in(&server, &mut gateway).await;
    let requested = until_logged_out(&server, &mut gateway, 16).await;
    assert_eq!(requested.account_session, b"the session");
    let late = server.try_connect(wanted(&account.account_login)).await;
    assert_eq!(reason(&late.unwrap_err()), "INVALID_FIELD");
    let again = reports(&mut gateway, &login, succeeded()).await;
    assert_eq!(reason(&again.unwrap_err()), "NOT_FOUND");
    let store = &server.running.desks().store;
    assert_eq!(store.logouts().await.unwrap().len(), 1);
    logged_out(&mut gateway, &requested.logout).await;
    assert_eq!(store.logouts().await.unwrap(), []);
}

#[tokio::test]
async fn an_account_whose_connection_is_deleted_is_logged_out_and_one_in_use_is_not() {
    let server = Server::start().await;
    let mut gateway = Gateway::attach_for_accounts(&server).await;
    let (account, _) = logged_in(&server, &mut gateway).await;
    let store = server.running.desks().store.clone();
    assert_eq!(store.logouts().await.unwrap().len(), 1, "unless it is used");
    let made = server.try_connect(wanted(&account.account_login)).await;
    let connection = made.unwrap().connection.unwrap();
    assert_eq!(store.logouts().await.unwrap(), []);
    let request = DeleteConnectionRequest {
        request_id: request_id(),
        name: connection.name,
    };
    let mut connections = server.connections();
    let deleted = connections.delete_connection(by(&server.admin, request.clone()));
    let deleted = deleted.await.unwrap().into_inner();
    assert_eq!(deleted.logged_out_identity, "user:4001");
    assert!(!deleted.awaits_gateway);
    let again = connections.delete_connection(by(&server.admin, request));
    assert_eq!(again.await.unwrap().into_inner(), deleted);
    let requested = until_logged_out(&server, &mut gateway, 2).await;
    assert_eq!(requested.account_session, b"the session");
    logged_out(&mut gateway, &requested.logout).await;
    assert_eq!(store.logouts().await.unwrap(), []);
}

#[tokio::test]
async fn an_account_that_is_logged_in_anew_loses_its_session_from_before() {
    let server = Server::start().await;
    let mut gateway = Gateway::attach_for_accounts(&server).await;
    let (account, _) = logged_in(&server, &mut gateway).await;
    let made = server.try_connect(wanted(&account.account_login)).await;
    let connection = made.unwrap().connection.unwrap();
    let mut caller = Caller::begins(&server, "+49 151 234567").await;
    let (login, _) = requested(&mut gateway).await;
    let Report::Succeeded(mut anew) = succeeded() else {
        panic!("it succeeded")
    };
    anew.account_session = b"another session".to_vec();
    reports(&mut gateway, &login, Report::Succeeded(anew))
        .await
        .unwrap();
    let log_in_response::Kind::LoggedIn(account) = caller.next().await.unwrap() else {
        panic!("not logged in")
    };
    let request = UpdateConnectionRequest {
        request_id: request_id(),
        connection: Some(Connection {
            name: connection.name,
            ..Connection::default()
        }),
        update_mask: Some(prost_types::FieldMask {
            paths: vec!["account_login".to_owned()],
        }),
        account_login: account.account_login,
        ..UpdateConnectionRequest::default()
    };
    let request = by(&server.admin, request);
    server
        .connections()
        .update_connection(request)
        .await
        .unwrap();
    let rows = server.running.desks().store.logouts().await.unwrap();
    let [row] = rows.as_slice() else {
        panic!("{rows:?}")
    };
    assert_eq!(row.session.expose(), b"the session");
    let requested = until_logged_out(&server, &mut gateway, 2).await;
    assert_eq!(requested.account_session, b"the session");
    logged_out(&mut gateway, &requested.logout).await;
    // The one that is used stays, however long.
    for _ in 0..60 {
        server.clock.advance(Duration::from_secs(30));
        gateway.lives().await;
    }
    assert_eq!(server.running.desks().store.logouts().await.unwrap(), []);
}
