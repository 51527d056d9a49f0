//! `TokenService`. A token with a limited reach manages only tokens within it.

use backline_proto::admin::v1::token_service_server::TokenService;
use backline_proto::admin::v1::{
    CreateTokenRequest, CreateTokenResponse, ListTokensRequest, ListTokensResponse,
    RevokeTokenRequest, RevokeTokenResponse,
};
use tonic::{Request, Response, Status};

use super::admin::{Admin, Page};
use super::token::{create, revoke, show};
use super::{Caller, status};

/// Tokens.
#[derive(Clone)]
pub struct TokenRows {
    admin: Admin,
}

// === impl TokenRows ===

impl TokenRows {
    /// The service.
    #[must_use]
    pub const fn new(admin: Admin) -> Self {
        Self { admin }
    }
}

#[tonic::async_trait]
impl TokenService for TokenRows {
    async fn create_token(
        &self,
        request: Request<CreateTokenRequest>,
    ) -> Result<Response<CreateTokenResponse>, Status> {
        let caller = Caller::of(&request)?;
        let work = create(self.admin.clone(), caller, request.into_inner());
        self.admin.finish(work).await.map(Response::new)
    }

    async fn list_tokens(
        &self,
        request: Request<ListTokensRequest>,
    ) -> Result<Response<ListTokensResponse>, Status> {
        let caller = Caller::of(&request)?;
        let request = request.into_inner();
        let page = Page::new("ListTokens", request.page_size, &request.page_token)?;
        let all = self.admin.desks.store.tokens().await;
        let mut tokens = all.map_err(|error| status::from_store(&error))?;
        tokens.retain(|token| super::token::is_within(token, &caller));
        tokens.sort_by(|a, b| a.id.cmp(&b.id));
        if let Some(after) = &page.after {
            tokens.retain(|token| token.id > *after);
        }
        tokens.truncate(page.size + 1);
        let (tokens, next) = page.cut(tokens, |token| token.id.clone());
        let tokens = tokens.iter().map(show).collect();
        Ok(Response::new(ListTokensResponse {
            tokens,
            next_page_token: next,
        }))
    }

    async fn revoke_token(
        &self,
        request: Request<RevokeTokenRequest>,
    ) -> Result<Response<RevokeTokenResponse>, Status> {
        let caller = Caller::of(&request)?;
        let work = revoke(self.admin.clone(), caller, request.into_inner());
        self.admin.finish(work).await.map(Response::new)
    }
}
