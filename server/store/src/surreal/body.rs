//! Bodies of rows: JSON text. Measured against objects of SurrealDB, text costs
//! about half to write and to read. What a later version adds to a row has to be
//! optional or carry a serde default; what it takes away is passed over.

use serde::Serialize;
use serde::de::DeserializeOwned;
use surrealdb::types::Value;

use crate::port::{Error, Result};

/// A row as it is written.
pub(super) fn encode<T: Serialize>(what: &'static str, row: &T) -> Result<Value> {
    serde_json::to_string(row)
        .map(Value::String)
        .map_err(|error| corrupt(what, &error))
}

/// A row as it was read.
pub(super) fn decode<T: DeserializeOwned>(what: &'static str, body: &Value) -> Result<T> {
    serde_json::from_str(as_text(what, body)?).map_err(|error| corrupt(what, &error))
}

/// A body that is plain text.
pub(super) fn as_text<'a>(what: &'static str, body: &'a Value) -> Result<&'a str> {
    match body {
        Value::String(text) => Ok(text),
        _ => Err(Error::Corrupt {
            what,
            detail: "its body is no text".to_owned(),
        }),
    }
}

fn corrupt(what: &'static str, error: &serde_json::Error) -> Error {
    Error::Corrupt {
        what,
        detail: error.to_string(),
    }
}
