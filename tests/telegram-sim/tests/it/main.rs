//! The simulated Telegram against the rules it must keep, over HTTP as bots see it.
#![allow(clippy::unwrap_used, clippy::expect_used)]

mod albums;
mod business;
mod client;
mod copies;
mod deletions;
mod edit_rules;
mod edits;
mod faults;
mod files;
mod formatting;
mod forms;
mod groups;
mod hostile;
mod kinds;
mod page;
mod people_edit;
mod rates;
mod reactions;
mod replies;
mod senders;
mod sends;
mod stage;
mod topics;
mod updates;
