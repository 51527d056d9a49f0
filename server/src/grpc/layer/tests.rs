use std::future::pending;
use std::sync::Arc;

use async_trait::async_trait;
use backline_domain::access::Scope;
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

const CHECK: &str = "/grpc.health.v1.Health/Check";
const WATCH: &str = "/grpc.health.v1.Health/Watch";
const LIST: &str = "/backline.admin.v1.TokenService/ListTokens";
const ATTACH: &str = "/backline.gateway.v1.GatewayService/Attach";
const START: &str = "/backline.gateway.v1.GatewayService/StartCommand";

fn asked(path: &'static str) -> Request<Body> {
    let mut request = Request::new(Body::empty());
    *request.uri_mut() = http::Uri::from_static(path);
    request
}

/// A call with a token of this scope.
fn asked_with(edge: &Edge, path: &'static str, scope: Scope) -> Request<Body> {
    let token = edge.tokens.lend("for a test", &[scope]).unwrap();
    let bearer = [b"Bearer ", token.expose()].concat();
    let mut request = asked(path);
    let value = http::HeaderValue::from_bytes(&bearer).unwrap();
    request.headers_mut().insert("authorization", value);
    request
}

/// Never answers.
async fn hangs(_: Request<Body>) -> Result<Response<Body>, Infallible> {
    pending().await
}

fn code_of(response: &Response<Body>) -> Code {
    Status::from_header_map(response.headers()).unwrap().code()
}

#[tokio::test]
async fn a_call_ends_at_its_deadline_and_no_later_than_the_server_allows() {
    for (path, scope, timeout, ends) in [
        (LIST, Some(Scope::Admin), None, 30),
        (LIST, Some(Scope::Admin), Some("5S"), 5),
        (LIST, Some(Scope::Admin), Some("99H"), 30),
        // A stream has to be opened in that time.
        (ATTACH, Some(Scope::Gateway), None, 30),
        (ATTACH, Some(Scope::Gateway), Some("3S"), 3),
        // Whoever has no token gets less.
        (CHECK, None, None, 5),
        (WATCH, None, None, 5),
        (WATCH, None, Some("99H"), 5),
    ] {
        let clock = driven();
        let metrics = Metrics::new().unwrap();
        let edge = edge(clock.clone(), &metrics).await;
        let mut request = match scope {
            Some(scope) => asked_with(&edge, path, scope),
            None => asked(path),
        };
        if let Some(timeout) = timeout {
            let value = timeout.parse().unwrap();
            request.headers_mut().insert("grpc-timeout", value);
        }
        let mut call = Box::pin(edge.layer(service_fn(hangs)).oneshot(request));
        assert!(
            futures::poll!(&mut call).is_pending(),
            "{path} {timeout:?}: it begins"
        );
        clock
            .0
            .send_replace(Duration::from_secs(ends) - Duration::from_millis(1));
        assert!(
            futures::poll!(&mut call).is_pending(),
            "{path} {timeout:?}: not a moment early"
        );
        clock.0.send_replace(Duration::from_secs(ends));
        let answer = futures::poll!(&mut call);
        let std::task::Poll::Ready(Ok(answer)) = answer else {
            panic!("{path} {timeout:?}: it goes on after its deadline")
        };
        assert_eq!(code_of(&answer), Code::DeadlineExceeded, "{path}");
    }
}

#[tokio::test]
async fn a_crowd_shuts_out_nobody_but_itself() {
    let metrics = Metrics::new().unwrap();
    let edge = edge(driven(), &metrics).await;
    let mut inside = Vec::new();
    let mut enter = |request| {
        let mut call = Box::pin(edge.layer(service_fn(hangs)).oneshot(request));
        let answer = call.as_mut().now_or_never();
        inside.push(call);
        answer.map(|answer| code_of(&answer.unwrap()))
    };
    let refused = Some(Code::ResourceExhausted);
    for _ in 0..room::HEALTH {
        assert_eq!(enter(asked(WATCH)), None, "it is in");
    }
    assert_eq!(enter(asked(CHECK)), refused, "health is full");
    let administrator = || asked_with(&edge, LIST, Scope::Admin);
    assert_eq!(enter(administrator()), None, "health is no others' matter");
    assert_eq!(enter(administrator()), refused, "others are full");
    let gateway = |path| asked_with(&edge, path, Scope::Gateway);
    assert_eq!(enter(gateway(START)), None, "gateways have their own room");
    assert_eq!(enter(gateway(ATTACH)), refused, "gateways are full");
    let stranger = asked_with(&edge, START, Scope::Read);
    assert_eq!(
        enter(stranger),
        Some(Code::PermissionDenied),
        "who may not is told so, in a full room too"
    );
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
        let answer = edge.layer(panicking).oneshot(asked(CHECK)).await.unwrap();
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
