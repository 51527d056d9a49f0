//! The gRPC edge: thin services that authenticate, validate, call and convert.
//! Protobuf types stop here and in `gateway`.

pub mod access;
mod caller;
mod layer;
pub mod status;

pub use caller::Caller;
pub use layer::{Edge, Limits, code_name};
