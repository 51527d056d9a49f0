//! What webhooks are still to be told, and what they were not. Lanes are ranges of ids.

use std::ops::Bound;

use backline_domain::id::ConnectionId;
use backline_domain::webhook::{DeadId, DeadPost, Key, Lane, Post};

use super::{Inner, key, plan};
use crate::port::Result;

impl Inner {
    /// The first post of every lane of a connection after a lane. Each is left by its end: lanes
    /// are long when a receiver is gone.
    pub(super) async fn post_heads(
        &self,
        connection: &ConnectionId,
        after: Option<&Lane>,
        limit: usize,
    ) -> Result<Vec<Post>> {
        let end = Bound::Excluded(key::past(key::connection(connection)));
        let mut start = after.map_or_else(
            || Bound::Included(key::connection(connection)),
            |lane| Bound::Excluded(key::past(key::post_lane(lane))),
        );
        let mut heads: Vec<Post> = Vec::new();
        while heads.len() < limit {
            let range = key::range(key::WEBHOOK, start, end.clone());
            let Some(head) = self.posts(range, 1).await?.pop() else {
                break;
            };
            start = Bound::Excluded(key::past(key::post_lane(&head.key.lane)));
            heads.push(head);
        }
        Ok(heads)
    }

    /// The first posts of a lane.
    pub(super) async fn post_lane(&self, lane: &Lane, limit: usize) -> Result<Vec<Post>> {
        self.posts(key::under(key::WEBHOOK, key::post_lane(lane)), limit)
            .await
    }

    /// How many wait, counted up to a bound.
    pub(super) async fn waiting_posts(
        &self,
        connection: &ConnectionId,
        limit: usize,
    ) -> Result<usize> {
        let range = key::under(key::WEBHOOK, key::connection(connection));
        Ok(self.page_ids(range, limit).await?.len())
    }

    /// Dead posts after this one, in the order in which they were given up.
    pub(super) async fn dead_posts(
        &self,
        connection: &ConnectionId,
        after: Option<DeadId>,
        limit: usize,
    ) -> Result<Vec<DeadPost>> {
        let start = after.map_or_else(
            || Bound::Included(key::connection(connection)),
            |after| Bound::Excluded(key::dead_post(connection, after)),
        );
        let end = Bound::Excluded(key::past(key::connection(connection)));
        let range = key::range(key::WEBHOOK_DEAD, start, end);
        let rows: Vec<(DeadId, String)> = self.page("dead post", range, limit).await?;
        let opened = rows.into_iter().map(|(id, sealed)| {
            self.opened("dead post", &plan::dead_post_place(connection, id), &sealed)
        });
        opened.collect()
    }

    /// One dead post.
    pub(super) async fn dead_post(
        &self,
        connection: &ConnectionId,
        id: DeadId,
    ) -> Result<Option<DeadPost>> {
        let record = key::record(key::WEBHOOK_DEAD, key::dead_post(connection, id));
        let row: Option<(DeadId, String)> = self.get_one("dead post", record).await?;
        row.map(|(id, sealed)| {
            self.opened("dead post", &plan::dead_post_place(connection, id), &sealed)
        })
        .transpose()
    }

    async fn posts(&self, range: surrealdb::types::RecordId, limit: usize) -> Result<Vec<Post>> {
        let rows: Vec<(Key, String)> = self.page("post", range, limit).await?;
        let opened = rows
            .into_iter()
            .map(|(key, sealed)| self.opened("post", &plan::post_place(&key), &sealed));
        opened.collect()
    }
}
