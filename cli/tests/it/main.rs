//! The command line against a server that answers from a script.

#![allow(missing_docs, clippy::unwrap_used, clippy::expect_used)]

mod changes;
mod errors;
mod fake;
mod help;
mod lists;
#[cfg(feature = "all-in-one")]
mod program;
mod secrets;
mod shell;
#[cfg(feature = "all-in-one")]
mod up;
