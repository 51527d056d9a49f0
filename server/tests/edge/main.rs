//! The gRPC edge of a whole server in this process: in-memory store, free port,
//! driven clock.

mod access;
mod connections;
mod harness;
mod limits;
mod pages;
mod parameters;
mod repeat;
mod stopping;
mod tls;
