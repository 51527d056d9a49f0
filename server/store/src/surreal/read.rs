//! Reading: by id, or a bounded piece of a range of ids.

use serde::de::DeserializeOwned;
use surrealdb::types::{Array, Object, RecordId, Value};

use super::Inner;
use super::body::decode;
use super::fault::checked;
use super::key;
use super::plan::object;
use crate::port::Result;

/// Ids asked for at once.
const MANY: usize = 500;

/// The bound reaches the scan only where the range comes out of a function that
/// is not worked out while planning; `FROM $range LIMIT $limit` reads the whole
/// range first. Held by `tests::a_page_reads_no_more_than_it_gives`.
pub(super) const PAGE: &str = "SELECT VALUE body FROM type::record($page.range) LIMIT $page.limit";
const PAGE_OF_IDS: &str = "SELECT VALUE id FROM type::record($page.range) LIMIT $page.limit";

impl Inner {
    /// The rows with these ids that exist.
    pub(super) async fn get<T: DeserializeOwned>(
        &self,
        what: &'static str,
        ids: Vec<RecordId>,
    ) -> Result<Vec<T>> {
        let bodies = self.bodies_of(ids).await?;
        bodies.iter().map(|body| decode(what, body)).collect()
    }

    /// The bodies of the rows with these ids that exist.
    pub(super) async fn bodies_of(&self, ids: Vec<RecordId>) -> Result<Vec<Value>> {
        let mut bodies = Vec::new();
        for ids in ids.chunks(MANY) {
            let ids: Vec<_> = ids.iter().cloned().map(Value::RecordId).collect();
            let bindings = object([("ids", Value::Array(Array::from(ids)))]);
            bodies.extend(self.bodies("SELECT VALUE body FROM $ids", bindings).await?);
        }
        Ok(bodies)
    }

    /// The row with this id.
    pub(super) async fn get_one<T: DeserializeOwned>(
        &self,
        what: &'static str,
        id: RecordId,
    ) -> Result<Option<T>> {
        Ok(self.get(what, vec![id]).await?.pop())
    }

    /// The first rows of a range, in the order of their ids.
    pub(super) async fn page<T: DeserializeOwned>(
        &self,
        what: &'static str,
        range: RecordId,
        limit: usize,
    ) -> Result<Vec<T>> {
        let bodies = self.page_bodies(range, limit).await?;
        bodies.iter().map(|body| decode(what, body)).collect()
    }

    /// The bodies of the first rows of a range.
    pub(super) async fn page_bodies(&self, range: RecordId, limit: usize) -> Result<Vec<Value>> {
        if limit == 0 {
            return Ok(Vec::new());
        }
        self.bodies(PAGE, page(range, limit)).await
    }

    /// The ids of the first rows of a range.
    pub(super) async fn page_ids(&self, range: RecordId, limit: usize) -> Result<Vec<Value>> {
        if limit == 0 {
            return Ok(Vec::new());
        }
        self.bodies(PAGE_OF_IDS, page(range, limit)).await
    }

    /// All rows of a table that stays small.
    pub(super) async fn all<T: DeserializeOwned>(
        &self,
        what: &'static str,
        text: &'static str,
    ) -> Result<Vec<T>> {
        let bodies = self.bodies(text, object([])).await?;
        bodies.iter().map(|body| decode(what, body)).collect()
    }

    async fn bodies(&self, text: &'static str, bindings: Value) -> Result<Vec<Value>> {
        let mut results = self.run(text, bindings).await?;
        Ok(results.take(0).map_err(super::fault::Fault::from)?)
    }

    /// The rows of several small ranges, range by range.
    pub(super) async fn get_ranges<T: DeserializeOwned>(
        &self,
        what: &'static str,
        ranges: Vec<RecordId>,
    ) -> Result<Vec<T>> {
        let mut rows = Vec::new();
        for ranges in ranges.chunks(MANY) {
            // The text holds numbered names, the ids are bound.
            let names: Vec<_> = (0..ranges.len())
                .map(|number| format!("r{number}"))
                .collect();
            let text = format!("SELECT VALUE body FROM ${}", names.join(", $"));
            let mut bindings = Object::new();
            for (name, range) in names.into_iter().zip(ranges) {
                bindings.insert(name, Value::RecordId(range.clone()));
            }
            let answer = self.client()?.query(text, Value::Object(bindings)).await;
            let mut results = checked(answer)?;
            let bodies: Vec<Value> = results.take(0).map_err(super::fault::Fault::from)?;
            for body in &bodies {
                rows.push(decode(what, body)?);
            }
        }
        Ok(rows)
    }
}

fn page(range: RecordId, limit: usize) -> Value {
    let limit = key::int(i64::try_from(limit).unwrap_or(i64::MAX));
    object([(
        "page",
        object([("range", Value::RecordId(range)), ("limit", limit)]),
    )])
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Options, SealKey, open};

    #[tokio::test]
    async fn a_page_reads_no_more_than_it_gives() {
        let store = open(Options::new("mem://", SealKey::new([1; 32])))
            .await
            .unwrap();
        let range = key::under(key::DIALOG, vec![key::text("a")]);
        let client = store.inner.client().unwrap();
        for text in [PAGE, PAGE_OF_IDS, super::super::erase::PAGE_WITH_IDS] {
            let explain = format!("EXPLAIN {text}");
            let answer = client.query(explain, page(range.clone(), 3)).await;
            let plan: Option<String> = checked(answer).unwrap().take(0).unwrap();
            let plan = plan.unwrap();
            let scan = plan.lines().last().unwrap();
            assert!(
                scan.contains("DynamicScan") && scan.contains("limit: $page.limit"),
                "{plan}"
            );
        }
    }
}
