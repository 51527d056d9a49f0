//! What the server lets people see: logs and metrics.

mod logs;
mod metrics;
mod page;

pub(crate) use logs::is_filter;
pub use logs::{Error, Format, start_logs};
pub use metrics::Metrics;
pub use page::serve;
