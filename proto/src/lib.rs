//! The contract between Backline's server, its gateways and its callers.
//!
//! The `.proto` files beside this crate are the specification: their comments
//! say what MUST hold. This crate adds nothing but generated code, the reasons
//! that errors carry, and `Debug` for messages with secrets in them.

pub mod reason;
mod secret;

/// Who and where, content and reactions, as every area uses them.
pub mod common {
    /// Version 1.
    #[allow(
        missing_docs,
        clippy::all,
        clippy::pedantic,
        clippy::nursery,
        rustdoc::all,
        unreachable_pub
    )]
    pub mod v1 {
        tonic::include_proto!("backline.common.v1");
    }
}

/// Between server and gateway.
pub mod gateway {
    /// Version 1.
    #[allow(
        missing_docs,
        clippy::all,
        clippy::pedantic,
        clippy::nursery,
        rustdoc::all,
        unreachable_pub
    )]
    pub mod v1 {
        tonic::include_proto!("backline.gateway.v1");
    }
}

/// For operations: connections, parameters, dialogs, queue, tokens, gateways.
pub mod admin {
    /// Version 1.
    #[allow(
        missing_docs,
        clippy::all,
        clippy::pedantic,
        clippy::nursery,
        rustdoc::all,
        unreachable_pub
    )]
    pub mod v1 {
        tonic::include_proto!("backline.admin.v1");
    }
}

/// The whole contract as an encoded `FileDescriptorSet`, comments included: for
/// gRPC reflection and for the test that holds the contract's rules.
pub const FILE_DESCRIPTOR_SET: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/descriptors.bin"));
