//! What is kept of messages beyond their delivery, and ratings.

use std::collections::HashMap;
use std::ops::Bound;

use backline_domain::archive::{Archived, End, Key};
use backline_domain::id::ConnectionId;
use backline_domain::rating::{Mark, Rating};

use super::{Inner, key, plan};
use crate::port::Result;

impl Inner {
    /// Messages after this one, in the order of time, with what became of them.
    pub(super) async fn archived(
        &self,
        connection: &ConnectionId,
        after: Option<&Key>,
        limit: usize,
    ) -> Result<Vec<Archived>> {
        let start = after.map_or_else(
            || Bound::Included(key::connection(connection)),
            |after| Bound::Excluded(key::archived(after)),
        );
        let end = Bound::Excluded(key::past(key::connection(connection)));
        let range = key::range(key::ARCHIVE, start, end);
        let rows: Vec<(Key, String)> = self.page("archived message", range, limit).await?;
        let opened = rows.into_iter().map(|(key, sealed)| {
            self.opened("archived message", &plan::archived_place(&key), &sealed)
        });
        let mut found: Vec<Archived> = opened.collect::<Result<_>>()?;
        let (Some(first), Some(last)) = (found.first(), found.last()) else {
            return Ok(found);
        };
        let range = key::range(
            key::ARCHIVE_END,
            Bound::Included(key::archived(&first.key)),
            Bound::Included(key::archived(&last.key)),
        );
        let ends: Vec<(Key, End)> = self.page("end of a message", range, found.len()).await?;
        let ends: HashMap<Key, End> = ends.into_iter().collect();
        for row in &mut found {
            row.end = ends.get(&row.key).copied();
        }
        Ok(found)
    }

    /// Ratings after this one, in the order of time.
    pub(super) async fn ratings(
        &self,
        connection: &ConnectionId,
        after: Option<Mark>,
        limit: usize,
    ) -> Result<Vec<Rating>> {
        let start = after.map_or_else(
            || Bound::Included(key::connection(connection)),
            |(at, sequence)| Bound::Excluded(key::rating(connection, at, sequence)),
        );
        let end = Bound::Excluded(key::past(key::connection(connection)));
        let range = key::range(key::RATING, start, end);
        self.page("rating", range, limit).await
    }
}
