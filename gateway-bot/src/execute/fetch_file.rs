//! `FetchFile`: a file comes from Telegram and goes into the server's store, from where it broke
//! off before.

use std::time::Duration;

use backline_gateway::{Bytes, Files, PutError, Source, deferred, failed, rejected, succeeded};
use backline_proto::gateway::v1::{DeferralScope, FetchFile, Outcome, RejectionReason, Succeeded};
use futures::StreamExt as _;
use serde_json::{Value, json};

use super::incomplete;
use crate::api::{Api, Failure};
use crate::local::{Denied, Folder};
use crate::outcome;

/// How long to wait for room in the server's store.
const FULL_DELAY: Duration = Duration::from_secs(30);

/// A file at Telegram.
struct Remote<'a> {
    api: &'a Api,
    path: String,
}

/// A file on the disk of a local Bot API server.
struct OnDisk<'a> {
    folder: &'a Folder,
    path: String,
}

/// How long a local Bot API server may take for `getFile`: it answers once it has all of the
/// file. When that is too short it goes on by itself, and the next question is answered sooner.
const LOCAL_TIMEOUT: Duration = Duration::from_secs(300);

pub(super) async fn execute(
    api: &Api,
    local: Option<&Folder>,
    files: &Files,
    command: FetchFile,
) -> Outcome {
    if command.file_id.is_empty() {
        return incomplete("names no file").into();
    }
    let params = json!({ "file_id": command.file_id });
    let asked = match local {
        Some(_) => api.call_within("getFile", &params, LOCAL_TIMEOUT).await,
        None => api.call("getFile", &params).await,
    };
    let told = match asked {
        Ok(told) => told,
        Err(failure) => return outcome::of_failed_question(failure),
    };
    let Some(path) = told.get("file_path").and_then(Value::as_str) else {
        return failed("the answer to getFile names no file_path");
    };
    let path = path.to_owned();
    // A local Bot API server names a file of its own machine's.
    let is_on_disk = path.starts_with('/') || path.contains(":\\");
    match (is_on_disk, local) {
        (false, _) => {
            let put = files.put(&mut Remote { api, path }).await;
            ended(put, outcome::of_failed_question)
        }
        (true, Some(folder)) => ended(files.put(&mut OnDisk { folder, path }).await, not_read),
        (true, None) => {
            let detail = "the Bot API server runs with --local and keeps files on its own \
                          machine: name their folder to the gateway with --bot-api-files";
            rejected(RejectionReason::NotSupported, detail)
        }
    }
}

/// What came of bringing it; `not_had` says what it means that the file cannot be had.
fn ended<E>(put: Result<(), PutError<E>>, not_had: impl FnOnce(E) -> Outcome) -> Outcome {
    match put {
        Ok(()) => succeeded(Succeeded::default()),
        Err(PutError::Source(error)) => not_had(error),
        Err(PutError::Full(detail)) => deferred(FULL_DELAY, DeferralScope::Chat, detail),
        Err(PutError::Server(error)) => failed(error.to_string()),
    }
}

// === impl Remote ===

impl Source for Remote<'_> {
    type Error = Failure;

    async fn open(&mut self, offset: u64) -> Result<Bytes<'_, Failure>, Failure> {
        let (size, bytes) = self.api.download(&self.path, offset).await?;
        Ok(Bytes {
            size,
            bytes: bytes.boxed(),
        })
    }
}

// === impl OnDisk ===

impl Source for OnDisk<'_> {
    type Error = Denied;

    async fn open(&mut self, offset: u64) -> Result<Bytes<'_, Denied>, Denied> {
        let (size, bytes) = self.folder.read(&self.path, offset).await?;
        let bytes = bytes.boxed();
        Ok(Bytes { size, bytes })
    }
}

fn not_read(denied: Denied) -> Outcome {
    match denied {
        Denied::Outside => {
            let detail = "the Bot API server names a file outside of the folder that \
                          --bot-api-files names; it is not read";
            rejected(RejectionReason::NotSupported, detail)
        }
        Denied::Unreadable(why) => {
            let detail = format!("the Bot API server's file cannot be read: {why}");
            outcome::of_failed_question(Failure::NotSent(detail))
        }
    }
}
