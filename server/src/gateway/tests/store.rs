//! A store with identities and secrets, and nothing else.

use std::collections::BTreeMap;
use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, Ordering};

use async_trait::async_trait;
use backline_domain::access::Token;
use backline_domain::archive::{self, Archived};
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
use backline_domain::logout::{self, Logout};
use backline_domain::message::UpdateKey;
use backline_domain::plan::{Day, Usage};
use backline_domain::profile::Profile;
use backline_domain::rating::{self, Rating};
use backline_domain::reaction::Reactions;
use backline_domain::setup_bot::{Note, Person};
use backline_domain::time::Timestamp;
use backline_domain::webhook::{self, DeadId, DeadPost, Post};
use backline_store::{Error, Result, Store};

#[derive(Default)]
pub(super) struct Fake {
    rows: Mutex<BTreeMap<IdentityId, Identity>>,
    secrets: Mutex<BTreeMap<IdentityId, Secret>>,
    logouts: Mutex<BTreeMap<logout::Id, Logout>>,
    is_broken: AtomicBool,
}

// === impl Fake ===

impl Fake {
    pub(super) fn epoch(&self, identity: IdentityId) -> Option<i64> {
        self.rows
            .lock()
            .unwrap()
            .get(&identity)
            .map(|row| row.epoch)
    }

    pub(super) fn put(&self, identity: IdentityId, connection: &str, epoch: i64, cursor: i64) {
        let cursor = Cursor::UpdateId {
            source: "api".into(),
            update_id: cursor,
        };
        self.put_at(identity, connection, epoch, cursor);
    }

    pub(super) fn put_at(
        &self,
        identity: IdentityId,
        connection: &str,
        epoch: i64,
        cursor: Cursor,
    ) {
        let connection = super::connection(connection);
        let row = Identity {
            id: identity,
            connection,
            epoch,
            cursor: Some(cursor),
        };
        self.rows.lock().unwrap().insert(identity, row);
    }

    pub(super) fn put_secret(&self, identity: IdentityId, secret: &str) {
        self.secrets
            .lock()
            .unwrap()
            .insert(identity, Secret::new(secret));
    }

    pub(super) fn put_logout(&self, row: Logout) {
        self.logouts
            .lock()
            .unwrap()
            .insert(row.facts.id.clone(), row);
    }

    pub(super) fn logouts_now(&self) -> Vec<Logout> {
        self.logouts.lock().unwrap().values().cloned().collect()
    }

    pub(super) fn set_broken(&self, is_broken: bool) {
        self.is_broken.store(is_broken, Ordering::SeqCst);
    }
}

#[async_trait]
impl Store for Fake {
    async fn commit(&self, changes: Vec<Change>) -> Result<()> {
        if self.is_broken.load(Ordering::SeqCst) {
            return Err(Error::Unavailable {
                detail: "the disk is full".into(),
            });
        }
        for change in changes {
            let row = match change {
                Change::PutIdentity(row) => row,
                Change::PutSecret(of, secret) => {
                    self.secrets.lock().unwrap().insert(of, secret);
                    continue;
                }
                Change::PutLogout(row) => {
                    self.put_logout(*row);
                    continue;
                }
                Change::DeleteLogout(id) => {
                    self.logouts.lock().unwrap().remove(&id);
                    continue;
                }
                change => panic!("neither identity nor logout: {change:?}"),
            };
            let mut rows = self.rows.lock().unwrap();
            let before = rows.get(&row.id);
            assert!(
                before.is_none_or(|before| before.epoch < row.epoch),
                "epochs only rise"
            );
            let cursor = before.and_then(|before| before.cursor.clone());
            rows.insert(row.id, Identity { cursor, ..row });
        }
        Ok(())
    }

    async fn identities(&self) -> Result<Vec<Identity>> {
        Ok(self.rows.lock().unwrap().values().cloned().collect())
    }

    async fn secret(&self, identity: IdentityId) -> Result<Option<Secret>> {
        Ok(self.secrets.lock().unwrap().get(&identity).cloned())
    }

    async fn logouts(&self) -> Result<Vec<Logout>> {
        Ok(self.logouts_now())
    }

    async fn creation(&self, _: &ConnectionId, _: &str) -> Result<Option<Creation>> {
        unreachable!()
    }
    async fn listed_dialogs(
        &self,
        _: &ConnectionId,
        _: Option<&ChatAddress>,
        _: usize,
    ) -> Result<Vec<Dialog>> {
        unreachable!()
    }
    async fn profiles(&self, _: &[dialog::Key]) -> Result<Vec<Profile>> {
        unreachable!()
    }
    async fn unknown_updates(
        &self,
        _: &ConnectionId,
        _: Option<(Timestamp, &UpdateKey)>,
        _: Timestamp,
        _: usize,
    ) -> Result<Vec<KeptUpdate>> {
        unreachable!()
    }
    async fn choice(&self, _: &ConnectionId, _: &choice::Id) -> Result<Option<Choice>> {
        unreachable!()
    }
    async fn retry(&self, _: &delivery::Id) -> Result<Option<delivery::Key>> {
        unreachable!()
    }
    async fn reactions(&self, _: &[link::Key]) -> Result<Vec<Reactions>> {
        unreachable!()
    }
    async fn held_album(
        &self,
        _: &ConnectionId,
        _: &ChatAddress,
        _: &str,
        _: Timestamp,
    ) -> Result<Option<HeldAlbum>> {
        unreachable!()
    }
    async fn kept(&self, _: &ConnectionId, _: &link::Key, _: Timestamp) -> Result<Option<Kept>> {
        unreachable!()
    }
    async fn alias(&self, _: &ConnectionId, _: &ChatAddress) -> Result<Option<ChatAddress>> {
        unreachable!()
    }
    async fn ledger(&self, _: &ConnectionId) -> Result<Option<Ledger>> {
        unreachable!()
    }
    async fn usage(&self, _: &ConnectionId, _: Day) -> Result<Vec<Usage>> {
        unreachable!()
    }
    async fn numbers(&self, _: &ConnectionId, _: &[i64]) -> Result<Vec<(i64, u32)>> {
        unreachable!()
    }
    async fn connections(&self) -> Result<Vec<Connection>> {
        unreachable!()
    }
    async fn connection(&self, _: &ConnectionId) -> Result<Option<Connection>> {
        unreachable!()
    }
    async fn counter(&self, _: &ConnectionId) -> Result<u64> {
        unreachable!()
    }
    async fn parameter_changes(
        &self,
        _: &ConnectionId,
        _: Option<u64>,
        _: usize,
    ) -> Result<Vec<ParameterChange>> {
        unreachable!()
    }
    async fn dialogs(&self, _: &[dialog::Key]) -> Result<Vec<Dialog>> {
        unreachable!()
    }
    async fn dialog_page(
        &self,
        _: &ConnectionId,
        _: Option<&ChatAddress>,
        _: usize,
    ) -> Result<Vec<Dialog>> {
        unreachable!()
    }
    async fn topics(&self, _: ChatId, _: &[TopicId]) -> Result<Vec<(TopicId, dialog::Key)>> {
        unreachable!()
    }
    async fn links(&self, _: &[link::Key]) -> Result<Vec<Link>> {
        unreachable!()
    }
    async fn seen(&self, _: IdentityId, _: &[UpdateKey], _: Timestamp) -> Result<Vec<UpdateKey>> {
        unreachable!()
    }
    async fn lane_heads(
        &self,
        _: &ConnectionId,
        _: Option<&Lane>,
        _: usize,
    ) -> Result<Vec<Delivery>> {
        unreachable!()
    }
    async fn lane(&self, _: &Lane, _: u64, _: usize) -> Result<Vec<Delivery>> {
        unreachable!()
    }
    async fn delivery(&self, _: &delivery::Key) -> Result<Option<Delivery>> {
        unreachable!()
    }
    async fn waiting(&self, _: &ConnectionId, _: usize) -> Result<usize> {
        unreachable!()
    }
    async fn dead_letters(
        &self,
        _: &ConnectionId,
        _: Option<u64>,
        _: usize,
    ) -> Result<Vec<DeadLetter>> {
        unreachable!()
    }
    async fn dead_letter(&self, _: &delivery::Id) -> Result<Option<DeadLetter>> {
        unreachable!()
    }
    async fn due_timers(&self, _: &ConnectionId, _: Timestamp, _: usize) -> Result<Vec<Timer>> {
        unreachable!()
    }
    async fn next_timer(&self, _: &ConnectionId) -> Result<Option<Timestamp>> {
        unreachable!()
    }
    async fn menu(&self, _: IdentityId) -> Result<Option<String>> {
        unreachable!()
    }
    async fn setup_person(&self, _: UserId) -> Result<Option<Person>> {
        unreachable!()
    }
    async fn setup_people(&self, _: Option<UserId>, _: usize) -> Result<Vec<UserId>> {
        unreachable!()
    }
    async fn setup_notes(&self, _: usize) -> Result<Vec<Note>> {
        unreachable!()
    }
    async fn archived(
        &self,
        _: &ConnectionId,
        _: Option<&archive::Key>,
        _: usize,
    ) -> Result<Vec<Archived>> {
        unreachable!()
    }
    async fn ratings(
        &self,
        _: &ConnectionId,
        _: Option<rating::Mark>,
        _: usize,
    ) -> Result<Vec<Rating>> {
        unreachable!()
    }
    async fn post_heads(
        &self,
        _: &ConnectionId,
        _: Option<&webhook::Lane>,
        _: usize,
    ) -> Result<Vec<Post>> {
        unreachable!()
    }
    async fn post_lane(&self, _: &webhook::Lane, _: usize) -> Result<Vec<Post>> {
        unreachable!()
    }
    async fn waiting_posts(&self, _: &ConnectionId, _: usize) -> Result<usize> {
        unreachable!()
    }
    async fn dead_posts(
        &self,
        _: &ConnectionId,
        _: Option<DeadId>,
        _: usize,
    ) -> Result<Vec<DeadPost>> {
        unreachable!()
    }
    async fn dead_post(&self, _: &ConnectionId, _: DeadId) -> Result<Option<DeadPost>> {
        unreachable!()
    }
    async fn tokens(&self) -> Result<Vec<Token>> {
        unreachable!()
    }
    async fn request(&self, _: &str) -> Result<Option<Request>> {
        unreachable!()
    }
    async fn link_page(&self, _: Option<&link::Key>, _: usize) -> Result<Vec<Link>> {
        unreachable!()
    }
    async fn sweep(&self, _: Timestamp, _: usize) -> Result<usize> {
        unreachable!()
    }
    async fn check(&self) -> Result<()> {
        unreachable!()
    }
}
