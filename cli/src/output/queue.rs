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
            self.reason.clone(),
        ]]
    }
}
