//! The Backline server: the only place where the parts are put together.

pub mod app;
pub mod clock;
pub mod config;
pub mod convert;
pub mod desk;
pub mod files;
pub mod gateway;
pub mod grpc;
pub mod plan;
pub mod setup_bot;
pub mod shutdown;
pub mod telemetry;
pub mod upkeep;
pub mod webhook;
