//! `IngestUpdates`: a batch of updates is committed.

use backline_domain::access::Token;
use backline_domain::id::IdentityId;
use backline_proto::gateway::v1::{IngestUpdatesRequest, IngestUpdatesResponse};

use crate::convert;
use crate::gateway::{Error, MAX_BATCH, Result, Sessions};

// === impl Sessions ===

impl Sessions {
    /// Commits a batch. When it returns, and only then, the gateway may confirm
    /// the updates to Telegram.
    ///
    /// # Errors
    /// Session or epoch are not the valid ones, or the commit failed; the same
    /// batch may then be given again.
    pub async fn ingest_updates(
        &self,
        caller: &Token,
        request: IngestUpdatesRequest,
    ) -> Result<IngestUpdatesResponse> {
        let identity: IdentityId = request
            .identity
            .parse()
            .map_err(|error| Error::identity(&error))?;
        self.inner
            .table()
            .holder(&request.session, caller, identity, request.epoch)?;
        if request.updates.len() > MAX_BATCH {
            let message = format!("a batch has at most {MAX_BATCH} updates");
            return Err(Error::field("updates", message));
        }
        let cursor = request.cursor.ok_or(convert::Error::Missing("cursor"))?;
        let gateway = self.inner.desks.gateway_kind(identity);
        let cursor = convert::cursor::from_proto(gateway, cursor)?;
        let updates = request
            .updates
            .into_iter()
            .map(convert::update::from_proto)
            .collect();
        let (_, desk) = self
            .inner
            .desks
            .of_identity(identity)
            .ok_or(Error::Superseded { identity })?;
        let ingested = desk.ingest(identity, updates, cursor).await?;
        Ok(IngestUpdatesResponse {
            cursor: Some(convert::cursor::to_proto(&ingested.cursor)),
            accepted_count: i32::try_from(ingested.accepted).unwrap_or(i32::MAX),
            duplicate_count: i32::try_from(ingested.duplicates).unwrap_or(i32::MAX),
        })
    }
}
