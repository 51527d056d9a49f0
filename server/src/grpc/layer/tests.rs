use std::future::pending;

use async_trait::async_trait;
use backline_domain::time::Timestamp;
use backline_store::Model;
use tokio::sync::watch;
use tonic::Code;
use tower::{ServiceExt as _, service_fn};

use super::*;
use crate::clock::Clock;

/// A clock that stands until it is moved.
struct Driven(watch::Sender<Duration>);

#[async_trait]
impl Clock for Driven {
    fn now(&self) -> Timestamp {
        Timestamp::default()
    }

    fn monotonic(&self) -> Duration {
        *self.0.borrow()
    }

    async fn sleep_until(&self, until: Duration) {
        let _ = self.0.subscribe().wait_for(|now| *now >= until).await;
    }
}

async fn edge(clock: Arc<Driven>, metrics: &Metrics) -> Edge {
    let tokens = Tokens::load(Arc::new(Model::new()), clock.clone())
        .await
        .unwrap();
    let limits = Limits {
        concurrent_calls: 1,
        longest_deadline: Duration::from_secs(30),
    };
    Edge::new(
        tokens,
        metrics.clone(),
        clock,
        limits,
        CancellationToken::new(),
    )
}

fn driven() -> Arc<Driven> {
    Arc::new(Driven(watch::Sender::new(Duration::ZERO)))
}

/// A call that needs no token.
fn asked(timeout: Option<&str>) -> Request<Body> {
    let mut request = Request::new(Body::empty());
    *request.uri_mut() = http::Uri::from_static("http://x/grpc.health.v1.Health/Check");
    if let Some(timeout) = timeout {
        request
            .headers_mut()
            .insert("grpc-timeout", timeout.parse().unwrap());
    }
    request
}

fn code_of(response: &Response<Body>) -> Code {
    Status::from_header_map(response.headers()).unwrap().code()
}

#[tokio::test]
async fn a_call_ends_at_its_deadline_and_no_later_than_the_server_allows() {
    for (timeout, ends) in [(None, 30), (Some("5S"), 5), (Some("99H"), 30)] {
        let clock = driven();
        let metrics = Metrics::new().unwrap();
        let edge = edge(clock.clone(), &metrics).await;
        let hanging = service_fn(|_| pending::<Result<Response<Body>, Infallible>>());
        let mut call = Box::pin(edge.layer(hanging).oneshot(asked(timeout)));
        assert!(
            futures::poll!(&mut call).is_pending(),
            "{timeout:?}: it begins"
        );
        clock
            .0
            .send_replace(Duration::from_secs(ends) - Duration::from_millis(1));
        assert!(
            futures::poll!(&mut call).is_pending(),
            "{timeout:?}: not a moment early"
        );
        clock.0.send_replace(Duration::from_secs(ends));
        assert_eq!(code_of(&call.await.unwrap()), Code::DeadlineExceeded);
    }
}

#[tokio::test]
async fn a_panic_costs_its_own_call_only() {
    let metrics = Metrics::new().unwrap();
    let edge = edge(driven(), &metrics).await;
    let panicking = service_fn(|request: Request<Body>| async move {
        assert!(request.uri().path().is_empty(), "a fault");
        Ok::<_, Infallible>(Response::new(Body::empty()))
    });
    for _ in 0..2 {
        let answer = edge.layer(panicking).oneshot(asked(None)).await.unwrap();
        assert_eq!(code_of(&answer), Code::Internal);
    }
    assert!(metrics.text().unwrap().contains("backline_panics_total 2"));
}

#[test]
fn timeouts_are_read_as_grpc_writes_them() {
    assert_eq!(timeout("10000000u"), Some(Duration::from_secs(10)));
    assert_eq!(
        timeout("99999999H"),
        Some(Duration::from_secs(99_999_999 * 3600))
    );
    for text in ["", "u", "10", "123456789S", "-1S", "1x", "é"] {
        assert_eq!(timeout(text), None, "{text}");
    }
}
