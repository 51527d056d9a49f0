//! Sees how a call ended: the code of a unary call comes with the trailers,
//! behind the answer.

use std::pin::Pin;
use std::task::{Context, Poll};
use std::time::Duration;

use bytes::Bytes;
use http::{HeaderMap, Response};
use http_body::{Frame, SizeHint};
use tonic::body::Body;
use tonic::{Code, Status};

use super::code_name;
use crate::clock::SharedClock;
use crate::telemetry::Metrics;

/// What is recorded once, at the call's end.
pub(super) struct Record {
    clock: SharedClock,
    metrics: Metrics,
    method: &'static str,
    started: Duration,
}

/// A body that records the call's end: with its trailers, or as CANCELLED when
/// the caller went away before them.
pub(super) struct Observed {
    body: Body,
    record: Option<Record>,
}

// === impl Record ===

impl Record {
    pub(super) const fn new(
        clock: SharedClock,
        metrics: Metrics,
        method: &'static str,
        started: Duration,
    ) -> Self {
        Self {
            clock,
            metrics,
            method,
            started,
        }
    }

    fn end(self, code: Code) {
        let took = self.clock.monotonic().saturating_sub(self.started);
        self.metrics.rpc(self.method, code_name(code), took);
        let took_ms = took.as_millis();
        tracing::debug!(
            method = self.method,
            code = code_name(code),
            took_ms,
            "a call ended"
        );
    }
}

// === impl Observed ===

impl Observed {
    /// Watches an answer. A stream is recorded when it opens: how long it then
    /// lives says nothing.
    pub(super) fn watch(
        response: Response<Body>,
        record: Record,
        is_stream: bool,
    ) -> Response<Body> {
        if let Some(code) = code_of(response.headers()) {
            record.end(code);
            return response;
        }
        if is_stream {
            record.end(Code::Ok);
            return response;
        }
        response.map(|body| {
            Body::new(Self {
                body,
                record: Some(record),
            })
        })
    }
}

impl http_body::Body for Observed {
    type Data = Bytes;
    type Error = Status;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, Status>>> {
        let polled = Pin::new(&mut self.body).poll_frame(context);
        if let Poll::Ready(Some(Ok(frame))) = &polled
            && let Some(trailers) = frame.trailers_ref()
            && let Some(record) = self.record.take()
        {
            record.end(code_of(trailers).unwrap_or(Code::Unknown));
        }
        polled
    }

    fn is_end_stream(&self) -> bool {
        self.body.is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        self.body.size_hint()
    }
}

impl Drop for Observed {
    fn drop(&mut self) {
        if let Some(record) = self.record.take() {
            record.end(Code::Cancelled);
        }
    }
}

fn code_of(headers: &HeaderMap) -> Option<Code> {
    Status::from_header_map(headers).map(|status| status.code())
}
