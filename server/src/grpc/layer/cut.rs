//! Ends streams that would not end by themselves: when the server stops, and
//! when the token that a stream was opened with is revoked or expires.

use std::pin::Pin;
use std::task::{Context, Poll};

use backline_proto::reason::Reason;
use bytes::Bytes;
use http::{HeaderMap, Response};
use http_body::Frame;
use tokio_util::sync::{CancellationToken, WaitForCancellationFutureOwned};
use tonic::Status;
use tonic::body::Body;

use crate::grpc::status;

/// A stream's body.
pub(super) struct Cut {
    body: Body,
    stopping: Pin<Box<WaitForCancellationFutureOwned>>,
    revoked: Option<Pin<Box<WaitForCancellationFutureOwned>>>,
    is_over: bool,
}

// === impl Cut ===

impl Cut {
    /// Ends this stream when either is cancelled.
    pub(super) fn stream(
        response: Response<Body>,
        stopping: CancellationToken,
        revoked: Option<CancellationToken>,
    ) -> Response<Body> {
        response.map(|body| {
            let wait = |token: CancellationToken| Box::pin(token.cancelled_owned());
            let (stopping, revoked) = (wait(stopping), revoked.map(wait));
            Body::new(Self {
                body,
                stopping,
                revoked,
                is_over: false,
            })
        })
    }

    fn reason(&mut self, context: &mut Context<'_>) -> Option<Status> {
        if self.stopping.as_mut().poll(context).is_ready() {
            return Some(status::status(
                Reason::Unavailable,
                "the server is stopping; try again in a moment",
            ));
        }
        let revoked = self.revoked.as_mut()?;
        revoked.as_mut().poll(context).is_ready().then(|| {
            status::status(
                Reason::Unauthenticated,
                "the token of this stream was revoked or has expired",
            )
        })
    }
}

impl http_body::Body for Cut {
    type Data = Bytes;
    type Error = Status;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, Status>>> {
        if self.is_over {
            return Poll::Ready(None);
        }
        // What was sent before goes out first: a closing message among it.
        match Pin::new(&mut self.body).poll_frame(context) {
            Poll::Pending => {}
            ready => return ready,
        }
        match self.reason(context) {
            None => Poll::Pending,
            Some(reason) => {
                self.is_over = true;
                Poll::Ready(Some(Ok(Frame::trailers(trailers(reason)))))
            }
        }
    }

    fn is_end_stream(&self) -> bool {
        self.is_over || self.body.is_end_stream()
    }
}

/// A status as a stream's end carries it.
fn trailers(status: Status) -> HeaderMap {
    let (mut parts, ()) = status.into_http::<()>().into_parts();
    parts.headers.remove(http::header::CONTENT_TYPE);
    parts.headers
}
