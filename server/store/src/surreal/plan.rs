//! What a list of changes comes to: which rows are written, which go, and what
//! has to hold. The last change of a row wins.

use std::collections::BTreeMap;

use backline_domain::archive;
use backline_domain::change::{Change, Request};
use backline_domain::connection::Connection;
use backline_domain::dialog;
use backline_domain::id::{ChatAddress, ConnectionId, UserId};
use backline_domain::logout::{self, Logout};
use backline_domain::webhook;
use surrealdb::types::{Array, Object, RecordId, Value};

use super::body::{as_text, encode};
use super::key;
use crate::port::{Error, Result};
use crate::seal::SealKey;

/// The rows to write and what has to hold.
#[derive(Debug, Default)]
pub(super) struct Plan {
    /// The body, or `None` for what is deleted.
    rows: BTreeMap<RecordId, Option<Value>>,
    checks: BTreeMap<RecordId, Check>,
    erased: Vec<ConnectionId>,
}

/// A number that a row has to hold, 0 for a row that must not be there.
#[derive(Debug)]
struct Check {
    expected: u64,
    /// What it would be with this plan's changes.
    reached: u64,
    what: String,
}

/// The statement for a plan and its bindings.
pub(super) struct Statement {
    pub(super) text: &'static str,
    pub(super) bindings: Value,
}

/// The place that a secret is sealed for.
pub(super) fn secret_place(of: backline_domain::id::IdentityId) -> String {
    format!("{}/{of}", key::SECRET)
}

/// The place that a session which is to be ended is sealed for.
pub(super) fn logout_place(id: &logout::Id) -> String {
    format!("{}/{id}", key::LOGOUT)
}

/// The place that what was posted for a message is sealed for.
pub(super) fn kept_place(of: &ConnectionId, message: &backline_domain::link::Key) -> String {
    // A key is made of numbers and texts: serde_json cannot fail on it.
    let message = serde_json::to_string(message).unwrap_or_default();
    format!("{}/{of}/{message}", key::KEPT)
}

/// The place that what is known of a person is sealed for.
pub(super) fn person_place(of: UserId) -> String {
    format!("{}/{of}", key::SETUP_PERSON)
}

/// The place that what is kept of a message is sealed for.
pub(super) fn archived_place(of: &archive::Key) -> String {
    // A key is made of numbers and texts: serde_json cannot fail on it.
    let of = serde_json::to_string(of).unwrap_or_default();
    format!("{}/{of}", key::ARCHIVE)
}

/// The place that what a webhook is to be told is sealed for.
pub(super) fn post_place(of: &webhook::Key) -> String {
    // A key is made of numbers and texts: serde_json cannot fail on it.
    let of = serde_json::to_string(of).unwrap_or_default();
    format!("{}/{of}", key::WEBHOOK)
}

/// The place that what it was not told is sealed for.
pub(super) fn dead_post_place(of: &ConnectionId, id: webhook::DeadId) -> String {
    format!("{}/{of}/{id}", key::WEBHOOK_DEAD)
}

/// The place that what is written down about a customer is sealed for.
pub(super) fn profile_place(of: &dialog::Key) -> String {
    format!("{}/{}/{}", key::PROFILE, of.connection, of.chat)
}

/// The place that a held album is sealed for.
pub(super) fn held_place(of: &ConnectionId, chat: &ChatAddress, id: &str) -> String {
    format!("{}/{of}/{chat}/{id}", key::HELD)
}

// === impl Plan ===

impl Plan {
    /// Sorts out changes.
    ///
    /// # Errors
    /// `Conflict` when the changes contradict each other, whatever is stored.
    pub(super) fn new(changes: Vec<Change>, seal: &SealKey) -> Result<Self> {
        let mut plan = Self::default();
        for change in changes {
            plan.add(change, seal)?;
        }
        for id in &plan.erased {
            let parts = key::connection(id);
            plan.rows
                .insert(key::record(key::CONNECTION, parts.clone()), None);
            plan.rows
                .insert(key::record(key::REVISION, parts.clone()), None);
            plan.rows.insert(
                key::record(key::ERASURE, parts),
                Some(encode("erasure", id)?),
            );
        }
        Ok(plan)
    }

    /// Connections whose rows are deleted once this is written.
    pub(super) fn erased(&self) -> &[ConnectionId] {
        &self.erased
    }

    pub(super) fn is_empty(&self) -> bool {
        self.rows.is_empty() && self.checks.is_empty()
    }

    fn add(&mut self, change: Change, seal: &SealKey) -> Result<()> {
        match change {
            Change::PutConnection(row) => self.add_connection(&row)?,
            Change::DeleteConnection(id) => self.erased.push(id),
            Change::PutIdentity(row) => {
                let id = key::record(key::IDENTITY, key::identity(row.id));
                self.put(id, encode("identity", &row)?);
            }
            Change::DeleteIdentity(of) => {
                for table in [key::IDENTITY, key::CURSOR, key::SECRET, key::MENU] {
                    self.delete(key::record(table, key::identity(of)));
                }
            }
            Change::PutMenu(of, told) => {
                let id = key::record(key::MENU, key::identity(of));
                self.put(id, encode("menu", &told)?);
            }
            Change::PutCursor(of, cursor) => {
                let id = key::record(key::CURSOR, key::identity(of));
                self.put(id, encode("cursor", &(of, cursor))?);
            }
            Change::PutSecret(of, secret) => {
                let sealed = seal
                    .seal(&secret_place(of), secret.expose())
                    .map_err(|error| Error::Unavailable {
                        detail: error.to_string(),
                    })?;
                self.put(
                    key::record(key::SECRET, key::identity(of)),
                    Value::String(sealed),
                );
            }
            Change::PutLogout(row) => self.add_logout(&row, seal)?,
            Change::DeleteLogout(id) => {
                self.delete(key::record(key::LOGOUT, vec![key::text(id.as_str())]));
            }
            Change::PutDialog(row) => {
                self.put(key::dialog_record(&row.key), encode("dialog", &row)?);
            }
            Change::ListDialog(of) => self.put(key::listed(&of), Value::Bool(true)),
            Change::UnlistDialog(of) => self.delete(key::listed(&of)),
            Change::PutProfile(row) => {
                let place = profile_place(&row.dialog);
                self.put_keyed(seal, key::profile(&row.dialog), &place, &row.dialog, &row)?;
            }
            Change::PutTopic(group, topic, of) => {
                self.put(key::topic(group, topic), encode("topic", &(topic, of))?);
            }
            Change::PutCreation(row) => {
                let id = key::creation(&row.connection, &row.name);
                self.put(id, encode("creation", &row)?);
            }
            Change::PutNumber(of, id, number) => {
                self.put(key::number(&of, id), encode("number", &(id, number))?);
            }
            Change::DeleteCreation(of, name) => self.delete(key::creation(&of, &name)),
            Change::PutLink(row) => self.put(key::link(&row.key), encode("link", &row)?),
            Change::PutReactions(row) => {
                self.put(key::reaction(&row.key), encode("reactions", &row)?);
            }
            Change::DeleteReactions(row) => self.delete(key::reaction(&row)),
            Change::HoldAlbum(row) => {
                let parts = key::held(&row.connection, row.at.hour(), &row.chat, &row.id);
                let place = held_place(&row.connection, &row.chat, &row.id);
                self.put_sealed(seal, key::record(key::HELD, parts), &place, &row)?;
            }
            Change::ReleaseAlbum(of, chat, id, at) => {
                let parts = key::held(&of, at.hour(), &chat, &id);
                self.delete(key::record(key::HELD, parts));
            }
            Change::Keep(row) => {
                let parts = key::kept(&row.connection, &row.key, row.until);
                let place = kept_place(&row.connection, &row.key);
                self.put_sealed(seal, key::record(key::KEPT, parts), &place, &row)?;
            }
            Change::Forget(of, message, until) => {
                let parts = key::kept(&of, &message, until);
                self.delete(key::record(key::KEPT, parts));
            }
            Change::PutAlias(of, chat, was) => {
                self.put(key::alias(&of, &chat), encode("alias", &was)?);
            }
            Change::DeleteLink(row) => self.delete(key::link(&row)),
            Change::MarkSeen(of, update, at) => {
                let id = key::seen(key::seen_bucket(at), of, &update);
                self.put(id, encode("update", &(update, at))?);
            }
            Change::KeepUnknown(row) => {
                let parts = key::unknown(&row.connection, row.at, &row.key);
                let id = key::record(key::UNKNOWN, parts);
                self.put(id, encode("unknown update", &row)?);
            }
            Change::PutLedger(of, ledger) => {
                let row = key::record(key::LEDGER, key::connection(&of));
                self.put(row, encode("ledger", &ledger)?);
            }
            Change::PutUsage(row) => {
                let id = key::record(key::USAGE, key::usage(&row.connection, row.day));
                self.put(id, encode("usage", &row)?);
            }
            Change::PutDelivery(row) => {
                self.put(key::delivery(&row.key), encode("delivery", &row)?);
            }
            Change::DeleteDelivery(row) => self.delete(key::delivery(&row)),
            Change::PutDeadLetter(row) => {
                let id = row.delivery.id();
                let parts = key::counted(&id.connection, id.sequence);
                self.put(key::record(key::DEAD, parts), encode("dead letter", &row)?);
            }
            Change::DeleteDeadLetter(id) => {
                let parts = key::counted(&id.connection, id.sequence);
                self.delete(key::record(key::DEAD, parts));
            }
            Change::PutChoice(row) => {
                let id = key::record(key::CHOICE, key::choice(row.connection(), &row.id));
                self.put(id, encode("choice", &row)?);
            }
            Change::DeleteChoice(of, id) => {
                self.delete(key::record(key::CHOICE, key::choice(&of, &id)));
            }
            Change::PutRetry(id, by) => {
                let row = key::record(key::RETRY, key::counted(&id.connection, id.sequence));
                self.put(row, encode("retry", &by)?);
            }
            Change::DeleteRetry(id) => {
                let parts = key::counted(&id.connection, id.sequence);
                self.delete(key::record(key::RETRY, parts));
            }
            Change::PutTimer(row) => self.put(key::timer(&row), encode("timer", &row)?),
            Change::DeleteTimer(row) => self.delete(key::timer(&row)),
            Change::PutCounter(id, next) => {
                let row = key::record(key::COUNTER, key::connection(&id));
                self.put(row, encode("counter", &next)?);
            }
            Change::PutParameterChange(row) => {
                let parts = key::counted_back(&row.connection, row.sequence);
                let id = key::record(key::PARAMETER_CHANGE, parts);
                self.put(id, encode("parameter change", &row)?);
            }
            Change::PutSetupPerson(row) => {
                let id = key::record(key::SETUP_PERSON, key::setup_person(row.user));
                self.put_sealed(seal, id, &person_place(row.user), &row)?;
            }
            Change::DeleteSetupPerson(of) => {
                self.delete(key::record(key::SETUP_PERSON, key::setup_person(of)));
            }
            Change::PutSetupNote(row) => {
                let parts = key::setup_note(row.at, &row.connection, &row.key);
                self.put(key::record(key::SETUP_NOTE, parts), encode("note", &row)?);
            }
            Change::DeleteSetupNote(at, of, about) => {
                let parts = key::setup_note(at, &of, &about);
                self.delete(key::record(key::SETUP_NOTE, parts));
            }
            Change::Archive(row) => {
                let id = key::record(key::ARCHIVE, key::archived(&row.key));
                let place = archived_place(&row.key);
                self.put_keyed(seal, id, &place, &row.key, &row)?;
            }
            Change::EndArchived(of, end) => {
                let id = key::record(key::ARCHIVE_END, key::archived(&of));
                self.put(id, encode("end of a message", &(of, end))?);
            }
            Change::PutRating(row) => {
                let parts = key::rating(&row.dialog.connection, row.at, row.sequence);
                self.put(key::record(key::RATING, parts), encode("rating", &row)?);
            }
            Change::PutPost(row) => {
                let id = key::record(key::WEBHOOK, key::post(&row.key));
                let place = post_place(&row.key);
                self.put_keyed(seal, id, &place, &row.key, &row)?;
            }
            Change::DeletePost(of) => self.delete(key::record(key::WEBHOOK, key::post(&of))),
            Change::PutDeadPost(row) => {
                let of = &row.post.key.lane.connection;
                let id = key::record(key::WEBHOOK_DEAD, key::dead_post(of, row.id()));
                let place = dead_post_place(of, row.id());
                self.put_keyed(seal, id, &place, &row.id(), &row)?;
            }
            Change::DeleteDeadPost(of, id) => {
                self.delete(key::record(key::WEBHOOK_DEAD, key::dead_post(&of, id)));
            }
            Change::PutToken(row) => {
                let id = key::record(key::TOKEN, vec![key::text(&row.id)]);
                self.put(id, encode("token", &row)?);
            }
            Change::DeleteToken(id) => self.delete(key::record(key::TOKEN, vec![key::text(&id)])),
            Change::PutRequest(row) => self.add_request(&row)?,
        }
        Ok(())
    }

    fn add_connection(&mut self, row: &Connection) -> Result<()> {
        let parts = key::connection(&row.id);
        let revision = key::record(key::REVISION, parts.clone());
        let conflict = || Error::Conflict {
            what: format!("connection {}", row.id),
        };
        let before = row.revision.checked_sub(1).ok_or_else(conflict)?;
        let check = self
            .checks
            .entry(revision.clone())
            .or_insert_with(|| Check {
                expected: before,
                reached: before,
                what: format!("connection {}", row.id),
            });
        if check.reached != before {
            return Err(conflict());
        }
        check.reached = row.revision;
        self.put(revision, key::sequence(row.revision));
        self.put(
            key::record(key::CONNECTION, parts),
            encode("connection", row)?,
        );
        Ok(())
    }

    fn add_request(&mut self, row: &Request) -> Result<()> {
        let id = key::record(key::REQUEST, vec![key::text(&row.id)]);
        let what = format!("request {}", row.id);
        let check = Check {
            expected: 0,
            reached: 1,
            what: what.clone(),
        };
        if self.checks.insert(id.clone(), check).is_some() {
            return Err(Error::Conflict { what });
        }
        self.put(id, encode("request", row)?);
        let age = vec![key::int(row.at.0), key::text(&row.id)];
        self.put(key::record(key::REQUEST_AGE, age), key::text(&row.id));
        Ok(())
    }

    fn add_logout(&mut self, row: &Logout, seal: &SealKey) -> Result<()> {
        let id = &row.facts.id;
        let sealed = seal
            .seal(&logout_place(id), row.session.expose())
            .map_err(|error| Error::Unavailable {
                detail: error.to_string(),
            })?;
        let record = key::record(key::LOGOUT, vec![key::text(id.as_str())]);
        self.put(record, encode("logout", &(&row.facts, sealed))?);
        Ok(())
    }

    /// Sealed, with its key in the open: rows are found in order by it.
    fn put_keyed<K: serde::Serialize, T: serde::Serialize>(
        &mut self,
        seal: &SealKey,
        id: RecordId,
        place: &str,
        key: &K,
        row: &T,
    ) -> Result<()> {
        let sealed = sealed(seal, place, row)?;
        self.put(id, encode("sealed row", &(key, sealed))?);
        Ok(())
    }

    fn put_sealed<T: serde::Serialize>(
        &mut self,
        seal: &SealKey,
        id: RecordId,
        place: &str,
        row: &T,
    ) -> Result<()> {
        self.put(id, Value::String(sealed(seal, place, row)?));
        Ok(())
    }

    fn put(&mut self, id: RecordId, body: Value) {
        self.rows.insert(id, Some(body));
    }

    fn delete(&mut self, id: RecordId) {
        self.rows.insert(id, None);
    }

    /// The statement that does it, in one transaction.
    pub(super) fn statement(&self) -> Statement {
        let (mut puts, mut gone) = (Vec::new(), Vec::new());
        for (id, body) in &self.rows {
            let id = Value::RecordId(id.clone());
            match body {
                Some(body) => puts.push(object([("id", id), ("body", body.clone())])),
                None => gone.push(id),
            }
        }
        let checks: Vec<_> = self
            .checks
            .iter()
            .map(|(row, check)| check.binding(row))
            .collect();
        let text = text(!checks.is_empty(), !gone.is_empty(), !puts.is_empty());
        let bindings = object([
            ("checks", Value::Array(Array::from(checks))),
            ("gone", Value::Array(Array::from(gone))),
            ("puts", Value::Array(Array::from(puts))),
        ]);
        Statement { text, bindings }
    }
}

/// A row as it is sealed for its place.
fn sealed<T: serde::Serialize>(seal: &SealKey, place: &str, row: &T) -> Result<String> {
    let plain = encode("sealed row", row)?;
    let sealed = seal.seal(place, as_text("sealed row", &plain)?.as_bytes());
    sealed.map_err(|error| Error::Unavailable {
        detail: error.to_string(),
    })
}

/// One statement is a transaction of its own, and cheaper than one in words.
const fn text(checks: bool, gone: bool, puts: bool) -> &'static str {
    match (checks, gone, puts) {
        (false, false, _) => "INSERT $puts ON DUPLICATE KEY UPDATE body = $input.body RETURN NONE",
        (false, true, false) => "DELETE $gone RETURN NONE",
        (false, true, true) => {
            "BEGIN; DELETE $gone RETURN NONE; \
             INSERT $puts ON DUPLICATE KEY UPDATE body = $input.body RETURN NONE; COMMIT;"
        }
        (true, ..) => {
            "BEGIN; \
             FOR $check IN $checks { \
                 IF ($check.row.body ?? 0) != $check.expected { THROW $check.what } \
             }; \
             DELETE $gone RETURN NONE; \
             INSERT $puts ON DUPLICATE KEY UPDATE body = $input.body RETURN NONE; COMMIT;"
        }
    }
}

pub(super) fn object<const N: usize>(fields: [(&str, Value); N]) -> Value {
    let mut object = Object::new();
    for (name, value) in fields {
        object.insert(name.to_owned(), value);
    }
    Value::Object(object)
}

// === impl Check ===

impl Check {
    fn binding(&self, row: &RecordId) -> Value {
        object([
            ("row", Value::RecordId(row.clone())),
            ("expected", key::sequence(self.expected)),
            ("what", key::text(&self.what)),
        ])
    }
}
