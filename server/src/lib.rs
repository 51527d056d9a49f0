//! The Backline server: the only place where the parts are put together.

pub mod clock;
pub mod convert;
pub mod desk;
pub mod config;
pub mod gateway;
pub mod grpc;
pub mod telemetry;
pub mod app;
pub mod shutdown;
pub mod upkeep;
