//! What `ConnectionService` does, one verb a file.

mod claim;
mod create;
mod delete;
mod field;
mod show;
mod update;

pub(super) use create::create;
pub(super) use delete::delete;
pub(super) use show::show;
pub(super) use update::update;
