//! `RelayBotService`.

use backline_proto::admin::v1::relay_bot_service_server::RelayBotService;
use backline_proto::admin::v1::{
    AddRelayBotRequest, AddRelayBotResponse, ListRelayBotsRequest, ListRelayBotsResponse,
    RemoveRelayBotRequest, RemoveRelayBotResponse,
};
use tonic::{Request, Response, Status};

use super::Caller;
use super::admin::Admin;
use super::relay_bot::{add, remove, show};
use crate::gateway::Sessions;

/// Relay bots.
#[derive(Clone)]
pub struct RelayBots {
    admin: Admin,
    sessions: Sessions,
}

// === impl RelayBots ===

impl RelayBots {
    /// The service.
    #[must_use]
    pub const fn new(admin: Admin, sessions: Sessions) -> Self {
        Self { admin, sessions }
    }
}

#[tonic::async_trait]
impl RelayBotService for RelayBots {
    async fn add_relay_bot(
        &self,
        request: Request<AddRelayBotRequest>,
    ) -> Result<Response<AddRelayBotResponse>, Status> {
        let caller = Caller::of(&request)?;
        let sessions = self.sessions.clone();
        let work = add(self.admin.clone(), sessions, caller, request.into_inner());
        self.admin.finish(work).await.map(Response::new)
    }

    async fn list_relay_bots(
        &self,
        request: Request<ListRelayBotsRequest>,
    ) -> Result<Response<ListRelayBotsResponse>, Status> {
        let caller = Caller::of(&request)?;
        let name = request.into_inner().connection;
        let connection = self.admin.connection(&caller, "connection", &name).await?;
        let relays = connection.relays.values();
        Ok(Response::new(ListRelayBotsResponse {
            relay_bots: relays.map(|relay| show(&connection, relay)).collect(),
        }))
    }

    async fn remove_relay_bot(
        &self,
        request: Request<RemoveRelayBotRequest>,
    ) -> Result<Response<RemoveRelayBotResponse>, Status> {
        let caller = Caller::of(&request)?;
        let sessions = self.sessions.clone();
        let work = remove(self.admin.clone(), sessions, caller, request.into_inner());
        self.admin.finish(work).await.map(Response::new)
    }
}
