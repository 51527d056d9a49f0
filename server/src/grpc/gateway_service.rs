//! The gateways' service: thin. Who calls is known, sessions decide, and every
//! commit runs on a tracked task, so that a caller who hangs up tears none.

use std::pin::Pin;

use backline_proto::gateway::v1::gateway_service_server::GatewayService;
use backline_proto::gateway::v1::{
    AnswerHeartbeatRequest, AnswerHeartbeatResponse, AttachRequest, AttachResponse,
    CompleteCommandRequest, CompleteCommandResponse, ExtendLeasesRequest, ExtendLeasesResponse,
    GetFileRequest, GetFileResponse, IngestUpdatesRequest, IngestUpdatesResponse,
    KeepSessionRequest, KeepSessionResponse, PutFileRequest, PutFileResponse,
    ReportIdentityRequest, ReportIdentityResponse, ReportLoginRequest, ReportLoginResponse,
    ReportLogoutRequest, ReportLogoutResponse, ResumeFileRequest, ResumeFileResponse,
    StartCommandRequest, StartCommandResponse,
};
use backline_proto::reason::Reason;
use futures::{Stream, StreamExt as _};
use tonic::{Request, Response, Status, Streaming};
use tracing::Instrument as _;

use super::{Caller, status};
use crate::files;
use crate::gateway::{Error, Result, Sessions};

/// Serves `backline.gateway.v1.GatewayService`.
#[derive(Debug, Clone)]
pub struct GatewayCalls {
    sessions: Sessions,
}

type Down<T> = Pin<Box<dyn Stream<Item = std::result::Result<T, Status>> + Send>>;
type Answer<T> = std::result::Result<Response<T>, Status>;

// === impl GatewayCalls ===

impl GatewayCalls {
    /// The service over these sessions.
    #[must_use]
    pub const fn new(sessions: Sessions) -> Self {
        Self { sessions }
    }

    /// Runs a call to its end, whether or not the caller waits for it.
    async fn untorn<T: Send + 'static>(
        &self,
        call: impl Future<Output = Result<T>> + Send + 'static,
    ) -> Answer<T> {
        match self.sessions.tracker().spawn(call.in_current_span()).await {
            Ok(Ok(answer)) => Ok(Response::new(answer)),
            Ok(Err(error)) => Err(refusal(&error)),
            Err(died) => Err(status::internal(died)),
        }
    }
}

#[tonic::async_trait]
impl GatewayService for GatewayCalls {
    type AttachStream = Down<AttachResponse>;
    type GetFileStream = Down<GetFileResponse>;

    async fn attach(&self, request: Request<AttachRequest>) -> Answer<Self::AttachStream> {
        let caller = Caller::of(&request)?;
        let attached = self
            .sessions
            .attach(&caller.token, caller.ended, request.into_inner());
        let down = attached.map_err(|error| refusal(&error))?;
        Ok(Response::new(Box::pin(down.map(Ok))))
    }

    async fn ingest_updates(
        &self,
        request: Request<IngestUpdatesRequest>,
    ) -> Answer<IngestUpdatesResponse> {
        let (token, sessions) = (Caller::of(&request)?.token, self.sessions.clone());
        self.untorn(async move { sessions.ingest_updates(&token, request.into_inner()).await })
            .await
    }

    async fn start_command(
        &self,
        request: Request<StartCommandRequest>,
    ) -> Answer<StartCommandResponse> {
        let (token, sessions) = (Caller::of(&request)?.token, self.sessions.clone());
        self.untorn(async move { sessions.start_command(&token, request.into_inner()).await })
            .await
    }

    async fn complete_command(
        &self,
        request: Request<CompleteCommandRequest>,
    ) -> Answer<CompleteCommandResponse> {
        let (token, sessions) = (Caller::of(&request)?.token, self.sessions.clone());
        self.untorn(async move {
            sessions
                .complete_command(&token, request.into_inner())
                .await
        })
        .await
    }

    async fn extend_leases(
        &self,
        request: Request<ExtendLeasesRequest>,
    ) -> Answer<ExtendLeasesResponse> {
        let (token, sessions) = (Caller::of(&request)?.token, self.sessions.clone());
        self.untorn(async move { sessions.extend_leases(&token, request.into_inner()).await })
            .await
    }

    async fn report_identity(
        &self,
        request: Request<ReportIdentityRequest>,
    ) -> Answer<ReportIdentityResponse> {
        let (token, sessions) = (Caller::of(&request)?.token, self.sessions.clone());
        self.untorn(async move { sessions.report_identity(&token, request.into_inner()).await })
            .await
    }

    async fn keep_session(
        &self,
        request: Request<KeepSessionRequest>,
    ) -> Answer<KeepSessionResponse> {
        let (token, sessions) = (Caller::of(&request)?.token, self.sessions.clone());
        self.untorn(async move { sessions.keep_session(&token, request.into_inner()).await })
            .await
    }

    async fn answer_heartbeat(
        &self,
        request: Request<AnswerHeartbeatRequest>,
    ) -> Answer<AnswerHeartbeatResponse> {
        let token = Caller::of(&request)?.token;
        let answered = self.sessions.answer_heartbeat(&token, request.get_ref());
        answered.map(Response::new).map_err(|error| refusal(&error))
    }

    async fn report_login(
        &self,
        request: Request<ReportLoginRequest>,
    ) -> Answer<ReportLoginResponse> {
        let (token, sessions) = (Caller::of(&request)?.token, self.sessions.clone());
        self.untorn(async move { sessions.report_login(&token, request.into_inner()).await })
            .await
    }

    async fn report_logout(
        &self,
        request: Request<ReportLogoutRequest>,
    ) -> Answer<ReportLogoutResponse> {
        let (token, sessions) = (Caller::of(&request)?.token, self.sessions.clone());
        self.untorn(async move { sessions.report_logout(&token, request.into_inner()).await })
            .await
    }

    async fn resume_file(&self, request: Request<ResumeFileRequest>) -> Answer<ResumeFileResponse> {
        let token = Caller::of(&request)?.token;
        let found = self
            .sessions
            .resume_file(&token, request.into_inner())
            .await;
        found.map(Response::new).map_err(|error| refusal(&error))
    }

    /// Not on a task of its own: of a gateway that hangs up nothing more is awaited.
    async fn put_file(
        &self,
        request: Request<Streaming<PutFileRequest>>,
    ) -> Answer<PutFileResponse> {
        let token = Caller::of(&request)?.token;
        let put = self.sessions.put_file(&token, request.into_inner()).await;
        put.map(Response::new).map_err(|error| refusal(&error))
    }

    async fn get_file(&self, request: Request<GetFileRequest>) -> Answer<Self::GetFileStream> {
        let token = Caller::of(&request)?.token;
        let parts = self.sessions.get_file(&token, request.into_inner()).await;
        let parts = parts.map_err(|error| refusal(&error))?;
        let parts = parts.map(|part| part.map_err(|error| refusal(&error)));
        Ok(Response::new(Box::pin(parts)))
    }
}

fn refused_file(error: &files::Error, message: String) -> Status {
    use files::Error;
    match error {
        Error::Full { .. } | Error::DiskFull => status::status(Reason::Overloaded, message),
        Error::Beyond { .. } | Error::TooLarge { .. } | Error::TooSmall { .. } | Error::Empty => {
            status::invalid_field("data", &message)
        }
        Error::Superseded => status::status(Reason::Unavailable, message),
        Error::Disk(_) | Error::Changed | Error::NoRandomness | Error::InUse(_) => {
            status::internal(error)
        }
    }
}

fn refusal(error: &Error) -> Status {
    let message = error.to_string();
    match error {
        Error::SessionLost => status::status(Reason::SessionLost, message),
        Error::Superseded { identity } => {
            let variable = [("identity", identity.to_string())];
            status::with_metadata(Reason::Superseded, message, variable)
        }
        Error::Settling { identity } => {
            let variable = [("identity", identity.to_string())];
            status::with_metadata(Reason::Unavailable, message, variable)
        }
        Error::LoginUnknown => status::status(Reason::NotFound, message),
        Error::LoginBusy => status::status(Reason::Unavailable, message),
        Error::NoAccountGateway => status::status(Reason::Unavailable, message),
        Error::Draining => status::status(Reason::Unavailable, message),
        Error::TooMany { .. } => status::status(Reason::Overloaded, message),
        Error::Forbidden(_) => status::status(Reason::ScopeMissing, message),
        Error::LeaseUnknown => status::status(Reason::LeaseLost, message),
        Error::Field { field, message } => status::invalid_field(field, message),
        Error::Files(error) => refused_file(error, message),
        Error::Desk(error) => status::from_desk(error),
        Error::Store(error) => status::from_store(error),
        Error::Internal(_) => status::internal(error),
    }
}
