//! The model's rows and what a change does to them.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

use backline_domain::access::Token;
use backline_domain::archive::{self, Archived, End};
use backline_domain::change::{Change, Cursor, Identity, KeptUpdate, Request, Secret, Timer};
use backline_domain::choice::{self, Choice};
use backline_domain::connection::{Connection, ParameterChange};
use backline_domain::delivery::Ledger;
use backline_domain::delivery::{self, DeadLetter, Delivery};
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

use crate::port::{Error, Result};

/// Where an update is among others: the newest first.
pub(super) type NewestFirst = (Reverse<Timestamp>, String, Reverse<i64>, String);

pub(super) fn newest_first(at: Timestamp, key: &UpdateKey) -> NewestFirst {
    let id = Reverse(key.update_id);
    (Reverse(at), key.source.clone(), id, key.natural.clone())
}

/// Everything that is stored.
#[derive(Debug, Default)]
pub(super) struct Rows {
    pub(super) connections: BTreeMap<ConnectionId, Connection>,
    pub(super) counters: BTreeMap<ConnectionId, u64>,
    pub(super) parameter_changes: BTreeMap<(ConnectionId, u64), ParameterChange>,
    pub(super) identities: BTreeMap<IdentityId, Identity>,
    pub(super) cursors: BTreeMap<IdentityId, Cursor>,
    pub(super) secrets: BTreeMap<IdentityId, Secret>,
    pub(super) logouts: BTreeMap<logout::Id, Logout>,
    pub(super) dialogs: BTreeMap<dialog::Key, Dialog>,
    pub(super) listed: BTreeSet<dialog::Key>,
    pub(super) profiles: BTreeMap<dialog::Key, Profile>,
    pub(super) topics: BTreeMap<(ChatId, TopicId), dialog::Key>,
    pub(super) creations: BTreeMap<(ConnectionId, String), Creation>,
    pub(super) numbers: BTreeMap<(ConnectionId, i64), u32>,
    pub(super) unknown: BTreeMap<(ConnectionId, NewestFirst), KeptUpdate>,
    pub(super) ledgers: BTreeMap<ConnectionId, Ledger>,
    pub(super) usage: BTreeMap<(ConnectionId, Day), Usage>,
    pub(super) links: BTreeMap<link::Key, Link>,
    pub(super) reactions: BTreeMap<link::Key, Reactions>,
    /// By the hour that they began in.
    pub(super) held: BTreeMap<(ConnectionId, i64, ChatAddress, String), HeldAlbum>,
    /// By the hour that they are forgotten in.
    pub(super) kept: BTreeMap<(ConnectionId, i64, link::Key), Kept>,
    pub(super) aliases: BTreeMap<(ConnectionId, ChatAddress), ChatAddress>,
    pub(super) seen: BTreeMap<(IdentityId, UpdateKey), Timestamp>,
    pub(super) deliveries: BTreeMap<delivery::Key, Delivery>,
    pub(super) dead_letters: BTreeMap<delivery::Id, DeadLetter>,
    /// By the hour that they end in.
    pub(super) choices: BTreeMap<(ConnectionId, choice::Id), Choice>,
    pub(super) retries: BTreeMap<delivery::Id, delivery::Key>,
    pub(super) timers: BTreeSet<Timer>,
    pub(super) setup_people: BTreeMap<UserId, Person>,
    pub(super) menus: BTreeMap<IdentityId, String>,
    pub(super) setup_notes: BTreeMap<(Timestamp, ConnectionId, String), Note>,
    pub(super) archived: BTreeMap<archive::Key, Archived>,
    pub(super) ends: BTreeMap<archive::Key, End>,
    pub(super) ratings: BTreeMap<(ConnectionId, rating::Mark), Rating>,
    pub(super) posts: BTreeMap<webhook::Key, Post>,
    pub(super) dead_posts: BTreeMap<(ConnectionId, DeadId), DeadPost>,
    pub(super) tokens: BTreeMap<String, Token>,
    pub(super) requests: BTreeMap<String, Request>,
}

// === impl Rows ===

impl Rows {
    /// Whether the preconditions hold, those among the changes themselves too.
    pub(super) fn check(&self, changes: &[Change]) -> Result<()> {
        let mut revisions = BTreeMap::new();
        let mut requests = BTreeSet::new();
        for change in changes {
            match change {
                Change::PutConnection(row) => {
                    let stored = self.connections.get(&row.id).map_or(0, |row| row.revision);
                    let before = revisions.insert(&row.id, row.revision).unwrap_or(stored);
                    if row.revision.checked_sub(1) != Some(before) {
                        return Err(Error::Conflict {
                            what: format!("connection {}", row.id),
                        });
                    }
                }
                Change::PutRequest(row)
                    if !requests.insert(&row.id) || self.requests.contains_key(&row.id) =>
                {
                    return Err(Error::Conflict {
                        what: format!("request {}", row.id),
                    });
                }
                _ => {}
            }
        }
        Ok(())
    }

    /// Makes the changes, one after the other; connections are deleted last.
    pub(super) fn apply(&mut self, changes: Vec<Change>) {
        let mut erased = Vec::new();
        for change in changes {
            match change {
                Change::DeleteConnection(id) => erased.push(id),
                change => self.apply_one(change),
            }
        }
        for id in erased {
            self.erase(&id);
        }
    }

    fn apply_one(&mut self, change: Change) {
        match change {
            Change::PutConnection(row) => drop(self.connections.insert(row.id.clone(), *row)),
            Change::DeleteConnection(id) => self.erase(&id),
            Change::PutIdentity(row) => drop(self.identities.insert(row.id, row)),
            Change::DeleteIdentity(of) => {
                self.identities.remove(&of);
                self.cursors.remove(&of);
                self.secrets.remove(&of);
                self.menus.remove(&of);
            }
            Change::PutMenu(of, told) => drop(self.menus.insert(of, told)),
            Change::PutCursor(of, cursor) => drop(self.cursors.insert(of, cursor)),
            Change::PutSecret(of, secret) => drop(self.secrets.insert(of, secret)),
            Change::PutLogout(row) => drop(self.logouts.insert(row.facts.id.clone(), *row)),
            Change::DeleteLogout(id) => drop(self.logouts.remove(&id)),
            Change::PutDialog(row) => drop(self.dialogs.insert(row.key.clone(), *row)),
            Change::ListDialog(of) => drop(self.listed.insert(of)),
            Change::UnlistDialog(of) => drop(self.listed.remove(&of)),
            Change::PutProfile(row) => drop(self.profiles.insert(row.dialog.clone(), *row)),
            Change::PutTopic(group, topic, of) => drop(self.topics.insert((group, topic), of)),
            Change::PutCreation(row) => {
                self.creations
                    .insert((row.connection.clone(), row.name.clone()), row);
            }
            Change::PutNumber(of, id, number) => drop(self.numbers.insert((of, id), number)),
            Change::DeleteCreation(of, name) => drop(self.creations.remove(&(of, name))),
            Change::KeepUnknown(row) => {
                let place = newest_first(row.at, &row.key);
                self.unknown.insert((row.connection.clone(), place), *row);
            }
            Change::PutLedger(of, ledger) => drop(self.ledgers.insert(of, ledger)),
            Change::PutUsage(row) => {
                self.usage.insert((row.connection.clone(), row.day), *row);
            }
            Change::PutLink(row) => drop(self.links.insert(row.key.clone(), *row)),
            Change::PutReactions(row) => drop(self.reactions.insert(row.key.clone(), *row)),
            Change::DeleteReactions(key) => drop(self.reactions.remove(&key)),
            Change::HoldAlbum(row) => {
                let of = row.connection.clone();
                let place = (of, row.at.hour(), row.chat.clone(), row.id.clone());
                self.held.insert(place, *row);
            }
            Change::ReleaseAlbum(of, chat, id, at) => {
                self.held.remove(&(of, at.hour(), chat, id));
            }
            Change::Keep(row) => {
                let place = (row.connection.clone(), row.until.hour(), row.key.clone());
                self.kept.insert(place, *row);
            }
            Change::Forget(of, key, until) => drop(self.kept.remove(&(of, until.hour(), key))),
            Change::PutAlias(of, chat, was) => drop(self.aliases.insert((of, chat), was)),
            Change::DeleteLink(key) => drop(self.links.remove(&key)),
            Change::MarkSeen(of, key, at) => drop(self.seen.insert((of, key), at)),
            Change::PutDelivery(row) => drop(self.deliveries.insert(row.key.clone(), *row)),
            Change::DeleteDelivery(key) => drop(self.deliveries.remove(&key)),
            Change::PutDeadLetter(row) => {
                self.dead_letters.insert(row.delivery.id(), *row);
            }
            Change::DeleteDeadLetter(id) => drop(self.dead_letters.remove(&id)),
            Change::PutChoice(row) => {
                let place = (row.connection().clone(), row.id.clone());
                self.choices.insert(place, *row);
            }
            Change::DeleteChoice(of, id) => drop(self.choices.remove(&(of, id))),
            Change::PutRetry(id, by) => drop(self.retries.insert(id, by)),
            Change::DeleteRetry(id) => drop(self.retries.remove(&id)),
            Change::PutTimer(row) => drop(self.timers.insert(row)),
            Change::DeleteTimer(row) => drop(self.timers.remove(&row)),
            Change::PutCounter(id, next) => drop(self.counters.insert(id, next)),
            Change::PutParameterChange(row) => {
                self.parameter_changes
                    .insert((row.connection.clone(), row.sequence), *row);
            }
            Change::PutSetupPerson(row) => drop(self.setup_people.insert(row.user, *row)),
            Change::DeleteSetupPerson(of) => drop(self.setup_people.remove(&of)),
            Change::PutSetupNote(row) => {
                let place = (row.at, row.connection.clone(), row.key.clone());
                self.setup_notes.insert(place, *row);
            }
            Change::DeleteSetupNote(at, of, about) => {
                self.setup_notes.remove(&(at, of, about));
            }
            Change::Archive(row) => drop(self.archived.insert(row.key.clone(), *row)),
            Change::EndArchived(of, end) => drop(self.ends.insert(*of, end)),
            Change::PutRating(row) => {
                let place = (row.dialog.connection.clone(), (row.at, row.sequence));
                self.ratings.insert(place, *row);
            }
            Change::PutPost(row) => drop(self.posts.insert(row.key.clone(), *row)),
            Change::DeletePost(key) => drop(self.posts.remove(&key)),
            Change::PutDeadPost(row) => {
                let of = row.post.key.lane.connection.clone();
                self.dead_posts.insert((of, row.id()), *row);
            }
            Change::DeleteDeadPost(of, id) => drop(self.dead_posts.remove(&(of, id))),
            Change::PutToken(row) => drop(self.tokens.insert(row.id.clone(), *row)),
            Change::DeleteToken(id) => drop(self.tokens.remove(&id)),
            Change::PutRequest(row) => drop(self.requests.insert(row.id.clone(), *row)),
        }
    }

    /// Deletes everything of a connection.
    fn erase(&mut self, id: &ConnectionId) {
        let own: BTreeSet<_> = self
            .identities
            .values()
            .filter(|identity| identity.connection == *id)
            .map(|identity| identity.id)
            .collect();
        self.connections.remove(id);
        self.counters.remove(id);
        self.ledgers.remove(id);
        self.usage.retain(|(connection, _), _| connection != id);
        self.reactions.retain(|key, _| !own.contains(&key.identity));
        self.held.retain(|(connection, ..), _| connection != id);
        self.kept.retain(|(connection, ..), _| connection != id);
        self.aliases.retain(|(connection, _), _| connection != id);
        self.choices.retain(|(connection, _), _| connection != id);
        self.retries.retain(|letter, _| letter.connection != *id);
        self.numbers.retain(|(connection, _), _| connection != id);
        self.creations.retain(|(connection, _), _| connection != id);
        self.unknown.retain(|(connection, _), _| connection != id);
        self.parameter_changes
            .retain(|(connection, _), _| connection != id);
        self.identities
            .retain(|identity, _| !own.contains(identity));
        self.cursors.retain(|identity, _| !own.contains(identity));
        self.secrets.retain(|identity, _| !own.contains(identity));
        self.dialogs.retain(|key, _| key.connection != *id);
        self.listed.retain(|key| key.connection != *id);
        self.profiles.retain(|key, _| key.connection != *id);
        self.topics.retain(|_, key| key.connection != *id);
        self.links.retain(|key, _| !own.contains(&key.identity));
        self.seen.retain(|(identity, _), _| !own.contains(identity));
        self.deliveries.retain(|key, _| key.lane.connection != *id);
        self.dead_letters.retain(|key, _| key.connection != *id);
        self.timers.retain(|timer| timer.connection != *id);
        self.archived.retain(|key, _| key.connection != *id);
        self.ends.retain(|key, _| key.connection != *id);
        self.ratings.retain(|(connection, _), _| connection != id);
        self.posts.retain(|key, _| key.lane.connection != *id);
        self.dead_posts
            .retain(|(connection, _), _| connection != id);
    }
}
