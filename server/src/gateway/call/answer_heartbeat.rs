//! `AnswerHeartbeat`: the gateway lives.

use backline_domain::access::Token;
use backline_proto::gateway::v1::{AnswerHeartbeatRequest, AnswerHeartbeatResponse};

use crate::gateway::{Error, Result, Sessions};

// === impl Sessions ===

impl Sessions {
    /// Begins the session's lease anew. Whoever gets this answer may act for
    /// another 40 s, so it is given only when the lease was begun anew.
    ///
    /// # Errors
    /// [`Error::SessionLost`], also when the stream is broken and its last
    /// heartbeat was answered already: then the gateway has to attach again.
    pub fn answer_heartbeat(
        &self,
        caller: &Token,
        request: &AnswerHeartbeatRequest,
    ) -> Result<AnswerHeartbeatResponse> {
        let now = self.inner.clock.monotonic();
        let table = &mut self.inner.table();
        let lease = table.timing.session_lease;
        let session = table.session(&request.session, caller)?;
        if !(1..=session.heartbeats_sent).contains(&request.sequence) {
            return Err(Error::field(
                "sequence",
                "no heartbeat with this number was sent",
            ));
        }
        let is_over = now >= session.answered_at + lease;
        let is_repeated = request.sequence <= session.heartbeat_answered;
        if is_over || (session.stream.is_none() && is_repeated) {
            return Err(Error::SessionLost);
        }
        session.heartbeat_answered = session.heartbeat_answered.max(request.sequence);
        session.answered_at = now;
        Ok(AnswerHeartbeatResponse {})
    }
}
