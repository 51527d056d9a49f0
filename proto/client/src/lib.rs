//! A client for Backline's gRPC API: one channel to one server, with the token,
//! the TLS settings, the deadlines and the retries that every call needs.
//!
//! ```no_run
//! # async fn example() -> Result<(), backline_client::Error> {
//! use backline_client::{Client, Config, Secret};
//! use backline_proto::admin::v1::ListGatewaysRequest;
//!
//! let config = Config::new("http://127.0.0.1:7443").with_token(Secret::new("blt_…".into()));
//! let client = Client::connect(config).await?;
//! let gateways = client
//!     .repeating(|| async { client.gateway_admin().list_gateways(ListGatewaysRequest::default()).await })
//!     .await?;
//! # drop(gateways);
//! # Ok(())
//! # }
//! ```

mod auth;
mod backoff;
mod channel;
mod config;
mod error;
mod secret;

pub use crate::auth::Auth;
pub use crate::backoff::Backoff;
pub use crate::channel::{Client, Transport};
pub use crate::config::{Config, Tls};
pub use crate::error::{Error, Violation};
pub use crate::secret::Secret;
