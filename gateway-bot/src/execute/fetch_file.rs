//! `FetchFile`: a file comes from Telegram and goes into the server's store.

use backline_gateway::{Files, failed, rejected, succeeded};
use backline_proto::gateway::v1::{FetchFile, Outcome, RejectionReason, Succeeded};
use serde_json::{Value, json};

use super::incomplete;
use crate::api::Api;
use crate::outcome;

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
    let (size, bytes) = match api.download(path).await {
        Ok(begun) => begun,
        Err(failure) => return outcome::of_failed_question(failure),
    };
    match files.put(size, bytes).await {
        Ok(()) => succeeded(Succeeded::default()),
        Err(error) => failed(error.to_string()),
    }
}
