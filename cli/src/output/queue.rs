use backline_proto::admin::v1::IdentityQueue;
use serde::Serialize;

use super::{Row, time};

/// What waits for one identity, as it is shown.
#[derive(Debug, Serialize)]
pub(crate) struct QueueView {
    identity: String,
    waiting_count: i64,
    running_count: i64,
    oldest_create_time: Option<String>,
    is_online: bool,
    file_moved_bytes: i64,
    file_total_bytes: i64,
    reason: String,
}

// === impl QueueView ===

impl From<IdentityQueue> for QueueView {
    fn from(queue: IdentityQueue) -> Self {
        Self {
            identity: queue.identity,
            waiting_count: queue.waiting_count,
            running_count: queue.running_count,
            oldest_create_time: time::rfc3339(queue.oldest_create_time),
            is_online: queue.is_online,
            file_moved_bytes: queue.file_moved_bytes,
            file_total_bytes: queue.file_total_bytes,
            reason: queue.reason,
        }
    }
}

impl Row for QueueView {
    const HEADINGS: &'static [&'static str] = &[
        "identity",
        "online",
        "waiting",
        "under way",
        "oldest since",
        "files",
        "waits because",
    ];
    const NONE: &'static str = "no identity, so nothing waits";

    fn rows(&self) -> Vec<Vec<String>> {
        vec![vec![
            self.identity.clone(),
            if self.is_online { "yes" } else { "no" }.into(),
            self.waiting_count.to_string(),
            self.running_count.to_string(),
            time::words(self.oldest_create_time.as_deref()),
            files(self.file_moved_bytes, self.file_total_bytes),
            self.reason.clone(),
        ]]
    }
}

/// How much of files on their way has come; empty: there are none.
fn files(moved: i64, total: i64) -> String {
    if total <= 0 {
        return String::new();
    }
    format!("{} of {}", size(moved), size(total))
}

fn size(bytes: i64) -> String {
    const MIB: i64 = 1024 * 1024;
    let tenths = bytes.max(0) / (MIB / 10);
    format!("{}.{} MB", tenths / 10, tenths % 10)
}
