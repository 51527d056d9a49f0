//! What happened, for whoever shows it as it happens: the terminal of
//! `backline up`, tests, logs. Not durable: what must not be missed is a row.

use backline_domain::id::ConnectionId;
use backline_domain::relay::Event;

/// One thing that happened at a connection, after it was committed.
#[derive(Debug, Clone, PartialEq)]
pub struct News {
    /// Where.
    pub connection: ConnectionId,
    /// What.
    pub event: Event,
}
