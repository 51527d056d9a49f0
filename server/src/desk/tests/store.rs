//! A store that fails when it is told to.

use std::sync::Mutex;

use async_trait::async_trait;
use backline_domain::access::Token;
use backline_domain::archive::{self, Archived};
use backline_domain::change::{Change, Identity, KeptUpdate, Request, Secret, Timer};
use backline_domain::choice::{self, Choice};
use backline_domain::connection::{Connection, ParameterChange};
use backline_domain::delivery::Ledger;
use backline_domain::delivery::{self, DeadLetter, Delivery, Lane};
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
use backline_store::{Error, Model, Result, Store};

/// How a commit fails.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Fails {
    /// Nothing is written.
    Before,
    /// All is written, and nobody learns of it.
    After,
}

/// The model, with faults.
#[derive(Default)]
pub(super) struct Flaky {
    rows: Model,
    next: Mutex<Option<Fails>>,
    /// Whether deliveries cannot be read.
    is_unreadable: Mutex<bool>,
    /// Commits so far.
    commits: Mutex<usize>,
    /// Deliveries read since the last question.
    read: Mutex<usize>,
}

// === impl Flaky ===

impl Flaky {
    /// The next commit fails.
    pub(super) fn fail_next(&self, how: Fails) {
        *self.next.lock().unwrap() = Some(how);
    }

    /// No commit fails that was to fail.
    pub(super) fn fail_never(&self) {
        *self.next.lock().unwrap() = None;
    }

    /// From now on, or no longer.
    pub(super) fn cannot_read_deliveries(&self, cannot: bool) {
        *self.is_unreadable.lock().unwrap() = cannot;
    }

    /// Waiting deliveries read since the last question.
    pub(super) fn deliveries_read(&self) -> usize {
        std::mem::take(&mut *self.read.lock().unwrap())
    }

    fn have_read(&self, found: Vec<Delivery>) -> Vec<Delivery> {
        *self.read.lock().unwrap() += found.len();
        found
    }

    pub(super) fn commits(&self) -> usize {
        *self.commits.lock().unwrap()
    }
}

fn broken() -> Error {
    Error::Unavailable {
        detail: "it said nothing".to_owned(),
    }
}

#[async_trait]
impl Store for Flaky {
    async fn commit(&self, changes: Vec<Change>) -> Result<()> {
        let fails = self.next.lock().unwrap().take();
        if fails == Some(Fails::Before) {
            return Err(broken());
        }
        self.rows.commit(changes).await?;
        *self.commits.lock().unwrap() += 1;
        match fails {
            Some(_) => Err(broken()),
            None => Ok(()),
        }
    }
    async fn numbers(&self, id: &ConnectionId, ids: &[i64]) -> Result<Vec<(i64, u32)>> {
        self.rows.numbers(id, ids).await
    }
    async fn connections(&self) -> Result<Vec<Connection>> {
        self.rows.connections().await
    }
    async fn connection(&self, id: &ConnectionId) -> Result<Option<Connection>> {
        self.rows.connection(id).await
    }
    async fn counter(&self, id: &ConnectionId) -> Result<u64> {
        self.rows.counter(id).await
    }
    async fn parameter_changes(
        &self,
        id: &ConnectionId,
        before: Option<u64>,
        limit: usize,
    ) -> Result<Vec<ParameterChange>> {
        self.rows.parameter_changes(id, before, limit).await
    }
    async fn identities(&self) -> Result<Vec<Identity>> {
        self.rows.identities().await
    }
    async fn secret(&self, identity: IdentityId) -> Result<Option<Secret>> {
        self.rows.secret(identity).await
    }
    async fn logouts(&self) -> Result<Vec<Logout>> {
        self.rows.logouts().await
    }
    async fn dialogs(&self, keys: &[dialog::Key]) -> Result<Vec<Dialog>> {
        self.rows.dialogs(keys).await
    }
    async fn dialog_page(
        &self,
        connection: &ConnectionId,
        after: Option<&ChatAddress>,
        limit: usize,
    ) -> Result<Vec<Dialog>> {
        self.rows.dialog_page(connection, after, limit).await
    }
    async fn listed_dialogs(
        &self,
        connection: &ConnectionId,
        after: Option<&ChatAddress>,
        limit: usize,
    ) -> Result<Vec<Dialog>> {
        self.rows.listed_dialogs(connection, after, limit).await
    }
    async fn profiles(&self, keys: &[dialog::Key]) -> Result<Vec<Profile>> {
        self.rows.profiles(keys).await
    }
    async fn topics(
        &self,
        group: ChatId,
        topics: &[TopicId],
    ) -> Result<Vec<(TopicId, dialog::Key)>> {
        self.rows.topics(group, topics).await
    }
    async fn creation(&self, connection: &ConnectionId, name: &str) -> Result<Option<Creation>> {
        self.rows.creation(connection, name).await
    }
    async fn links(&self, keys: &[link::Key]) -> Result<Vec<Link>> {
        self.rows.links(keys).await
    }
    async fn reactions(&self, keys: &[link::Key]) -> Result<Vec<Reactions>> {
        self.rows.reactions(keys).await
    }
    async fn held_album(
        &self,
        connection: &ConnectionId,
        chat: &ChatAddress,
        id: &str,
        now: Timestamp,
    ) -> Result<Option<HeldAlbum>> {
        self.rows.held_album(connection, chat, id, now).await
    }
    async fn kept(
        &self,
        connection: &ConnectionId,
        key: &link::Key,
        until: Timestamp,
    ) -> Result<Option<Kept>> {
        self.rows.kept(connection, key, until).await
    }
    async fn alias(
        &self,
        connection: &ConnectionId,
        chat: &ChatAddress,
    ) -> Result<Option<ChatAddress>> {
        self.rows.alias(connection, chat).await
    }
    async fn seen(
        &self,
        identity: IdentityId,
        keys: &[UpdateKey],
        now: Timestamp,
    ) -> Result<Vec<UpdateKey>> {
        self.rows.seen(identity, keys, now).await
    }
    async fn unknown_updates(
        &self,
        connection: &ConnectionId,
        before: Option<(Timestamp, &UpdateKey)>,
        now: Timestamp,
        limit: usize,
    ) -> Result<Vec<KeptUpdate>> {
        let page = self.rows.unknown_updates(connection, before, now, limit);
        page.await
    }
    async fn ledger(&self, connection: &ConnectionId) -> Result<Option<Ledger>> {
        self.rows.ledger(connection).await
    }
    async fn usage(&self, connection: &ConnectionId, from: Day) -> Result<Vec<Usage>> {
        self.rows.usage(connection, from).await
    }
    async fn lane_heads(
        &self,
        connection: &ConnectionId,
        after: Option<&Lane>,
        limit: usize,
    ) -> Result<Vec<Delivery>> {
        let found = self.rows.lane_heads(connection, after, limit).await?;
        Ok(self.have_read(found))
    }
    async fn lane(&self, lane: &Lane, from: u64, limit: usize) -> Result<Vec<Delivery>> {
        let found = self.rows.lane(lane, from, limit).await?;
        Ok(self.have_read(found))
    }
    async fn delivery(&self, key: &delivery::Key) -> Result<Option<Delivery>> {
        if *self.is_unreadable.lock().unwrap() {
            return Err(broken());
        }
        self.rows.delivery(key).await
    }
    async fn waiting(&self, connection: &ConnectionId, limit: usize) -> Result<usize> {
        self.rows.waiting(connection, limit).await
    }
    async fn dead_letters(
        &self,
        connection: &ConnectionId,
        after: Option<u64>,
        limit: usize,
    ) -> Result<Vec<DeadLetter>> {
        self.rows.dead_letters(connection, after, limit).await
    }
    async fn dead_letter(&self, id: &delivery::Id) -> Result<Option<DeadLetter>> {
        self.rows.dead_letter(id).await
    }
    async fn choice(&self, of: &ConnectionId, id: &choice::Id) -> Result<Option<Choice>> {
        self.rows.choice(of, id).await
    }
    async fn retry(&self, id: &delivery::Id) -> Result<Option<delivery::Key>> {
        self.rows.retry(id).await
    }
    async fn due_timers(
        &self,
        connection: &ConnectionId,
        until: Timestamp,
        limit: usize,
    ) -> Result<Vec<Timer>> {
        self.rows.due_timers(connection, until, limit).await
    }
    async fn next_timer(&self, connection: &ConnectionId) -> Result<Option<Timestamp>> {
        self.rows.next_timer(connection).await
    }
    async fn menu(&self, of: IdentityId) -> Result<Option<String>> {
        self.rows.menu(of).await
    }
    async fn setup_person(&self, of: UserId) -> Result<Option<Person>> {
        self.rows.setup_person(of).await
    }
    async fn setup_people(&self, after: Option<UserId>, limit: usize) -> Result<Vec<UserId>> {
        self.rows.setup_people(after, limit).await
    }
    async fn setup_notes(&self, limit: usize) -> Result<Vec<Note>> {
        self.rows.setup_notes(limit).await
    }
    async fn archived(
        &self,
        connection: &ConnectionId,
        after: Option<&archive::Key>,
        limit: usize,
    ) -> Result<Vec<Archived>> {
        self.rows.archived(connection, after, limit).await
    }
    async fn ratings(
        &self,
        connection: &ConnectionId,
        after: Option<rating::Mark>,
        limit: usize,
    ) -> Result<Vec<Rating>> {
        self.rows.ratings(connection, after, limit).await
    }
    async fn post_heads(
        &self,
        connection: &ConnectionId,
        after: Option<&webhook::Lane>,
        limit: usize,
    ) -> Result<Vec<Post>> {
        self.rows.post_heads(connection, after, limit).await
    }
    async fn post_lane(&self, lane: &webhook::Lane, limit: usize) -> Result<Vec<Post>> {
        self.rows.post_lane(lane, limit).await
    }
    async fn waiting_posts(&self, connection: &ConnectionId, limit: usize) -> Result<usize> {
        self.rows.waiting_posts(connection, limit).await
    }
    async fn dead_posts(
        &self,
        connection: &ConnectionId,
        after: Option<DeadId>,
        limit: usize,
    ) -> Result<Vec<DeadPost>> {
        self.rows.dead_posts(connection, after, limit).await
    }
    async fn dead_post(&self, connection: &ConnectionId, id: DeadId) -> Result<Option<DeadPost>> {
        self.rows.dead_post(connection, id).await
    }
    async fn tokens(&self) -> Result<Vec<Token>> {
        self.rows.tokens().await
    }
    async fn request(&self, id: &str) -> Result<Option<Request>> {
        self.rows.request(id).await
    }
    async fn link_page(&self, after: Option<&link::Key>, limit: usize) -> Result<Vec<Link>> {
        self.rows.link_page(after, limit).await
    }
    async fn sweep(&self, now: Timestamp, limit: usize) -> Result<usize> {
        self.rows.sweep(now, limit).await
    }
    async fn check(&self) -> Result<()> {
        Ok(())
    }
}
