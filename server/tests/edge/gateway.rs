//! A gateway process as the server sees it.

use backline_proto::gateway::v1::attach_response::Message;
use backline_proto::gateway::v1::gateway_service_client::GatewayServiceClient;
use backline_proto::gateway::v1::{
    AnswerHeartbeatRequest, AttachRequest, AttachResponse, GatewayKind, IdentityAssigned,
    IdentityRevoked, IdentityState, ReportIdentityRequest,
};
use tonic::Streaming;
use tonic::transport::Channel;

use crate::harness::{Server, by, text};

/// A gateway with an open stream.
pub(crate) struct Gateway {
    pub(crate) client: GatewayServiceClient<Channel>,
    pub(crate) token: String,
    pub(crate) session: String,
    stream: Streaming<AttachResponse>,
}

// === impl Gateway ===

impl Gateway {
    /// One for bots whose token allows everything.
    pub(crate) async fn attach(server: &Server) -> Self {
        let token = text(server.running.lend_gateway_token().unwrap());
        Self::attach_with(server, token).await
    }

    /// One for accounts whose token allows everything.
    pub(crate) async fn attach_for_accounts(server: &Server) -> Self {
        let token = text(server.running.lend_gateway_token().unwrap());
        Self::attach_as(server, token, GatewayKind::User).await
    }

    pub(crate) async fn attach_with(server: &Server, token: String) -> Self {
        Self::attach_as(server, token, GatewayKind::Bot).await
    }

    async fn attach_as(server: &Server, token: String, kind: GatewayKind) -> Self {
        let mut client = GatewayServiceClient::new(server.channel.clone());
        let request = AttachRequest {
            kind: kind.into(),
            name: "of a test".into(),
            version: "0.1.0".into(),
            ..AttachRequest::default()
        };
        let attached = client.attach(by(&token, request)).await.unwrap();
        let mut stream = attached.into_inner();
        let first = stream.message().await.unwrap().unwrap().message;
        let Some(Message::SessionOpened(opened)) = first else {
            panic!("the first message opens the session: {first:?}")
        };
        Self {
            client,
            token,
            session: opened.session,
            stream,
        }
    }

    /// The next message that is no heartbeat.
    pub(crate) async fn next(&mut self) -> Message {
        loop {
            match self.stream.message().await.unwrap().unwrap().message {
                Some(Message::Heartbeat(_)) | None => {}
                Some(message) => return message,
            }
        }
    }

    pub(crate) async fn assigned(&mut self) -> IdentityAssigned {
        match self.next().await {
            Message::IdentityAssigned(assigned) => assigned,
            other => panic!("no assignment: {other:?}"),
        }
    }

    pub(crate) async fn revoked(&mut self) -> IdentityRevoked {
        match self.next().await {
            Message::IdentityRevoked(revoked) => revoked,
            other => panic!("no revocation: {other:?}"),
        }
    }

    /// Answers a heartbeat.
    pub(crate) async fn lives(&mut self) {
        let request = AnswerHeartbeatRequest {
            session: self.session.clone(),
            sequence: 1,
        };
        let request = by(&self.token, request);
        self.client.answer_heartbeat(request).await.unwrap();
    }

    pub(crate) async fn report(&mut self, identity: &str, epoch: i64, state: IdentityState) {
        let request = ReportIdentityRequest {
            session: self.session.clone(),
            identity: identity.to_owned(),
            epoch,
            state: state.into(),
            ..ReportIdentityRequest::default()
        };
        let request = by(&self.token, request);
        self.client.report_identity(request).await.unwrap();
    }
}
