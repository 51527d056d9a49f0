//! Deleting what belongs to a deleted connection, piece by piece: it may be
//! millions of rows. A row in `erasure` says that it is under way, so that it is
//! taken up again after a crash.

use std::ops::Bound;

use backline_domain::change::Identity;
use backline_domain::dialog;
use backline_domain::id::{ConnectionId, TopicId};
use surrealdb::types::{Array, RecordId, RecordIdKey, Value};

use super::Inner;
use super::body::decode;
use super::key;
use super::plan::{Statement, object};
use crate::port::Result;

/// As the other pages, with the ids.
pub(super) const PAGE_WITH_IDS: &str =
    "SELECT id, body FROM type::record($page.range) LIMIT $page.limit";
/// Rows deleted in one transaction.
const PIECE: usize = 1000;

impl Inner {
    /// Takes up what was under way when the store was last closed, or failed.
    pub(super) async fn resume_erasures(&self) -> Result<()> {
        let ids: Vec<ConnectionId> = self
            .all("erasure", "SELECT VALUE body FROM erasure")
            .await?;
        for id in ids {
            tracing::info!(connection = %id, "deleting the rest of a deleted connection");
            self.erase(&id).await?;
        }
        Ok(())
    }

    /// Deletes everything of a connection. May be repeated; what says that it has
    /// to be done goes last.
    pub(super) async fn erase(&self, connection: &ConnectionId) -> Result<()> {
        let identities: Vec<Identity> = self
            .all("identity", "SELECT VALUE body FROM identity")
            .await?;
        let mut last = Vec::new();
        for identity in identities
            .iter()
            .filter(|identity| identity.connection == *connection)
        {
            for table in [key::LINK, key::REACTION] {
                self.erase_range(key::under(table, key::identity(identity.id)))
                    .await?;
            }
            self.erase_seen(identity).await?;
            for table in [key::CURSOR, key::SECRET, key::IDENTITY] {
                last.push(key::record(table, key::identity(identity.id)));
            }
        }
        self.erase_topics(connection).await?;
        for table in [
            key::DELIVERY,
            key::DEAD,
            key::RETRY,
            key::CHOICE,
            key::TIMER,
            key::PARAMETER_CHANGE,
            key::CREATION,
            key::NUMBER,
            key::ALIAS,
            key::KEPT,
            key::HELD,
            key::USAGE,
            key::PROFILE,
            key::LISTED,
            key::RATING,
            key::ARCHIVE,
            key::ARCHIVE_END,
            key::WEBHOOK,
            key::WEBHOOK_DEAD,
            key::DIALOG,
        ] {
            self.erase_range(key::under(table, key::connection(connection)))
                .await?;
        }
        self.erase_unknown(connection).await?;
        for table in [key::COUNTER, key::LEDGER, key::ERASURE] {
            last.push(key::record(table, key::connection(connection)));
        }
        self.delete(last).await
    }

    /// Deletes the rows of a range, at most `limit`; says how many.
    pub(super) async fn delete_some(&self, range: RecordId, limit: usize) -> Result<usize> {
        let mut deleted = 0;
        while deleted < limit {
            let size = PIECE.min(limit - deleted);
            let ids = self.page_ids(range.clone(), size).await?;
            let found = ids.len();
            self.delete_values(ids).await?;
            deleted += found;
            if found < size {
                break;
            }
        }
        Ok(deleted)
    }

    async fn erase_range(&self, range: RecordId) -> Result<()> {
        self.delete_some(range, usize::MAX).await.map(drop)
    }

    /// The buckets are few; each is left by its end.
    async fn erase_seen(&self, identity: &Identity) -> Result<()> {
        let mut from = Bound::Unbounded;
        loop {
            let first = self
                .page_ids(key::range(key::SEEN, from, Bound::Unbounded), 1)
                .await?;
            let Some(bucket) = first.first().and_then(bucket_of) else {
                return Ok(());
            };
            self.erase_range(key::under(key::SEEN, key::seen_of(bucket, identity.id)))
                .await?;
            from = Bound::Excluded(key::past(vec![key::int(bucket)]));
        }
    }

    /// The weeks are few; each is left by its end.
    async fn erase_unknown(&self, connection: &ConnectionId) -> Result<()> {
        let mut from = Bound::Unbounded;
        loop {
            let first = self
                .page_ids(key::range(key::UNKNOWN, from, Bound::Unbounded), 1)
                .await?;
            let Some(week) = first.first().and_then(bucket_of) else {
                return Ok(());
            };
            self.erase_range(key::under(key::UNKNOWN, key::unknown_of(week, connection)))
                .await?;
            from = Bound::Excluded(key::past(vec![key::int(week)]));
        }
    }

    /// Groups may be shared and may have moved, so all topics are looked at.
    async fn erase_topics(&self, connection: &ConnectionId) -> Result<()> {
        let mut from = Bound::Unbounded;
        loop {
            let range = key::range(key::TOPIC, from, Bound::Unbounded);
            let limit = key::int(i64::try_from(PIECE).unwrap_or(i64::MAX));
            let page = object([("range", Value::RecordId(range)), ("limit", limit)]);
            let mut results = self.run(PAGE_WITH_IDS, object([("page", page)])).await?;
            let rows: Vec<Value> = results.take(0).map_err(super::fault::Fault::from)?;
            let mut gone = Vec::new();
            let mut last = None;
            for row in &rows {
                let Value::Object(row) = row else { continue };
                let (Some(id), Some(body)) = (row.get("id"), row.get("body")) else {
                    continue;
                };
                let (_, of): (TopicId, dialog::Key) = decode("topic", body)?;
                if of.connection == *connection {
                    gone.push(id.clone());
                }
                last = parts_of(id);
            }
            self.delete_values(gone).await?;
            match last {
                Some(parts) if rows.len() == PIECE => from = Bound::Excluded(parts),
                _ => return Ok(()),
            }
        }
    }

    async fn delete(&self, ids: Vec<RecordId>) -> Result<()> {
        self.delete_values(ids.into_iter().map(Value::RecordId).collect())
            .await
    }

    async fn delete_values(&self, ids: Vec<Value>) -> Result<()> {
        if ids.is_empty() {
            return Ok(());
        }
        let bindings = object([("gone", Value::Array(Array::from(ids)))]);
        self.write(|| Statement {
            text: "DELETE $gone RETURN NONE",
            bindings: bindings.clone(),
        })
        .await
    }
}

/// The parts of an id's key.
pub(super) fn parts_of(id: &Value) -> Option<Vec<Value>> {
    match id {
        Value::RecordId(RecordId {
            key: RecordIdKey::Array(parts),
            ..
        }) => Some(parts.iter().cloned().collect()),
        _ => None,
    }
}

fn bucket_of(id: &Value) -> Option<i64> {
    match parts_of(id)?.first()? {
        Value::Number(surrealdb::types::Number::Int(bucket)) => Some(*bucket),
        _ => None,
    }
}
