//! Desks that take notes. A lease token is `CONNECTION/anything`.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, Mutex};

use async_trait::async_trait;
use backline_domain::change::Cursor;
use backline_domain::delivery::Outcome;
use backline_domain::id::{ConnectionId, IdentityId, IdentityKind};
use backline_domain::message::Update;
use tokio::sync::{Semaphore, watch};

use crate::desk::{
    self, Completion, ConnectionChange, DownSender, ExpectedFile, Extended, Ingested, Presence,
};
use crate::files::{Files, StoredFile};
use crate::gateway::{Desk, Desks};

/// The size of the file of a command whose lease ends with "large".
pub(super) const LARGE: u64 = 3 * 256 * 1024;

pub(super) struct Fake {
    identities: Mutex<BTreeMap<IdentityId, ConnectionId>>,
    stopped: Mutex<BTreeSet<ConnectionId>>,
    mtproto: Mutex<BTreeSet<IdentityId>>,
    changes: watch::Sender<u64>,
    notes: Arc<Notes>,
}

pub(super) struct Notes {
    /// What the desks heard, in order.
    heard: Mutex<Vec<String>>,
    down: Mutex<BTreeMap<IdentityId, DownSender>>,
    problem: Mutex<Option<String>>,
    pub(super) files: Mutex<Vec<StoredFile>>,
    /// Gives tickets.
    pub(super) tickets: Mutex<Option<Files>>,
    /// Commits wait for a permit.
    pub(super) commits: Semaphore,
}

struct One {
    notes: Arc<Notes>,
}

// === impl Fake ===

impl Default for Fake {
    fn default() -> Self {
        let notes = Notes {
            heard: Mutex::default(),
            down: Mutex::default(),
            problem: Mutex::default(),
            files: Mutex::default(),
            tickets: Mutex::default(),
            commits: Semaphore::new(1000),
        };
        Self {
            identities: Mutex::default(),
            stopped: Mutex::default(),
            mtproto: Mutex::default(),
            changes: watch::Sender::new(0),
            notes: Arc::new(notes),
        }
    }
}

impl Fake {
    /// Where tickets come from.
    pub(super) fn give_tickets(&self, files: Files) {
        *self.notes.tickets.lock().unwrap() = Some(files);
    }

    pub(super) fn add(&self, identity: IdentityId, connection: ConnectionId) {
        self.identities.lock().unwrap().insert(identity, connection);
        self.changes.send_modify(|count| *count += 1);
    }

    pub(super) fn remove(&self, identity: IdentityId) {
        self.identities.lock().unwrap().remove(&identity);
        self.changes.send_modify(|count| *count += 1);
    }

    pub(super) fn set_stopped(&self, connection: ConnectionId, is_stopped: bool) {
        if is_stopped {
            self.stopped.lock().unwrap().insert(connection);
        } else {
            self.stopped.lock().unwrap().remove(&connection);
        }
        self.changes.send_modify(|count| *count += 1);
    }

    /// The bot goes over the Bot API again.
    pub(super) fn unset_mtproto(&self, bot: IdentityId) {
        self.mtproto.lock().unwrap().remove(&bot);
        self.changes.send_modify(|count| *count += 1);
    }

    /// The bot goes over MTProto from now on.
    pub(super) fn set_mtproto(&self, bot: IdentityId) {
        self.mtproto.lock().unwrap().insert(bot);
        self.changes.send_modify(|count| *count += 1);
    }

    /// What was heard since the last look.
    pub(super) fn heard(&self) -> Vec<String> {
        std::mem::take(&mut *self.notes.heard.lock().unwrap())
    }

    pub(super) fn down(&self, identity: IdentityId) -> DownSender {
        self.notes.down.lock().unwrap()[&identity].clone()
    }

    pub(super) fn problem(&self) -> Option<String> {
        self.notes.problem.lock().unwrap().clone()
    }

    pub(super) fn notes(&self) -> &Notes {
        &self.notes
    }
}

impl Desks for Fake {
    fn identities(&self) -> Vec<IdentityId> {
        self.identities.lock().unwrap().keys().copied().collect()
    }

    fn of_identity(&self, identity: IdentityId) -> Option<(ConnectionId, Arc<dyn Desk>)> {
        let connection = self.identities.lock().unwrap().get(&identity)?.clone();
        Some((
            connection,
            Arc::new(One {
                notes: self.notes.clone(),
            }),
        ))
    }

    fn connection_of(&self, lease_token: &str) -> Option<ConnectionId> {
        ConnectionId::parse(lease_token.split_once('/')?.0).ok()
    }

    fn desk(&self, connection: &ConnectionId) -> Option<Arc<dyn Desk>> {
        let is_there = self
            .identities
            .lock()
            .unwrap()
            .values()
            .any(|there| there == connection);
        is_there.then(|| {
            Arc::new(One {
                notes: self.notes.clone(),
            }) as Arc<dyn Desk>
        })
    }

    fn holder_of(&self, lease_token: &str) -> Option<IdentityId> {
        let connection = &self.connection_of(lease_token)?;
        let identities = self.identities.lock().unwrap();
        let found = identities.iter().find(|(_, of)| *of == connection);
        found.map(|(identity, _)| *identity)
    }

    fn gateway_kind(&self, identity: IdentityId) -> IdentityKind {
        if self.mtproto.lock().unwrap().contains(&identity) {
            IdentityKind::User
        } else {
            identity.kind
        }
    }

    fn is_stopped(&self, connection: &ConnectionId) -> bool {
        self.stopped.lock().unwrap().contains(connection)
    }

    fn changes(&self) -> watch::Receiver<u64> {
        self.changes.subscribe()
    }
}

// === impl One ===

impl One {
    fn note(&self, what: String) {
        self.notes.heard.lock().unwrap().push(what);
    }

    async fn commit(&self) {
        self.notes.commits.acquire().await.unwrap().forget();
    }
}

#[async_trait]
impl Desk for One {
    async fn ingest(
        &self,
        identity: IdentityId,
        updates: Vec<Update>,
        cursor: Cursor,
    ) -> desk::Result<Ingested> {
        self.commit().await;
        self.note(format!("{identity} ingested"));
        Ok(Ingested {
            cursor,
            accepted: updates.len(),
            duplicates: 0,
        })
    }

    async fn start(&self, lease_token: String) -> desk::Result<()> {
        self.commit().await;
        self.note(format!("{lease_token} started"));
        Ok(())
    }

    async fn complete(&self, lease_token: String, _: Outcome) -> desk::Result<Completion> {
        self.commit().await;
        self.note(format!("{lease_token} completed"));
        if lease_token.ends_with("stale") {
            return Err(desk::Error::LeaseLost);
        }
        Ok(Completion::Recorded)
    }

    async fn extend(&self, lease_tokens: Vec<String>) -> desk::Result<Extended> {
        let (lost, _) = lease_tokens
            .into_iter()
            .partition(|token| token.ends_with("stale"));
        Ok(Extended {
            lost,
            cancelled: vec![],
        })
    }

    async fn expected_file(&self, lease_token: String) -> desk::Result<ExpectedFile> {
        if lease_token.ends_with("stale") {
            return Err(desk::Error::LeaseLost);
        }
        let tickets = self.notes.tickets.lock().unwrap();
        let size = if lease_token.ends_with("large") {
            LARGE
        } else {
            1000
        };
        Ok(ExpectedFile {
            ticket: tickets.as_ref().unwrap().ticket(&[lease_token.as_bytes()]),
            size,
        })
    }

    async fn file_arrived(&self, lease_token: String, file: StoredFile) -> desk::Result<()> {
        self.note(format!("{lease_token} brought {} bytes", file.size()));
        self.notes.files.lock().unwrap().push(file);
        Ok(())
    }

    async fn stored_file(&self, _: String, name: String) -> desk::Result<StoredFile> {
        let files = self.notes.files.lock().unwrap();
        let found = files.iter().find(|file| file.name() == name);
        found.cloned().ok_or(desk::Error::LeaseLost)
    }

    async fn presence(&self, identity: IdentityId, presence: Presence) -> desk::Result<()> {
        let word = match presence {
            Presence::Online { down, held, .. } => {
                self.notes.down.lock().unwrap().insert(identity, down);
                if held.is_empty() {
                    "online".to_owned()
                } else {
                    format!("online {held:?}")
                }
            }
            Presence::Paused => "paused".to_owned(),
            Presence::Offline => "offline".to_owned(),
        };
        self.note(format!("{identity} {word}"));
        Ok(())
    }

    async fn change(&self, change: ConnectionChange) -> desk::Result<()> {
        self.commit().await;
        if let ConnectionChange::Problem { problem, .. } = &change {
            let words = problem.as_ref().map(|problem| problem.words.to_string());
            *self.notes.problem.lock().unwrap() = words;
        }
        self.note(format!("{change:?}"));
        Ok(())
    }
}
