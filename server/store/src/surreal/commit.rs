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
    /// behind.
    pub(super) async fn commit(&self, changes: Vec<Change>) -> Result<()> {
        let plan = Plan::new(changes, &self.seal)?;
        if plan.is_empty() {
            return Ok(());
        }
        self.write(|| plan.statement()).await?;
        for connection in plan.erased() {
            self.erase(connection).await?;
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
