//! What is sealed because it is what people wrote: what was posted for a message, albums held
//! at a gate, and what administrators are in the middle of.

use std::ops::Bound;

use backline_domain::held::HeldAlbum;
use backline_domain::id::{ChatAddress, ConnectionId, UserId};
use backline_domain::kept::Kept;
use backline_domain::link;
use backline_domain::setup_bot::Person;
use backline_domain::time::Timestamp;
use serde::de::DeserializeOwned;
use surrealdb::types::{Number, RecordId, Value};

use super::body::as_text;
use super::erase::parts_of;
use super::{Inner, key, plan};
use crate::port::{Error, Result};

impl Inner {
    /// What was posted for a message.
    pub(super) async fn kept(
        &self,
        connection: &ConnectionId,
        of: &link::Key,
        until: Timestamp,
    ) -> Result<Option<Kept>> {
        let id = key::record(key::KEPT, key::kept(connection, of, until));
        self.sealed(id, &plan::kept_place(connection, of)).await
    }

    /// An album that was begun to be held in this hour or the one before.
    pub(super) async fn held_album(
        &self,
        connection: &ConnectionId,
        chat: &ChatAddress,
        album: &str,
        now: Timestamp,
    ) -> Result<Option<HeldAlbum>> {
        let place = plan::held_place(connection, chat, album);
        for hour in [now.hour(), now.hour() - 1] {
            let id = key::record(key::HELD, key::held(connection, hour, chat, album));
            let held = self.sealed(id, &place).await?;
            if held.is_some() {
                return Ok(held);
            }
        }
        Ok(None)
    }

    /// What the setup bot knows of a person.
    pub(super) async fn setup_person(&self, of: UserId) -> Result<Option<Person>> {
        let id = key::record(key::SETUP_PERSON, key::setup_person(of));
        self.sealed(id, &plan::person_place(of)).await
    }

    /// The people behind this one, in their order.
    pub(super) async fn setup_people(
        &self,
        after: Option<UserId>,
        limit: usize,
    ) -> Result<Vec<UserId>> {
        let start = after.map_or(Bound::Unbounded, |after| {
            Bound::Excluded(key::setup_person(after))
        });
        let range = key::range(key::SETUP_PERSON, start, Bound::Unbounded);
        let ids = self.page_ids(range, limit).await?;
        Ok(ids.iter().filter_map(person_of).collect())
    }

    /// One that does not open is as good as forgotten: what hangs on it can be said in
    /// other ways, and must not stop.
    /// A row that was sealed for this place.
    pub(super) fn opened<T: DeserializeOwned>(
        &self,
        what: &'static str,
        place: &str,
        sealed: &str,
    ) -> Result<T> {
        let plain = self.seal.open(place, sealed).map_err(|_| Error::WrongKey)?;
        serde_json::from_slice(&plain).map_err(|error| Error::Corrupt {
            what,
            detail: error.to_string(),
        })
    }

    async fn sealed<T: DeserializeOwned>(&self, id: RecordId, place: &str) -> Result<Option<T>> {
        let bodies = self.bodies_of(vec![id]).await?;
        let Some(sealed) = bodies.first() else {
            return Ok(None);
        };
        let opened = self.seal.open(place, as_text("sealed row", sealed)?);
        let row = opened
            .ok()
            .and_then(|plain| serde_json::from_slice(&plain).ok());
        if row.is_none() {
            tracing::error!("a sealed row does not open and is left out");
        }
        Ok(row)
    }
}

/// The person that a record is about.
fn person_of(id: &Value) -> Option<UserId> {
    match parts_of(id)?.first()? {
        Value::Number(Number::Int(id)) => Some(UserId(*id)),
        _ => None,
    }
}
