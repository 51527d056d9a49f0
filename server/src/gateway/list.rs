//! Gateways as people see them.

use std::collections::BTreeMap;
use std::time::Duration;

use backline_domain::id::{IdentityId, IdentityKind};
use backline_domain::time::Timestamp;
use backline_proto::gateway::v1::IdentityState;

use super::table::{Holder, Session, Table};

/// Most identities named that a gateway waits for.
const MOST_AWAITED: usize = 20;

/// A gateway process.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Attached {
    /// The session's id.
    pub session: String,
    /// The process's own name; may repeat.
    pub name: String,
    /// Version of the program.
    pub version: String,
    /// What it serves.
    pub kind: IdentityKind,
    /// Since when it is attached; a reconnect does not count.
    pub attached_at: Timestamp,
    /// What it holds. For a gateway that holds nothing: what it waits for, with
    /// epoch 0.
    pub identities: Vec<Held>,
}

/// An identity held by a gateway, or awaited.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Held {
    /// Which one.
    pub identity: IdentityId,
    /// The assignment's epoch; 0 = not held.
    pub epoch: i64,
    /// How it is doing, in words.
    pub state: String,
    /// What is wrong and what to do; may be empty.
    pub detail: String,
    /// Commands under way.
    pub running: usize,
}

pub(super) fn of(table: &Table, now: Duration) -> Vec<Attached> {
    table
        .sessions
        .values()
        .map(|session| {
            let held = held(table, session, now);
            Attached {
                session: session.id.clone(),
                name: session.name.clone(),
                version: session.version.clone(),
                kind: session.kind,
                attached_at: session.attached_at,
                identities: if held.is_empty() {
                    awaited(table, session)
                } else {
                    held
                },
            }
        })
        .collect()
}

fn held(table: &Table, session: &Session, now: Duration) -> Vec<Held> {
    let mut running = BTreeMap::<IdentityId, usize>::new();
    for command in session.running.values() {
        *running.entry(command.identity).or_default() += 1;
    }
    let ends_at = session.answered_at + table.timing.session_lease;
    let left = ends_at.saturating_sub(now).as_secs();
    let slots = table.identities.iter();
    slots
        .filter_map(|(identity, slot)| Some((*identity, slot.holder.as_ref()?)))
        .filter(|(_, holder)| holder.session == session.id)
        .map(|(identity, holder)| {
            let (state, detail) = words(session, holder, left);
            let running = running.get(&identity).copied().unwrap_or(0);
            Held {
                identity,
                epoch: holder.epoch,
                state,
                detail,
                running,
            }
        })
        .collect()
}

fn words(session: &Session, holder: &Holder, left: u64) -> (String, String) {
    if session.is_revoked {
        let detail = format!("free again in {left} s at the latest");
        return ("its gateway's token was revoked".into(), detail);
    }
    if session.stream.is_none() {
        let detail = format!("kept for it; free again in {left} s unless it comes back");
        return ("its gateway is not reachable".into(), detail);
    }
    if let Some(revocation) = &holder.revocation {
        return ("being taken back".into(), revocation.reason.clone());
    }
    let Some(report) = &holder.report else {
        return ("assigned".into(), String::new());
    };
    let state = match report.state {
        IdentityState::Online => "online",
        IdentityState::TransientDisconnect => "Telegram cannot be reached",
        IdentityState::BadCredential => "Telegram refuses its credential",
        IdentityState::LoggedOut => "logged out",
        IdentityState::Conflict => "somebody else polls it too",
        IdentityState::Released => "released",
        IdentityState::Unspecified => "unknown",
    };
    (state.into(), report.detail.clone())
}

fn awaited(table: &Table, session: &Session) -> Vec<Held> {
    table
        .identities
        .iter()
        .filter(|(identity, slot)| session.may_hold(**identity, slot.gateway, &slot.connection))
        .filter_map(|(identity, slot)| {
            let holder = slot.holder.as_ref()?;
            let name = table
                .sessions
                .get(&holder.session)
                .map_or("", |other| other.name.as_str());
            Some(Held {
                identity: *identity,
                epoch: 0,
                state: "waiting: another gateway holds it".into(),
                detail: format!(
                    "`{name}` (session {}) holds it; it comes here once that one lets go of it \
                     or is silent for {} s",
                    holder.session,
                    table.timing.session_lease.as_secs()
                ),
                running: 0,
            })
        })
        .take(MOST_AWAITED)
        .collect()
}
