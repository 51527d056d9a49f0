//! What the admin services share: where they read and write, and the rules that
//! hold for all of them.

mod mask;
mod name;
mod once;
mod page;

pub(super) use mask::paths;
pub(super) use name::Name;
pub(super) use once::Once;
pub(super) use page::{Page, refused as no_place};

use std::sync::Arc;

use backline_domain::connection::Connection;
use backline_domain::id::{ConnectionId, IdentityId};
use backline_domain::parameter;
use backline_domain::time::Timestamp;
use tokio::sync::Mutex;
use tonic::Status;
use tracing::Instrument as _;

use super::access::Tokens;
use super::caller::out_of_reach;
use super::{Caller, status};
use crate::desk;
use crate::telemetry::Labels;

/// What admin services work with. Cheap to clone.
#[derive(Clone)]
pub struct Admin {
    pub(super) desks: desk::Context,
    pub(super) tokens: Tokens,
    /// What start codes of connections are made from, so that a repeated call
    /// can give the same code though only its hash is stored.
    pub(super) claim_key: Arc<zeroize::Zeroizing<String>>,
    /// Held while connections or tokens are looked at and then changed: names
    /// and frontends stay unique, an `etag` stays the one compared.
    pub(super) edits: Arc<Mutex<()>>,
}

// === impl Admin ===

impl Admin {
    /// Admin services over these desks. `claim_key` is any secret of the
    /// installation that outlives the process.
    #[must_use]
    pub fn new(
        desks: desk::Context,
        tokens: Tokens,
        claim_key: zeroize::Zeroizing<String>,
    ) -> Self {
        Self {
            desks,
            tokens,
            claim_key: Arc::new(claim_key),
            edits: Arc::default(),
        }
    }

    pub(super) fn now(&self) -> Timestamp {
        self.desks.clock.now()
    }

    /// An identity of a connection is gone: its numbers are not shown any more.
    pub(super) fn forget_numbers(&self, connection: &Connection, identity: IdentityId) {
        let group = connection.group_id();
        self.desks.metrics.group().forget(&Labels {
            identity: identity.to_string(),
            group: group.map(|group| group.to_string()).unwrap_or_default(),
        });
    }

    /// Does a change to its end, also when the caller goes away meanwhile: a
    /// commit that has begun is never torn.
    pub(super) async fn finish<T: Send + 'static>(
        &self,
        work: impl Future<Output = Result<T, Status>> + Send + 'static,
    ) -> Result<T, Status> {
        let task = self.desks.tracker.spawn(work.in_current_span());
        task.await.unwrap_or_else(|_panic| {
            self.desks.metrics.panicked();
            Err(status::internal(
                "a change panicked; the line above this one says where",
            ))
        })
    }

    /// The connection that `connections/{id or display name}` in this field
    /// means, when the caller reaches it.
    pub(super) async fn connection(
        &self,
        caller: &Caller,
        field: &str,
        name: &str,
    ) -> Result<Connection, Status> {
        match Name::parse(field, name)? {
            Name::Connection(reference) => self.find(caller, &reference).await,
            other => Err(Name::refuse(
                field,
                &other.to_string(),
                "connections/{id or display name}",
            )),
        }
    }

    /// The connection with this id or display name, when the caller reaches it.
    /// Who reaches only some is not told which others there are.
    pub(super) async fn find(&self, caller: &Caller, wanted: &str) -> Result<Connection, Status> {
        let found = self.look_up(wanted).await?;
        let Some(connection) = found else {
            return Err(if caller.is_limited() {
                out_of_reach(wanted)
            } else {
                status::not_found(&format!("connections/{wanted}"))
            });
        };
        caller
            .reach(&connection.id)
            .map_err(|_| out_of_reach(wanted))?;
        if caller.has_bound_token() {
            let admitted = self.desks.plans.admit_api(&connection.id);
            admitted.map_err(|refused| status::plan_limit(&refused))?;
        }
        Ok(connection)
    }

    /// Whether a connection is among those that the caller is shown: within its token's reach,
    /// and, for a token of single connections, with a plan that includes the API.
    pub(super) fn shows(&self, caller: &Caller, connection: &ConnectionId) -> bool {
        let is_in_plan = || self.desks.plans.admit_api(connection).is_ok();
        caller.token.reaches(connection) && (!caller.has_bound_token() || is_in_plan())
    }

    /// Refuses a token of single connections none of which has a plan that includes the API:
    /// what lists would otherwise be empty without a word.
    pub(super) fn admit(&self, caller: &Caller) -> Result<(), Status> {
        if !caller.has_bound_token() {
            return Ok(());
        }
        let refused = |connection| self.desks.plans.admit_api(connection).err();
        let mut connections = caller.token.connections.iter();
        match caller.token.connections.first().and_then(refused) {
            Some(first) if connections.all(|connection| refused(connection).is_some()) => {
                Err(status::plan_limit(&first))
            }
            _ => Ok(()),
        }
    }

    /// Whether the administrator's plan lets a parameter be set to this value, which is one that
    /// it can have.
    pub(super) fn within_plan(
        &self,
        connection: &Connection,
        name: parameter::Name,
        value: &str,
    ) -> Result<(), Status> {
        let set = parameter::Parameters::from_set(&connection.parameters);
        let set = set.map_err(status::internal)?;
        let admitted = self.desks.plans.of(connection).admits(name, value, &set);
        admitted.map_err(|refused| status::plan_limit(&refused))
    }

    /// The desk of a connection.
    pub(super) fn desk(&self, connection: &ConnectionId) -> Result<desk::Handle, Status> {
        let desk = self.desks.registry.desk(connection);
        desk.ok_or_else(|| status::from_desk(&desk::Error::Stopped))
    }

    async fn look_up(&self, wanted: &str) -> Result<Option<Connection>, Status> {
        let store = &self.desks.store;
        if let Ok(id) = ConnectionId::parse(wanted)
            && let Some(connection) = store
                .connection(&id)
                .await
                .map_err(|e| status::from_store(&e))?
        {
            return Ok(Some(connection));
        }
        let all = store
            .connections()
            .await
            .map_err(|error| status::from_store(&error))?;
        Ok(all
            .into_iter()
            .find(|connection| connection.name.eq_ignore_ascii_case(wanted)))
    }
}
