//! Deleting what is past its time.

use std::ops::Bound;

use backline_domain::plan::Day;
use backline_domain::time::Timestamp;
use surrealdb::types::{Array, Value};

use super::Inner;
use super::erase::parts_of;
use super::key;
use super::plan::{Statement, object};
use crate::port::Result;

/// Answers to calls are kept for so long.
const REQUEST_MILLIS: i64 = 24 * 3_600_000;

/// What ARCHIVE keeps of messages is kept for so long, and until its week is over.
const ARCHIVE_MILLIS: i64 = 400 * 24 * 3_600_000;

impl Inner {
    /// Deletes buckets of updates that ended over 48 hours ago, and requests
    /// older than 24 hours, weeks of updates not understood, hours of what was
    /// posted, of what nobody answered by a button and of held albums, notes a week old, days of what was used of plans, weeks of what is
    /// kept of messages; takes up deletions
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
        let deleted = deleted + self.delete_some(unknown, limit - deleted).await?;
        let this_hour = key::int(now.hour());
        let deleted = deleted
            + self
                .sweep_of_each(key::KEPT, this_hour.clone(), limit - deleted)
                .await?;
        let deleted = deleted
            + self
                .sweep_of_each(key::CHOICE, this_hour, limit - deleted)
                .await?;
        let oldest = key::int(now.0.saturating_sub(key::NOTE_MILLIS));
        let end = Bound::Excluded(vec![oldest]);
        let notes = key::range(key::SETUP_NOTE, Bound::Unbounded, end);
        let deleted = deleted + self.delete_some(notes, limit - deleted).await?;
        let last_hour = key::int(now.hour() - 1);
        let mut deleted = deleted
            + self
                .sweep_of_each(key::HELD, last_hour, limit - deleted)
                .await?;
        let oldest = key::int(key::week(Timestamp(now.0.saturating_sub(ARCHIVE_MILLIS))));
        for table in [key::ARCHIVE_END, key::ARCHIVE] {
            let rest = limit - deleted;
            deleted += self.sweep_of_each(table, oldest.clone(), rest).await?;
        }
        let oldest = Timestamp(now.0.saturating_sub(key::DEAD_POST_MILLIS)).hour();
        let rest = limit - deleted;
        deleted += self
            .sweep_of_each(key::WEBHOOK_DEAD, key::int(oldest), rest)
            .await?;
        let oldest = key::int(Day::of(now).before(key::USAGE_DAYS).0);
        Ok(deleted
            + self
                .sweep_of_each(key::USAGE, oldest, limit - deleted)
                .await?)
    }

    /// Buckets of each connection before this one: connections are few, and each is left
    /// by its end.
    async fn sweep_of_each(
        &self,
        table: &'static str,
        before: Value,
        limit: usize,
    ) -> Result<usize> {
        let mut deleted = 0;
        let mut from = Bound::Unbounded;
        loop {
            let rest = key::range(table, from, Bound::Unbounded);
            let first = self.page_ids(rest, 1).await?;
            let Some(of) = first.first().and_then(parts_of).map(first_part) else {
                return Ok(deleted);
            };
            let end = [of.clone(), vec![before.clone()]].concat();
            let past = key::range(table, Bound::Included(of.clone()), Bound::Excluded(end));
            deleted += self.delete_some(past, limit - deleted).await?;
            from = Bound::Excluded(key::past(of));
        }
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

/// The part that a key begins with.
fn first_part(mut parts: Vec<Value>) -> Vec<Value> {
    parts.truncate(1);
    parts
}

/// The request that an age is of: the second part of the key.
fn request_of(age: &Value) -> Option<Value> {
    let request = parts_of(age)?.into_iter().nth(1)?;
    Some(Value::RecordId(key::record(key::REQUEST, vec![request])))
}
