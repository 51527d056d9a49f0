//! Updates that were not understood: kept by the week, read newest first.

use std::ops::Bound;

use backline_domain::change::KeptUpdate;
use backline_domain::id::ConnectionId;
use backline_domain::message::UpdateKey;
use backline_domain::time::Timestamp;

use super::Inner;
use super::key;
use crate::port::Result;

impl Inner {
    /// The newest of this week and the last, those before `before` only.
    pub(super) async fn unknown_updates(
        &self,
        connection: &ConnectionId,
        before: Option<(Timestamp, &UpdateKey)>,
        now: Timestamp,
        limit: usize,
    ) -> Result<Vec<KeptUpdate>> {
        let latest = before.map_or(now, |(at, _)| at.min(now));
        let mut found: Vec<KeptUpdate> = Vec::new();
        // A clock that was put back may have left some in the week to come.
        let newest = if before.is_some() {
            key::week(latest)
        } else {
            key::week(latest) + 1
        };
        for week in (key::week(now) - 1..=newest).rev() {
            let start = match before {
                Some((at, update)) if key::week(at) == week => {
                    Bound::Excluded(key::unknown(connection, at, update))
                }
                _ => Bound::Included(key::unknown_of(week, connection)),
            };
            let end = Bound::Excluded(key::past(key::unknown_of(week, connection)));
            let range = key::range(key::UNKNOWN, start, end);
            let page = self.page("unknown update", range, limit - found.len());
            found.extend(page.await?);
            if found.len() >= limit {
                break;
            }
        }
        Ok(found)
    }
}
