//! `ExtendLeases`: commands that take long stay leased.

use std::collections::BTreeMap;

use backline_domain::access::Token;
use backline_proto::gateway::v1::{ExtendLeasesRequest, ExtendLeasesResponse};

use crate::desk::COMMAND_LEASE;
use crate::gateway::{Error, MAX_NAMED, Result, Sessions};

// === impl Sessions ===

impl Sessions {
    /// Keeps commands leased; says which belong to somebody else now or were
    /// cancelled.
    ///
    /// # Errors
    /// The session is over, or a desk is stopping.
    pub async fn extend_leases(
        &self,
        caller: &Token,
        request: ExtendLeasesRequest,
    ) -> Result<ExtendLeasesResponse> {
        self.inner.table().session(&request.session, caller)?;
        if request.lease_tokens.len() > MAX_NAMED {
            let message = format!("at most {MAX_NAMED} leases can be extended at once");
            return Err(Error::field("lease_tokens", message));
        }
        let mut answer = ExtendLeasesResponse::default();
        let mut by_desk = BTreeMap::new();
        for token in request.lease_tokens {
            match self.inner.desk_of_lease(caller, &token) {
                Ok((connection, desk)) => {
                    by_desk
                        .entry(connection)
                        .or_insert((desk, Vec::new()))
                        .1
                        .push(token);
                }
                Err(_) => answer.lost.push(token),
            }
        }
        for (desk, tokens) in by_desk.into_values() {
            let extended = desk.extend(tokens.clone()).await?;
            let until = self.inner.clock.monotonic() + COMMAND_LEASE;
            if let Some(session) = self.inner.table().sessions.get_mut(&request.session) {
                for token in &tokens {
                    if let Some(running) = session.running.get_mut(token) {
                        running.until = until;
                    }
                }
                for token in &extended.lost {
                    session.running.remove(token);
                }
            }
            answer.lost.extend(extended.lost);
            answer.cancelled.extend(extended.cancelled);
        }
        Ok(answer)
    }
}
