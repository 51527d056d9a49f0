//! What `RelayBotService` does, one verb a file.

mod add;
mod remove;
mod show;

pub(super) use add::add;
pub(super) use remove::remove;
pub(super) use show::show;
