//! Deliveries: lanes are ranges of ids, and the first of each is found without
//! reading what waits behind it.

use std::ops::Bound;

use backline_domain::delivery::{Delivery, Key, Lane};
use backline_domain::id::ConnectionId;
use serde::Deserialize;

use super::Inner;
use super::body::decode;
use super::key;
use crate::port::Result;

const WHAT: &str = "delivery";
/// Rows read at once while looking for lanes: few when lanes are long, many when
/// they are short.
const FEWEST: usize = 4;
const MOST: usize = 128;

/// As much of a delivery as says where it is.
#[derive(Deserialize)]
struct Place {
    key: Key,
}

impl Inner {
    /// The first delivery of every lane after a lane.
    pub(super) async fn lane_heads(
        &self,
        connection: &ConnectionId,
        after: Option<&Lane>,
        limit: usize,
    ) -> Result<Vec<Delivery>> {
        let end = Bound::Excluded(key::past(key::connection(connection)));
        let mut start = after.map_or_else(
            || Bound::Included(key::connection(connection)),
            |lane| Bound::Excluded(key::past(key::lane(lane))),
        );
        let mut heads: Vec<Delivery> = Vec::new();
        let mut size = 32;
        while heads.len() < limit {
            let range = key::range(key::DELIVERY, start, end.clone());
            let bodies = self.page_bodies(range, size).await?;
            let before = heads.len();
            for body in &bodies {
                let place: Place = decode(WHAT, body)?;
                let is_new = heads
                    .last()
                    .is_none_or(|head| head.key.lane != place.key.lane);
                if is_new && heads.len() < limit {
                    heads.push(decode(WHAT, body)?);
                }
            }
            let Some(last) = heads.last().filter(|_| bodies.len() == size) else {
                break;
            };
            start = Bound::Excluded(key::past(key::lane(&last.key.lane)));
            let found = heads.len() - before;
            size = if found * 2 > size {
                size * 2
            } else {
                found * 2
            }
            .clamp(FEWEST, MOST);
        }
        Ok(heads)
    }

    /// A lane from a sequence on.
    pub(super) async fn lane(&self, lane: &Lane, from: u64, limit: usize) -> Result<Vec<Delivery>> {
        let start = Bound::Included(key::in_lane(lane, from));
        let end = Bound::Excluded(key::past(key::lane(lane)));
        self.page(WHAT, key::range(key::DELIVERY, start, end), limit)
            .await
    }

    /// How many wait, counted up to a bound.
    pub(super) async fn waiting(&self, connection: &ConnectionId, limit: usize) -> Result<usize> {
        let range = key::under(key::DELIVERY, key::connection(connection));
        Ok(self.page_ids(range, limit).await?.len())
    }
}
