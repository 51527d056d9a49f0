//! What SurrealDB's errors mean.

use surrealdb::types::QueryError;
use surrealdb::{Error as Cause, IndexedResults};

use crate::port::Error;

/// How a query failed.
#[derive(Debug)]
pub(super) enum Fault {
    /// A precondition does not hold; the text is ours.
    Thrown(String),
    /// Somebody wrote the same rows at the same time. Nothing was written, and it
    /// may go through when repeated.
    Crossed,
    /// The store is closed.
    Closed(Error),
    /// Anything else.
    Broken(Cause),
}

/// Every statement's error is looked at, not only the first: of a transaction,
/// all statements fail and only one of them says why.
pub(super) fn checked(answer: Result<IndexedResults, Cause>) -> Result<IndexedResults, Fault> {
    let mut results = answer.map_err(Fault::from)?;
    let errors = results.take_errors();
    match errors.into_values().min_by_key(rank) {
        None => Ok(results),
        Some(error) => Err(Fault::from(error)),
    }
}

/// How little an error tells.
fn rank(error: &Cause) -> u8 {
    match error.query_details() {
        _ if error.is_thrown() => 0,
        Some(QueryError::TransactionConflict) => 1,
        Some(QueryError::NotExecuted | QueryError::Cancelled) => 3,
        _ => 2,
    }
}

// === impl Fault ===

impl From<Cause> for Fault {
    fn from(error: Cause) -> Self {
        if error.is_thrown() {
            let text = error.message();
            let own = text.strip_prefix("An error occurred: ").unwrap_or(text);
            return Self::Thrown(own.to_owned());
        }
        let crossed = matches!(error.query_details(), Some(QueryError::TransactionConflict));
        let text = error.message();
        if crossed || text.contains("can be retried") || text.contains("Transaction retry") {
            return Self::Crossed;
        }
        Self::Broken(error)
    }
}

impl From<Fault> for Error {
    fn from(fault: Fault) -> Self {
        match fault {
            Fault::Thrown(what) => Self::Conflict { what },
            Fault::Crossed => Self::Unavailable {
                detail: "others keep writing the same rows; try again".to_owned(),
            },
            Fault::Closed(error) => error,
            Fault::Broken(error) => Self::Unavailable {
                detail: in_words(error.message()),
            },
        }
    }
}

const FULL: &str = "the disk is full: make room on it, and the store goes on by itself";
const QUOTA: &str =
    "the disk quota is used up: raise it or make room, and the store goes on by itself";

/// Whether it is one of the errors of which the remedy is known.
pub(super) fn names_remedy(detail: &str) -> bool {
    detail == FULL || detail == QUOTA
}

/// An error of the engine, with the remedy where one is known.
pub(super) fn in_words(message: &str) -> String {
    let lower = message.to_lowercase();
    if lower.contains("no space left") || lower.contains("storage full") {
        return FULL.to_owned();
    }
    if lower.contains("quota exceeded") {
        return QUOTA.to_owned();
    }
    message.to_owned()
}
