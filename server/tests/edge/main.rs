//! The gRPC edge of a whole server in this process: in-memory store, free port,
//! driven clock.
#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]

mod access;
mod connections;
mod dead_letters;
mod gateway;
mod harness;
mod identities;
mod limits;
mod logins;
mod messages;
mod pages;
mod parameter_file;
mod parameters;
mod plans;
mod repeat;
mod stopping;
mod tls;
mod unknown;
