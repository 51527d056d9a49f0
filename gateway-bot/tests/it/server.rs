//! A server that hands out one bot, takes updates and gives commands.

use std::pin::Pin;
use std::sync::{Arc, Mutex};

use backline_proto::gateway::v1::attach_response::Message as Down;
use backline_proto::gateway::v1::gateway_service_server::GatewayService;
use backline_proto::gateway::v1::*;
use tokio::sync::{mpsc, watch};
use tokio_stream::Stream;
use tokio_stream::wrappers::ReceiverStream;
use tonic::{Request, Response, Status, Streaming};

type Down1<T> = Pin<Box<dyn Stream<Item = Result<T, Status>> + Send>>;

#[derive(Default)]
struct State {
    stream: Option<mpsc::Sender<Result<AttachResponse, Status>>>,
    batches: Vec<IngestUpdatesRequest>,
    reports: Vec<ReportIdentityRequest>,
    outcomes: Vec<CompleteCommandRequest>,
    refuses_updates: bool,
    commands: u32,
    epoch: i64,
}

#[derive(Clone)]
pub(crate) struct Server {
    state: Arc<Mutex<State>>,
    changed: Arc<watch::Sender<()>>,
}

// === impl Server ===

impl Server {
    pub(crate) fn new() -> Self {
        Self {
            state: Arc::default(),
            changed: Arc::new(watch::Sender::new(())),
        }
    }

    /// Hands the bot out, with its updates going on behind a cursor.
    pub(crate) async fn assign(&self, token: &str, cursor: Option<Cursor>) {
        self.assign_as(token, cursor, false).await;
    }

    /// Hands out the bot that another way was served by until now.
    pub(crate) async fn assign_from_another_way(&self, token: &str) {
        self.assign_as(token, None, true).await;
    }

    async fn assign_as(&self, token: &str, cursor: Option<Cursor>, skips_waiting: bool) {
        let kind = Some(credential::Kind::BotToken(token.into()));
        let epoch = self.change(|state| {
            state.epoch += 1;
            state.epoch
        });
        self.send(Down::IdentityAssigned(IdentityAssigned {
            identity: identity(token),
            epoch,
            credential: Some(Credential { kind }),
            cursor,
            max_outstanding: 10,
            skips_waiting,
        }))
        .await;
    }

    /// Has a command executed and gives how it ended.
    pub(crate) async fn execute(&self, token: &str, verb: action::Verb) -> outcome::Kind {
        let (number, epoch) = self.change(|state| {
            state.commands += 1;
            (state.commands, state.epoch)
        });
        let lease_token = format!("lease {number}");
        self.send(Down::Command(CommandDelivery {
            command: format!("command {number}"),
            lease_token: lease_token.clone(),
            identity: identity(token),
            epoch,
            attempt: 1,
            action: Some(Action { verb: Some(verb) }),
            ..CommandDelivery::default()
        }))
        .await;
        self.find("the command's outcome", |state| {
            let done = state
                .outcomes
                .iter()
                .find(|it| it.lease_token == lease_token);
            done.map(|it| it.outcome.clone().unwrap().kind.unwrap())
        })
        .await
    }

    /// From now on no update is committed, or they are again.
    pub(crate) fn refuse_updates(&self, refuses: bool) {
        self.change(|state| state.refuses_updates = refuses);
    }

    pub(crate) fn batches(&self) -> Vec<IngestUpdatesRequest> {
        self.state.lock().unwrap().batches.clone()
    }

    /// All updates that came, in order, refused ones too.
    pub(crate) fn updates(&self) -> Vec<Update> {
        self.batches()
            .into_iter()
            .flat_map(|batch| batch.updates)
            .collect()
    }

    pub(crate) async fn until_updates(&self, what: &str, so: impl Fn(&[Update]) -> bool) {
        self.find(what, |state| {
            let updates: Vec<Update> = state
                .batches
                .iter()
                .flat_map(|batch| batch.updates.clone())
                .collect();
            so(&updates).then_some(())
        })
        .await;
    }

    /// Waits until the bot is reported so, and gives what was said.
    pub(crate) async fn until_report(&self, state: IdentityState) -> ReportIdentityRequest {
        self.find("a report", |it| {
            it.reports.iter().find(|it| it.state() == state).cloned()
        })
        .await
    }

    pub(crate) fn reports(&self) -> Vec<ReportIdentityRequest> {
        self.state.lock().unwrap().reports.clone()
    }

    pub(crate) async fn until_attached(&self) {
        self.find("a session", |state| state.stream.as_ref().map(|_| ()))
            .await;
    }

    /// Waits for a fact; a test that waits for what never comes says so.
    async fn find<T>(&self, what: &str, mut look: impl FnMut(&State) -> Option<T>) -> T {
        let mut changed = self.changed.subscribe();
        let found = async {
            loop {
                changed.mark_unchanged();
                if let Some(found) = look(&self.state.lock().unwrap()) {
                    return found;
                }
                changed.changed().await.unwrap();
            }
        };
        let limit = std::time::Duration::from_secs(20);
        match tokio::time::timeout(limit, found).await {
            Ok(found) => found,
            Err(_) => panic!("never: {what}; reports: {:?}", self.reports()),
        }
    }

    fn change<T>(&self, change: impl FnOnce(&mut State) -> T) -> T {
        let changed = change(&mut self.state.lock().unwrap());
        self.changed.send_replace(());
        changed
    }

    async fn send(&self, message: Down) {
        let stream = self.state.lock().unwrap().stream.clone().expect("attached");
        stream
            .send(Ok(AttachResponse {
                message: Some(message),
            }))
            .await
            .unwrap();
    }
}

fn identity(token: &str) -> String {
    format!("bot:{}", token.split(':').next().unwrap())
}

#[tonic::async_trait]
impl GatewayService for Server {
    type AttachStream = Down1<AttachResponse>;
    type GetFileStream = Down1<GetFileResponse>;

    async fn attach(
        &self,
        _request: Request<AttachRequest>,
    ) -> Result<Response<Self::AttachStream>, Status> {
        let (sender, receiver) = mpsc::channel(16);
        let opened = SessionOpened {
            session: "session".into(),
            ..SessionOpened::default()
        };
        let message = Some(Down::SessionOpened(opened));
        sender.send(Ok(AttachResponse { message })).await.unwrap();
        self.change(|state| state.stream = Some(sender));
        Ok(Response::new(Box::pin(ReceiverStream::new(receiver))))
    }

    async fn ingest_updates(
        &self,
        request: Request<IngestUpdatesRequest>,
    ) -> Result<Response<IngestUpdatesResponse>, Status> {
        let request = request.into_inner();
        let cursor = request.cursor.clone();
        let refuses = self.change(|state| {
            state.batches.push(request);
            state.refuses_updates
        });
        if refuses {
            return Err(Status::unavailable("not now"));
        }
        // As strict as the real one.
        if cursor.as_ref().is_none_or(|cursor| cursor.kind.is_none()) {
            return Err(Status::invalid_argument("cursor: missing"));
        }
        Ok(Response::new(IngestUpdatesResponse {
            cursor,
            ..Default::default()
        }))
    }

    async fn start_command(
        &self,
        _request: Request<StartCommandRequest>,
    ) -> Result<Response<StartCommandResponse>, Status> {
        Ok(Response::new(StartCommandResponse {}))
    }

    async fn complete_command(
        &self,
        request: Request<CompleteCommandRequest>,
    ) -> Result<Response<CompleteCommandResponse>, Status> {
        self.change(|state| state.outcomes.push(request.into_inner()));
        Ok(Response::new(CompleteCommandResponse::default()))
    }

    async fn extend_leases(
        &self,
        _request: Request<ExtendLeasesRequest>,
    ) -> Result<Response<ExtendLeasesResponse>, Status> {
        Ok(Response::new(ExtendLeasesResponse::default()))
    }

    async fn report_identity(
        &self,
        request: Request<ReportIdentityRequest>,
    ) -> Result<Response<ReportIdentityResponse>, Status> {
        self.change(|state| state.reports.push(request.into_inner()));
        Ok(Response::new(ReportIdentityResponse {}))
    }

    async fn answer_heartbeat(
        &self,
        _request: Request<AnswerHeartbeatRequest>,
    ) -> Result<Response<AnswerHeartbeatResponse>, Status> {
        Ok(Response::new(AnswerHeartbeatResponse {}))
    }

    async fn keep_session(
        &self,
        request: Request<KeepSessionRequest>,
    ) -> Result<Response<KeepSessionResponse>, Status> {
        drop(request);
        Err(Status::unimplemented("not here"))
    }

    async fn report_login(
        &self,
        _request: Request<ReportLoginRequest>,
    ) -> Result<Response<ReportLoginResponse>, Status> {
        Err(Status::unimplemented("not here"))
    }

    async fn report_logout(
        &self,
        _request: Request<ReportLogoutRequest>,
    ) -> Result<Response<ReportLogoutResponse>, Status> {
        Err(Status::unimplemented("not here"))
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
