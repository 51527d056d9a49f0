//! Giving identities to gateways.

use backline_domain::change::{Change, Identity};
use backline_domain::id::{IdentityId, IdentityKind};
use backline_domain::logout;
use backline_proto::gateway::v1::credential::Kind;
use backline_proto::gateway::v1::{Credential, IdentityAssigned, attach_response::Message};

use super::credential::credential;
use super::tell::{send, tell};
use super::{RETRY_STORE, postpone};
use crate::convert;
use crate::desk::{DownSender, FileLimits, Presence};
use crate::gateway::MAX_OUTSTANDING;
use crate::gateway::sessions::Inner;
use crate::gateway::table::{Holder, Table, Told};

/// Gives an identity to a session: the raised epoch is committed first, then the
/// gateway hears of it, then the desk.
pub(super) async fn assign(inner: &Inner, row: &Identity, session: String) {
    let identity = row.id;
    let changes = credential_changes(inner, identity);
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
        let is_stale = slot.credential_changes != changes || slot.is_stopped;
        if slot.holder.is_some() || table.is_draining || is_stale {
            // The next plan decides anew.
            return;
        }
        let mut holder = Holder::new(session.clone(), epoch);
        holder.given = given(&credential);
        slot.holder = Some(holder);
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

/// Which session over MTProto that is. A bot's that has none yet is none's.
fn given(credential: &Credential) -> Option<logout::Id> {
    let session: &[u8] = match credential.kind.as_ref()? {
        Kind::AccountSession(session) => session,
        Kind::BotLogin(login) => &login.session,
        Kind::BotToken(_) => &[],
    };
    Some(logout::Id::of(session))
}

fn credential_changes(inner: &Inner, identity: IdentityId) -> u64 {
    let table = inner.table();
    let slot = table.identities.get(&identity);
    slot.map_or(0, |slot| slot.credential_changes)
}

/// Tells a holder over its new stream that the identity is still theirs, and the
/// desk where commands go from now on.
pub(super) async fn keep(inner: &Inner, row: &Identity) {
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
    let (session, epoch) = (holder.session.clone(), holder.epoch);
    let gateway = slot.gateway;
    let known = row.cursor.as_ref();
    let cursor = known.filter(|cursor| convert::cursor::fits(cursor, gateway));
    // A Bot API server keeps a bot's updates for a day whoever takes them by MTProto: taken once
    // more, every message would be there twice.
    let skips_waiting = gateway == IdentityKind::Bot && known.is_some() && cursor.is_none();
    let message = Message::IdentityAssigned(IdentityAssigned {
        identity: identity.to_string(),
        epoch,
        credential: Some(credential),
        cursor: cursor.map(convert::cursor::to_proto),
        max_outstanding: i32::try_from(MAX_OUTSTANDING).unwrap_or(i32::MAX),
        skips_waiting,
    });
    let generation = send(table, &session, message)?;
    let taker = table.sessions.get_mut(&session)?;
    let down: DownSender = taker.stream.as_ref()?.commands.clone();
    // Told once: what was in hand at Attach says nothing about later.
    let held = taker.in_hand.remove(&identity).unwrap_or_default();
    let files = FileLimits {
        sent: taker.capabilities.max_upload_bytes.try_into().unwrap_or(0),
        fetched: taker
            .capabilities
            .max_download_bytes
            .try_into()
            .unwrap_or(0),
    };
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
            files,
            held,
        },
    ))
}
