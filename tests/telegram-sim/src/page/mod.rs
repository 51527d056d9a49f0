//! The page and its control API (placeholder for the first step).
use crate::shared::Shared;
use axum::Router;
use std::sync::Arc;
pub(crate) fn routes(_shared: Arc<Shared>) -> Router {
    Router::new()
}
