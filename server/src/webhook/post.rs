//! Posting one body to one URL.
//!
//! Where the connection goes is judged where it is made: names are looked up here, and only what
//! may be posted to is handed on. So a name that leads elsewhere a moment later leads nowhere. An
//! address in place of a name is never looked up and is judged before.

use std::net::{IpAddr, SocketAddr};
use std::sync::Arc;
use std::time::{Duration, SystemTime};

use bytes::Bytes;
use reqwest::dns::{Addrs, Name, Resolve, Resolving};
use reqwest::header::{CONTENT_TYPE, HeaderMap, RETRY_AFTER};
use reqwest::{Response, StatusCode, Url, redirect};

use super::answer::{NotAllowed, Times, Unresolved};
use super::{Answer, Reach, Reason, Signed};

/// How long things may take. By the machine's time, as everything at a socket.
const TIMES: Times = Times {
    connect: Duration::from_secs(5),
    whole: Duration::from_secs(15),
};

/// Most bytes of an answer that are read: more than a message has, however it is dressed up.
const MOST_ANSWERED: usize = 64 * 1024;

/// The longest wait that a receiver may ask for: who is away for longer is asked again.
const LONGEST_WAIT: u64 = 3600;

/// How long a connection without a post is kept.
const IDLE: Duration = Duration::from_secs(30);

/// Connections without a post that are kept to one host.
const MOST_IDLE: usize = 4;

/// Who is posting.
const USER_AGENT: &str = concat!("Backline/", env!("CARGO_PKG_VERSION"));

/// Posts webhooks. One for all: it keeps connections for a while. Cheap to clone.
#[derive(Debug, Clone)]
pub struct Client {
    http: reqwest::Client,
    reach: Reach,
    times: Times,
}

/// There is no HTTP client to be had: TLS cannot be used.
#[derive(Debug, thiserror::Error)]
#[error("webhooks cannot be posted: there is no HTTP client ({0})")]
pub struct Unbuilt(reqwest::Error);

/// Looks names up and hands on what may be posted to.
struct Resolver(Reach);

// === impl Client ===

impl Client {
    /// A client that posts to what is within reach.
    ///
    /// # Errors
    /// When TLS cannot be used.
    pub fn new(reach: Reach) -> Result<Self, Unbuilt> {
        Self::with_times(reach, TIMES)
    }

    pub(super) fn with_times(reach: Reach, times: Times) -> Result<Self, Unbuilt> {
        let http = reqwest::Client::builder()
            .user_agent(USER_AGENT)
            .http1_only()
            .redirect(redirect::Policy::none())
            // The environment's may lead past the resolver.
            .no_proxy()
            .dns_resolver(Arc::new(Resolver(reach.clone())))
            .connect_timeout(times.connect)
            .timeout(times.whole)
            .pool_idle_timeout(IDLE)
            .pool_max_idle_per_host(MOST_IDLE)
            .build()
            .map_err(Unbuilt)?;
        Ok(Self { http, reach, times })
    }

    /// Posts a signed body of JSON and says what came of it. Once: whether it is posted again is
    /// for the caller to say, since of what was [`Answer::Unreachable`] nobody knows whether it
    /// arrived.
    pub async fn post(&self, url: &str, signed: &Signed, body: Bytes) -> Answer {
        match self.posted(url, signed, body).await {
            Ok(answer) => answer,
            Err(reason) => Answer::Unreachable { reason },
        }
    }

    async fn posted(&self, url: &str, signed: &Signed, body: Bytes) -> Result<Answer, Reason> {
        let url: Url = url.parse().map_err(|_| Reason::Unusable)?;
        let host = url.host_str().ok_or(Reason::Unusable)?.to_owned();
        if address(&host).is_some_and(|address| !self.reach.admits(address)) {
            return Err(Reason::NotAllowed { host });
        }
        let reason = |error: reqwest::Error| Reason::of(&error, &host, self.times);
        let request = self
            .http
            .post(url)
            .header(CONTENT_TYPE, "application/json")
            .header("webhook-id", &signed.id)
            .header("webhook-timestamp", signed.timestamp)
            .header("webhook-signature", &signed.signature)
            .body(body);
        let answer = request.send().await.map_err(reason)?;
        match answer.status() {
            StatusCode::GONE => Ok(Answer::Gone),
            status if status.is_success() => taken(answer).await.map_err(reason),
            status => Ok(Answer::Refused {
                status: status.as_u16(),
                retry_after: retry_after(answer.headers(), signed.timestamp),
            }),
        }
    }
}

/// The address that stands in a URL in place of a name. However it was spelled: the URL's parser
/// has made it the usual form.
fn address(host: &str) -> Option<IpAddr> {
    let bare = host
        .strip_prefix('[')
        .and_then(|host| host.strip_suffix(']'));
    bare.unwrap_or(host).parse().ok()
}

/// Reads as much of an answer as is wanted; the connection ends with the rest.
async fn taken(mut answer: Response) -> Result<Answer, reqwest::Error> {
    let is_json = is_json(answer.headers());
    let mut body = Vec::new();
    while body.len() < MOST_ANSWERED
        && let Some(chunk) = answer.chunk().await?
    {
        let room = MOST_ANSWERED - body.len();
        body.extend_from_slice(&chunk[..chunk.len().min(room)]);
    }
    let body = String::from_utf8_lossy(&body).into_owned();
    Ok(Answer::Taken { body, is_json })
}

fn is_json(headers: &HeaderMap) -> bool {
    let told = headers
        .get(CONTENT_TYPE)
        .and_then(|told| told.to_str().ok());
    let kind = told
        .unwrap_or_default()
        .split(';')
        .next()
        .unwrap_or_default();
    let kind = kind.trim().to_ascii_lowercase();
    kind == "application/json" || kind.ends_with("+json")
}

/// The wait that is asked for, in seconds or until a date, at `now` in seconds since 1970.
fn retry_after(headers: &HeaderMap, now: i64) -> Option<Duration> {
    let asked = headers.get(RETRY_AFTER)?.to_str().ok()?.trim();
    let seconds = if !asked.is_empty() && asked.bytes().all(|b| b.is_ascii_digit()) {
        // Too many digits for a number are a long time.
        asked.parse().unwrap_or(u64::MAX)
    } else {
        let until = httpdate::parse_http_date(asked).ok()?;
        let until = until.duration_since(SystemTime::UNIX_EPOCH).ok()?;
        let now = u64::try_from(now).unwrap_or_default();
        until.as_secs().saturating_sub(now)
    };
    Some(Duration::from_secs(seconds.min(LONGEST_WAIT)))
}

// === impl Resolver ===

impl Resolve for Resolver {
    fn resolve(&self, name: Name) -> Resolving {
        let reach = self.0.clone();
        Box::pin(async move {
            // The port is the URL's; it is put in behind this.
            let found = tokio::net::lookup_host((name.as_str(), 0)).await;
            let found: Vec<SocketAddr> = found.map_err(|_| Unresolved)?.collect();
            if found.is_empty() {
                return Err(Unresolved.into());
            }
            let admitted = found.into_iter().filter(|one| reach.admits(one.ip()));
            let admitted: Vec<SocketAddr> = admitted.collect();
            if admitted.is_empty() {
                return Err(NotAllowed.into());
            }
            let admitted: Addrs = Box::new(admitted.into_iter());
            Ok(admitted)
        })
    }
}

#[cfg(test)]
mod tests;
