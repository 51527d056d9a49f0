//! What the server lets people see: logs and metrics.

mod group;
mod logs;
mod metrics;
mod page;

pub use group::{GroupMetrics, Labels};
pub(crate) use logs::is_filter;
pub use logs::{Error, Format, start_logs};
pub use metrics::Metrics;
pub use page::serve;
