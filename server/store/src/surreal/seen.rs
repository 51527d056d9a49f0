//! Updates that are known already.

use std::collections::BTreeSet;
use std::time::Duration;

use backline_domain::id::IdentityId;
use backline_domain::message::UpdateKey;
use backline_domain::time::Timestamp;

use super::Inner;
use super::key;
use crate::port::Result;

/// The clock may have been set back by so much since an update was marked.
const SET_BACK: Duration = Duration::from_secs(3600);

impl Inner {
    /// Those of these updates that were marked within 48 hours, in order.
    pub(super) async fn seen(
        &self,
        identity: IdentityId,
        keys: &[UpdateKey],
        now: Timestamp,
    ) -> Result<Vec<UpdateKey>> {
        let oldest = Timestamp(now.0.saturating_sub(key::SEEN_MILLIS));
        let buckets = key::seen_bucket(oldest)..=key::seen_bucket(now.after(SET_BACK));
        let ids = buckets
            .flat_map(|bucket| {
                keys.iter()
                    .map(move |update| key::seen(bucket, identity, update))
            })
            .collect();
        let rows: Vec<(UpdateKey, Timestamp)> = self.get("update", ids).await?;
        let known: BTreeSet<_> = rows
            .into_iter()
            .filter(|(_, at)| *at >= oldest)
            .map(|(update, _)| update)
            .collect();
        Ok(known.into_iter().collect())
    }
}
