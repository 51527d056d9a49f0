//! Somebody whom webhooks are posted to: an HTTP server on loopback that keeps what comes and
//! answers as the test says.

use std::collections::{BTreeMap, VecDeque};
use std::net::SocketAddr;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use aws_lc_rs::hmac;
use axum::Router;
use axum::body::Bytes;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode, Uri};
use axum::response::{IntoResponse as _, Response};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde_json::{Value, json};
use tokio::net::TcpListener;
use tokio::sync::Notify;

/// How long a post may take to come.
const PATIENCE: Duration = Duration::from_secs(30);

/// Takes what is posted. Its server ends with the test's runtime.
pub(crate) struct Receiver {
    address: SocketAddr,
    inside: Arc<Inside>,
}

/// Something that was posted.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Post {
    /// The URL's path, with its query.
    pub(crate) path: String,
    /// The headers; names in lower case.
    pub(crate) headers: BTreeMap<String, String>,
    /// The body; null when it is no JSON.
    pub(crate) body: Value,
    /// The body to the byte, as it was signed.
    bytes: Bytes,
}

struct Inside {
    kept: Mutex<Kept>,
    news: Notify,
}

struct Kept {
    posts: Vec<Post>,
    /// What the next ones are answered with, one after the other.
    next: VecDeque<(u16, Value)>,
    /// What all others are answered with.
    always: (u16, Value),
}

// === impl Receiver ===

impl Receiver {
    /// Listens on a free port and answers 200 to everything.
    pub(crate) async fn start() -> Self {
        let kept = Kept {
            posts: Vec::new(),
            next: VecDeque::new(),
            always: (200, Value::Null),
        };
        let inside = Arc::new(Inside {
            kept: Mutex::new(kept),
            news: Notify::new(),
        });
        let routes = Router::new().fallback(take).with_state(Arc::clone(&inside));
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        tokio::spawn(async { axum::serve(listener, routes).await });
        Self { address, inside }
    }

    /// The URL of a path, such as `/hook`.
    pub(crate) fn url(&self, path: &str) -> String {
        format!("http://{}{path}", self.address)
    }

    /// Answers everything with this status and body from now on. A string is sent as text, null
    /// as nothing, all else as JSON.
    pub(crate) fn answers(&self, status: u16, body: Value) {
        self.inside.kept.lock().unwrap().always = (status, body);
    }

    /// Answers one post so, behind those of which that was said before.
    pub(crate) fn answers_next(&self, status: u16, body: Value) {
        let mut kept = self.inside.kept.lock().unwrap();
        kept.next.push_back((status, body));
    }

    /// What was posted so far, in the order in which it came.
    pub(crate) fn posts(&self) -> Vec<Post> {
        self.inside.kept.lock().unwrap().posts.clone()
    }

    /// Waits for a fact about what was posted. Driven time does not pass meanwhile: where it has
    /// to, the house waits, and looks at [`Receiver::posts`].
    pub(crate) async fn until(&self, what: &str, fact: impl Fn(&[Post]) -> bool) {
        let so = async {
            loop {
                // Before the look: a post between look and wait wakes too.
                let news = self.inside.news.notified();
                if fact(&self.posts()) {
                    return;
                }
                news.await;
            }
        };
        if tokio::time::timeout(PATIENCE, so).await.is_err() {
            panic!("still not so: {what}\n{:#?}", self.posts());
        }
    }

    /// All that was posted is signed with this secret.
    pub(crate) fn check_signatures(&self, secret: &str) {
        for post in self.posts() {
            assert!(post.is_signed_with(secret), "not signed: {post:#?}");
        }
    }
}

async fn take(
    State(inside): State<Arc<Inside>>,
    uri: Uri,
    headers: HeaderMap,
    bytes: Bytes,
) -> Response {
    let headers = headers.iter().map(|(name, value)| {
        let value = String::from_utf8_lossy(value.as_bytes()).into_owned();
        (name.as_str().to_owned(), value)
    });
    let post = Post {
        path: uri.to_string(),
        headers: headers.collect(),
        body: serde_json::from_slice(&bytes).unwrap_or_default(),
        bytes,
    };
    let (status, body) = {
        let mut kept = inside.kept.lock().unwrap();
        kept.posts.push(post);
        let next = kept.next.pop_front();
        next.unwrap_or_else(|| kept.always.clone())
    };
    inside.news.notify_waiters();
    let status = StatusCode::from_u16(status).unwrap();
    match body {
        Value::Null => status.into_response(),
        Value::String(text) => (status, text).into_response(),
        body => (status, axum::Json(body)).into_response(),
    }
}

// === impl Post ===

impl Post {
    /// Whether one of its signatures is made with this secret, as Standard Webhooks has it.
    pub(crate) fn is_signed_with(&self, secret: &str) -> bool {
        let secret = secret.strip_prefix("whsec_").unwrap();
        let secret = STANDARD.decode(secret).unwrap();
        let key = hmac::Key::new(hmac::HMAC_SHA256, &secret);
        let header = |name: &str| self.headers.get(name).map_or("", String::as_str);
        let (id, timestamp) = (header("webhook-id"), header("webhook-timestamp"));
        let signed = [format!("{id}.{timestamp}.").as_bytes(), &self.bytes].concat();
        let mut signatures = header("webhook-signature").split(' ');
        signatures.any(|signature| {
            let signature = signature.strip_prefix("v1,").unwrap_or_default();
            let signature = STANDARD.decode(signature).unwrap_or_default();
            hmac::verify(&key, &signed, &signature).is_ok()
        })
    }
}

#[tokio::test]
async fn a_receiver_keeps_what_comes_and_answers_as_it_is_told() {
    let receiver = Receiver::start().await;
    // The example of the scheme's own libraries.
    let secret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
    let http = reqwest::Client::new();
    let post = async |signature: &str| {
        let post = http
            .post(receiver.url("/hook?key=1"))
            .header("webhook-id", "msg_p5jXN8AQM9LWM0D4loKWxJek")
            .header("webhook-timestamp", "1614265330")
            .header("webhook-signature", signature)
            .body(r#"{"test": 2432232314}"#);
        let answer = post.send().await.unwrap();
        (answer.status().as_u16(), answer.text().await.unwrap())
    };
    let signature = "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=";
    receiver.answers(410, json!("gone"));
    receiver.answers_next(200, json!({"text": "hi"}));
    let first = async {
        let answer = post(&format!("v1,AAAA {signature}")).await;
        assert_eq!(answer, (200, r#"{"text":"hi"}"#.to_owned()));
    };
    let is_there = receiver.until("a post is there", |posts| posts.len() == 1);
    tokio::join!(is_there, first);
    let got = receiver.posts().remove(0);
    assert_eq!(got.path, "/hook?key=1");
    assert_eq!(got.headers["webhook-timestamp"], "1614265330");
    assert_eq!(got.body, json!({"test": 2_432_232_314_u32}));
    receiver.check_signatures(secret);
    assert!(!got.is_signed_with("whsec_AAAA"));
    assert_eq!(post("v1,AAAA").await, (410, "gone".to_owned()));
    assert!(!receiver.posts()[1].is_signed_with(secret));
}
