//! The store over plain ordered maps: what the other one has to do, said in the
//! shortest way. The simulation runs on it, since it never waits and a seed
//! replays step by step.

mod rows;

use std::collections::BTreeSet;
use std::ops::Bound;
use std::sync::{Mutex, MutexGuard, PoisonError};

use async_trait::async_trait;
use backline_domain::access::Token;
use backline_domain::archive::{self, Archived};
use backline_domain::change::{Change, Identity, KeptUpdate, Request, Secret, Timer};
use backline_domain::choice::{self, Choice};
use backline_domain::connection::{Connection, ParameterChange};
use backline_domain::delivery::Ledger;
use backline_domain::delivery::{self, DeadLetter, Delivery, Key, Lane};
use backline_domain::dialog::{self, Creation, Dialog};
use backline_domain::held::HeldAlbum;
use backline_domain::id::{ChatAddress, ChatId, ConnectionId, IdentityId, TopicId, UserId};
use backline_domain::kept::Kept;
use backline_domain::link::{self, Link};
use backline_domain::logout::Logout;
use backline_domain::message::UpdateKey;
use backline_domain::plan::{Day, Usage};
use backline_domain::profile::Profile;
use backline_domain::rating::{self, Rating};
use backline_domain::reaction::Reactions;
use backline_domain::setup_bot::{Note, Person};
use backline_domain::time::Timestamp;
use backline_domain::webhook::{self, DeadId, DeadPost, Post};

use self::rows::{Rows, newest_first};
use crate::port::{Result, Store};

pub(crate) const SEEN_MILLIS: i64 = 48 * 3_600_000;
const REQUEST_MILLIS: i64 = 24 * 3_600_000;
/// What was used of plans is kept for so many days: a month can be looked back on.
pub(crate) const USAGE_DAYS: i64 = 40;
const WEEK_MILLIS: i64 = 7 * 24 * 3_600_000;
const DEAD_POST_MILLIS: i64 = 30 * 24 * 3_600_000;
const ARCHIVE_MILLIS: i64 = 400 * 24 * 3_600_000;

/// The store over plain ordered maps, gone with the process.
#[derive(Debug, Default)]
pub struct Model {
    rows: Mutex<Rows>,
}

// === impl Model ===

impl Model {
    /// An empty store.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    fn rows(&self) -> MutexGuard<'_, Rows> {
        self.rows.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[async_trait]
impl Store for Model {
    async fn commit(&self, changes: Vec<Change>) -> Result<()> {
        let mut rows = self.rows();
        rows.check(&changes)?;
        rows.apply(changes);
        Ok(())
    }

    async fn connections(&self) -> Result<Vec<Connection>> {
        Ok(self.rows().connections.values().cloned().collect())
    }

    async fn connection(&self, id: &ConnectionId) -> Result<Option<Connection>> {
        Ok(self.rows().connections.get(id).cloned())
    }

    async fn counter(&self, id: &ConnectionId) -> Result<u64> {
        Ok(self.rows().counters.get(id).copied().unwrap_or(0))
    }

    async fn parameter_changes(
        &self,
        id: &ConnectionId,
        before: Option<u64>,
        limit: usize,
    ) -> Result<Vec<ParameterChange>> {
        let before = (id.clone(), before.unwrap_or(u64::MAX));
        let rows = self.rows();
        let newest = rows.parameter_changes.range((id.clone(), 0)..before).rev();
        Ok(newest.take(limit).map(|(_, row)| row.clone()).collect())
    }

    async fn identities(&self) -> Result<Vec<Identity>> {
        let rows = self.rows();
        let filled = rows.identities.values().map(|row| Identity {
            cursor: rows.cursors.get(&row.id).cloned(),
            ..row.clone()
        });
        Ok(filled.collect())
    }

    async fn secret(&self, identity: IdentityId) -> Result<Option<Secret>> {
        Ok(self.rows().secrets.get(&identity).cloned())
    }

    async fn logouts(&self) -> Result<Vec<Logout>> {
        Ok(self.rows().logouts.values().cloned().collect())
    }

    async fn dialogs(&self, keys: &[dialog::Key]) -> Result<Vec<Dialog>> {
        let rows = self.rows();
        Ok(keys
            .iter()
            .filter_map(|key| rows.dialogs.get(key))
            .cloned()
            .collect())
    }

    async fn dialog_page(
        &self,
        connection: &ConnectionId,
        after: Option<&ChatAddress>,
        limit: usize,
    ) -> Result<Vec<Dialog>> {
        let rows = self.rows();
        let own = rows
            .dialogs
            .values()
            .filter(|row| row.key.connection == *connection);
        let rest = own.filter(|row| after.is_none_or(|after| row.key.chat > *after));
        Ok(rest.take(limit).cloned().collect())
    }

    async fn listed_dialogs(
        &self,
        connection: &ConnectionId,
        after: Option<&ChatAddress>,
        limit: usize,
    ) -> Result<Vec<Dialog>> {
        let rows = self.rows();
        let own = rows
            .listed
            .iter()
            .filter(|key| key.connection == *connection);
        let rest = own.filter(|key| after.is_none_or(|after| key.chat > *after));
        let page = rest.take(limit).filter_map(|key| rows.dialogs.get(key));
        Ok(page.cloned().collect())
    }

    async fn profiles(&self, keys: &[dialog::Key]) -> Result<Vec<Profile>> {
        let rows = self.rows();
        let found = keys.iter().filter_map(|key| rows.profiles.get(key));
        Ok(found.cloned().collect())
    }

    async fn topics(
        &self,
        group: ChatId,
        topics: &[TopicId],
    ) -> Result<Vec<(TopicId, dialog::Key)>> {
        let rows = self.rows();
        let found = topics
            .iter()
            .filter_map(|topic| Some((*topic, rows.topics.get(&(group, *topic))?.clone())));
        Ok(found.collect())
    }

    async fn creation(&self, connection: &ConnectionId, name: &str) -> Result<Option<Creation>> {
        let key = (connection.clone(), name.to_owned());
        Ok(self.rows().creations.get(&key).cloned())
    }

    async fn numbers(&self, connection: &ConnectionId, ids: &[i64]) -> Result<Vec<(i64, u32)>> {
        let rows = self.rows();
        let found = ids.iter().filter_map(|id| {
            let number = rows.numbers.get(&(connection.clone(), *id))?;
            Some((*id, *number))
        });
        Ok(found.collect())
    }

    async fn link_page(&self, after: Option<&link::Key>, limit: usize) -> Result<Vec<Link>> {
        let start = after.map_or(Bound::Unbounded, Bound::Excluded);
        let rows = self.rows();
        let rest = rows.links.range::<link::Key, _>((start, Bound::Unbounded));
        Ok(rest.take(limit).map(|(_, link)| link.clone()).collect())
    }

    async fn links(&self, keys: &[link::Key]) -> Result<Vec<Link>> {
        let rows = self.rows();
        let messages: BTreeSet<_> = keys
            .iter()
            .map(|key| link::Key {
                part: 0,
                ..key.clone()
            })
            .collect();
        let parts = messages.into_iter().flat_map(|first| {
            let last = link::Key {
                part: u32::MAX,
                ..first.clone()
            };
            rows.links.range(first..=last)
        });
        Ok(parts.map(|(_, row)| row.clone()).collect())
    }

    async fn reactions(&self, keys: &[link::Key]) -> Result<Vec<Reactions>> {
        let rows = self.rows();
        let found = keys.iter().filter_map(|key| rows.reactions.get(key));
        Ok(found.cloned().collect())
    }

    async fn held_album(
        &self,
        connection: &ConnectionId,
        chat: &ChatAddress,
        id: &str,
        now: Timestamp,
    ) -> Result<Option<HeldAlbum>> {
        let rows = self.rows();
        let in_hour = |hour| {
            let place = (connection.clone(), hour, chat.clone(), id.to_owned());
            rows.held.get(&place).cloned()
        };
        Ok(in_hour(now.hour()).or_else(|| in_hour(now.hour() - 1)))
    }

    async fn kept(
        &self,
        connection: &ConnectionId,
        key: &link::Key,
        until: Timestamp,
    ) -> Result<Option<Kept>> {
        let place = (connection.clone(), until.hour(), key.clone());
        Ok(self.rows().kept.get(&place).cloned())
    }

    async fn alias(
        &self,
        connection: &ConnectionId,
        chat: &ChatAddress,
    ) -> Result<Option<ChatAddress>> {
        let key = (connection.clone(), chat.clone());
        Ok(self.rows().aliases.get(&key).cloned())
    }

    async fn seen(
        &self,
        identity: IdentityId,
        keys: &[UpdateKey],
        now: Timestamp,
    ) -> Result<Vec<UpdateKey>> {
        let rows = self.rows();
        let oldest = Timestamp(now.0.saturating_sub(SEEN_MILLIS));
        let known: BTreeSet<_> = keys
            .iter()
            .filter(|key| {
                rows.seen
                    .get(&(identity, (*key).clone()))
                    .is_some_and(|at| *at >= oldest)
            })
            .cloned()
            .collect();
        Ok(known.into_iter().collect())
    }

    async fn unknown_updates(
        &self,
        connection: &ConnectionId,
        before: Option<(Timestamp, &UpdateKey)>,
        now: Timestamp,
        limit: usize,
    ) -> Result<Vec<KeptUpdate>> {
        let rows = self.rows();
        let oldest = now.0.div_euclid(WEEK_MILLIS) - 1;
        let before = before.map(|(at, key)| newest_first(at, key));
        let own = rows.unknown.iter().filter(|((of, place), row)| {
            of == connection
                && row.at.0.div_euclid(WEEK_MILLIS) >= oldest
                && before.as_ref().is_none_or(|before| place > before)
        });
        Ok(own.take(limit).map(|(_, row)| row.clone()).collect())
    }

    async fn ledger(&self, connection: &ConnectionId) -> Result<Option<Ledger>> {
        Ok(self.rows().ledgers.get(connection).cloned())
    }

    async fn usage(&self, connection: &ConnectionId, from: Day) -> Result<Vec<Usage>> {
        let rows = self.rows();
        let days = (connection.clone(), from)..=(connection.clone(), Day(i64::MAX));
        Ok(rows.usage.range(days).map(|(_, row)| row.clone()).collect())
    }

    async fn lane_heads(
        &self,
        connection: &ConnectionId,
        after: Option<&Lane>,
        limit: usize,
    ) -> Result<Vec<Delivery>> {
        let rows = self.rows();
        let mut heads: Vec<Delivery> = Vec::new();
        for row in rows.deliveries.values() {
            let lane = &row.key.lane;
            let is_new = heads.last().is_none_or(|head| head.key.lane != *lane);
            let is_behind = after.is_none_or(|after| lane > after);
            if lane.connection == *connection && is_new && is_behind && heads.len() < limit {
                heads.push(row.clone());
            }
        }
        Ok(heads)
    }

    async fn lane(&self, lane: &Lane, from: u64, limit: usize) -> Result<Vec<Delivery>> {
        let key = |sequence| Key {
            lane: lane.clone(),
            sequence,
        };
        let rows = self.rows();
        let range = rows.deliveries.range(key(from)..=key(u64::MAX));
        Ok(range.take(limit).map(|(_, row)| row.clone()).collect())
    }

    async fn delivery(&self, key: &Key) -> Result<Option<Delivery>> {
        Ok(self.rows().deliveries.get(key).cloned())
    }

    async fn waiting(&self, connection: &ConnectionId, limit: usize) -> Result<usize> {
        let rows = self.rows();
        let own = rows
            .deliveries
            .keys()
            .filter(|key| key.lane.connection == *connection);
        Ok(own.take(limit).count())
    }

    async fn dead_letters(
        &self,
        connection: &ConnectionId,
        after: Option<u64>,
        limit: usize,
    ) -> Result<Vec<DeadLetter>> {
        let rows = self.rows();
        let own = rows
            .dead_letters
            .iter()
            .filter(|(id, _)| id.connection == *connection);
        let rest = own.filter(|(id, _)| after.is_none_or(|after| id.sequence > after));
        Ok(rest.take(limit).map(|(_, row)| row.clone()).collect())
    }

    async fn dead_letter(&self, id: &delivery::Id) -> Result<Option<DeadLetter>> {
        Ok(self.rows().dead_letters.get(id).cloned())
    }

    async fn choice(&self, connection: &ConnectionId, id: &choice::Id) -> Result<Option<Choice>> {
        let place = (connection.clone(), id.clone());
        Ok(self.rows().choices.get(&place).cloned())
    }

    async fn retry(&self, id: &delivery::Id) -> Result<Option<delivery::Key>> {
        Ok(self.rows().retries.get(id).cloned())
    }

    async fn due_timers(
        &self,
        connection: &ConnectionId,
        until: Timestamp,
        limit: usize,
    ) -> Result<Vec<Timer>> {
        let rows = self.rows();
        let own = rows
            .timers
            .iter()
            .filter(|timer| timer.connection == *connection);
        Ok(own
            .filter(|timer| timer.due_at <= until)
            .take(limit)
            .cloned()
            .collect())
    }

    async fn next_timer(&self, connection: &ConnectionId) -> Result<Option<Timestamp>> {
        let rows = self.rows();
        let mut own = rows
            .timers
            .iter()
            .filter(|timer| timer.connection == *connection);
        Ok(own.next().map(|timer| timer.due_at))
    }

    async fn menu(&self, of: IdentityId) -> Result<Option<String>> {
        Ok(self.rows().menus.get(&of).cloned())
    }

    async fn setup_person(&self, of: UserId) -> Result<Option<Person>> {
        Ok(self.rows().setup_people.get(&of).cloned())
    }

    async fn setup_people(&self, after: Option<UserId>, limit: usize) -> Result<Vec<UserId>> {
        let start = after.map_or(Bound::Unbounded, Bound::Excluded);
        let rows = self.rows();
        let rest = rows.setup_people.range((start, Bound::Unbounded));
        Ok(rest.take(limit).map(|(user, _)| *user).collect())
    }

    async fn setup_notes(&self, limit: usize) -> Result<Vec<Note>> {
        Ok(self
            .rows()
            .setup_notes
            .values()
            .take(limit)
            .cloned()
            .collect())
    }

    async fn archived(
        &self,
        connection: &ConnectionId,
        after: Option<&archive::Key>,
        limit: usize,
    ) -> Result<Vec<Archived>> {
        let rows = self.rows();
        let own = rows.archived.values().filter(|row| {
            row.key.connection == *connection && after.is_none_or(|after| row.key > *after)
        });
        let filled = own.take(limit).map(|row| Archived {
            end: rows.ends.get(&row.key).copied(),
            ..row.clone()
        });
        Ok(filled.collect())
    }

    async fn ratings(
        &self,
        connection: &ConnectionId,
        after: Option<rating::Mark>,
        limit: usize,
    ) -> Result<Vec<Rating>> {
        let rows = self.rows();
        let own = rows.ratings.iter().filter(|((of, place), _)| {
            of == connection && after.is_none_or(|after| *place > after)
        });
        Ok(own.take(limit).map(|(_, row)| row.clone()).collect())
    }

    async fn post_heads(
        &self,
        connection: &ConnectionId,
        after: Option<&webhook::Lane>,
        limit: usize,
    ) -> Result<Vec<Post>> {
        let rows = self.rows();
        let mut heads: Vec<Post> = Vec::new();
        for row in rows.posts.values() {
            let lane = &row.key.lane;
            let is_new = heads.last().is_none_or(|head| head.key.lane != *lane);
            let is_behind = after.is_none_or(|after| lane > after);
            if lane.connection == *connection && is_new && is_behind && heads.len() < limit {
                heads.push(row.clone());
            }
        }
        Ok(heads)
    }

    async fn post_lane(&self, lane: &webhook::Lane, limit: usize) -> Result<Vec<Post>> {
        let rows = self.rows();
        let own = rows.posts.values().filter(|row| row.key.lane == *lane);
        Ok(own.take(limit).cloned().collect())
    }

    async fn waiting_posts(&self, connection: &ConnectionId, limit: usize) -> Result<usize> {
        let rows = self.rows();
        let own = rows
            .posts
            .keys()
            .filter(|key| key.lane.connection == *connection);
        Ok(own.take(limit).count())
    }

    async fn dead_posts(
        &self,
        connection: &ConnectionId,
        after: Option<DeadId>,
        limit: usize,
    ) -> Result<Vec<DeadPost>> {
        let rows = self.rows();
        let own = rows
            .dead_posts
            .iter()
            .filter(|((of, id), _)| of == connection && after.is_none_or(|after| *id > after));
        Ok(own.take(limit).map(|(_, row)| row.clone()).collect())
    }

    async fn dead_post(&self, connection: &ConnectionId, id: DeadId) -> Result<Option<DeadPost>> {
        let place = (connection.clone(), id);
        Ok(self.rows().dead_posts.get(&place).cloned())
    }

    async fn tokens(&self) -> Result<Vec<Token>> {
        Ok(self.rows().tokens.values().cloned().collect())
    }

    async fn request(&self, id: &str) -> Result<Option<Request>> {
        Ok(self.rows().requests.get(id).cloned())
    }

    async fn sweep(&self, now: Timestamp, limit: usize) -> Result<usize> {
        let mut rows = self.rows();
        let before = Timestamp(now.0.saturating_sub(SEEN_MILLIS));
        let old: Vec<_> = rows
            .seen
            .iter()
            .filter(|(_, at)| **at < before)
            .map(|(key, _)| key.clone())
            .collect();
        let mut deleted = 0;
        for key in old.into_iter().take(limit) {
            rows.seen.remove(&key);
            deleted += 1;
        }
        let before = Timestamp(now.0.saturating_sub(REQUEST_MILLIS));
        let old: Vec<_> = rows
            .requests
            .values()
            .filter(|request| request.at < before)
            .map(|request| request.id.clone())
            .collect();
        for id in old.into_iter().take(limit - deleted) {
            rows.requests.remove(&id);
            deleted += 1;
        }
        let before = now.0.div_euclid(WEEK_MILLIS) - 1;
        let old: Vec<_> = rows
            .unknown
            .iter()
            .filter(|(_, row)| row.at.0.div_euclid(WEEK_MILLIS) < before)
            .map(|(key, _)| key.clone())
            .collect();
        for key in old.into_iter().take(limit - deleted) {
            rows.unknown.remove(&key);
            deleted += 1;
        }
        let this_hour = now.hour();
        let past = rows.kept.keys().filter(|key| key.1 < this_hour);
        let old: Vec<_> = past.take(limit - deleted).cloned().collect();
        for key in old {
            rows.kept.remove(&key);
            deleted += 1;
        }
        let past = rows.choices.keys().filter(|(_, id)| id.is_over(now));
        let old: Vec<_> = past.take(limit - deleted).cloned().collect();
        for key in old {
            rows.choices.remove(&key);
            deleted += 1;
        }
        let before = Timestamp(now.0.saturating_sub(WEEK_MILLIS));
        let past = rows.setup_notes.keys().filter(|key| key.0 < before);
        let old: Vec<_> = past.take(limit - deleted).cloned().collect();
        for key in old {
            rows.setup_notes.remove(&key);
            deleted += 1;
        }
        let past = rows.held.keys().filter(|key| key.1 < now.hour() - 1);
        let old: Vec<_> = past.take(limit - deleted).cloned().collect();
        for key in old {
            rows.held.remove(&key);
            deleted += 1;
        }
        let oldest = now.0.saturating_sub(ARCHIVE_MILLIS).div_euclid(WEEK_MILLIS);
        let is_past = |key: &archive::Key| key.at.0.div_euclid(WEEK_MILLIS) < oldest;
        let past = rows.ends.keys().filter(|key| is_past(key));
        let old: Vec<_> = past.take(limit - deleted).cloned().collect();
        for key in old {
            rows.ends.remove(&key);
            deleted += 1;
        }
        let past = rows.archived.keys().filter(|key| is_past(key));
        let old: Vec<_> = past.take(limit - deleted).cloned().collect();
        for key in old {
            rows.archived.remove(&key);
            deleted += 1;
        }
        let oldest = Timestamp(now.0.saturating_sub(DEAD_POST_MILLIS)).hour();
        let past = rows.dead_posts.keys().filter(|key| key.1.hour < oldest);
        let old: Vec<_> = past.take(limit - deleted).cloned().collect();
        for key in old {
            rows.dead_posts.remove(&key);
            deleted += 1;
        }
        let oldest = Day::of(now).before(USAGE_DAYS);
        let past = rows.usage.keys().filter(|key| key.1 < oldest);
        let old: Vec<_> = past.take(limit - deleted).cloned().collect();
        for key in old {
            rows.usage.remove(&key);
            deleted += 1;
        }
        Ok(deleted)
    }

    async fn check(&self) -> Result<()> {
        Ok(())
    }
}
