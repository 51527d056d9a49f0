//! Webhooks.

mod dead;
mod list;
mod replay;
mod secret;

pub(super) use self::dead::dead;
pub(super) use self::list::list;
pub(super) use self::replay::replay;
pub(super) use self::secret::secret;
