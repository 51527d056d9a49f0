//! `ConnectionService`.

use backline_proto::admin::v1::connection_service_server::ConnectionService;
use backline_proto::admin::v1::{
    CreateConnectionRequest, CreateConnectionResponse, DeleteConnectionRequest,
    DeleteConnectionResponse, GetConnectionRequest, GetConnectionResponse, ListConnectionsRequest,
    ListConnectionsResponse, RenewClaimCodeRequest, RenewClaimCodeResponse,
    UpdateConnectionRequest, UpdateConnectionResponse,
};
use tonic::{Request, Response, Status};

use super::admin::{Admin, Page};
use super::connection::{create, delete, renew_claim, show, update};
use super::{Caller, status};
use crate::gateway::Sessions;

/// Connections.
#[derive(Clone)]
pub struct Connections {
    admin: Admin,
    sessions: Sessions,
}

// === impl Connections ===

impl Connections {
    /// The service.
    #[must_use]
    pub const fn new(admin: Admin, sessions: Sessions) -> Self {
        Self { admin, sessions }
    }
}

#[tonic::async_trait]
impl ConnectionService for Connections {
    async fn create_connection(
        &self,
        request: Request<CreateConnectionRequest>,
    ) -> Result<Response<CreateConnectionResponse>, Status> {
        let caller = Caller::of(&request)?;
        let work = create(
            self.admin.clone(),
            self.sessions.clone(),
            caller,
            request.into_inner(),
        );
        self.admin.finish(work).await.map(Response::new)
    }

    async fn get_connection(
        &self,
        request: Request<GetConnectionRequest>,
    ) -> Result<Response<GetConnectionResponse>, Status> {
        let caller = Caller::of(&request)?;
        let name = request.into_inner().name;
        let connection = self.admin.connection(&caller, "name", &name).await?;
        Ok(Response::new(GetConnectionResponse {
            connection: Some(show(&connection)),
        }))
    }

    async fn list_connections(
        &self,
        request: Request<ListConnectionsRequest>,
    ) -> Result<Response<ListConnectionsResponse>, Status> {
        let caller = Caller::of(&request)?;
        let request = request.into_inner();
        let page = Page::new("ListConnections", request.page_size, &request.page_token)?;
        let all = self.admin.desks.store.connections().await;
        let mut found = all.map_err(|error| status::from_store(&error))?;
        self.admin.admit(&caller)?;
        found.retain(|connection| self.admin.shows(&caller, &connection.id));
        // Names are unique without regard to case, so this order is total.
        found.sort_by_cached_key(|connection| connection.name.to_ascii_lowercase());
        if let Some(after) = &page.after {
            found.retain(|connection| connection.name.to_ascii_lowercase() > *after);
        }
        found.truncate(page.size + 1);
        let (found, next) = page.cut(found, |connection| connection.name.to_ascii_lowercase());
        Ok(Response::new(ListConnectionsResponse {
            connections: found.iter().map(show).collect(),
            next_page_token: next,
        }))
    }

    async fn update_connection(
        &self,
        request: Request<UpdateConnectionRequest>,
    ) -> Result<Response<UpdateConnectionResponse>, Status> {
        let caller = Caller::of(&request)?;
        let sessions = self.sessions.clone();
        let work = update(self.admin.clone(), sessions, caller, request.into_inner());
        self.admin.finish(work).await.map(Response::new)
    }

    async fn delete_connection(
        &self,
        request: Request<DeleteConnectionRequest>,
    ) -> Result<Response<DeleteConnectionResponse>, Status> {
        let caller = Caller::of(&request)?;
        let sessions = self.sessions.clone();
        let work = delete(self.admin.clone(), sessions, caller, request.into_inner());
        self.admin.finish(work).await.map(Response::new)
    }

    async fn renew_claim_code(
        &self,
        request: Request<RenewClaimCodeRequest>,
    ) -> Result<Response<RenewClaimCodeResponse>, Status> {
        let caller = Caller::of(&request)?;
        let work = renew_claim(self.admin.clone(), caller, request.into_inner());
        self.admin.finish(work).await.map(Response::new)
    }
}
