//! `FetchFile`: a file comes from Telegram and goes into the server's store, from where it broke
//! off before.

use std::time::Duration;

use backline_gateway::{Bytes, Files, PutError, Source, deferred, failed, rejected, succeeded};
use backline_proto::gateway::v1::{DeferralScope, FetchFile, Outcome, RejectionReason, Succeeded};
use futures::StreamExt as _;
use serde_json::{Value, json};

use super::incomplete;
use crate::api::{Api, Failure};
use crate::outcome;

/// How long to wait for room in the server's store.
const FULL_DELAY: Duration = Duration::from_secs(30);

/// A file at Telegram.
struct Remote<'a> {
    api: &'a Api,
    path: String,
}

pub(super) async fn execute(api: &Api, files: &Files, command: FetchFile) -> Outcome {
    if command.file_id.is_empty() {
        return incomplete("names no file").into();
    }
    let params = json!({ "file_id": command.file_id });
    let told = match api.call("getFile", &params).await {
        Ok(told) => told,
        Err(failure) => return outcome::of_failed_question(failure),
    };
    let Some(path) = told.get("file_path").and_then(Value::as_str) else {
        return failed("the answer to getFile names no file_path");
    };
    // A local Bot API server names a file of its own machine's.
    if path.starts_with('/') || path.contains(":\\") {
        let detail = "the Bot API server keeps files on its own machine and does not give them out";
        return rejected(RejectionReason::NotSupported, detail);
    }
    let path = path.to_owned();
    match files.put(&mut Remote { api, path }).await {
        Ok(()) => succeeded(Succeeded::default()),
        Err(PutError::Source(failure)) => outcome::of_failed_question(failure),
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
