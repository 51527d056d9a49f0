//! Backline's durable state in SurrealDB, behind domain words.

mod port;

pub use port::{Error, Result, Store};
