//! `CompleteCommand`: how a command ended.

use backline_domain::access::Token;
use backline_proto::gateway::v1::{CompleteCommandRequest, CompleteCommandResponse};

use crate::convert;
use crate::gateway::{Result, Sessions};

// === impl Sessions ===

impl Sessions {
    /// Commits an outcome. Taken from sessions that ended, too: what happened
    /// has happened, and the desk judges by the lease token.
    ///
    /// # Errors
    /// The report is stale and no success, differs from the one before, or the
    /// commit failed.
    pub async fn complete_command(
        &self,
        caller: &Token,
        request: CompleteCommandRequest,
    ) -> Result<CompleteCommandResponse> {
        let outcome = request.outcome.ok_or(convert::Error::Missing("outcome"))?;
        let outcome = convert::outcome::from_proto(outcome)?;
        let (_, desk) = self.inner.desk_of_lease(caller, &request.lease_token)?;
        let completed = desk.complete(request.lease_token.clone(), outcome).await;
        if completed.as_ref().err().is_none_or(is_final) {
            let table = &mut self.inner.table();
            if let Some(session) = table.sessions.get_mut(&request.session) {
                session.running.remove(&request.lease_token);
            }
            self.inner.reported.notify_waiters();
        }
        let state = convert::completion::to_proto(completed?);
        Ok(CompleteCommandResponse {
            state: state.into(),
        })
    }
}

/// Whether the gateway will not report it again.
const fn is_final(error: &crate::desk::Error) -> bool {
    use crate::desk::Error;
    match error {
        Error::LeaseLost | Error::OutcomeMismatch => true,
        Error::Store(_)
        | Error::Stopped
        | Error::Undecided
        | Error::NotFound(_)
        | Error::Parameter(_)
        | Error::Plan(_)
        | Error::Changed { .. }
        | Error::WrongState(..)
        | Error::Random(_) => false,
    }
}
