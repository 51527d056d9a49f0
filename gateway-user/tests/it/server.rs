//! A server that hands out one account, takes updates and gives commands.

use std::collections::BTreeMap;
use std::pin::Pin;
use std::sync::{Arc, Mutex};

use backline_proto::gateway::v1::attach_response::Message as Down;
use backline_proto::gateway::v1::gateway_service_server::GatewayService;
use backline_proto::gateway::v1::*;
use tokio::sync::{mpsc, watch};
use tokio_stream::wrappers::ReceiverStream;
use tokio_stream::{Stream, StreamExt as _};
use tonic::{Request, Response, Status, Streaming};

/// A file that broke off goes on behind a whole one of these.
const CHUNK: usize = 256 * 1024;

type Way = mpsc::Sender<Result<AttachResponse, Status>>;
type Down1<T> = Pin<Box<dyn Stream<Item = Result<T, Status>> + Send>>;

#[derive(Default)]
struct State {
    stream: Option<Way>,
    batches: Vec<IngestUpdatesRequest>,
    reports: Vec<ReportIdentityRequest>,
    outcomes: Vec<CompleteCommandRequest>,
    /// Bots' sessions that were handed over.
    kept: Vec<KeepSessionRequest>,
    refuses_updates: bool,
    refuses_sessions: bool,
    refuses_keeping: bool,
    refused_keeping: usize,
    commands: u32,
    epoch: i64,
    /// Sessions that were opened.
    attached: usize,
    /// By name, or by the lease token of the command that brought it.
    files: BTreeMap<String, Vec<u8>>,
    /// Files of which only the size is told, by name.
    sizes: BTreeMap<String, i64>,
    /// Files that broke off, by the lease token of the command that brings them.
    parts: BTreeMap<String, Vec<u8>>,
    /// After how many bytes of a file the way breaks, each time once.
    breaks_at: Vec<usize>,
    /// How often it was asked how much of a file is there.
    resumed: usize,
    /// From where on files were asked for.
    given_from: Vec<i64>,
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

    /// Hands the account out, with its updates going on behind a cursor.
    pub(crate) async fn assign(&self, user_id: i64, session: &[u8], cursor: Option<Cursor>) {
        let kind = credential::Kind::AccountSession(session.to_vec());
        self.assign_by(user_id, kind, cursor).await;
    }

    /// Hands a bot out by its token, with the session that was kept last.
    pub(crate) async fn assign_bot(&self, id: i64, token: &str, cursor: Option<Cursor>) {
        let session = self.kept().pop().unwrap_or_default();
        let bot_token = token.to_owned();
        let kind = credential::Kind::BotLogin(BotLogin { bot_token, session });
        self.assign_by(id, kind, cursor).await;
    }

    /// The sessions that bots' gateways handed over.
    pub(crate) fn kept(&self) -> Vec<Vec<u8>> {
        let state = self.state.lock().unwrap();
        state.kept.iter().map(|it| it.bot_session.clone()).collect()
    }

    async fn assign_by(&self, user_id: i64, kind: credential::Kind, cursor: Option<Cursor>) {
        let kind = Some(kind);
        let epoch = self.change(|state| {
            state.epoch += 1;
            state.epoch
        });
        self.send(Down::IdentityAssigned(IdentityAssigned {
            identity: identity(user_id),
            epoch,
            credential: Some(Credential { kind }),
            cursor,
            max_outstanding: 10,
            skips_waiting: false,
        }))
        .await;
    }

    /// Takes the account back.
    pub(crate) async fn revoke(&self, user_id: i64) {
        let epoch = self.state.lock().unwrap().epoch;
        self.send(Down::IdentityRevoked(IdentityRevoked {
            identity: identity(user_id),
            epoch,
            reason: "test".into(),
        }))
        .await;
    }

    /// Has a command executed and gives how it ended.
    pub(crate) async fn execute(
        &self,
        user_id: i64,
        verb: action::Verb,
        random_ids: &[i64],
    ) -> outcome::Kind {
        let token = self.command(user_id, verb, random_ids).await;
        self.outcome(&token).await
    }

    /// Gives a command, by its lease token.
    pub(crate) async fn command(
        &self,
        user_id: i64,
        verb: action::Verb,
        random_ids: &[i64],
    ) -> String {
        let (command, _) = self.next_command(user_id, verb, random_ids);
        let lease_token = command.lease_token.clone();
        self.send(Down::Command(command)).await;
        lease_token
    }

    /// How a command ended.
    pub(crate) async fn outcome(&self, lease_token: &str) -> outcome::Kind {
        self.find("the command's outcome", |state| {
            let done = state
                .outcomes
                .iter()
                .find(|it| it.lease_token == lease_token);
            done.map(|it| it.outcome.clone().unwrap().kind.unwrap())
        })
        .await
    }

    /// How a command ended, if it did.
    pub(crate) fn ended(&self, lease_token: &str) -> Option<outcome::Kind> {
        let state = self.state.lock().unwrap();
        let done = state.outcomes.iter();
        let mut done = done.filter(|it| it.lease_token == lease_token);
        done.next()
            .map(|it| it.outcome.clone().unwrap().kind.unwrap())
    }

    /// A file of the server's store.
    pub(crate) fn keep(&self, name: &str, bytes: Vec<u8>) {
        self.change(|state| state.files.insert(name.to_owned(), bytes));
    }

    /// A file of which only the size is told, and that breaks off then.
    pub(crate) fn keep_sized(&self, name: &str, size: i64) {
        self.change(|state| state.sizes.insert(name.to_owned(), size));
    }

    /// After how many bytes of a file the way breaks, each time once.
    pub(crate) fn break_at(&self, bytes: &[usize]) {
        self.change(|state| state.breaks_at.extend(bytes));
    }

    /// How often it was asked how much of a file is there, and from where on files were asked
    /// for.
    pub(crate) fn went_on(&self) -> (usize, Vec<i64>) {
        let state = self.state.lock().unwrap();
        (state.resumed, state.given_from.clone())
    }

    /// The file that a command brought.
    pub(crate) fn brought(&self, lease_token: &str) -> Option<Vec<u8>> {
        self.state.lock().unwrap().files.get(lease_token).cloned()
    }

    /// From now on no update is committed, or they are again.
    pub(crate) fn refuse_updates(&self, refuses: bool) {
        self.change(|state| state.refuses_updates = refuses);
    }

    /// From now on no bot's session is kept, or they are again.
    pub(crate) fn refuse_keeping(&self, refuses: bool) {
        self.change(|state| state.refuses_keeping = refuses);
    }

    /// How often a bot's session was not kept.
    pub(crate) fn refused_keeping(&self) -> usize {
        self.state.lock().unwrap().refused_keeping
    }

    /// From now on no session is opened, or they are again.
    pub(crate) fn refuse_sessions(&self, refuses: bool) {
        self.change(|state| state.refuses_sessions = refuses);
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

    /// How many messages came, in batches that were committed or not.
    pub(crate) fn posted(&self) -> usize {
        let state = self.state.lock().unwrap();
        let updates = state.batches.iter().flat_map(|batch| &batch.updates);
        let posted = |it: &&Update| matches!(it.event, Some(update::Event::MessagePosted(_)));
        updates.filter(posted).count()
    }

    /// Waits for batches.
    pub(crate) async fn until(&self, what: &str, so: impl Fn(&[IngestUpdatesRequest]) -> bool) {
        self.find(what, |state| so(&state.batches).then_some(()))
            .await;
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

    /// Waits until the account is reported so, and gives what was said.
    pub(crate) async fn until_report(&self, state: IdentityState) -> ReportIdentityRequest {
        self.find("a report", |it| {
            it.reports.iter().find(|it| it.state() == state).cloned()
        })
        .await
    }

    pub(crate) fn last_report(&self) -> ReportIdentityRequest {
        self.reports().pop().unwrap()
    }

    pub(crate) fn reports(&self) -> Vec<ReportIdentityRequest> {
        self.state.lock().unwrap().reports.clone()
    }

    pub(crate) async fn until_attached(&self) {
        self.until_sessions(1).await;
    }

    /// Waits until so many sessions were opened.
    pub(crate) async fn until_sessions(&self, count: usize) {
        self.find("one more session", |state| {
            (state.attached >= count).then_some(())
        })
        .await;
    }

    /// Gives a command to whoever is there, and does not wait for anything.
    pub(crate) fn commands(&self, user_id: i64, verb: action::Verb, random_ids: &[i64]) {
        let (command, stream) = self.next_command(user_id, verb, random_ids);
        let message = Some(Down::Command(command));
        if let Some(stream) = stream {
            // Nobody may be there.
            let _ = stream.try_send(Ok(AttachResponse { message }));
        }
    }

    /// A command that was not given yet, and the way to who is there.
    fn next_command(
        &self,
        user_id: i64,
        verb: action::Verb,
        random_ids: &[i64],
    ) -> (CommandDelivery, Option<Way>) {
        let (number, epoch, stream) = self.change(|state| {
            state.commands += 1;
            (state.commands, state.epoch, state.stream.clone())
        });
        let command = CommandDelivery {
            command: format!("command {number}"),
            lease_token: format!("lease {number}"),
            identity: identity(user_id),
            epoch,
            attempt: 1,
            random_ids: random_ids.to_vec(),
            action: Some(Action { verb: Some(verb) }),
            ..CommandDelivery::default()
        };
        (command, stream)
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

/// The simulated Telegram's bots begin there.
const FIRST_BOT: i64 = 7_000_000_000;

fn identity(user_id: i64) -> String {
    let kind = if user_id < FIRST_BOT { "user" } else { "bot" };
    format!("{kind}:{user_id}")
}

#[tonic::async_trait]
impl GatewayService for Server {
    type AttachStream = Down1<AttachResponse>;
    type GetFileStream = Down1<GetFileResponse>;

    async fn attach(
        &self,
        _request: Request<AttachRequest>,
    ) -> Result<Response<Self::AttachStream>, Status> {
        if self.state.lock().unwrap().refuses_sessions {
            return Err(Status::unavailable("not now"));
        }
        let (sender, receiver) = mpsc::channel(16);
        let opened = SessionOpened {
            session: "session".into(),
            ..SessionOpened::default()
        };
        let message = Some(Down::SessionOpened(opened));
        sender.send(Ok(AttachResponse { message })).await.unwrap();
        self.change(|state| {
            state.stream = Some(sender);
            state.attached += 1;
        });
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
        if self.state.lock().unwrap().refuses_keeping {
            self.change(|state| state.refused_keeping += 1);
            return Err(Status::unavailable("the store is full"));
        }
        self.change(|state| state.kept.push(request.into_inner()));
        Ok(Response::new(KeepSessionResponse {}))
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
        request: Request<ResumeFileRequest>,
    ) -> Result<Response<ResumeFileResponse>, Status> {
        let token = request.into_inner().lease_token;
        let there = self.change(|state| {
            state.resumed += 1;
            state.parts.get(&token).map_or(0, Vec::len)
        });
        Ok(Response::new(ResumeFileResponse {
            offset_bytes: i64::try_from(there).unwrap(),
            is_complete: false,
        }))
    }

    async fn put_file(
        &self,
        request: Request<Streaming<PutFileRequest>>,
    ) -> Result<Response<PutFileResponse>, Status> {
        let mut parts = request.into_inner();
        let (mut token, mut bytes) = (String::new(), Vec::new());
        while let Some(part) = parts.next().await {
            match part?.part {
                Some(put_file_request::Part::Header(header)) => {
                    token = header.lease_token;
                    let there = self.change(|state| state.parts.remove(&token));
                    bytes = there.unwrap_or_default();
                    assert_eq!(header.offset_bytes, i64::try_from(bytes.len()).unwrap());
                }
                Some(put_file_request::Part::Data(data)) => bytes.extend(data),
                None => {}
            }
            let breaks = self.change(|state| {
                let at = state.breaks_at.first().copied();
                let breaks = at.is_some_and(|at| bytes.len() >= at);
                if breaks {
                    state.breaks_at.remove(0);
                }
                breaks
            });
            if breaks {
                bytes.truncate(bytes.len() / CHUNK * CHUNK);
                self.change(|state| state.parts.insert(token.clone(), bytes));
                return Err(Status::unavailable("the way broke"));
            }
        }
        self.keep(&token, bytes);
        Ok(Response::new(PutFileResponse { stored_file: token }))
    }

    async fn get_file(
        &self,
        request: Request<GetFileRequest>,
    ) -> Result<Response<Self::GetFileStream>, Status> {
        let request = request.into_inner();
        let name = request.stored_file;
        let size = self.state.lock().unwrap().sizes.get(&name).copied();
        if let Some(size_bytes) = size {
            let data = Vec::new();
            let part = Ok(GetFileResponse { data, size_bytes });
            return Ok(Response::new(Box::pin(tokio_stream::iter([part]))));
        }
        let bytes = self
            .brought(&name)
            .ok_or_else(|| Status::not_found("no such file"))?;
        let size_bytes = i64::try_from(bytes.len()).unwrap();
        let from = usize::try_from(request.offset_bytes).unwrap();
        self.change(|state| state.given_from.push(request.offset_bytes));
        let mut breaks = false;
        let mut parts: Vec<Result<GetFileResponse, Status>> = Vec::new();
        for data in bytes[from..].chunks(200_000) {
            parts.push(Ok(GetFileResponse {
                data: data.to_vec(),
                size_bytes,
            }));
            breaks = self.change(|state| {
                let at = state.breaks_at.first().copied();
                let breaks = at.is_some_and(|at| from + parts.len() * 200_000 >= at);
                if breaks {
                    state.breaks_at.remove(0);
                }
                breaks
            });
            if breaks {
                break;
            }
        }
        if breaks {
            parts.push(Err(Status::unavailable("the way broke")));
        } else if parts.is_empty() {
            let data = Vec::new();
            parts.push(Ok(GetFileResponse { data, size_bytes }));
        }
        Ok(Response::new(Box::pin(tokio_stream::iter(parts))))
    }
}
