//! A server that does what the test says, and a gateway attached to it.

use std::collections::{HashMap, VecDeque};
use std::pin::Pin;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use backline_client::{Config, Secret};
use backline_gateway::{Driven, Error, Options};
use backline_proto::gateway::v1::attach_response::Message as Down;
use backline_proto::gateway::v1::gateway_service_server::{GatewayService, GatewayServiceServer};
use backline_proto::gateway::v1::*;
use tokio::sync::{Notify, mpsc};
use tokio::task::JoinHandle;
use tokio_stream::wrappers::{ReceiverStream, TcpListenerStream};
use tokio_util::sync::CancellationToken;
use tonic::{Code, Request, Response, Status, Streaming};
use tonic_types::{ErrorDetails, StatusExt as _};

use crate::platform::Fake;

/// What came in, in order.
#[derive(Debug, Clone)]
#[expect(clippy::large_enum_variant, reason = "a test keeps a few of them")]
pub(crate) enum Call {
    Attach(AttachRequest),
    Ingest(IngestUpdatesRequest),
    Start(StartCommandRequest),
    Complete(CompleteCommandRequest),
    Extend(ExtendLeasesRequest),
    Report(ReportIdentityRequest),
    Heartbeat(AnswerHeartbeatRequest),
    Login(ReportLoginRequest),
    Logout(ReportLogoutRequest),
}

/// What the server does with a call. Without one it answers OK.
pub(crate) enum Answer {
    Refuse(Status),
    /// Answers OK when the token is cancelled.
    Withhold(CancellationToken),
    Cancelled(Vec<String>),
    Committed(i64),
}

#[derive(Default)]
struct State {
    calls: Vec<Call>,
    answers: HashMap<&'static str, VecDeque<Answer>>,
    stream: Option<mpsc::Sender<Result<AttachResponse, Status>>>,
    sessions: u32,
}

#[derive(Clone, Default)]
pub(crate) struct Server {
    state: Arc<Mutex<State>>,
    changed: Arc<Notify>,
}

/// A gateway attached to the scripted server.
pub(crate) struct Harness {
    pub(crate) server: Server,
    pub(crate) platform: Fake,
    pub(crate) clock: Driven,
    pub(crate) shutdown: CancellationToken,
    pub(crate) running: JoinHandle<Result<(), Error>>,
}

pub(crate) const IDENTITY: &str = "bot:7";

// === impl Harness ===

impl Harness {
    /// A gateway with an open session and nothing assigned.
    pub(crate) async fn attached() -> Self {
        let harness = Self::started(Server::default()).await;
        harness
            .server
            .until("attached", |calls| calls.iter().any(is_attach))
            .await;
        harness
    }

    /// A gateway that holds `IDENTITY` under epoch 1.
    pub(crate) async fn with_identity() -> Self {
        let harness = Self::attached().await;
        harness.server.assign(1).await;
        let platform = harness.platform.clone();
        harness.settled("polling", || platform.is_polling()).await;
        harness
    }

    /// A gateway that runs against a server, whatever that answers.
    pub(crate) async fn started(server: Server) -> Self {
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        let service = GatewayServiceServer::new(server.clone());
        #[expect(clippy::disallowed_methods, reason = "ends with the test")]
        tokio::spawn(
            tonic::transport::Server::builder()
                .add_service(service)
                .serve_with_incoming(TcpListenerStream::new(listener)),
        );
        let (platform, clock) = (Fake::default(), Driven::new());
        let shutdown = CancellationToken::new();
        let options = Options {
            servers: vec![Config::new(url).with_token(Secret::new("blt_test".into()))],
            name: "test".into(),
            version: "0.0.0".into(),
            max_identities: 0,
        };
        #[expect(clippy::disallowed_methods, reason = "ends with the test")]
        let running = tokio::spawn(backline_gateway::run(
            options,
            Arc::new(platform.clone()),
            Arc::new(clock.clone()),
            shutdown.clone(),
        ));
        Self {
            server,
            platform,
            clock,
            shutdown,
            running,
        }
    }

    /// Moves time on in steps until the calls show the fact.
    pub(crate) async fn drive(&self, step: Duration, what: &str, fact: impl Fn(&[Call]) -> bool) {
        let driven = async {
            loop {
                let changed = self.server.changed.notified();
                if fact(&self.server.calls()) {
                    return;
                }
                // Time moves when nothing else does.
                if tokio::time::timeout(Duration::from_millis(10), changed)
                    .await
                    .is_err()
                {
                    self.clock.advance(step);
                }
            }
        };
        within(what, driven).await;
    }

    /// Waits for a fact that no call shows.
    pub(crate) async fn settled(&self, what: &str, fact: impl Fn() -> bool) {
        let settled = async {
            while !fact() {
                tokio::task::yield_now().await;
            }
        };
        within(what, settled).await;
    }
}

// === impl Server ===

impl Server {
    pub(crate) fn calls(&self) -> Vec<Call> {
        self.state.lock().unwrap().calls.clone()
    }

    pub(crate) fn will(&self, method: &'static str, answer: Answer) {
        self.state
            .lock()
            .unwrap()
            .answers
            .entry(method)
            .or_default()
            .push_back(answer);
    }

    pub(crate) async fn until(&self, what: &str, fact: impl Fn(&[Call]) -> bool) {
        let waited = async {
            loop {
                let changed = self.changed.notified();
                if fact(&self.calls()) {
                    return;
                }
                changed.await;
            }
        };
        within(what, waited).await;
    }

    pub(crate) async fn send(&self, message: Down) {
        let stream = self.state.lock().unwrap().stream.clone().expect("attached");
        stream
            .send(Ok(AttachResponse {
                message: Some(message),
            }))
            .await
            .unwrap();
    }

    pub(crate) async fn assign(&self, epoch: i64) {
        self.send(Down::IdentityAssigned(IdentityAssigned {
            identity: IDENTITY.into(),
            epoch,
            credential: Some(Credential {
                kind: Some(credential::Kind::BotToken("7:secret".into())),
            }),
            cursor: None,
            skips_waiting: false,
            max_outstanding: 10,
        }))
        .await;
    }

    /// Cuts the stream as a broken connection would.
    pub(crate) fn cut(&self) {
        self.state.lock().unwrap().stream = None;
    }

    pub(crate) fn completions(&self) -> Vec<CompleteCommandRequest> {
        self.calls()
            .into_iter()
            .filter_map(|call| match call {
                Call::Complete(request) => Some(request),
                _ => None,
            })
            .collect()
    }

    fn note(&self, call: Call) {
        self.state.lock().unwrap().calls.push(call);
        self.changed.notify_waiters();
    }

    async fn answer(&self, method: &'static str) -> Result<Option<Answer>, Status> {
        let answer = {
            let mut state = self.state.lock().unwrap();
            state.answers.get_mut(method).and_then(VecDeque::pop_front)
        };
        match answer {
            Some(Answer::Refuse(status)) => Err(status),
            Some(Answer::Withhold(until)) => {
                until.cancelled().await;
                Ok(None)
            }
            other => Ok(other),
        }
    }
}

pub(crate) fn delivery(lease_token: &str) -> CommandDelivery {
    CommandDelivery {
        command: format!("command of {lease_token}"),
        lease_token: lease_token.into(),
        identity: IDENTITY.into(),
        epoch: 1,
        attempt: 1,
        action: Some(Action {
            verb: Some(action::Verb::LeaveChat(LeaveChat { chat: None })),
        }),
        ..CommandDelivery::default()
    }
}

pub(crate) fn refusal(code: Code, reason: &str) -> Status {
    Status::with_error_details(
        code,
        reason,
        ErrorDetails::with_error_info(reason, "backline", []),
    )
}

pub(crate) fn is_attach(call: &Call) -> bool {
    matches!(call, Call::Attach(_))
}

pub(crate) fn is_complete(call: &Call) -> bool {
    matches!(call, Call::Complete(_))
}

pub(crate) fn count(calls: &[Call], fact: fn(&Call) -> bool) -> usize {
    calls.iter().filter(|call| fact(call)).count()
}

/// A test that waits for what never comes ends, and says for what.
async fn within(what: &str, fact: impl Future<Output = ()>) {
    let limit = Duration::from_secs(20);
    assert!(
        tokio::time::timeout(limit, fact).await.is_ok(),
        "never: {what}"
    );
}

#[tonic::async_trait]
impl GatewayService for Server {
    type AttachStream = Pin<Box<dyn futures::Stream<Item = Result<AttachResponse, Status>> + Send>>;
    type GetFileStream =
        Pin<Box<dyn futures::Stream<Item = Result<GetFileResponse, Status>> + Send>>;

    async fn attach(
        &self,
        request: Request<AttachRequest>,
    ) -> Result<Response<Self::AttachStream>, Status> {
        self.answer("Attach").await?;
        let (sender, receiver) = mpsc::channel(16);
        let opened = {
            let mut state = self.state.lock().unwrap();
            state.sessions += 1;
            state.stream = Some(sender.clone());
            SessionOpened {
                session: format!("session {}", state.sessions),
                heartbeat_interval: Some(prost_types::Duration {
                    seconds: 10,
                    nanos: 0,
                }),
                session_lease: Some(prost_types::Duration {
                    seconds: 60,
                    nanos: 0,
                }),
                command_lease: Some(prost_types::Duration {
                    seconds: 9,
                    nanos: 0,
                }),
            }
        };
        let message = Some(Down::SessionOpened(opened));
        sender.send(Ok(AttachResponse { message })).await.unwrap();
        self.note(Call::Attach(request.into_inner()));
        Ok(Response::new(Box::pin(ReceiverStream::new(receiver))))
    }

    async fn ingest_updates(
        &self,
        request: Request<IngestUpdatesRequest>,
    ) -> Result<Response<IngestUpdatesResponse>, Status> {
        let request = request.into_inner();
        let mut cursor = request.cursor.clone();
        self.note(Call::Ingest(request));
        if let Some(Answer::Committed(id)) = self.answer("IngestUpdates").await? {
            cursor = Some(Cursor {
                kind: Some(cursor::Kind::UpdateId(id)),
                source: "test".into(),
            });
        }
        Ok(Response::new(IngestUpdatesResponse {
            cursor,
            ..Default::default()
        }))
    }

    async fn start_command(
        &self,
        request: Request<StartCommandRequest>,
    ) -> Result<Response<StartCommandResponse>, Status> {
        self.note(Call::Start(request.into_inner()));
        self.answer("StartCommand").await?;
        Ok(Response::new(StartCommandResponse {}))
    }

    async fn complete_command(
        &self,
        request: Request<CompleteCommandRequest>,
    ) -> Result<Response<CompleteCommandResponse>, Status> {
        self.note(Call::Complete(request.into_inner()));
        self.answer("CompleteCommand").await?;
        Ok(Response::new(CompleteCommandResponse::default()))
    }

    async fn extend_leases(
        &self,
        request: Request<ExtendLeasesRequest>,
    ) -> Result<Response<ExtendLeasesResponse>, Status> {
        self.note(Call::Extend(request.into_inner()));
        match self.answer("ExtendLeases").await? {
            Some(Answer::Cancelled(cancelled)) => Ok(Response::new(ExtendLeasesResponse {
                lost: vec![],
                cancelled,
            })),
            _ => Ok(Response::new(ExtendLeasesResponse::default())),
        }
    }

    async fn report_identity(
        &self,
        request: Request<ReportIdentityRequest>,
    ) -> Result<Response<ReportIdentityResponse>, Status> {
        self.note(Call::Report(request.into_inner()));
        self.answer("ReportIdentity").await?;
        Ok(Response::new(ReportIdentityResponse {}))
    }

    async fn answer_heartbeat(
        &self,
        request: Request<AnswerHeartbeatRequest>,
    ) -> Result<Response<AnswerHeartbeatResponse>, Status> {
        self.note(Call::Heartbeat(request.into_inner()));
        self.answer("AnswerHeartbeat").await?;
        Ok(Response::new(AnswerHeartbeatResponse {}))
    }

    async fn keep_session(
        &self,
        request: Request<KeepSessionRequest>,
    ) -> Result<Response<KeepSessionResponse>, Status> {
        drop(request);
        self.answer("KeepSession").await?;
        Ok(Response::new(KeepSessionResponse {}))
    }

    async fn report_login(
        &self,
        request: Request<ReportLoginRequest>,
    ) -> Result<Response<ReportLoginResponse>, Status> {
        self.note(Call::Login(request.into_inner()));
        self.answer("ReportLogin").await?;
        Ok(Response::new(ReportLoginResponse {}))
    }

    async fn report_logout(
        &self,
        request: Request<ReportLogoutRequest>,
    ) -> Result<Response<ReportLogoutResponse>, Status> {
        self.note(Call::Logout(request.into_inner()));
        self.answer("ReportLogout").await?;
        Ok(Response::new(ReportLogoutResponse {}))
    }

    async fn resume_file(
        &self,
        _request: Request<ResumeFileRequest>,
    ) -> Result<Response<ResumeFileResponse>, Status> {
        Err(Status::unimplemented("not here"))
    }

    async fn put_file(
        &self,
        _request: Request<Streaming<PutFileRequest>>,
    ) -> Result<Response<PutFileResponse>, Status> {
        Err(Status::unimplemented("not here"))
    }

    async fn get_file(
        &self,
        _request: Request<GetFileRequest>,
    ) -> Result<Response<Self::GetFileStream>, Status> {
        Err(Status::unimplemented("not here"))
    }
}
