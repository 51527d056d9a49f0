use std::future::pending;
use std::sync::{Arc, Mutex};

use axum::Router;
use axum::http::StatusCode;
use axum::routing::post;
use tokio::net::TcpListener;
use tokio_util::task::TaskTracker;

use super::*;

const BODY: &str = r#"{"type":"dialog_created"}"#;

/// A receiver on loopback, and what was posted to it.
struct Server {
    address: SocketAddr,
    got: Arc<Mutex<Vec<(HeaderMap, String)>>>,
}

impl Server {
    async fn start() -> Self {
        let got = Arc::new(Mutex::new(Vec::new()));
        let kept = Arc::clone(&got);
        let json = "application/json; charset=utf-8";
        let take = async move |headers: HeaderMap, body: String| {
            kept.lock().unwrap().push((headers, body));
            ([(CONTENT_TYPE, json)], r#"{"text":"hi"}"#)
        };
        let busy = |wait: &'static str| {
            post(async move || (StatusCode::TOO_MANY_REQUESTS, [(RETRY_AFTER, wait)]))
        };
        let broken = async || {
            let chunks: [Result<_, std::io::Error>; 2] =
                [Ok("a half"), Err(std::io::Error::other("broke"))];
            axum::body::Body::from_stream(futures::stream::iter(chunks))
        };
        let stuck = async || {
            let first = futures::stream::iter([Ok::<_, std::io::Error>("a half")]);
            let rest = futures::stream::pending();
            axum::body::Body::from_stream(futures::StreamExt::chain(first, rest))
        };
        let routes = Router::new()
            .route("/take", post(take))
            .route("/none", post(async || StatusCode::NO_CONTENT))
            .route("/text", post(async || vec![b'a', 0xff]))
            .route("/large", post(async || "é".repeat(MOST_ANSWERED)))
            .route(
                "/moved",
                post(async || (StatusCode::FOUND, [("location", "/take")])),
            )
            .route("/gone", post(async || StatusCode::GONE))
            .route("/error", post(async || StatusCode::BAD_GATEWAY))
            .route("/busy", busy("7"))
            .route("/hang", post(async || pending::<()>().await))
            .route("/stuck", post(stuck))
            .route("/broken", post(broken));
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        TaskTracker::new().spawn(async { axum::serve(listener, routes).await });
        Self { address, got }
    }

    /// What comes of a post to this path, where loopback is allowed.
    async fn post(&self, path: &str) -> Answer {
        post_to(&format!("http://{}{path}", self.address)).await
    }
}

fn allowing(networks: &str) -> Client {
    Client::new(Reach::read(networks).unwrap()).unwrap()
}

async fn post_with(client: &Client, url: &str) -> Answer {
    let signed = Signed {
        id: "msg_1".to_owned(),
        timestamp: 784_111_777,
        signature: "v1,a v1,b".to_owned(),
    };
    client.post(url, &signed, Bytes::from(BODY)).await
}

async fn post_to(url: &str) -> Answer {
    post_with(&allowing("127.0.0.0/8, ::1"), url).await
}

fn reason(answer: Answer) -> Reason {
    match answer {
        Answer::Unreachable { reason } => reason,
        other => panic!("an answer came: {other:?}"),
    }
}

#[tokio::test]
async fn what_is_taken_comes_with_its_answer() {
    let server = Server::start().await;
    let answer = server.post("/take?token=x").await;
    let body = r#"{"text":"hi"}"#.to_owned();
    let is_json = true;
    assert_eq!(answer, Answer::Taken { body, is_json });
    let got = server.got.lock().unwrap();
    let (headers, body) = &got[0];
    let agent = format!("Backline/{}", env!("CARGO_PKG_VERSION"));
    for (name, value) in [
        ("content-type", "application/json"),
        ("user-agent", &agent),
        ("webhook-id", "msg_1"),
        ("webhook-timestamp", "784111777"),
        ("webhook-signature", "v1,a v1,b"),
    ] {
        assert_eq!(headers[name], value, "{name}");
    }
    assert_eq!((body.as_str(), got.len()), (BODY, 1));
}

#[tokio::test]
async fn answers_are_read_up_to_a_bound() {
    let server = Server::start().await;
    let taken = |body: String| Answer::Taken {
        body,
        is_json: false,
    };
    assert_eq!(server.post("/none").await, taken(String::new()));
    assert_eq!(server.post("/text").await, taken("a\u{fffd}".to_owned()));
    let half = "é".repeat(MOST_ANSWERED / 2);
    assert_eq!(server.post("/large").await, taken(half));
}

#[tokio::test]
async fn other_answers_are_told_apart() {
    let server = Server::start().await;
    let refused = |status| Answer::Refused {
        status,
        retry_after: None,
    };
    let moved = server.post("/moved").await;
    assert_eq!(moved, refused(302));
    assert!(server.got.lock().unwrap().is_empty(), "not followed");
    let told = moved.trouble().unwrap();
    assert!(
        told.contains("302") && told.contains("not followed"),
        "{told}"
    );
    assert_eq!(server.post("/gone").await, Answer::Gone);
    assert_eq!(server.post("/error").await, refused(502));
    let busy = server.post("/busy").await;
    let retry_after = Some(Duration::from_secs(7));
    assert_eq!(
        busy,
        Answer::Refused {
            status: 429,
            retry_after
        }
    );
}

#[test]
fn waits_are_read_and_bounded() {
    let wait = |asked: &str| {
        let headers = HeaderMap::from_iter([(RETRY_AFTER, asked.parse().unwrap())]);
        retry_after(&headers, 784_111_777).map(|wait| wait.as_secs())
    };
    for (asked, expected) in [
        ("0", Some(0)),
        ("120", Some(120)),
        ("3601", Some(3600)),
        ("99999999999999999999999", Some(3600)),
        ("Sun, 06 Nov 1994 08:50:37 GMT", Some(60)),
        ("Sun, 06 Nov 1994 08:48:37 GMT", Some(0)),
        ("Fri, 31 Dec 9999 23:59:59 GMT", Some(3600)),
        ("-1", None),
        ("1.5", None),
        ("soon", None),
        ("", None),
    ] {
        assert_eq!(wait(asked), expected, "{asked}");
    }
}

/// The path and the query may be secrets: they are in no words.
#[tokio::test]
async fn what_is_not_public_is_not_posted_to_unless_it_is_allowed() {
    let server = Server::start().await;
    let port = server.address.port();
    let client = Client::new(Reach::default()).unwrap();
    for (host, named) in [
        ("127.0.0.1", "127.0.0.1"),
        ("127.0.0.1.", "127.0.0.1"),
        ("2130706433", "127.0.0.1"),
        ("0x7f.1", "127.0.0.1"),
        ("0177.0.0.1", "127.0.0.1"),
        ("0", "0.0.0.0"),
        ("１２７.0.0.1", "127.0.0.1"),
        ("[::1]", "[::1]"),
        ("[::ffff:127.0.0.1]", "[::ffff:7f00:1]"),
        ("localhost", "localhost"),
        ("LOCALHOST", "localhost"),
        ("10.0.0.1", "10.0.0.1"),
        ("169.254.169.254", "169.254.169.254"),
    ] {
        let answer = post_with(&client, &format!("http://{host}:{port}/hidden?key=hidden")).await;
        let told = answer.trouble().unwrap();
        let named = named.to_owned();
        assert_eq!(reason(answer), Reason::NotAllowed { host: named }, "{host}");
        assert!(told.contains("webhooks.allowed_networks"), "{told}");
        assert!(!told.contains("hidden"), "{told}");
    }
    assert!(server.got.lock().unwrap().is_empty());
    for host in ["127.0.0.1", "2130706433", "localhost"] {
        let answer = post_to(&format!("http://{host}:{port}/take")).await;
        assert!(matches!(answer, Answer::Taken { .. }), "{host}: {answer:?}");
    }
    let elsewhere = allowing("10.0.0.0/8, ::1");
    let answer = post_with(&elsewhere, &format!("http://127.0.0.1:{port}/take")).await;
    assert!(matches!(reason(answer), Reason::NotAllowed { .. }));
}

#[tokio::test]
async fn why_no_answer_came_is_said_without_the_url() {
    let server = Server::start().await;
    let free = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let nobody = free.local_addr().unwrap();
    drop(free);
    // Longer than a part of a name may be: nobody is asked for it.
    let nowhere = "x".repeat(64);
    let mut told = Vec::new();
    for url in [
        "hidden".to_owned(),
        "ftp://127.0.0.1/hidden".to_owned(),
        format!("http://{nowhere}/hidden"),
        format!("http://{nobody}/hidden?key=hidden"),
        format!("https://{}/hidden?key=hidden", server.address),
        format!("http://{}/broken?key=hidden", server.address),
    ] {
        told.push(post_to(&url).await.trouble().unwrap());
    }
    let told = told.join("\n").replace(&nowhere, "NAME");
    insta::assert_snapshot!(told);
}

#[tokio::test]
async fn who_takes_too_long_is_not_waited_for() {
    let server = Server::start().await;
    let reach = Reach::read("127.0.0.1").unwrap();
    let within = Duration::from_millis(50);
    let times = Times {
        whole: within,
        ..TIMES
    };
    let client = Client::with_times(reach, times).unwrap();
    for path in ["/hang", "/stuck"] {
        let url = format!("http://{}{path}?key=hidden", server.address);
        let answer = post_with(&client, &url).await;
        let told = answer.trouble().unwrap();
        assert_eq!(told, "127.0.0.1 took longer than 50ms to answer");
        assert!(matches!(reason(answer), Reason::TimedOut { .. }));
    }
}
