//! The gRPC edge: thin services that authenticate, validate, call and convert.
//! Protobuf types stop here and in `gateway`.

pub mod access;
mod admin;
mod caller;
mod connection;
mod connection_service;
mod dead_letter;
mod delivery_service;
mod dialog_service;
mod gateway_admin_service;
pub mod gateway_service;
mod inside;
mod layer;
mod login_service;
mod message_service;
mod parameter_file;
mod parameter_service;
mod plan_service;
mod relay_bot;
mod relay_bot_service;
pub mod server;
pub mod status;
mod token;
mod token_service;
mod update_service;
mod webhook_service;

pub use admin::Admin;
pub use caller::Caller;
pub use connection_service::Connections;
pub use delivery_service::Deliveries;
pub use dialog_service::Dialogs;
pub use gateway_admin_service::Gateways;
pub use gateway_service::GatewayCalls;
pub(crate) use inside::Inside;
pub use layer::{Edge, Limits, code_name};
pub use login_service::AccountLogins;
pub use message_service::Messages;
pub use parameter_service::Parameters;
pub use plan_service::PlanRows;
pub use relay_bot_service::RelayBots;
pub use token_service::TokenRows;
pub use update_service::UnknownUpdates;
pub use webhook_service::WebhookRows;
