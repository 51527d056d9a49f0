//! The command line against a server that answers from a script.

#![allow(missing_docs, clippy::unwrap_used, clippy::expect_used)]

mod changes;
mod errors;
mod fake;
mod help;
mod lists;
mod secrets;
mod shell;
