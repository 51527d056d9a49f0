//! The metrics page: `/metrics` for Prometheus, `/healthz` for whoever watches
//! the process. Plain HTTP without a token: it listens on loopback unless told
//! otherwise, and shows numbers only.

use std::sync::Arc;

use axum::Router;
use axum::extract::State;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use backline_store::Store;
use tokio::net::TcpListener;
use tokio_util::sync::CancellationToken;

use super::Metrics;

#[derive(Clone)]
struct Shown {
    metrics: Metrics,
    store: Arc<dyn Store>,
    draining: CancellationToken,
}

/// Serves the page until shutdown. From `draining` on it says that the server
/// is stopping. Open requests are not waited for.
///
/// # Errors
/// When the listener fails for good.
pub async fn serve(
    listener: TcpListener,
    metrics: Metrics,
    store: Arc<dyn Store>,
    draining: CancellationToken,
    shutdown: CancellationToken,
) -> std::io::Result<()> {
    let shown = Shown {
        metrics,
        store,
        draining,
    };
    let routes = Router::new()
        .route("/metrics", get(numbers))
        .route("/healthz", get(health))
        .with_state(shown);
    tokio::select! {
        () = shutdown.cancelled() => Ok(()),
        served = axum::serve(listener, routes).into_future() => served,
    }
}

async fn numbers(State(shown): State<Shown>) -> Response {
    match shown.metrics.text() {
        Ok(text) => ([(header::CONTENT_TYPE, "text/plain; version=0.0.4")], text).into_response(),
        Err(error) => (StatusCode::INTERNAL_SERVER_ERROR, error.to_string()).into_response(),
    }
}

/// Whether this server can work: 200 with `ok`, or 503 with what is wrong.
async fn health(State(shown): State<Shown>) -> Response {
    if shown.draining.is_cancelled() {
        return (StatusCode::SERVICE_UNAVAILABLE, "stopping\n").into_response();
    }
    match shown.store.check().await {
        Ok(()) => "ok\n".into_response(),
        Err(error) => (StatusCode::SERVICE_UNAVAILABLE, format!("{error}\n")).into_response(),
    }
}
