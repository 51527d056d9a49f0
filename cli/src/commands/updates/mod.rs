//! Updates that were not understood.

mod list;

pub(super) use self::list::list;
