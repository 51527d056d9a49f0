//! The one task that assigns identities and tells desks who holds them.
//!
//! It takes steps from what is to what should be. A step is looked at again
//! under the lock after whatever it waited for, since streams break and sessions
//! end meanwhile; what a step could not do the next plan names again.

mod credential;
mod give;
mod tell;

use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Duration;

use backline_domain::change::Identity;
use backline_domain::id::IdentityId;

use super::sessions::Inner;
use super::table::{Listed, LoggingOut, Step, Table, Told};
use crate::desk::Presence;
use give::{assign, keep};
use tell::{log_out, revoke, revoked, send, tell};

/// After a failure of the store.
const RETRY_STORE: Duration = Duration::from_secs(5);

/// Runs until the sessions are stopped.
pub(super) async fn run(inner: Arc<Inner>) {
    let mut changes = inner.desks.changes();
    let mut is_listed = false;
    loop {
        if !is_listed || changes.has_changed().unwrap_or(false) {
            changes.mark_unchanged();
            list(&inner);
            is_listed = true;
        }
        let mut retry_at = None;
        if inner.table().lacks_epochs() && !learn_epochs(&inner).await {
            retry_at = Some(inner.clock.monotonic() + RETRY_STORE);
        }
        if !inner.table().knows_logouts && !learn_logouts(&inner).await {
            retry_at = Some(inner.clock.monotonic() + RETRY_STORE);
        }
        // Whatever changes a session wakes this task.
        let (plan, attached, logouts) = {
            let table = &mut inner.table();
            let plan = table.plan(inner.clock.monotonic());
            let logouts = table.logouts_waiting(inner.clock.now());
            (plan, table.attached(), logouts)
        };
        inner.metrics.gateways(attached);
        inner.metrics.logouts_waiting(logouts);
        if !plan.steps.is_empty() {
            take(&inner, plan.steps).await;
            continue;
        }
        let wake_at = match (plan.wake_at, retry_at) {
            (Some(one), Some(other)) => Some(one.min(other)),
            (one, other) => one.or(other),
        };
        let waked = async {
            match wake_at {
                Some(at) => inner.clock.sleep_until(at).await,
                None => std::future::pending().await,
            }
        };
        let desks_changed = async {
            if changes.changed().await.is_err() {
                std::future::pending().await
            }
        };
        tokio::select! {
            () = inner.stop.cancelled() => return,
            () = inner.changed.notified() => {}
            () = desks_changed => is_listed = false,
            () = waked => {}
        }
    }
}

fn list(inner: &Inner) {
    let identities = inner.desks.identities().into_iter();
    let listed = identities
        .filter_map(|identity| {
            let connection = inner.desks.of_identity(identity)?.0;
            let is_stopped = inner.desks.is_stopped(&connection);
            Some(Listed {
                identity,
                connection,
                gateway: inner.desks.gateway_kind(identity),
                is_stopped,
            })
        })
        .collect();
    inner.table().list(listed);
}

/// Reads the epochs of identities that are new here. False = to be tried again.
async fn learn_epochs(inner: &Inner) -> bool {
    match inner.store.identities().await {
        Ok(stored) => {
            let epochs = stored
                .iter()
                .map(|identity| (identity.id, identity.epoch))
                .collect();
            inner.table().learn_epochs(&epochs);
            true
        }
        Err(error) => {
            tracing::error!(%error, "identities cannot be read; nothing is assigned until they can");
            false
        }
    }
}

/// Reads the sessions that are to be ended. False = to be tried again.
async fn learn_logouts(inner: &Inner) -> bool {
    match inner.store.logouts().await {
        Ok(rows) => {
            let (now, moment) = (inner.clock.now(), inner.clock.monotonic());
            let table = &mut *inner.table();
            for row in rows {
                let id = row.facts.id.clone();
                let one = || LoggingOut::new(row, now, moment);
                table.logouts.entry(id).or_insert_with(one);
            }
            table.knows_logouts = true;
            true
        }
        Err(error) => {
            tracing::error!(%error, "the accounts to be logged out cannot be read; they are later");
            false
        }
    }
}

async fn take(inner: &Inner, steps: Vec<Step>) {
    let needs_rows = steps
        .iter()
        .any(|step| matches!(step, Step::Keep(_) | Step::Assign { .. }));
    let rows = if needs_rows {
        read_rows(inner, &steps).await
    } else {
        BTreeMap::new()
    };
    for step in steps {
        match step {
            Step::Offline(identity) => {
                tell(inner, identity, Presence::Offline, Told::Offline).await
            }
            Step::Pause(identity) => tell(inner, identity, Presence::Paused, Told::Paused).await,
            Step::Disown {
                session,
                identity,
                epoch,
            } => {
                let reason = "somebody else had it meanwhile, or it is not for this gateway";
                let table = &mut inner.table();
                send(table, &session, revoked(identity, epoch, reason));
            }
            Step::Revoke(identity) => revoke(inner, identity),
            Step::LogOut { id, session } => log_out(inner, &id, &session),
            Step::Keep(identity) => {
                if let Some(row) = rows.get(&identity) {
                    keep(inner, row).await;
                }
            }
            Step::Assign { identity, session } => {
                if let Some(row) = rows.get(&identity) {
                    assign(inner, row, session).await;
                }
            }
        }
    }
}

/// Reads the rows of identities to be kept or assigned. One that has none yet
/// gets its first here.
async fn read_rows(inner: &Inner, steps: &[Step]) -> BTreeMap<IdentityId, Identity> {
    let wanted = steps.iter().filter_map(|step| match step {
        Step::Keep(identity) | Step::Assign { identity, .. } => Some(*identity),
        Step::Offline(_)
        | Step::Pause(_)
        | Step::Disown { .. }
        | Step::LogOut { .. }
        | Step::Revoke(_) => None,
    });
    let stored = match inner.store.identities().await {
        Ok(stored) => stored,
        Err(error) => {
            tracing::error!(%error, "identities cannot be read; nothing is assigned until they can");
            let retry_at = inner.clock.monotonic() + RETRY_STORE;
            let table = &mut inner.table();
            for identity in wanted {
                postpone(table, identity, retry_at);
            }
            return BTreeMap::new();
        }
    };
    let mut stored: BTreeMap<_, _> = stored.into_iter().map(|row| (row.id, row)).collect();
    let table = inner.table();
    wanted
        .filter_map(|id| {
            let slot = table.identities.get(&id)?;
            let new = || Identity {
                id,
                connection: slot.connection.clone(),
                epoch: 0,
                cursor: None,
            };
            let mut row = stored.remove(&id).unwrap_or_else(new);
            row.epoch = row.epoch.max(slot.epoch.unwrap_or(0));
            row.connection = slot.connection.clone();
            Some((id, row))
        })
        .collect()
}

fn postpone(table: &mut Table, identity: IdentityId, until: Duration) {
    if let Some(slot) = table.identities.get_mut(&identity) {
        slot.retry_at = until;
    }
}
