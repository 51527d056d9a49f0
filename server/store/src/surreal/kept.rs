//! What was posted for a message: sealed, since it is what customers wrote.

use backline_domain::id::ConnectionId;
use backline_domain::kept::Kept;
use backline_domain::link;
use backline_domain::time::Timestamp;

use super::body::as_text;
use super::{Inner, key, plan};
use crate::port::Result;

impl Inner {
    /// What was posted. One that does not open is as good as forgotten: what hangs on it
    /// can be said in other ways, and must not stop.
    pub(super) async fn kept(
        &self,
        connection: &ConnectionId,
        of: &link::Key,
        until: Timestamp,
    ) -> Result<Option<Kept>> {
        let range = key::under(key::KEPT, key::kept(connection, of, until));
        let bodies = self.page_bodies(range, 1).await?;
        let Some(sealed) = bodies.first() else {
            return Ok(None);
        };
        let place = plan::kept_place(connection, of);
        let opened = self.seal.open(&place, as_text("kept message", sealed)?);
        let kept = opened
            .ok()
            .and_then(|plain| serde_json::from_slice(&plain).ok());
        if kept.is_none() {
            tracing::error!(%connection, "a kept message does not open and is left out");
        }
        Ok(kept)
    }
}
