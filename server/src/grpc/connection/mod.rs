//! What `ConnectionService` does, one verb a file.

mod claim;
mod create;
mod delete;
pub(super) mod field;
mod renew_claim;
mod session;
mod show;
mod update;

pub(super) use create::create;
pub(super) use delete::delete;
pub(super) use renew_claim::renew_claim;
pub(super) use session::{change_way, leave};
pub(super) use show::{show, via};
pub(super) use update::update;
