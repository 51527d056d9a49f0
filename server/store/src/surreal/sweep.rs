//! Deleting what is past its time.

use std::ops::Bound;

use backline_domain::time::Timestamp;
use surrealdb::types::{Array, Value};

use super::Inner;
use super::erase::parts_of;
use super::key;
use super::plan::{Statement, object};
use crate::port::Result;

/// Answers to calls are kept for so long.
const REQUEST_MILLIS: i64 = 24 * 3_600_000;

impl Inner {
    /// Deletes buckets of updates that ended over 48 hours ago, and requests
    /// older than 24 hours, and weeks of updates not understood; takes up deletions
    /// of connections that failed.
    pub(super) async fn sweep(&self, now: Timestamp, limit: usize) -> Result<usize> {
        let oldest = key::seen_bucket(Timestamp(now.0.saturating_sub(key::SEEN_MILLIS)));
        let end = Bound::Excluded(vec![key::int(oldest)]);
        let seen = key::range(key::SEEN, Bound::Unbounded, end);
        let deleted = self.delete_some(seen, limit).await?;
        self.resume_erasures().await?;
        let deleted = deleted + self.sweep_requests(now, limit - deleted).await?;
        let end = Bound::Excluded(vec![key::int(key::week(now) - 1)]);
        let unknown = key::range(key::UNKNOWN, Bound::Unbounded, end);
        Ok(deleted + self.delete_some(unknown, limit - deleted).await?)
    }

    async fn sweep_requests(&self, now: Timestamp, limit: usize) -> Result<usize> {
        let oldest = key::int(now.0.saturating_sub(REQUEST_MILLIS));
        let end = Bound::Excluded(vec![oldest]);
        let range = key::range(key::REQUEST_AGE, Bound::Unbounded, end);
        let mut gone = self.page_ids(range, limit).await?;
        let count = gone.len();
        let requests: Vec<_> = gone.iter().filter_map(request_of).collect();
        gone.extend(requests);
        if gone.is_empty() {
            return Ok(0);
        }
        let bindings = object([("gone", Value::Array(Array::from(gone)))]);
        self.write(|| Statement {
            text: "DELETE $gone RETURN NONE",
            bindings: bindings.clone(),
        })
        .await?;
        Ok(count)
    }
}

/// The request that an age is of: the second part of the key.
fn request_of(age: &Value) -> Option<Value> {
    let request = parts_of(age)?.into_iter().nth(1)?;
    Some(Value::RecordId(key::record(key::REQUEST, vec![request])))
}
