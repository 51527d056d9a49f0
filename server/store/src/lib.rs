//! Backline's durable state in SurrealDB, behind domain words.
//!
//! [`Store`] is the port. [`Surreal`] is what runs: SurrealDB embedded or
//! remote, made by [`open`]. [`Model`] is the same over plain ordered maps, for
//! the simulation and as the measure of the other one.

#[cfg(feature = "conformance")]
pub mod conformance;
mod model;
mod port;
mod seal;
mod surreal;

pub use model::Model;
pub use port::{Error, Result, Store};
pub use seal::{ParseKeyError, SealKey};
pub use surreal::{Options, Surreal, open};
