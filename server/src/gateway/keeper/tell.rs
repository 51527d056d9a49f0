//! Telling gateways and desks.

use backline_domain::id::IdentityId;
use backline_domain::logout::Id;
use backline_proto::gateway::v1::{
    AttachResponse, IdentityRevoked, LogoutRequested, attach_response::Message,
};
use tokio::sync::mpsc::error::TrySendError;

use crate::desk::Presence;
use crate::gateway::sessions::Inner;
use crate::gateway::table::{Table, Told};

pub(super) fn revoke(inner: &Inner, identity: IdentityId) {
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

/// Has a gateway end an account's session in Telegram, unless that was settled meanwhile.
pub(super) fn log_out(inner: &Inner, id: &Id, session: &str) {
    let table = &mut *inner.table();
    let Some(one) = table.logouts.get(id) else {
        return;
    };
    let (identity, attempt) = (one.row.facts.identity, one.row.facts.attempts + 1);
    let message = Message::LogoutRequested(LogoutRequested {
        account_session: one.row.session.expose().to_vec(),
        logout: id.to_string(),
    });
    if let Some(generation) = send(table, session, message) {
        table.told_to_log_out(id, session, generation, inner.clock.monotonic());
        tracing::info!(%identity, attempt, session.id = %session, "an account or bot is being logged out of Telegram");
    }
}

pub(super) fn revoked(identity: IdentityId, epoch: i64, reason: &str) -> Message {
    let (identity, reason) = (identity.to_string(), reason.to_owned());
    Message::IdentityRevoked(IdentityRevoked {
        identity,
        epoch,
        reason,
    })
}

/// Sends down a session's stream; gives the stream's number. `None` when it has
/// no room, and then it is tried again when it was read, or is broken.
pub(super) fn send(table: &mut Table, session: &str, message: Message) -> Option<u64> {
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
pub(super) async fn tell(inner: &Inner, identity: IdentityId, presence: Presence, told: Told) {
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
