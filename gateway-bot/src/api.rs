//! One call to the Bot API.
//!
//! Calls go over teloxide's `Bot` (its HTTP client, address and token), but not
//! through its request path (teloxide-core 0.13, `net/request.rs`): that sleeps
//! ten seconds inside the call on every 5xx, drops the error code, and cannot say
//! whether a request had been written, which is what a command's outcome hangs on.

use std::fmt;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::task::Poll;
use std::time::Duration;

use backline_gateway::{Fence, StoredFile};
use futures::{Stream, StreamExt as _};
use reqwest::header::{CONTENT_TYPE, HeaderMap, HeaderValue, RANGE};
use reqwest::multipart::{Form, Part};
use reqwest::{Body, RequestBuilder, StatusCode};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use serde_json::value::RawValue;
use teloxide::Bot;

/// How long a call may take.
const TIMEOUT: Duration = Duration::from_secs(30);
/// How long a download may take: it goes on where it broke off.
const FILE_TIMEOUT: Duration = Duration::from_secs(300);
/// The slowest way up that is waited for, in bytes a second: an upload that breaks off begins
/// anew.
const SLOWEST: u64 = 128 * 1024;
/// Most bytes of an answer that are read: a hundred updates are far below it.
const LONGEST_ANSWER: usize = 64 * 1024 * 1024;

/// The Bot API for one bot. Cheap to clone.
#[derive(Clone)]
pub(crate) struct Api {
    bot: Bot,
    fence: Fence,
}

/// A file of the server's store that goes along with a call.
pub(crate) struct Upload {
    /// Name of the request's part, by which a parameter names it.
    pub(crate) part: String,
    /// Its name for people.
    pub(crate) name: String,
    /// Its MIME type; may be empty.
    pub(crate) mime: String,
    /// The file.
    pub(crate) file: StoredFile,
}

/// Why a call gave no result.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Failure {
    /// Not begun: the gateway may not act.
    Fenced,
    /// Certainly not made: no connection, or nothing was written.
    NotSent(String),
    /// Written, and no answer that says what became of it.
    Lost(String),
    /// Telegram answered with an error: certainly not made.
    Refused(Refusal),
}

/// Telegram's answer with `ok: false`.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Refusal {
    /// Like an HTTP status.
    pub(crate) code: i64,
    /// Telegram's words.
    pub(crate) description: String,
    /// Seconds to wait, from a 429.
    pub(crate) retry_after: Option<u64>,
    /// The supergroup that a group became.
    pub(crate) migrate_to: Option<i64>,
}

#[derive(Deserialize)]
struct Envelope<'a> {
    ok: bool,
    #[serde(borrow)]
    result: Option<&'a RawValue>,
    error_code: Option<i64>,
    description: Option<String>,
    parameters: Option<Parameters>,
}

#[derive(Deserialize)]
struct Parameters {
    retry_after: Option<u64>,
    migrate_to_chat_id: Option<i64>,
}

// === impl Api ===

impl Api {
    pub(crate) const fn new(bot: Bot, fence: Fence) -> Self {
        Self { bot, fence }
    }

    /// Makes a call and gives its `result`. A success whose result cannot be read
    /// is a success all the same, with the result null: it happened.
    pub(crate) async fn call(
        &self,
        method: &str,
        params: &impl Serialize,
    ) -> Result<Value, Failure> {
        self.call_within(method, params, TIMEOUT).await
    }

    /// The same for a call that may take so long.
    pub(crate) async fn call_within(
        &self,
        method: &str,
        params: &impl Serialize,
        timeout: Duration,
    ) -> Result<Value, Failure> {
        let answer = self.answer(method, params, timeout).await?;
        let result = result_of(&answer)?;
        Ok(serde_json::from_str(result).unwrap_or(Value::Null))
    }

    /// Makes a call and gives the answer's text, whatever it says; a server's own
    /// failure (5xx) is none. Ends before the server may give the bot to another
    /// gateway.
    pub(crate) async fn answer(
        &self,
        method: &str,
        params: &impl Serialize,
        timeout: Duration,
    ) -> Result<String, Failure> {
        let request = self.bot.client().post(self.url(method));
        let exchange = self.exchange(request.timeout(timeout).json(params));
        self.fenced(exchange).await
    }

    /// Makes a call that sends files along, and gives its `result`. One that breaks off
    /// while they still come from the server is certainly not sent: Telegram takes no request
    /// that is not whole.
    pub(crate) async fn upload(
        &self,
        method: &str,
        fields: Vec<(String, String)>,
        uploads: Vec<Upload>,
    ) -> Result<Value, Failure> {
        let coming = Arc::new(AtomicUsize::new(uploads.len()));
        let bytes: u64 = uploads.iter().map(|upload| upload.file.size).sum();
        let mut form = Form::new();
        for (name, value) in fields {
            form = form.text(name, value);
        }
        for upload in uploads {
            let coming = Arc::clone(&coming);
            let mut is_over = false;
            let end = futures::stream::poll_fn(move |_| {
                if !std::mem::replace(&mut is_over, true) {
                    coming.fetch_sub(1, Ordering::Relaxed);
                }
                Poll::Ready(None)
            });
            let body = Body::wrap_stream(upload.file.parts.chain(end));
            let mut part = Part::stream_with_length(body, upload.file.size).file_name(upload.name);
            if let Ok(mime) = HeaderValue::try_from(&upload.mime)
                && !upload.mime.is_empty()
            {
                let headers = HeaderMap::from_iter([(CONTENT_TYPE, mime)]);
                part = part.headers(headers);
            }
            form = form.part(upload.part, part);
        }
        let request = self.bot.client().post(self.url(method)).multipart(form);
        let exchange = self.fenced(self.exchange(request.timeout(file_timeout(bytes))));
        let answer = exchange.await.map_err(|failure| match failure {
            Failure::Lost(detail) if coming.load(Ordering::Relaxed) > 0 => Failure::NotSent(detail),
            failure => failure,
        })?;
        let result = result_of(&answer)?;
        Ok(serde_json::from_str(result).unwrap_or(Value::Null))
    }

    /// Begins to download a file, from this byte on: the whole file's size (0 = not told) and
    /// the bytes.
    pub(crate) async fn download(
        &self,
        path: &str,
        offset: u64,
    ) -> Result<
        (
            u64,
            impl Stream<Item = Result<Vec<u8>, Failure>> + Send + use<>,
        ),
        Failure,
    > {
        let base = self.bot.api_url();
        let base = base.as_str().trim_end_matches('/');
        let url = format!("{base}/file/bot{}/{path}", self.bot.token());
        let request = self.bot.client().get(url).timeout(FILE_TIMEOUT);
        let request = match offset {
            0 => request,
            _ => request.header(RANGE, format!("bytes={offset}-")),
        };
        let request = request.build();
        let request = request.map_err(|error| Failure::NotSent(self.words(error)))?;
        let asking = async {
            let answer = self.bot.client().execute(request).await;
            answer.map_err(|error| Failure::Lost(self.words(error)))
        };
        let response = self.fenced(asking).await?;
        let status = response.status();
        // One that knows nothing of ranges sends all of it; what is there already is skipped.
        let begins_at = match status {
            StatusCode::PARTIAL_CONTENT => offset,
            status if status.is_success() => 0,
            status => return Err(Failure::Lost(format!("HTTP {}", status.as_u16()))),
        };
        let length = response.content_length();
        let size = length.map_or(0, |length| begins_at + length);
        let api = self.clone();
        let mut skipped = offset - begins_at;
        let bytes = response.bytes_stream().map(move |part| match part {
            Ok(bytes) => {
                let skip = usize::try_from(skipped).unwrap_or(usize::MAX);
                let skip = skip.min(bytes.len());
                skipped -= skip as u64;
                Ok(bytes.slice(skip..).to_vec())
            }
            Err(error) => Err(Failure::Lost(api.words(error))),
        });
        Ok((size, bytes))
    }

    /// Begins nothing that the gateway may not do, and ends before the server may give the
    /// bot to another.
    async fn fenced<T>(
        &self,
        doing: impl Future<Output = Result<T, Failure>>,
    ) -> Result<T, Failure> {
        if !self.fence.allows() {
            return Err(Failure::Fenced);
        }
        tokio::select! {
            biased;
            done = doing => done,
            () = self.fence.lapsed() => Err(Failure::Lost(
                "given up: the gateway has not heard from the server for too long".to_owned(),
            )),
        }
    }

    async fn exchange(&self, request: RequestBuilder) -> Result<String, Failure> {
        let request = request
            .build()
            .map_err(|error| Failure::NotSent(self.words(error)))?;
        let mut response = self.bot.client().execute(request).await.map_err(|error| {
            // Everything else may have come after the first written byte.
            if error.is_connect() || error.is_builder() {
                Failure::NotSent(self.words(error))
            } else {
                Failure::Lost(self.words(error))
            }
        })?;
        let status = response.status();
        let mut body = Vec::new();
        while let Some(chunk) = response
            .chunk()
            .await
            .map_err(|error| Failure::Lost(self.words(error)))?
        {
            if body.len() + chunk.len() > LONGEST_ANSWER {
                return Err(Failure::Lost("the answer is longer than 64 MiB".to_owned()));
            }
            body.extend_from_slice(&chunk);
        }
        let body = String::from_utf8(body)
            .unwrap_or_else(|error| String::from_utf8_lossy(error.as_bytes()).into_owned());
        if status.is_server_error() {
            // Also with Telegram's own JSON: its server says "Internal Server
            // Error" of requests that it had taken.
            let words = self.scrub(first_words(&body));
            return Err(Failure::Lost(format!("HTTP {}: {words}", status.as_u16())));
        }
        Ok(body)
    }

    fn url(&self, method: &str) -> String {
        let base = self.bot.api_url();
        format!(
            "{}/bot{}/{method}",
            base.as_str().trim_end_matches('/'),
            self.bot.token()
        )
    }

    /// A failure of the connection in words. The address in it holds the token.
    fn words(&self, error: reqwest::Error) -> String {
        let kind = if error.is_timeout() {
            "no answer in time"
        } else if error.is_connect() {
            "no connection to the Bot API server"
        } else {
            "the connection broke"
        };
        let error = error.without_url();
        let mut deepest: &dyn std::error::Error = &error;
        while let Some(source) = deepest.source() {
            deepest = source;
        }
        self.scrub(format!("{kind}: {deepest}"))
    }

    /// Should a token ever come back in an answer, it goes no further.
    fn scrub(&self, text: String) -> String {
        if text.contains(self.bot.token()) {
            text.replace(self.bot.token(), "(token)")
        } else {
            text
        }
    }
}

impl fmt::Debug for Api {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Api")
    }
}

/// How long a call may take that carries so many bytes.
const fn file_timeout(bytes: u64) -> Duration {
    Duration::from_secs(300 + bytes / SLOWEST)
}

/// The `result` of an answer as it stands.
pub(crate) fn result_of(answer: &str) -> Result<&str, Failure> {
    let envelope: Envelope<'_> = serde_json::from_str(answer)
        .map_err(|_| Failure::Lost("the answer is not the Bot API's JSON".to_owned()))?;
    if envelope.ok {
        return match envelope.result {
            Some(result) => Ok(result.get()),
            None => Err(Failure::Lost("the answer has no result".to_owned())),
        };
    }
    let description = envelope.description.unwrap_or_default();
    match envelope.error_code {
        Some(code @ 400..500) => {
            let parameters = envelope.parameters;
            let retry_after = parameters.as_ref().and_then(|given| given.retry_after);
            let migrate_to = parameters.and_then(|given| given.migrate_to_chat_id);
            Err(Failure::Refused(Refusal {
                code,
                description,
                retry_after,
                migrate_to,
            }))
        }
        Some(code) => Err(Failure::Lost(format!("error {code}: {description}"))),
        None => Err(Failure::Lost(format!(
            "an error without a code: {description}"
        ))),
    }
}

fn first_words(body: &str) -> String {
    body.chars().filter(|c| !c.is_control()).take(200).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_refusal_is_read_with_its_parameters() {
        let answer = r#"{"ok":false,"error_code":429,"description":"Too Many Requests: retry after 7","parameters":{"retry_after":7}}"#;
        let Err(Failure::Refused(refusal)) = result_of(answer) else {
            panic!()
        };
        assert_eq!((refusal.code, refusal.retry_after), (429, Some(7)));
    }

    #[test]
    fn what_says_neither_yes_nor_no_is_lost() {
        for answer in [
            "",
            "<html>",
            "[]",
            "{}",
            r#"{"ok":true}"#,
            r#"{"ok":false}"#,
            r#"{"ok":false,"error_code":500,"description":"Internal Server Error"}"#,
            r#"{"ok":"yes","result":1}"#,
        ] {
            assert!(
                matches!(result_of(answer), Err(Failure::Lost(_))),
                "{answer}"
            );
        }
    }
}
