//! What every gateway shares: it attaches to servers, holds identities, runs
//! commands, reports outcomes, and carries updates up. Nothing of Telegram's
//! libraries is in it: that is behind [`Platform`].
//!
//! A gateway decides nothing and keeps nothing: no policy, no queue, no retry of
//! a Telegram call. What must not be lost is either not confirmed to Telegram yet
//! or repeated to the server until it answered.

mod clock;
mod command;
mod completion;
mod drain;
mod fence;
mod files;
mod gateway;
mod held;
mod kept;
mod lease;
mod link;
mod lock;
mod login;
mod logout;
mod outcomes;
mod platform;
#[cfg(feature = "program")]
pub mod program;
mod pump;
mod refusal;
mod report;
mod session;

pub use crate::clock::{Clock, Driven, Real};
pub use crate::fence::Fence;
pub use crate::files::{Bytes, FileError, Files, PutError, Source, StoredFile};
pub use crate::gateway::{Error, Options, run};
pub use crate::kept::KeepSession;
pub use crate::login::{LoggingIn, Login, LoginEnd, Steps};
pub use crate::logout::LoggingOut;
pub use crate::outcomes::{
    deferred, failed, flood_wait, moved, partly_uncertain, refused_in_part, rejected, succeeded,
    uncertain,
};
pub use crate::platform::{Assignment, Batch, Identity, Platform, StartError, Started, Updates};
pub use crate::report::{Report, Reports};

/// Largest batch of updates in encoded bytes that a source should make: well
/// under the 4 MiB that gRPC takes in one message.
pub const MAX_BATCH_BYTES: usize = 2 * 1024 * 1024;
/// Most updates in one batch.
pub const MAX_BATCH_UPDATES: usize = 100;
