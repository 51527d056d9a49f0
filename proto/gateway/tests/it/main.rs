//! A gateway against a scripted server in the same process.

#![allow(clippy::unwrap_used, clippy::expect_used)]

mod platform;
mod scripted;

mod commands;
mod fencing;
mod identities;
mod logins;
mod sessions;
mod stopping;
mod updates;
