//! Between the contract's messages and the domain's types, one concept a file.
//!
//! What comes in is never trusted and never a reason to panic: what can be kept
//! is kept, what cannot is an [`Error`] that names the field. What goes out is
//! exact. Protobuf types stop here, in `gateway/` and in `grpc/`.

pub mod address;
pub mod button;
pub mod call;
pub mod chat;
pub mod command;
pub mod completion;
pub mod content;
pub mod cursor;
mod malformed;
pub mod media;
pub mod member;
pub mod message;
pub mod outcome;
pub mod person;
pub mod place;
pub mod reaction;
pub mod service;
pub mod text;
pub mod time;
pub mod update;

#[cfg(test)]
mod tests;

/// A part of a request that cannot be understood.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Error {
    /// It has to be there and is not.
    #[error("`{0}` is missing")]
    Missing(&'static str),
    /// It is there, and has a value that this version does not know.
    #[error("`{field}` has to be {allowed}")]
    Unknown {
        /// Which part.
        field: &'static str,
        /// What it may be.
        allowed: &'static str,
    },
}

/// A conversion's result.
pub type Result<T> = std::result::Result<T, Error>;

// === impl Error ===

impl Error {
    /// The part's name in the contract.
    #[must_use]
    pub const fn field(&self) -> &'static str {
        match self {
            Self::Missing(field) | Self::Unknown { field, .. } => field,
        }
    }
}

/// The contract writes "none" as 0.
const fn nonzero(id: i64) -> Option<i64> {
    if id == 0 { None } else { Some(id) }
}
