//! `StartCommand`: an effect is about to be caused.

use backline_domain::access::Token;
use backline_proto::gateway::v1::{StartCommandRequest, StartCommandResponse};

use crate::gateway::{Error, Result, Sessions};

// === impl Sessions ===

impl Sessions {
    /// Commits that the effect is about to be caused. While the server stops no
    /// effect is begun: what has no Start is handed out again.
    ///
    /// # Errors
    /// The session or the lease is over, or the commit failed: the effect must
    /// not be caused.
    pub async fn start_command(
        &self,
        caller: &Token,
        request: StartCommandRequest,
    ) -> Result<StartCommandResponse> {
        {
            let table = &mut self.inner.table();
            table.session(&request.session, caller)?;
            if table.is_draining {
                return Err(Error::Draining);
            }
        }
        let (_, desk) = self.inner.desk_of_lease(caller, &request.lease_token)?;
        desk.start(request.lease_token).await?;
        Ok(StartCommandResponse {})
    }
}
