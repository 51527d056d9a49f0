//! What every call passes through, outermost first: request id and span,
//! metrics, panics, how many at once, deadline, token and scope.

mod authenticate;
mod code;
mod cut;
mod foreign;
mod observed;
mod request_id;
mod room;

pub use code::code_name;

use std::convert::Infallible;
use std::panic::AssertUnwindSafe;
use std::pin::Pin;
use std::task::{Context, Poll};
use std::time::Duration;

use backline_proto::reason::Reason;
use futures::FutureExt as _;
use http::{HeaderMap, Request, Response};
use tokio_util::sync::CancellationToken;
use tonic::Status;
use tonic::body::Body;
use tower::{Layer, Service};
use tracing::Instrument as _;

use super::access::{self, Call, Need, Tokens};
use super::status;
use crate::clock::SharedClock;
use crate::telemetry::Metrics;
use cut::Cut;
use observed::Observed;
use room::Rooms;

/// How much one server takes on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// Calls in hand at once, of gateways and of others each; more are refused
    /// with OVERLOADED.
    pub concurrent_calls: usize,
    /// The longest deadline of a unary call, and of opening a stream; a caller's
    /// own may be shorter.
    pub longest_deadline: Duration,
}

/// The longest that bringing a file may take; one that stands still is given up long before.
const UPLOAD_DEADLINE: Duration = Duration::from_secs(600);

/// The layer. Cheap to clone; clones share the limits.
#[derive(Clone)]
pub struct Edge {
    tokens: Tokens,
    metrics: Metrics,
    clock: SharedClock,
    limits: Limits,
    rooms: Rooms,
    stopping: CancellationToken,
}

/// A service behind the layer.
#[derive(Clone)]
pub struct Guarded<S> {
    inner: S,
    edge: Edge,
}

// === impl Edge ===

impl Edge {
    /// A layer. Streams end when `stopping` is cancelled.
    #[must_use]
    pub fn new(
        tokens: Tokens,
        metrics: Metrics,
        clock: SharedClock,
        limits: Limits,
        stopping: CancellationToken,
    ) -> Self {
        Self {
            tokens,
            metrics,
            clock,
            limits,
            rooms: Rooms::new(limits.concurrent_calls),
            stopping,
        }
    }

    /// The deadline of a call: the caller's, at most the server's. A stream's is
    /// for opening it: whoever opens one and never asks would be in hand for ever.
    fn deadline(&self, call: Option<&Call>, headers: &HeaderMap) -> Duration {
        let asked = headers
            .get("grpc-timeout")
            .and_then(|value| timeout(value.to_str().ok()?));
        let longest = match call.map(|call| call.need) {
            _ if call.is_some_and(Call::is_upload) => UPLOAD_DEADLINE,
            Some(Need::Nothing) => self.limits.longest_deadline.min(room::HEALTH_DEADLINE),
            Some(Need::Token | Need::Scope(_)) | None => self.limits.longest_deadline,
        };
        asked.unwrap_or(Duration::MAX).min(longest)
    }

    /// The call itself: every refusal becomes an answer.
    async fn pass<S>(
        self,
        mut inner: S,
        call: Option<&'static Call>,
        mut request: Request<Body>,
    ) -> Result<Response<Body>, Status>
    where
        S: Service<Request<Body>, Response = Response<Body>, Error = Infallible>,
    {
        let caller = authenticate::caller(&self.tokens, call, request.headers())?;
        let Some(_room) = self.rooms.enter(call) else {
            return Err(status::status(
                Reason::Overloaded,
                "the server has as many calls in hand as it takes; wait a moment and try again",
            ));
        };
        // Gateways' streams see it themselves, and say why before they end.
        let says_goodbye = call.is_some_and(Call::is_gateways);
        let revoked = caller
            .as_ref()
            .filter(|_| !says_goodbye)
            .map(|caller| caller.ended.clone());
        if let Some(caller) = caller {
            tracing::Span::current().record("token", caller.token.id.as_str());
            request.extensions_mut().insert(caller);
        }
        let is_stream = call.is_some_and(|call| call.is_stream);
        let deadline = self.deadline(call, request.headers());
        let until = self.clock.monotonic() + deadline;
        let answered = AssertUnwindSafe(inner.call(request)).catch_unwind();
        let outcome = tokio::select! {
            biased;
            outcome = answered => outcome,
            () = self.clock.sleep_until(until) => {
                let what = if is_stream { "stream was not opened" } else { "call did not end" };
                return Err(status::with_metadata(
                    Reason::DeadlineExceeded,
                    format!("the {what} within {} ms", deadline.as_millis()),
                    [("deadline_ms", deadline.as_millis().to_string())],
                ));
            }
        };
        match outcome {
            Ok(Ok(response)) if is_stream => Ok(Cut::stream(response, self.stopping, revoked)),
            Ok(Ok(response)) => Ok(foreign::with_reason(response)),
            Ok(Err(never)) => match never {},
            Err(_panic) => {
                self.metrics.panicked();
                Err(status::internal(
                    "a call panicked; the line above this one says where",
                ))
            }
        }
    }
}

impl<S> Layer<S> for Edge {
    type Service = Guarded<S>;

    fn layer(&self, inner: S) -> Guarded<S> {
        Guarded {
            inner,
            edge: self.clone(),
        }
    }
}

// === impl Guarded ===

impl<S> Service<Request<Body>> for Guarded<S>
where
    S: Service<Request<Body>, Response = Response<Body>, Error = Infallible>
        + Clone
        + Send
        + 'static,
    S::Future: Send,
{
    type Response = Response<Body>;
    type Error = Infallible;
    type Future = Pin<Box<dyn Future<Output = Result<Response<Body>, Infallible>> + Send>>;

    fn poll_ready(&mut self, context: &mut Context<'_>) -> Poll<Result<(), Infallible>> {
        self.inner.poll_ready(context)
    }

    fn call(&mut self, request: Request<Body>) -> Self::Future {
        // The clone takes the place of the one that is ready.
        let ready = self.inner.clone();
        let inner = std::mem::replace(&mut self.inner, ready);
        let edge = self.edge.clone();
        let call = access::find(request.uri().path());
        let id = request_id::of(request.headers());
        let method = call.map_or("unknown", |call| call.method);
        let span =
            tracing::info_span!("call", method, request_id = %id, token = tracing::field::Empty);
        let work = async move {
            let started = edge.clock.monotonic();
            let (clock, metrics) = (edge.clock.clone(), edge.metrics.clone());
            let answer = edge.pass(inner, call, request).await;
            let mut response = answer.unwrap_or_else(|refusal| refusal.into_http());
            request_id::put(response.headers_mut(), &id);
            let is_stream = call.is_some_and(|call| call.is_stream);
            let record = observed::Record::new(clock, metrics, method, started);
            Ok(Observed::watch(response, record, is_stream))
        };
        Box::pin(work.instrument(span))
    }
}

/// A `grpc-timeout`: at most eight digits and a unit. `None` when it is not one.
fn timeout(text: &str) -> Option<Duration> {
    let (digits, unit) = text.split_at_checked(text.len().checked_sub(1)?)?;
    if digits.is_empty() || digits.len() > 8 {
        return None;
    }
    let amount: u64 = digits.parse().ok()?;
    Some(match unit {
        "H" => Duration::from_secs(amount * 3600),
        "M" => Duration::from_secs(amount * 60),
        "S" => Duration::from_secs(amount),
        "m" => Duration::from_millis(amount),
        "u" => Duration::from_micros(amount),
        "n" => Duration::from_nanos(amount),
        _ => return None,
    })
}

#[cfg(test)]
mod tests;
