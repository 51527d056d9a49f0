//! The one task that assigns identities and tells desks who holds them.
//!
//! It takes steps from what is to what should be. A step is looked at again
//! under the lock after whatever it waited for, since streams break and sessions
//! end meanwhile; what a step could not do the next plan names again.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Duration;

use backline_domain::change::{Change, Identity};
use backline_domain::id::IdentityId;
use backline_proto::gateway::v1::{
    AttachResponse, Credential, IdentityAssigned, IdentityRevoked, attach_response::Message,
    credential,
};
use tokio::sync::mpsc::error::TrySendError;

use super::sessions::Inner;
use super::table::{Holder, Step, Table, Told};
use super::{MAX_OUTSTANDING, stream};
use crate::convert;
use crate::desk::{DownSender, Presence};

/// After a failure of the store.
const RETRY_STORE: Duration = Duration::from_secs(5);
/// After a credential that is not there.
const RETRY_CREDENTIAL: Duration = Duration::from_secs(30);

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
        let plan = inner.table().plan(inner.clock.monotonic());
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
        .filter_map(|identity| Some((identity, inner.desks.of_identity(identity)?.0)))
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
        Step::Offline(_) | Step::Pause(_) | Step::Disown { .. } | Step::Revoke(_) => None,
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

/// Gives an identity to a session: the raised epoch is committed first, then the
/// gateway hears of it, then the desk.
async fn assign(inner: &Inner, row: &Identity, session: String) {
    let identity = row.id;
    let Some(credential) = credential(inner, identity).await else {
        return;
    };
    let epoch = row.epoch.saturating_add(1);
    let raised = Identity {
        epoch,
        ..row.clone()
    };
    if let Err(error) = inner.store.commit(vec![Change::PutIdentity(raised)]).await {
        tracing::error!(%identity, %error, "an identity cannot be assigned; tried again in a moment");
        postpone(
            &mut inner.table(),
            identity,
            inner.clock.monotonic() + RETRY_STORE,
        );
        return;
    }
    let told = {
        let table = &mut *inner.table();
        let Some(slot) = table.identities.get_mut(&identity) else {
            return;
        };
        slot.epoch = Some(epoch);
        if slot.holder.is_some() || table.is_draining {
            return;
        }
        slot.holder = Some(Holder::new(session.clone(), epoch));
        let told = confirm(table, row, credential);
        if told.is_none() {
            // The stream broke meanwhile: it is as if nothing had been given.
            if let Some(slot) = table.identities.get_mut(&identity) {
                slot.holder = None;
            }
        }
        told
    };
    if let Some((generation, presence)) = told {
        tracing::info!(%identity, epoch, session.id = %session, "identity assigned");
        tell(inner, identity, presence, Told::Online(generation)).await;
    }
}

/// Tells a holder over its new stream that the identity is still theirs, and the
/// desk where commands go from now on.
async fn keep(inner: &Inner, row: &Identity) {
    let Some(credential) = credential(inner, row.id).await else {
        return;
    };
    let told = confirm(&mut inner.table(), row, credential);
    if let Some((generation, presence)) = told {
        tell(inner, row.id, presence, Told::Online(generation)).await;
    }
}

/// Tells the holder's gateway, and gives what the desk has to hear. `None` when
/// there is no way to tell it.
fn confirm(table: &mut Table, row: &Identity, credential: Credential) -> Option<(u64, Presence)> {
    let identity = row.id;
    let slot = table.identities.get(&identity)?;
    let holder = slot
        .holder
        .as_ref()
        .filter(|holder| holder.revocation.is_none())?;
    let connection = slot.connection.clone();
    let (session, epoch) = (holder.session.clone(), holder.epoch);
    let message = Message::IdentityAssigned(IdentityAssigned {
        identity: identity.to_string(),
        epoch,
        credential: Some(credential),
        cursor: row.cursor.as_ref().map(convert::cursor::to_proto),
        max_outstanding: i32::try_from(MAX_OUTSTANDING).unwrap_or(i32::MAX),
    });
    let generation = send(table, &session, message)?;
    let taker = table.sessions.get(&session)?;
    let down: DownSender = taker.stream.as_ref()?.commands.clone();
    let held = taker.in_hand.get(&connection).cloned().unwrap_or_default();
    table
        .identities
        .get_mut(&identity)?
        .holder
        .as_mut()?
        .confirmed = generation;
    Some((
        generation,
        Presence::Online {
            down,
            max_outstanding: MAX_OUTSTANDING,
            held,
        },
    ))
}

fn revoke(inner: &Inner, identity: IdentityId) {
    let table = &mut inner.table();
    let holder = table
        .identities
        .get(&identity)
        .and_then(|slot| slot.holder.as_ref());
    let Some(holder) = holder else { return };
    let Some(revocation) = &holder.revocation else {
        return;
    };
    let (session, message) = (
        holder.session.clone(),
        revoked(identity, holder.epoch, &revocation.reason),
    );
    tracing::info!(
        %identity, epoch = holder.epoch, session.id = %session, reason = %revocation.reason,
        "identity taken back"
    );
    let Some(generation) = send(table, &session, message) else {
        return;
    };
    let holder = table
        .identities
        .get_mut(&identity)
        .and_then(|slot| slot.holder.as_mut());
    if let Some(revocation) = holder.and_then(|holder| holder.revocation.as_mut()) {
        revocation.sent = generation;
    }
}

fn revoked(identity: IdentityId, epoch: i64, reason: &str) -> Message {
    let (identity, reason) = (identity.to_string(), reason.to_owned());
    Message::IdentityRevoked(IdentityRevoked {
        identity,
        epoch,
        reason,
    })
}

/// Sends down a session's stream; gives the stream's number. `None` when it has
/// no room, and then it is tried again when it was read, or is broken.
fn send(table: &mut Table, session: &str, message: Message) -> Option<u64> {
    let stream = table.sessions.get(session)?.stream.as_ref()?;
    let generation = stream.generation;
    match stream.control.try_send(AttachResponse {
        message: Some(message),
    }) {
        Ok(()) => Some(generation),
        Err(TrySendError::Full(_)) => None,
        Err(TrySendError::Closed(_)) => {
            table.stream_broke(session, generation);
            None
        }
    }
}

/// Tells a desk. When it is gone there is nobody to tell.
async fn tell(inner: &Inner, identity: IdentityId, presence: Presence, told: Told) {
    let desk = inner.desks.of_identity(identity);
    if let Some(slot) = inner.table().identities.get_mut(&identity) {
        slot.told = told;
    }
    if let Some((_, desk)) = desk
        && let Err(error) = desk.presence(identity, presence).await
    {
        tracing::debug!(%identity, %error, "a desk that stops was told about its identity");
    }
}

/// What the identity proves itself with. `None` = tried again later.
async fn credential(inner: &Inner, identity: IdentityId) -> Option<Credential> {
    let now = inner.clock.monotonic();
    let kind = match inner.store.secret(identity).await {
        Ok(Some(secret)) => stream::credential_kind(identity.kind, secret.expose()),
        Ok(None) => {
            tracing::error!(
                %identity,
                "there is no credential for an identity in the store; remove its connection and \
                 add it again with its token"
            );
            postpone(&mut inner.table(), identity, now + RETRY_CREDENTIAL);
            return None;
        }
        Err(error) => {
            tracing::error!(%identity, %error, "a credential cannot be read");
            postpone(&mut inner.table(), identity, now + RETRY_STORE);
            return None;
        }
    };
    if kind.is_none() {
        tracing::error!(
            %identity,
            "a bot's stored token is no text; remove its connection and add it again"
        );
        postpone(&mut inner.table(), identity, now + RETRY_CREDENTIAL);
    }
    kind.map(|kind: credential::Kind| Credential { kind: Some(kind) })
}

fn postpone(table: &mut Table, identity: IdentityId, until: Duration) {
    if let Some(slot) = table.identities.get_mut(&identity) {
        slot.retry_at = until;
    }
}
