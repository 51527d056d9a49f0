//! Writing: one transaction per list of changes, repeated when it crossed with
//! another.

use std::time::Duration;

use backline_domain::change::Change;
use surrealdb::types::Value;

use super::Inner;
use super::fault::{Fault, checked};
use super::plan::{Plan, Statement};
use crate::port::Result;

/// A transaction that crosses with others is tried so often.
const ATTEMPTS: u32 = 12;
const LONGEST_PAUSE: Duration = Duration::from_millis(100);

impl Inner {
    /// Writes all changes or none, then deletes what deleted connections leave
    /// behind. When that fails the changes are written all the same, and a caller
    /// who was told otherwise would go on with a connection that is not there.
    pub(super) async fn commit(&self, changes: Vec<Change>) -> Result<()> {
        let plan = Plan::new(changes, &self.seal)?;
        if plan.is_empty() {
            return Ok(());
        }
        self.write(|| plan.statement()).await?;
        for connection in plan.erased() {
            if let Err(error) = self.erase(connection).await {
                tracing::warn!(
                    %connection, %error,
                    "a connection is deleted, but not all that it leaves behind; the rest is \
                     deleted by the next sweep"
                );
            }
        }
        Ok(())
    }

    /// Runs a statement that writes, again and again while it crosses with
    /// others.
    pub(super) async fn write(&self, statement: impl Fn() -> Statement) -> Result<()> {
        let mut attempt = 1;
        loop {
            let Statement { text, bindings } = statement();
            match self.run(text, bindings).await {
                Ok(_) => return Ok(()),
                Err(Fault::Crossed) if attempt < ATTEMPTS => {
                    pause(attempt).await;
                    attempt += 1;
                }
                Err(fault) => return Err(fault.into()),
            }
        }
    }

    /// Runs one query.
    pub(super) async fn run(
        &self,
        text: &'static str,
        bindings: Value,
    ) -> std::result::Result<surrealdb::IndexedResults, Fault> {
        let client = self.client().map_err(Fault::Closed)?;
        checked(client.query(text, bindings).await)
    }
}

/// Waits a random part of a growing time; the first time hardly.
async fn pause(attempt: u32) {
    let longest = Duration::from_millis(1 << attempt.min(10)).min(LONGEST_PAUSE);
    let mut random = [0; 4];
    // Without randomness all wait equally long: worse, but not wrong.
    let _ = getrandom::fill(&mut random);
    let part = f64::from(u32::from_le_bytes(random)) / f64::from(u32::MAX);
    tokio::time::sleep(longest.mul_f64(part)).await;
}

#[cfg(test)]
mod tests {
    use backline_domain::id::ConnectionId;
    use backline_domain::time::Timestamp;
    use surrealdb::types::RecordId;

    use super::*;
    use crate::surreal::key;
    use crate::surreal::plan::object;
    use crate::{Options, SealKey, Store as _, Surreal, open};

    async fn query(store: &Surreal, text: &'static str, row: Value) {
        let bindings = object([("row", row)]);
        let statement = || Statement {
            text,
            bindings: bindings.clone(),
        };
        store.inner.write(statement).await.unwrap();
    }

    async fn under_way(store: &Surreal) -> usize {
        let rows: Vec<ConnectionId> = store
            .inner
            .all("erasure", "SELECT VALUE body FROM erasure")
            .await
            .unwrap();
        rows.len()
    }

    #[tokio::test]
    async fn a_deletion_is_committed_also_when_the_rest_goes_later() {
        let store = open(Options::new("mem://", SealKey::new([1; 32])))
            .await
            .unwrap();
        // A topic that nobody can read stops whoever deletes topics.
        let id: RecordId = key::record(key::TOPIC, vec![key::int(-100), key::int(7)]);
        let broken = object([
            ("id", Value::RecordId(id.clone())),
            ("body", Value::String("broken".to_owned())),
        ]);
        query(&store, "INSERT $row RETURN NONE", broken).await;
        let connection = ConnectionId::parse("a").unwrap();
        let deletion = vec![Change::DeleteConnection(connection)];
        store.commit(deletion).await.unwrap();
        assert_eq!(under_way(&store).await, 1);
        assert!(store.sweep(Timestamp(0), 10).await.is_err());

        query(&store, "DELETE $row RETURN NONE", Value::RecordId(id)).await;
        store.sweep(Timestamp(0), 10).await.unwrap();
        assert_eq!(under_way(&store).await, 0, "taken up by the sweep");
    }
}
