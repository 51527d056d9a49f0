//! The store in SurrealDB.

mod archive;
mod body;
mod client;
mod commit;
mod directory;
mod erase;
mod fault;
mod kept;
mod key;
mod lanes;
mod location;
mod migrate;
mod open;
mod plan;
mod read;
mod seen;
mod sweep;
mod team;
mod unknown;
mod wal;
mod webhook;

pub use open::{Options, open};

use std::collections::BTreeMap;
use std::ops::Bound;
use std::sync::{Arc, PoisonError, RwLock};

use async_trait::async_trait;
use backline_domain::access::Token;
use backline_domain::archive::{self as archived, Archived};
use backline_domain::change::{Change, Cursor, Identity, KeptUpdate, Request, Secret, Timer};
use backline_domain::choice::{self, Choice};
use backline_domain::connection::{Connection, ParameterChange};
use backline_domain::delivery::Ledger;
use backline_domain::delivery::{self, DeadLetter, Delivery, Lane};
use backline_domain::dialog::{self, Creation, Dialog};
use backline_domain::held::HeldAlbum;
use backline_domain::id::{ChatAddress, ChatId, ConnectionId, IdentityId, TopicId, UserId};
use backline_domain::kept::Kept;
use backline_domain::link::{self, Link};
use backline_domain::logout::{Facts, Logout};
use backline_domain::message::UpdateKey;
use backline_domain::plan::{Day, Usage};
use backline_domain::profile::Profile;
use backline_domain::rating::{self, Rating};
use backline_domain::reaction::Reactions;
use backline_domain::setup_bot::{Note, Person};
use backline_domain::time::Timestamp;
use backline_domain::webhook::{self as webhooks, DeadId, DeadPost, Post};
use surrealdb::types::Value;
use tokio_util::task::TaskTracker;

use self::body::as_text;
use self::client::Client;
use self::location::Location;
use crate::port::{Error, Result, Store};
use crate::seal::SealKey;

/// The store in SurrealDB, embedded or remote. Made by [`open`].
pub struct Surreal {
    inner: Arc<Inner>,
    tasks: TaskTracker,
}

struct Inner {
    /// `None` once it is closed.
    client: RwLock<Option<Arc<Client>>>,
    location: Location,
    seal: SealKey,
}

// === impl Surreal ===

impl Surreal {
    fn new(client: Arc<Client>, location: Location, seal: SealKey) -> Self {
        let inner = Inner {
            client: RwLock::new(Some(client)),
            location,
            seal,
        };
        Self {
            inner: Arc::new(inner),
            tasks: TaskTracker::new(),
        }
    }

    /// Lets running commits end, then closes the store. Calls after it fail.
    /// A store that is dropped without it loses nothing that was committed, but
    /// may hold its directory for a moment longer.
    pub async fn close(&self) {
        self.tasks.close();
        self.tasks.wait().await;
        let client = self
            .inner
            .client
            .write()
            .unwrap_or_else(PoisonError::into_inner)
            .take();
        if let Some(client) = client {
            client.shut_down().await;
        }
    }
}

impl std::fmt::Debug for Surreal {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Surreal")
            .field("location", &self.inner.location)
            .finish_non_exhaustive()
    }
}

// === impl Inner ===

impl Inner {
    fn client(&self) -> Result<Arc<Client>> {
        let client = self.client.read().unwrap_or_else(PoisonError::into_inner);
        client.clone().ok_or_else(|| Error::Unavailable {
            detail: "it is closed".to_owned(),
        })
    }
}

#[async_trait]
impl Store for Surreal {
    async fn commit(&self, changes: Vec<Change>) -> Result<()> {
        let inner = Arc::clone(&self.inner);
        // A caller that goes away does not tear it.
        let task = self.tasks.spawn(async move { inner.commit(changes).await });
        task.await.unwrap_or_else(|error| {
            Err(Error::Unavailable {
                detail: format!("writing stopped: {error}"),
            })
        })
    }

    async fn connections(&self) -> Result<Vec<Connection>> {
        self.inner
            .all("connection", "SELECT VALUE body FROM connection")
            .await
    }

    async fn connection(&self, id: &ConnectionId) -> Result<Option<Connection>> {
        let id = key::record(key::CONNECTION, key::connection(id));
        self.inner.get_one("connection", id).await
    }

    async fn counter(&self, id: &ConnectionId) -> Result<u64> {
        let id = key::record(key::COUNTER, key::connection(id));
        Ok(self.inner.get_one("counter", id).await?.unwrap_or(0))
    }

    async fn parameter_changes(
        &self,
        id: &ConnectionId,
        before: Option<u64>,
        limit: usize,
    ) -> Result<Vec<ParameterChange>> {
        let start = before.map_or_else(
            || Bound::Included(key::connection(id)),
            |before| Bound::Excluded(key::counted_back(id, before)),
        );
        let end = Bound::Excluded(key::past(key::connection(id)));
        let range = key::range(key::PARAMETER_CHANGE, start, end);
        self.inner.page("parameter change", range, limit).await
    }

    async fn identities(&self) -> Result<Vec<Identity>> {
        let mut identities: Vec<Identity> = self
            .inner
            .all("identity", "SELECT VALUE body FROM identity")
            .await?;
        let cursors: Vec<(IdentityId, Cursor)> = self
            .inner
            .all("cursor", "SELECT VALUE body FROM cursor")
            .await?;
        let mut cursors: BTreeMap<_, _> = cursors.into_iter().collect();
        for identity in &mut identities {
            identity.cursor = cursors.remove(&identity.id);
        }
        Ok(identities)
    }

    async fn secret(&self, identity: IdentityId) -> Result<Option<Secret>> {
        let range = key::under(key::SECRET, key::identity(identity));
        let bodies = self.inner.page_bodies(range, 1).await?;
        let Some(sealed) = bodies.first() else {
            return Ok(None);
        };
        let place = plan::secret_place(identity);
        match self.inner.seal.open(&place, as_text("secret", sealed)?) {
            Ok(plain) => Ok(Some(Secret::new(plain))),
            Err(_) => Err(Error::WrongKey),
        }
    }

    async fn logouts(&self) -> Result<Vec<Logout>> {
        let rows: Vec<(Facts, String)> = self
            .inner
            .all("logout", "SELECT VALUE body FROM logout")
            .await?;
        let opened = rows.into_iter().map(|(facts, sealed)| {
            let place = plan::logout_place(&facts.id);
            let session = self.inner.seal.open(&place, &sealed);
            let session = session.map_err(|_| Error::WrongKey)?;
            Ok(Logout {
                facts,
                session: Secret::new(session),
            })
        });
        opened.collect()
    }

    async fn dialogs(&self, keys: &[dialog::Key]) -> Result<Vec<Dialog>> {
        self.inner
            .get("dialog", keys.iter().map(key::dialog_record).collect())
            .await
    }

    async fn dialog_page(
        &self,
        connection: &ConnectionId,
        after: Option<&ChatAddress>,
        limit: usize,
    ) -> Result<Vec<Dialog>> {
        let start = after.map_or_else(
            || Bound::Included(key::connection(connection)),
            |address| Bound::Excluded(key::dialog(connection, address)),
        );
        let end = Bound::Excluded(key::past(key::connection(connection)));
        self.inner
            .page("dialog", key::range(key::DIALOG, start, end), limit)
            .await
    }

    async fn listed_dialogs(
        &self,
        connection: &ConnectionId,
        after: Option<&ChatAddress>,
        limit: usize,
    ) -> Result<Vec<Dialog>> {
        self.inner.listed_dialogs(connection, after, limit).await
    }

    async fn profiles(&self, keys: &[dialog::Key]) -> Result<Vec<Profile>> {
        self.inner.profiles(keys).await
    }

    async fn topics(
        &self,
        group: ChatId,
        topics: &[TopicId],
    ) -> Result<Vec<(TopicId, dialog::Key)>> {
        let ids = topics
            .iter()
            .map(|topic| key::topic(group, *topic))
            .collect();
        self.inner.get("topic", ids).await
    }

    async fn creation(&self, connection: &ConnectionId, name: &str) -> Result<Option<Creation>> {
        self.inner
            .get_one("creation", key::creation(connection, name))
            .await
    }

    async fn numbers(&self, connection: &ConnectionId, ids: &[i64]) -> Result<Vec<(i64, u32)>> {
        let ids = ids.iter().map(|id| key::number(connection, *id)).collect();
        self.inner.get("number", ids).await
    }

    async fn link_page(&self, after: Option<&link::Key>, limit: usize) -> Result<Vec<Link>> {
        let start = after.map_or(Bound::Unbounded, |key| Bound::Excluded(key::part(key)));
        let range = key::range(key::LINK, start, Bound::Unbounded);
        self.inner.page("link", range, limit).await
    }

    async fn links(&self, keys: &[link::Key]) -> Result<Vec<Link>> {
        let mut messages: Vec<_> = keys
            .iter()
            .map(|key| link::Key {
                part: 0,
                ..key.clone()
            })
            .collect();
        messages.sort();
        messages.dedup();
        let ranges = messages
            .iter()
            .map(|message| key::under(key::LINK, key::message(message)))
            .collect();
        self.inner.get_ranges("link", ranges).await
    }

    async fn reactions(&self, keys: &[link::Key]) -> Result<Vec<Reactions>> {
        let ids = keys.iter().map(key::reaction).collect();
        self.inner.get("reactions", ids).await
    }

    async fn held_album(
        &self,
        connection: &ConnectionId,
        chat: &ChatAddress,
        id: &str,
        now: Timestamp,
    ) -> Result<Option<HeldAlbum>> {
        self.inner.held_album(connection, chat, id, now).await
    }

    async fn kept(
        &self,
        connection: &ConnectionId,
        key: &link::Key,
        until: Timestamp,
    ) -> Result<Option<Kept>> {
        self.inner.kept(connection, key, until).await
    }

    async fn alias(
        &self,
        connection: &ConnectionId,
        chat: &ChatAddress,
    ) -> Result<Option<ChatAddress>> {
        self.inner
            .get_one("alias", key::alias(connection, chat))
            .await
    }

    async fn seen(
        &self,
        identity: IdentityId,
        keys: &[UpdateKey],
        now: Timestamp,
    ) -> Result<Vec<UpdateKey>> {
        self.inner.seen(identity, keys, now).await
    }

    async fn unknown_updates(
        &self,
        connection: &ConnectionId,
        before: Option<(Timestamp, &UpdateKey)>,
        now: Timestamp,
        limit: usize,
    ) -> Result<Vec<KeptUpdate>> {
        self.inner
            .unknown_updates(connection, before, now, limit)
            .await
    }

    async fn ledger(&self, connection: &ConnectionId) -> Result<Option<Ledger>> {
        let id = key::record(key::LEDGER, key::connection(connection));
        self.inner.get_one("ledger", id).await
    }

    async fn usage(&self, connection: &ConnectionId, from: Day) -> Result<Vec<Usage>> {
        let start = Bound::Included(key::usage(connection, from));
        let end = Bound::Excluded(key::past(key::connection(connection)));
        // As many as are kept, and a few that are to be swept.
        let days = 2 * usize::try_from(key::USAGE_DAYS).unwrap_or(usize::MAX);
        self.inner
            .page("usage", key::range(key::USAGE, start, end), days)
            .await
    }

    async fn lane_heads(
        &self,
        connection: &ConnectionId,
        after: Option<&Lane>,
        limit: usize,
    ) -> Result<Vec<Delivery>> {
        self.inner.lane_heads(connection, after, limit).await
    }

    async fn lane(&self, lane: &Lane, from: u64, limit: usize) -> Result<Vec<Delivery>> {
        self.inner.lane(lane, from, limit).await
    }

    async fn delivery(&self, key: &delivery::Key) -> Result<Option<Delivery>> {
        self.inner.get_one("delivery", key::delivery(key)).await
    }

    async fn waiting(&self, connection: &ConnectionId, limit: usize) -> Result<usize> {
        self.inner.waiting(connection, limit).await
    }

    async fn dead_letters(
        &self,
        connection: &ConnectionId,
        after: Option<u64>,
        limit: usize,
    ) -> Result<Vec<DeadLetter>> {
        let start = after.map_or_else(
            || Bound::Included(key::connection(connection)),
            |after| Bound::Excluded(key::counted(connection, after)),
        );
        let end = Bound::Excluded(key::past(key::connection(connection)));
        self.inner
            .page("dead letter", key::range(key::DEAD, start, end), limit)
            .await
    }

    async fn dead_letter(&self, id: &delivery::Id) -> Result<Option<DeadLetter>> {
        let id = key::record(key::DEAD, key::counted(&id.connection, id.sequence));
        self.inner.get_one("dead letter", id).await
    }

    async fn choice(&self, connection: &ConnectionId, id: &choice::Id) -> Result<Option<Choice>> {
        let id = key::record(key::CHOICE, key::choice(connection, id));
        self.inner.get_one("choice", id).await
    }

    async fn retry(&self, id: &delivery::Id) -> Result<Option<delivery::Key>> {
        let id = key::record(key::RETRY, key::counted(&id.connection, id.sequence));
        self.inner.get_one("retry", id).await
    }

    async fn due_timers(
        &self,
        connection: &ConnectionId,
        until: Timestamp,
        limit: usize,
    ) -> Result<Vec<Timer>> {
        let start = Bound::Included(key::connection(connection));
        let until = [key::connection(connection), vec![key::int(until.0)]].concat();
        let range = key::range(key::TIMER, start, Bound::Excluded(key::past(until)));
        self.inner.page("timer", range, limit).await
    }

    async fn next_timer(&self, connection: &ConnectionId) -> Result<Option<Timestamp>> {
        let range = key::under(key::TIMER, key::connection(connection));
        let timers: Vec<Timer> = self.inner.page("timer", range, 1).await?;
        Ok(timers.first().map(|timer| timer.due_at))
    }

    async fn menu(&self, of: IdentityId) -> Result<Option<String>> {
        let range = key::under(key::MENU, key::identity(of));
        Ok(self.inner.page("menu", range, 1).await?.pop())
    }

    async fn setup_person(&self, of: UserId) -> Result<Option<Person>> {
        self.inner.setup_person(of).await
    }

    async fn setup_people(&self, after: Option<UserId>, limit: usize) -> Result<Vec<UserId>> {
        self.inner.setup_people(after, limit).await
    }

    async fn setup_notes(&self, limit: usize) -> Result<Vec<Note>> {
        let range = key::range(key::SETUP_NOTE, Bound::Unbounded, Bound::Unbounded);
        self.inner.page("note", range, limit).await
    }

    async fn archived(
        &self,
        connection: &ConnectionId,
        after: Option<&archived::Key>,
        limit: usize,
    ) -> Result<Vec<Archived>> {
        self.inner.archived(connection, after, limit).await
    }

    async fn ratings(
        &self,
        connection: &ConnectionId,
        after: Option<rating::Mark>,
        limit: usize,
    ) -> Result<Vec<Rating>> {
        self.inner.ratings(connection, after, limit).await
    }

    async fn post_heads(
        &self,
        connection: &ConnectionId,
        after: Option<&webhooks::Lane>,
        limit: usize,
    ) -> Result<Vec<Post>> {
        self.inner.post_heads(connection, after, limit).await
    }

    async fn post_lane(&self, lane: &webhooks::Lane, limit: usize) -> Result<Vec<Post>> {
        self.inner.post_lane(lane, limit).await
    }

    async fn waiting_posts(&self, connection: &ConnectionId, limit: usize) -> Result<usize> {
        self.inner.waiting_posts(connection, limit).await
    }

    async fn dead_posts(
        &self,
        connection: &ConnectionId,
        after: Option<DeadId>,
        limit: usize,
    ) -> Result<Vec<DeadPost>> {
        self.inner.dead_posts(connection, after, limit).await
    }

    async fn dead_post(&self, connection: &ConnectionId, id: DeadId) -> Result<Option<DeadPost>> {
        self.inner.dead_post(connection, id).await
    }

    async fn tokens(&self) -> Result<Vec<Token>> {
        self.inner
            .all("token", "SELECT VALUE body FROM token")
            .await
    }

    async fn request(&self, id: &str) -> Result<Option<Request>> {
        let id = key::record(key::REQUEST, vec![key::text(id)]);
        self.inner.get_one("request", id).await
    }

    async fn sweep(&self, now: Timestamp, limit: usize) -> Result<usize> {
        self.inner.sweep(now, limit).await
    }

    async fn check(&self) -> Result<()> {
        let range = key::under(key::META, vec![key::text("seal")]);
        match self.inner.page_bodies(range, 1).await? {
            bodies if bodies.is_empty() => Err(Error::Corrupt {
                what: "seal",
                detail: "it is gone".to_owned(),
            }),
            bodies => match &bodies[0] {
                Value::String(_) => Ok(()),
                _ => Err(Error::Corrupt {
                    what: "seal",
                    detail: "it is no text".to_owned(),
                }),
            },
        }
    }
}
